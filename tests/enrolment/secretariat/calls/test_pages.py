"""Calls, selection and scoring as programme managers and trainers meet them on their pages."""

import io
from datetime import date

import pytest
from django.forms import CheckboxInput
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from clikc.people.models import Region
from enrolment.admissions import api
from enrolment.admissions.models import Call, Nomination, Score
from tests.factories import people
from tests.factories.academies import make_call, make_dated
from tests.factories.selections import make_selection

MOST_QUERIES = 25


@pytest.fixture
def made(db):
    return make_selection()


@pytest.fixture
def manager(client, db):
    return people.sign_in_with_second_factor(client, people.manager())


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def go(client, name: str, *args, query: str = "") -> str:
    return text_of(client.get(reverse(name, args=args) + query))


def as_typed(client, address: str) -> dict:
    """What the form of a call holds, as a browser would send it back."""
    page = client.get(address)
    form, documents = page.context["form"], page.context["documents"]
    data = {"version": page.context["version"]}
    for field in [*form, *documents.management_form, *(field for each in documents for field in each)]:
        widget, value = field.field.widget, field.value()
        is_box = isinstance(widget, CheckboxInput)
        value = ("on" if value else None) if is_box else widget.format_value(value)
        if value not in (None, "", [], False):
            data[field.html_name] = value
    return data


class TestTheCall:
    def test_is_made_with_quotas_rules_documents_and_trainers(self, client, manager):
        session = make_dated(starts_on=date(2030, 6, 3))
        trainer = people.tutor(printed_name="Amina Trainer", administration="BE")
        people.officer(printed_name="Amina Officer")
        address = reverse("call_new", args=[session.pk])
        region = Region.objects.get(code="ESA")
        typed = as_typed(client, address) | {
            "opens_at": "2030-03-01T09:00",
            "closes_at": "2030-03-31T02:30",
            "seats": "40",
            f"region_{region.pk}": "12",
            "use_service_under": "asked",
            "documents-0-title_en": "Passport",
            "documents-0-title_fr": "Passeport",
            "documents-0-is_required": "on",
            "find": "amina",
        }
        searched = client.post(address, typed | {"search": "1"})
        assert [label for _pk, label in searched.context["form"].fields["trainers"].choices] == [
            "Amina Trainer (Belgium)"
        ]
        typed |= {"trainers": str(trainer.pk), "scores_needed": "1"}
        refused = client.post(address, typed)
        # On that night the clocks in Brussels skip half past two; and the rule has no years.
        assert refused.status_code == 422
        assert set(refused.context["form"].errors) == {"closes_at", "years_service_under"}
        typed |= {"closes_at": "2030-03-31T12:00", "years_service_under": "4"}
        assert client.post(address, typed).status_code == 302
        call = Call.objects.get()
        assert call.closes_at.isoformat() == "2030-03-31T10:00:00+00:00"
        assert call.eligibility == [{"code": "service_under", "years": 4, "values": [], "is_wish": False}]
        assert [(item.code, item.title_fr, item.is_required) for item in call.documents.all()] == [
            ("passport", "Passeport", True)
        ]
        assert (call.quotas.get().seats, call.trainers.get().trainer) == (12, trainer)
        assert client.get(address)["Location"] == reverse("call_change", args=[call.pk])

    def test_a_deadline_is_moved_with_a_reason_and_nothing_is_changed_behind_somebody(self, client, manager):
        call = make_call(make_dated(starts_on=date(2031, 3, 3)))
        address = reverse("call_change", args=[call.pk])
        typed = as_typed(client, address)
        assert set(
            client.post(address, typed | {"closes_at": "2031-03-03T00:00"}).context["form"].errors
        ) == {"closes_at"}
        later = typed | {"closes_at": "2031-01-31T12:00"}
        refused = client.post(address, later)
        assert set(refused.context["form"].errors) == {"reason"}
        assert client.post(address, later | {"reason": "A holiday"}).status_code == 302
        change = call.changes.get()
        assert (change.reason, change.by, set(change.changed)) == ("A holiday", manager, {"closes_at"})
        stale = client.post(address, typed | {"seats": "11"})
        assert "Somebody else has changed this call" in stale.content.decode()
        Call.objects.filter(pk=call.pk).update(published_at=timezone.now())
        typed = as_typed(client, address)
        assert "results are told" in client.post(address, typed | {"seats": "11"}).content.decode()
        assert client.post(address, typed | {"words_en": "Welcome"}).status_code == 302
        call.refresh_from_db()
        assert (call.seats, call.words) == (10, "Welcome")


class TestTheField:
    def test_many_are_put_on_the_shortlist_once_their_number_is_confirmed(self, client, manager, made):
        place = reverse("call_shortlist_many", args=[made.call.pk])
        one, other = made.nominations[0], made.nominations[5]
        assert client.post(place, {"who": "ticked"}).status_code == 302
        asked = text_of(client.post(f"{place}?eligible=met", {"who": "all"}))
        assert "5 candidates would be put on the shortlist" in asked
        # Who is not eligible is not put there, ticked or not.
        text_of(client.post(place, {"row": [one.pk, other.pk]}))
        assert "2 candidates" not in asked
        assert client.post(place, {"row": [one.pk, other.pk], "sure": "1"}).status_code == 302
        assert set(made.call.nominations.filter(state="shortlisted")) == {one}
        free = go(client, "call_selection", made.call.pk)
        assert "2 seats stay free. 4 candidates are not on the shortlist. 2 candidates are not" in free
        assert text_of(client.post(f"{place}?eligible=met", {"who": "all", "sure": "5"}))
        assert client.post(f"{place}?eligible=met", {"who": "all", "sure": "4"}).status_code == 302
        assert made.call.nominations.filter(state="shortlisted").count() == 5

    def test_is_filtered_sorted_searched_and_written_as_a_file(self, client, manager, made):
        pk = made.call.pk
        page = go(client, "call", pk, query="?sort=-score&eligible=met")
        places = [page.index(f"Candidate {number} of") for number in (1, 2, 5)]
        assert places == sorted(places)
        assert "Candidate 6" not in page
        assert "1 of 2" in page
        assert "it will be" in go(client, "call", pk, query="?q=candidate+6&region=AP")
        hostile = "?page=1e30&sort=password&state=draft&scored=maybe"
        assert "7 candidates" in go(client, "call", pk, query=hostile)
        Nomination.objects.filter(pk=made.nominations[0].pk).update(by_hand_reason="=1+1")
        answer = client.post(reverse("call_export", args=[pk]) + "?scored=yes")
        sheet = load_workbook(io.BytesIO(answer.content)).active
        rows = list(sheet.iter_rows(values_only=True))
        assert len(rows) == 7
        assert ("Candidate 1 of KE", 91) in [(row[0], row[10]) for row in rows]
        assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)

    def test_scores_that_are_not_all_in_are_on_no_page(self, client, manager, made):
        Score.objects.filter(nomination=made.nominations[4]).update(points="73.19", words="Canary of a score")
        key = made.nominations[4].pk
        pages = [
            client.get(reverse("call", args=[made.call.pk])),
            client.get(reverse("call_selection", args=[made.call.pk]) + "?show=others"),
            client.get(reverse("call_candidate", args=[made.call.pk, key])),
            client.get(reverse("call_publish", args=[made.call.pk])),
        ]
        people.sign_in_with_second_factor(client, made.trainers[1])
        pages += [
            client.get(reverse("calls_scoring_call", args=[made.call.pk])),
            client.get(reverse("call_score", args=[made.call.pk, key])),
        ]
        for page in pages:
            assert page.status_code == 200
            assert "73.19" not in page.content.decode()
            assert "Canary" not in page.content.decode()
        assert "73.19" in str(Score.objects.get(nomination=key).points)

    @pytest.mark.parametrize("name", ["call", "call_selection", "call_publish"])
    def test_many_candidates_cost_as_many_queries_as_few(
        self, client, manager, made, name, django_assert_max_num_queries
    ):
        address = reverse(name, args=[made.call.pk])
        client.get(address)
        with django_assert_max_num_queries(MOST_QUERIES) as few:
            client.get(address)
        now = timezone.now()
        crowd = people.User.objects.bulk_create(
            people.User(
                email=f"c{number}@customs.example",
                administration=people.administration_of(["KE", "SN", "JO"][number % 3]),
                printed_name=f"C {number}",
            )
            for number in range(120)
        )
        Nomination.objects.bulk_create(
            Nomination(
                call=made.call, person=one, administration=one.administration, state="endorsed", made_at=now
            )
            for one in crowd
        )
        with django_assert_max_num_queries(len(few)):
            text_of(client.get(address))


class TestTheSelection:
    def test_is_overruled_with_a_reason_and_says_what_changes(self, client, manager, made):
        pk, second = made.call.pk, made.nominations[1]
        page = go(client, "call_selection", pk)
        assert [page.index(f"Candidate {number} of") for number in (1, 3, 4)]
        assert "All scores" not in page
        reserve = go(client, "call_selection", pk, query="?show=reserve")
        assert "The seat of the administration is given: Candidate 1 of KE." in reserve
        others = go(client, "call_selection", pk, query="?show=others")
        assert "Not eligible by the rules of the call" in others
        assert "Not all scores are in." in others
        address = reverse("call_by_hand", args=[pk, second.pk])
        silent = client.post(address, {"by_hand": "seated", "reason": "", "seen": 1}, follow=True)
        assert "says why" in silent.content.decode()
        told = client.post(
            address, {"by_hand": "seated", "reason": "Her work", "seen": 1}, follow=True
        ).content.decode()
        assert "Candidate 2 of KE has a seat now." in told
        assert "Candidate 1 of KE has no seat any more." in told
        stale = client.post(address, {"by_hand": "", "seen": 1}, follow=True)
        assert "decided about this candidate meanwhile" in stale.content.decode()
        for body in ({}, {"by_hand": "king", "seen": 2}, {"seen": "9" * 30}, {"reason": "\x00", "seen": 2}):
            assert client.post(address, body).status_code == 302
        assert Nomination.objects.get(pk=second.pk).by_hand == "seated"

    def test_is_told_as_it_was_shown_and_then_answered(self, client, manager, made):
        pk = made.call.pk
        address = reverse("call_publish", args=[pk])
        digest = client.get(address).context["found"].digest
        api.decide_by_hand(nomination_id=made.nominations[1].pk, by_hand="out", reason="No", by=None)
        stale = client.post(address, {"digest": digest})
        assert stale.status_code == 409
        assert "no longer what you were shown" in stale.content.decode()
        assert client.post(address, {"digest": stale.context["found"].digest}).status_code == 302
        assert client.get(address)["Location"] == reverse("call_results", args=[pk])
        first = made.nominations[0]
        client.post(reverse("call_answer", args=[pk, first.pk]), {"answer": "accept"})
        client.post(
            reverse("call_answer", args=[pk, made.nominations[2].pk]), {"answer": "decline", "reason": "Ill"}
        )
        board = go(client, "call_results", pk)
        assert "No answer yet" in board
        states = [Nomination.objects.get(pk=item.pk).state for item in made.nominations[:4]]
        assert states == ["enrolled", "not_selected", "declined", "accepted"]
        assert "A seat by score." in go(client, "call_candidate", pk, first.pk)
        assert go(client, "calls").count("1 enrolled") == 1

    def test_a_shortlist_is_kept_on_the_candidates_page(self, client, manager, made):
        names = [made.call.pk, made.nominations[4].pk]
        for body, state in (({}, "shortlisted"), ({"off": "1"}, "endorsed")):
            client.post(reverse("call_shortlist", args=names), body)
            assert Nomination.objects.get(pk=names[1]).state == state


class TestTrainers:
    def test_score_one_after_the_other_and_see_nobody_of_their_own(self, client, made):
        trainer = made.trainers[1]
        people.sign_in_with_second_factor(client, trainer)
        waiting = made.nominations[4]
        address = reverse("call_score", args=[made.call.pk, waiting.pk])
        assert "1 waits for you" in go(client, "calls_scoring")
        assert "Candidate 5" in go(client, "calls_scoring_call", made.call.pk)
        assert client.post(address, {"points": "101"}).status_code == 422
        assert client.post(address, {"points": "NaN"}).status_code == 422
        assert client.post(address, {"points": "77.5", "words": "Good"}).status_code == 302
        own = Score.objects.get(nomination=waiting, trainer=trainer)
        assert (own.points, own.words) == (77.5, "Good")
        # All are in: the other's is shown, and neither is changed.
        assert "Words of Trainer BE" in text_of(client.get(address))
        late = client.post(address, {"points": "10"})
        assert "All scores of this candidate are in" in late.content.decode()
        people.User.objects.filter(pk=trainer.pk).update(administration=waiting.administration)
        assert client.get(address).status_code == 404

    def test_whoever_is_not_asked_finds_nothing(self, client, made):
        people.sign_in_with_second_factor(client, people.tutor(administration="BE"))
        names = [made.call.pk, made.nominations[0].pk]
        assert client.get(reverse("call_score", args=names)).status_code == 404
        assert client.get(reverse("calls_scoring_call", args=names[:1])).status_code == 404
        assert "No call asks you" in go(client, "calls_scoring")

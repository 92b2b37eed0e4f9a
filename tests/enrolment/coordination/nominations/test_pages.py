"""Pages of nominations: one's own administration's alone, in its order, at a constant cost."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from enrolment.admissions import api
from enrolment.admissions.documents import prune_documents
from enrolment.admissions.models import CallDocument, Nomination
from tests.clikc.foundation.documents.files import picture
from tests.factories import people
from tests.factories.academies import make_call, make_nomination
from tests.factories.coordination import make_officers, make_workspace

RULES = [{"code": "service_under", "years": 4}, {"code": "language", "values": ["en", "fr"]}]
TYPED = {
    "served_since": "2025-01-07",
    "post": "junior",
    "languages": ["en", "sw"],
    "motivation": "To learn\r\nmore",
    "endorsement": "Able",
}


@pytest.fixture
def call(db):
    call = make_call(eligibility=RULES, most_nominations=60)
    CallDocument.objects.create(call=call, code="cv", title="Curriculum vitae")
    return call


def here(route, **names):
    return reverse(f"coordination_{route}", kwargs={"code": "KE"} | names)


def nominate(mine, call, person, **typed):
    return mine.post(here("nominate", call_id=call.pk), {"person": person.pk} | TYPED | typed)


def test_from_an_empty_page_to_an_endorsed_nomination(mine, made, call):
    page = here("call", call_id=call.pk)
    assert "You have nominated nobody yet." in mine.get(page).content.decode()
    chosen = made.officers[0]
    found = mine.get(here("nominate", call_id=call.pk), {"q": chosen.printed_name}).content.decode()
    assert f'value="{chosen.pk}"' in found
    answer = nominate(mine, call, chosen, endorse="1")
    item = Nomination.objects.get()
    assert answer["Location"] == here("nomination_endorse", pk=item.pk)
    assert (item.state, item.served_since, item.languages) == ("draft", date(2025, 1, 7), ["en", "sw"])
    assert item.motivation == "To learn\nmore"
    asked = mine.get(answer["Location"]).content.decode()
    assert ("Curriculum vitae" in asked, "Eligible" in asked) == (True, True)
    mine.post(answer["Location"], {"endorsement": "Very able", "seen": item.version})
    item.refresh_from_db()
    assert (item.state, item.endorsement, item.endorsed_by) == ("endorsed", "Very able", made.coordinator)
    # Who is nominated already has a page of hers.
    again = mine.get(here("nominate", call_id=call.pk), {"person": chosen.pk})
    assert again["Location"] == here("nomination", pk=item.pk)
    history = mine.get(here("nomination", pk=item.pk)).content.decode()
    assert history.count(made.coordinator.get_full_name()) >= 3


def test_what_is_missing_or_broken_is_explained(mine, made, call):
    nominate(mine, call, made.officers[0], served_since="2012-01-01", languages=["ar"])
    page = mine.get(here("call", call_id=call.pk)).content.decode()
    assert "Not eligible" in page
    assert "Works in one of these languages: English, French" in page
    assert "Curriculum vitae" in page
    bad = nominate(
        mine, call, made.officers[1], served_since="0001-01-01", motivation="a\u202eb", post="king"
    )
    errors = bad.context["form"].errors
    assert set(errors) == {"served_since", "motivation", "post"}
    assert Nomination.objects.count() == 1


def test_a_page_that_is_out_of_date_writes_over_nothing_unseen(mine, made, call):
    nominate(mine, call, made.officers[0])
    item = Nomination.objects.get()
    change = here("nomination_change", pk=item.pk)
    mine.post(change, TYPED | {"post": "middle", "seen": 1})
    stale = mine.post(change, TYPED | {"post": "senior", "seen": 1})
    assert stale.context["is_changed"]
    item.refresh_from_db()
    assert (item.post, stale.context["form"]["seen"].value()) == ("middle", 2)
    mine.post(change, TYPED | {"post": "senior", "seen": 2})
    mine.post(here("nomination_withdraw", pk=item.pk), {"reason": "", "seen": 1})
    item.refresh_from_db()
    assert (item.post, item.state) == ("senior", "draft")


def test_ranks_move_by_buttons_and_all_drafts_are_endorsed_at_once(mine, made, call):
    for person in made.officers[:3]:
        nominate(mine, call, person)
    first, second, third = Nomination.objects.order_by("rank")
    rank = here("rank", call_id=call.pk)
    for sent in ({"up": third.pk}, {"up": third.pk}, {"up": third.pk}, {"down": third.pk}, {"up": "x"}):
        mine.post(rank, sent)
    assert list(Nomination.objects.order_by("rank")) == [first, third, second]
    page = here("endorse_drafts", call_id=call.pk)
    asked = mine.get(page).content.decode()
    assert (asked.count("checkbox"), asked.count("Curriculum vitae")) == (3, 3)
    mine.post(page, {"nomination": [first.pk, third.pk, "x"]})
    assert set(Nomination.objects.filter(state="endorsed")) == {first, third}


def test_an_application_is_endorsed_or_given_back_with_a_reason(mine, made, call):
    sent = []
    for person in made.officers[:2]:
        item = api.apply_to_call(call=call, person=person, facts={"motivation": "Mine"})
        sent.append(api.submit_application(nomination_id=item.pk, by=person))
    page = mine.get(here("call", call_id=call.pk)).content.decode()
    assert "Applications that wait for you" in page
    assert "<strong>2</strong> applications to endorse" in mine.get(here("home")).content.decode()
    # What the officer wrote is hers; what the administration knows of her can be added.
    form = mine.get(here("nomination_change", pk=sent[0].pk)).context["form"]
    assert "motivation" not in form.fields
    mine.post(here("nomination_return", pk=sent[0].pk), {"reason": " "})
    mine.post(here("nomination_return", pk=sent[0].pk), {"reason": "Say more", "seen": sent[0].version})
    assert mine.get(here("nomination", pk=sent[0].pk)).status_code == 404
    mine.post(here("nomination_endorse", pk=sent[1].pk), {"endorsement": "", "seen": sent[1].version})
    states = dict(Nomination.objects.values_list("pk", "state"))
    assert [states[item.pk] for item in sent] == ["draft", "endorsed"]


def test_a_draft_beside_an_application_says_which_counts_and_is_deleted(mine, made, call):
    call.most_nominations = 1
    call.save()
    person = made.officers[0]
    nominate(mine, call, person)
    draft, page = Nomination.objects.get(), here("call", call_id=call.pk)
    full = mine.get(page).content.decode()
    # A list that was mended can be sent although no nomination is left.
    assert (here("nominations_file", call_id=call.pk) in full, "Nominate an officer" in full) == (True, False)
    sent = api.apply_to_call(call=call, person=person, facts={"motivation": "Mine"})
    api.submit_application(nomination_id=sent.pk, by=person)
    assert "Another nomination of this officer counts." in mine.get(page).content.decode()
    assert mine.get(here("endorse_drafts", call_id=call.pk)).content.decode().count("checkbox") == 0
    shown = mine.get(here("nomination", pk=draft.pk)).content.decode()
    assert here("nomination", pk=sent.pk) in shown
    assert here("nomination_endorse", pk=draft.pk) not in shown
    withdraw = here("nomination_withdraw", pk=draft.pk)
    assert 'name="reason"' not in mine.get(withdraw).content.decode()
    draft.refresh_from_db()
    mine.post(withdraw, {"seen": draft.version})
    sent = api.endorse_nomination(nomination_id=sent.pk, by=made.coordinator)
    assert Nomination.objects.get() == sent
    # Whoever was told that she is nominated is told why she no longer is.
    for reason, state in (("", "endorsed"), ("Needed at the border", "withdrawn")):
        mine.post(here("nomination_withdraw", pk=sent.pk), {"reason": reason, "seen": sent.version})
        sent.refresh_from_db()
        assert sent.state == state


def test_documents_are_checked_and_given_out_as_downloads(mine, made, call, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    nominate(mine, call, made.officers[0])
    item, asked = Nomination.objects.get(), call.documents.get()
    page = here("nomination_documents", pk=item.pk)
    for content in (b"MZ rubbish", b"", picture("png"), picture("jpeg")):
        mine.post(page, {f"file-{asked.pk}": SimpleUploadedFile("../cv.exe", content)})
    kept = item.documents.get(removed_at=None)
    assert (kept.file_name, item.documents.count()) == ("cv.jpg", 2)
    got = mine.get(here("nomination_document", pk=item.pk, document=kept.pk))
    assert got["Content-Disposition"] == 'attachment; filename="cv.jpg"'
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    api.endorse_nomination(nomination_id=item.pk, by=made.coordinator)
    mine.post(page, {"remove": kept.pk})
    assert not item.documents.filter(removed_at=None).exists()
    assert mine.get(here("nomination_document", pk=item.pk, document=kept.pk)).status_code == 404
    item.documents.update(removed_at=timezone.now() - timedelta(days=8))
    assert (prune_documents(), prune_documents()) == (2, 0)


def test_nothing_of_another_administration(client, mine, made, call):
    other = make_workspace("UG", officers=1)
    theirs = make_nomination(call, person=other.officers[0], state="endorsed")
    unknown = "11111111-1111-4111-8111-111111111111"
    for route in ("nomination", "nomination_change", "nomination_endorse", "nomination_withdraw"):
        for pk in (theirs.pk, unknown):
            assert mine.get(here(route, pk=pk)).status_code == 404
    assert nominate(mine, call, other.officers[0]).status_code == 404
    page = mine.get(here("call", call_id=call.pk)).content.decode()
    assert other.officers[0].get_full_name() not in page
    assert mine.get(reverse("coordination_nominations", kwargs={"code": "UG"})).status_code == 404
    for call_id in (call.pk + 999, 10**18):
        assert mine.get(here("call", call_id=call_id)).status_code == 404
    people.sign_in_with_second_factor(client, made.officers[0])
    assert client.get(here("call", call_id=call.pk)).status_code == 404


def test_when_the_call_is_over_pages_show_what_came_of_it(mine, made, call):
    shown = make_nomination(call, person=made.officers[0], state="accepted", rank=1, seat=1)
    late = make_nomination(call, person=made.officers[1], state="draft", rank=2)
    call.closes_at = timezone.now()
    call.save()
    page = here("call", call_id=call.pk)
    before = mine.get(page).content.decode()
    assert ("Accepted" in before, "The Secretariat is choosing" in before) == (False, True)
    # A draft is no nomination any more.
    assert "What was still a draft at the deadline is not considered." in before
    assert ("1 nomination\n" in before, "nominations left" in before) == (True, False)
    assert "1 nomination<" in mine.get(here("nominations")).content.decode()
    assert "begin anew" not in mine.get(here("nomination_withdraw", pk=late.pk)).content.decode()
    assert mine.get(here("nominate", call_id=call.pk))["Location"] == page
    call.published_at = timezone.now()
    call.save()
    assert "Accepted" in mine.get(page).content.decode()
    assert "Accepted" in mine.get(here("nomination", pk=shown.pk)).content.decode()
    assert "Results published" in mine.get(here("nominations")).content.decode()


def test_fifty_cost_what_one_does(mine, made, call, django_assert_max_num_queries):
    pages = [here("nominations"), here("call", call_id=call.pk), here("endorse_drafts", call_id=call.pk)]
    make_nomination(call, person=made.officers[0], state="draft")
    for page in pages:
        with django_assert_max_num_queries(20):
            mine.get(page)
    for person in make_officers(made.administration, 49):
        make_nomination(call, person=person, state="draft")
    for page in pages:
        with django_assert_max_num_queries(20):
            mine.get(page)

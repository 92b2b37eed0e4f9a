"""Who sees a marking, in every state of it; and a tutor who was unassigned a second ago."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clikc.people.api import withdraw_role
from enrolment.grading.api import end_run_tutor, release_grades, set_tutor
from enrolment.grading.models import Annotation, CriterionMark, GradeEntry, Marking, MarkingEdit
from tests.factories import people
from tests.factories.people import sign_in
from tests.factories.running import make_running
from tests.factories.tutoring import finish, make_tutored_run, mark_all
from tests.factories.workbench import make_essay

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 1, "honours_percent": 100}
PAGES = ("tutoring_marking", "tutoring_hand_over", "tutoring_sheets")
POSTS = {
    "tutoring_marking": {"feedback": "changed", "was:feedback": "", "version": "0", "do": "finish"},
    "tutoring_annotate": {"paragraph": "1", "comment": "changed"},
    "tutoring_reopen": {},
    "tutoring_release": {},
    "tutoring_hand_over": {"to": "1", "reason": "changed"},
}


def begun(marking):
    mark_all(marking, "partly")


def finished(marking):
    finish(marking, "partly")


def released(marking):
    finish(marking, "partly")
    release_grades(submission_ids=[marking.submission_id], by=marking.tutor)


STATES = [lambda marking: None, begun, finished, released]


@pytest.fixture
def made():
    return make_tutored_run(participants=2, tutors=3, **ONCE)


def state_of_all() -> tuple:
    """Everything that could have been changed."""
    marking = Marking.objects.order_by("pk").values_list("pk", "version", "feedback", "tutor", "finished_at")
    counted = [model.objects.count() for model in (Annotation, CriterionMark, GradeEntry, MarkingEdit)]
    return list(marking), counted


def tried(client, marking) -> set[int]:
    """Everything one can ask of a marking; the answers."""
    answers = [client.get(reverse(name, args=[marking.pk])) for name in PAGES]
    answers += [client.post(reverse(name, args=[marking.pk]), data) for name, data in POSTS.items()]
    body = {"piece": "feedback", "value": {"text": "changed"}, "base": 0, "tab": "", "sequence": 0}
    piece = reverse("tutoring_piece", args=[marking.pk])
    answers.append(client.post(piece, json.dumps(body), content_type="application/json"))
    for file in marking.hand_in.files.all():
        answers.append(client.get(reverse("tutoring_file", args=[file.pk])))
        answers.append(client.get(reverse("tutoring_page", args=[file.pk, 1, 640])))
    return {answer.status_code for answer in answers}


@pytest.mark.parametrize("state", STATES, ids=["waiting", "begun", "finished", "released"])
def test_nobody_else_finds_it_in_any_state(client, made, state):
    marking = make_essay(made, files=("png",))
    state(marking)
    before = state_of_all()
    author = made.enrolments[0].learner
    colleague = people.tutor(administration=author.administration.code)
    made.run.run_tutors.create(tutor=colleague)
    others = [
        made.tutors[1],
        author,
        made.enrolments[1].learner,
        colleague,
        people.tutor(),
        people.coordinator(administration=author.administration.code),
        people.author(),
    ]
    for person in others:
        sign_in(client, person)
        assert tried(client, marking) == {404}
    assert state_of_all() == before


@pytest.mark.parametrize("state", STATES, ids=["waiting", "begun", "finished", "released"])
def test_its_tutor_sees_it_in_every_state(client, made, state):
    marking = make_essay(made)
    state(marking)
    sign_in(client, marking.tutor)
    assert client.get(reverse("tutoring_marking", args=[marking.pk])).status_code == 200


def test_a_visitor_is_asked_to_sign_in(client, made):
    marking = make_essay(made)
    for name in PAGES:
        assert "/accounts/login/" in client.get(reverse(name, args=[marking.pk])).url


def handed_away(made, marking):
    set_tutor(run=made.run, enrolment_id=made.enrolments[0].pk, tutor=made.tutors[1], by=None)


def out_of_the_run(made, marking):
    end_run_tutor(run=made.run, tutor=marking.tutor, by=people.manager(), reason="left")


def without_her_role(made, marking):
    for grant in marking.tutor.role_grants.all():
        withdraw_role(grant=grant, by=None)


def deactivated(made, marking):
    type(marking.tutor).objects.filter(pk=marking.tutor.pk).update(is_active=False)


def moved_to_the_authors(made, marking):
    here = made.enrolments[0].learner.administration
    type(marking.tutor).objects.filter(pk=marking.tutor.pk).update(administration=here)


@pytest.mark.parametrize("ended", [handed_away, out_of_the_run, without_her_role, moved_to_the_authors])
def test_a_tutor_unassigned_a_second_ago_finds_nothing_and_changes_nothing(client, made, ended):
    marking = make_essay(made, files=("png",))
    sign_in(client, marking.tutor)
    assert client.get(reverse("tutoring_marking", args=[marking.pk])).status_code == 200
    ended(made, marking)
    before = state_of_all()
    assert tried(client, marking) == {404}
    assert state_of_all() == before


def test_a_suspended_tutor_is_asked_to_sign_in(client, made):
    marking = make_essay(made)
    sign_in(client, marking.tutor)
    deactivated(made, marking)
    before = state_of_all()
    assert tried(client, marking) == {302}
    assert state_of_all() == before


def test_a_manager_looks_and_changes_nothing(client, made):
    marking = make_essay(made)
    sign_in(client, people.manager(administration="UG"))
    page = client.get(reverse("tutoring_marking", args=[marking.pk]))
    assert page.status_code == 200
    assert "Somebody else marks it." in page.content.decode()
    sent = client.post(reverse("tutoring_marking", args=[marking.pk]), POSTS["tutoring_marking"])
    assert sent.status_code == 403
    marking.refresh_from_db()
    assert marking.version == 0


def test_no_get_changes_anything(client, made):
    marking = make_essay(made, files=("png",))
    sign_in(client, marking.tutor)
    before = state_of_all()
    for name in PAGES:
        client.get(reverse(name, args=[marking.pk]))
    for name in ("tutoring_queue", "tutoring_next", "tutoring_load"):
        client.get(reverse(name))
    for name in (
        "tutoring_reopen",
        "tutoring_release",
        "tutoring_moderate",
        "tutoring_piece",
        "tutoring_annotate",
    ):
        assert client.get(reverse(name, args=[marking.pk])).status_code == 405
    assert state_of_all() == before


# --- files


def test_a_file_is_saved_under_a_name_that_tells_nothing(client, made):
    marking = make_essay(made, files=("pdf",))
    sign_in(client, marking.tutor)
    file = marking.hand_in.files.get()
    answer = client.get(reverse("tutoring_file", args=[file.pk]))
    assert f'filename="{marking.submission.code}-1.pdf"' in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")
    author = made.enrolments[0].learner.get_full_name().encode()
    assert author not in b"".join(answer.streaming_content)


def test_a_page_is_a_picture_that_is_asked_for_again_each_time(client, made):
    marking = make_essay(made, files=("pdf",))
    sign_in(client, marking.tutor)
    file = marking.hand_in.files.get()
    address = reverse("tutoring_page", args=[file.pk, 2, 640])
    first = client.get(address)
    assert (first["Content-Type"], first["Cache-Control"]) == ("image/webp", "private, no-cache")
    assert first.content[:4] == b"RIFF"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    handed_away(made, marking)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 404


@pytest.mark.parametrize(("number", "width"), [(0, 640), (3, 640), (1, 641), (10**12, 640), (1, 10**9)])
def test_a_page_that_is_not_there(client, made, number, width):
    marking = make_essay(made, files=("pdf",))
    sign_in(client, marking.tutor)
    file = marking.hand_in.files.get()
    assert client.get(reverse("tutoring_page", args=[file.pk, number, width])).status_code == 404


def test_a_file_that_was_not_freed_of_its_author_is_kept_back(client, made):
    marking = make_essay(made, files=("png",))
    file = marking.hand_in.files.get()
    file.blind = ""
    file.save()
    sign_in(client, marking.tutor)
    assert client.get(reverse("tutoring_file", args=[file.pk])).status_code == 404
    page = client.get(reverse("tutoring_marking", args=[marking.pk])).content.decode()
    assert "kept back from blind marking" in page


# --- her runs


def test_days_away_are_said_by_herself(client, made):
    tutor = made.tutors[0]
    sign_in(client, tutor)
    terms = made.run.run_tutors.get(tutor=tutor)
    today = timezone.now().date()
    form = {
        "terms": terms.pk,
        f"{terms.pk}-away_from": today,
        f"{terms.pk}-away_until": today + timedelta(days=9),
    }
    client.post(reverse("tutoring_load"), form)
    terms.refresh_from_db()
    assert (terms.away_from, terms.away_until) == (today, today + timedelta(days=9))
    wrong = form | {f"{terms.pk}-away_until": today - timedelta(days=1)}
    assert client.post(reverse("tutoring_load"), wrong).status_code == 422
    client.post(reverse("tutoring_load"), {"terms": terms.pk})
    terms.refresh_from_db()
    assert (terms.away_from, terms.away_until) == (None, None)


def test_days_away_hold_in_all_modules_of_a_session_unless_she_says_one(client):
    made = make_running()
    sign_in(client, made.tutor)
    first, second = (run.run_tutors.get(tutor=made.tutor) for run in made.runs)
    assert f"In all modules of {made.session.name}" in client.get(reverse("tutoring_load")).text
    day = timezone.now().date()
    form = {"terms": first.pk, f"{first.pk}-away_from": day, f"{first.pk}-away_until": day}
    for more, expected in (({}, [day, None]), ({f"{first.pk}-in_session": "on"}, [day, day])):
        assert client.post(reverse("tutoring_load"), form | more).status_code == 302
        assert [type(item).objects.get(pk=item.pk).away_from for item in (first, second)] == expected


def test_the_session_of_a_tutor_is_hers_alone_with_its_weeks_and_her_participants(
    client, django_assert_max_num_queries
):
    made = make_running()
    for number, item in enumerate(made.everybody[:2]):
        run = made.runs[number]
        enrolment = item.learner.enrolments.get(course=run.course)
        set_tutor(run=run, enrolment_id=enrolment.pk, tutor=made.tutor, by=None)
    address = reverse("tutoring_session", args=[made.session.pk])
    sign_in(client, made.tutor)
    assert address in client.get(reverse("tutoring_queue")).text
    with django_assert_max_num_queries(14):
        shown = client.get(address)
    assert [item.person for item in shown.context["participants"]] == [
        item.learner for item in made.everybody[:2]
    ]
    assert "timeline__picture" in shown.text
    assert [entry.event.pk for entry in shown.context["live"]] == [made.live.pk]
    sign_in(client, people.tutor())
    assert client.get(address).status_code == 404


def test_nobody_says_it_for_another(client, made):
    sign_in(client, made.tutors[0])
    theirs = made.run.run_tutors.get(tutor=made.tutors[1])
    form = {"terms": theirs.pk, f"{theirs.pk}-away_from": "2099-01-01"}
    assert client.post(reverse("tutoring_load"), form).status_code == 404
    theirs.refresh_from_db()
    assert theirs.away_from is None


def test_participants_have_names_where_the_run_is_not_blind_alone(client, made):
    sign_in(client, made.tutors[0])
    name = made.enrolments[0].learner.get_full_name()
    assert name not in client.get(reverse("tutoring_load")).content.decode()
    made.run.scheme.is_blind = False
    made.run.scheme.save()
    assert name in client.get(reverse("tutoring_load")).content.decode()


def test_runs_cost_the_same_for_ten_as_for_one(client, made, django_assert_max_num_queries):
    tutor = made.tutors[0]
    sign_in(client, tutor)
    client.get(reverse("tutoring_load"))
    with django_assert_max_num_queries(12) as few:
        client.get(reverse("tutoring_load"))
    for _run in range(9):
        make_tutored_run(participants=1, tutors=0).run.run_tutors.create(tutor=tutor)
    with django_assert_max_num_queries(12) as many:
        assert client.get(reverse("tutoring_load")).content.decode().count('name="terms"') == 10
    assert len(few) == len(many)

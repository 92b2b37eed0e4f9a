"""One grade, one item, one participant: what each reader may do there, and what is said to her."""

import pytest

from enrolment.grading import api as grading
from enrolment.grading.gradebook.codes import code_of
from enrolment.grading.models import GradeEntry, Tutorship
from tests.factories import people
from tests.factories.gradebook import make_gradebook, marked
from tests.factories.tutoring import finish, make_hand_in, make_marking

pytestmark = pytest.mark.django_db
DESKS = {"boss": "runs", "tutor": "tutoring/runs"}


@pytest.fixture
def made():
    return make_gradebook(participants=2, manual=1, is_blind=False)


@pytest.fixture
def boss(made, client):
    people.sign_in(client, made.boss)
    return client


@pytest.fixture
def tutor(made, client):
    people.sign_in(client, made.tutors[0])
    return client


def at(made, column="", place=0, desk="runs", who=None):
    who = who or (made.enrolments[place].pk if column else "")
    tail = f"{column}/{who}/" if column else ""
    return f"/en/{desk}/{made.run.pk}/gradebook/{tail}"


def sent(client, address, step, *, seen=0, **facts):
    data = {f"{step}-{name}": value for name, value in {"seen": seen, **facts}.items()}
    return client.post(address, data | {"step": step})


def test_a_tutor_enters_a_grade_by_hand(made, tutor):
    address = at(made, made.manual[0], desk=DESKS["tutor"])
    assert b"Enter the grade" in tutor.get(address).content
    assert sent(tutor, address, "record", points="7,5", reason="A clear answer").status_code == 302
    entry = GradeEntry.objects.get()
    assert (entry.points, entry.reason, entry.by) == (7.5, "A clear answer", made.tutors[0])
    page = tutor.get(address).content.decode()
    assert "A clear answer" in page
    assert "Override" not in page
    assert sent(tutor, address, "override", seen=1, points="8", reason="x").status_code == 404


def test_nobody_decides_about_her_own_grade(made, client):
    learner = made.enrolments[0].learner
    people.give_role(learner, "programme_manager")
    people.sign_in(client, learner)
    for step, facts in (("record", {"points": "10"}), ("override", {"points": "10"}), ("excuse", {})):
        answer = sent(client, at(made, made.manual[0]), step, reason="x", **facts)
        assert answer.status_code == 422
        assert b"Your own grade is entered and changed by somebody else." in answer.content
    assert not GradeEntry.objects.exists()


@pytest.mark.parametrize(("step", "facts"), [("override", {"points": "19"}), ("excuse", {})])
def test_what_was_decided_before_a_release_is_said(made, boss, step, facts):
    address = at(made, made.assignments[0])
    assert sent(boss, address, step, reason="Appeal upheld", **facts).status_code == 302
    work = make_hand_in(made.work[0], made.enrolments[0])
    made.scheme.sample_percent = made.scheme.border_percent = 0
    made.scheme.pass_percent = 50
    made.scheme.save()
    marking = finish(make_marking(made.work[0], made.enrolments[0], hand_in=work), "partly")
    grading.release_grades(submission_ids=[marking.submission_id], by=made.boss)
    assert "decided before its work was released" in boss.get(address).content.decode()


@pytest.mark.parametrize(
    "points", ["", "-1", "10.01", "1e30", "NaN", "7.555", "9" * 30, "seven", "<b>", "1;2", "∞"]
)
def test_what_is_no_number_of_points(made, boss, points):
    answer = sent(boss, at(made, made.manual[0]), "record", points=points)
    assert answer.status_code == 422
    assert not GradeEntry.objects.exists()


@pytest.mark.parametrize(("typed", "points"), [("٧٫٥", 7.5), ("7,25", 7.25), (" 10 ", 10), ("0", 0)])
def test_points_as_people_type_them(made, boss, typed, points):
    assert sent(boss, at(made, made.manual[0]), "record", points=typed).status_code == 302
    assert GradeEntry.objects.get().points == points


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 30])
def test_what_was_seen_has_to_be_said(made, boss, seen):
    assert sent(boss, at(made, made.manual[0]), "record", points="1", seen=seen).status_code == 422


def test_a_conflict_shows_both_and_keeps_what_was_typed(made, boss):
    address = at(made, made.manual[0])
    assert sent(boss, address, "record", points="7").status_code == 302
    answer = sent(boss, address, "override", points="9", reason="Second thoughts", seen=0)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<strong>7</strong>" in page
    assert "<strong>9</strong>" in page
    assert "Second thoughts" in page
    assert GradeEntry.objects.count() == 1
    assert 'name="override-seen" value="1"' in page
    assert sent(boss, address, "override", points="9", reason="Second thoughts", seen=1).status_code == 302
    assert [entry.points for entry in GradeEntry.objects.order_by("number")] == [7, 9]


@pytest.mark.parametrize("step", ["override", "excuse", "take_back"])
def test_a_decision_without_a_reason(made, boss, step):
    marked(made, 0, 0, points=12)
    facts = {"points": "5"} if step == "override" else {}
    assert sent(boss, at(made, made.assignments[0]), step, seen=1, **facts).status_code == 422
    assert GradeEntry.objects.count() == 1


def test_a_manager_overrides_excuses_and_takes_back(made, boss):
    marked(made, 0, 0, points=12)
    address = at(made, made.assignments[0])
    for seen, step, facts in (
        (1, "override", {"points": "14"}),
        (2, "excuse", {}),
        (3, "take_back", {}),
    ):
        assert sent(boss, address, step, seen=seen, reason=f"Why {step}", **facts).status_code == 302
    page = boss.get(address).content.decode()
    for said in ("Why override", "Why excuse", "Why take_back", "Programme manager"):
        assert said in page
    assert GradeEntry.objects.order_by("number").last().points == 12


@pytest.mark.parametrize("step", ["", "nothing", "record", "take_back"])
def test_a_verb_that_is_not_offered(made, boss, step):
    assert sent(boss, at(made, made.assignments[0]), step, points="1", reason="x").status_code == 404


def test_who_is_not_hers_is_as_unknown_as_nobody(made, tutor):
    address = at(made, made.manual[0], desk=DESKS["tutor"])
    unknown = at(made, made.manual[0], desk=DESKS["tutor"], who="00000000-0000-0000-0000-000000000000")
    assert tutor.get(address).status_code == 200
    Tutorship.objects.filter(enrolment=made.enrolments[0]).update(ended_at=made.now)
    for page in (address, unknown):
        assert tutor.get(page).status_code == 404
        assert sent(tutor, page, "record", points="1").status_code == 404
    assert not GradeEntry.objects.exists()


def test_in_a_blind_run_names_and_codes_never_meet(client):
    made = make_gradebook(participants=2, manual=1, is_blind=True)
    people.sign_in(client, made.tutors[0])
    enrolment = made.enrolments[0]
    code, desk = code_of(made.run.pk, enrolment.pk), DESKS["tutor"]
    by_code = client.get(at(made, made.assignments[0], desk=desk, who=code)).content.decode()
    assert code in by_code
    assert enrolment.learner.printed_name not in by_code
    by_name = client.get(at(made, made.manual[0], desk=desk)).content.decode()
    assert enrolment.learner.printed_name in by_name
    assert code not in by_name
    assert client.get(at(made, made.assignments[0], desk=desk)).status_code == 404
    assert client.get(at(made, made.manual[0], desk=desk, who=code)).status_code == 404
    item = client.get(f"/en/{desk}/{made.run.pk}/gradebook/{made.manual[0]}/").content.decode()
    assert enrolment.learner.printed_name in item
    assert code not in item


def test_many_are_entered_at_once_and_each_by_itself(made, boss):
    address = f"/en/runs/{made.run.pk}/gradebook/{made.manual[0]}/"
    one, other = (str(enrolment.pk) for enrolment in made.enrolments)
    data = {f"points-{one}": "8", f"seen-{one}": "0", f"points-{other}": "80", f"seen-{other}": "0"}
    answer = boss.post(address, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "from 0 to 10" in page
    assert 'value="80"' in page
    assert [str(entry.enrolment_id) for entry in GradeEntry.objects.all()] == [one]
    answer = boss.post(address, {f"points-{other}": "٨", f"seen-{other}": "0"})
    assert answer.status_code == 302
    assert GradeEntry.objects.count() == 2


def test_an_empty_line_enters_nothing(made, boss):
    address = f"/en/runs/{made.run.pk}/gradebook/{made.manual[0]}/"
    assert boss.post(address, {f"points-{made.enrolments[0].pk}": " "}).status_code == 302
    assert not GradeEntry.objects.exists()


def test_only_what_is_graded_by_hand_is_entered_so(made, boss):
    assert boss.post(f"/en/runs/{made.run.pk}/gradebook/{made.assignments[0]}/").status_code == 404


def test_a_participant_on_one_page(made, boss, django_assert_max_num_queries):
    marked(made, 0, 0, points=12, reasons=[{"code": "late", "percent": "5"}])
    address = f"/en/runs/{made.run.pk}/gradebook/participants/{made.enrolments[0].pk}/"
    with django_assert_max_num_queries(20):
        page = boss.get(address).content.decode()
    assert "60%" in page
    assert "late" in page
    assert boss.get(f"/en/runs/{made.run.pk}/gradebook/participants/nobody/").status_code == 404


@pytest.mark.parametrize("tail", ["x1/", "a/", "m999/", "a1x/", "q" + "9" * 16 + "/", "participants/"])
def test_addresses_of_nothing(made, boss, tail):
    assert boss.get(f"/en/runs/{made.run.pk}/gradebook/{tail}").status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 20])
def test_no_such_run(boss, pk):
    assert boss.get(f"/en/runs/{pk}/gradebook/").status_code == 404

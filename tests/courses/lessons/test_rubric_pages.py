"""Rubrics in the back office: another shape is another version, words are mended, languages have owners."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.catalogue.models import Activity
from courses.lessons.models import Assignment, Rubric
from enrolment.assessment.models import Submission
from tests.factories.courses import make_course
from tests.factories.people import make_person, sign_in_with_second_factor
from tests.factories.tutoring import make_assignment, make_tutored_run

pytestmark = pytest.mark.django_db
SAVED = "The rubric is saved."


@pytest.fixture
def assignment() -> Assignment:
    return make_assignment(make_course(lessons=1, final_test=False).course, criteria=2)


@pytest.fixture
def author(client):
    sign_in_with_second_factor(client, make_person(role="author"))
    return client


def address(name: str, assignment, *more) -> str:
    return reverse(f"assignment:{name}", args=[assignment.pk, *more])


def level(title: str, points: object, code: str = "", description: str = "") -> dict:
    return {"title": title, "points": points, "code": code, "description": description}


def criterion(title: str, levels, code: str = "", most: object = "", description: str = "") -> dict:
    items = inline_list(levels)
    return {"title": title, "most": most, "code": code, "description": description, "levels": items}


def inline_list(items) -> dict:
    """A list block as its form sends it."""
    sent = {"count": str(len(items))}
    for place, value in enumerate(items):
        sent |= {f"{place}": {"value": value, "deleted": "", "order": str(place), "type": "item", "id": ""}}
    return sent


def seen_on(client, page: str) -> str:
    """What a page says it showed."""
    return BeautifulSoup(client.get(page).content, "html.parser").select_one("[name=seen]")["value"]


def sent(criteria, comments=(), kind: str = "rubric", seen: str = "") -> dict:
    return nested_form_data(
        {
            "kind": kind,
            "seen": seen,
            "criteria": streamfield([("criterion", item) for item in criteria]),
            "bank": streamfield([("comment", item) for item in comments]),
        }
    )


def save(client, assignment, *args, seen: str | None = None, follow: bool = False, **kwargs):
    """The rubric as somebody sends it who opened the page a moment ago, or when ``seen`` was."""
    page = address("rubric", assignment)
    kwargs["seen"] = seen_on(client, page) if seen is None else seen
    return client.post(page, sent(*args, **kwargs), follow=follow)


def as_it_is() -> list[dict]:
    levels = [level("Full", 10, "full"), level("Partly", 6, "partly"), level("Missing", 0, "missing")]
    return [criterion(f"Criterion {number}", levels, f"criterion-{number}") for number in (1, 2)]


def comment(text: str, code: str = "example", criterion: str = "") -> dict:
    return {"text": text, "code": code, "criterion": criterion}


def newest(assignment) -> Rubric:
    return assignment.rubrics.prefetch_related("criteria__levels").first()


def words_on(response) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_mended_words_stay_in_the_version(author, assignment):
    criteria = as_it_is()
    criteria[0]["title"] = "Both aims"
    answer = save(author, assignment, criteria, [comment("Give two examples.")], follow=True)
    assert SAVED in words_on(answer)
    rubric = newest(assignment)
    assert (rubric.version, assignment.rubrics.count()) == (1, 1)
    first = rubric.criteria.first()
    assert (first.title_en, first.title_es) == ("Both aims", "Criterio 1")
    example = assignment.bank_comments.get()
    assert (example.text_en, example.text_es) == ("Give two examples.", "Dé un ejemplo.")


def test_other_points_make_another_version_that_keeps_the_words_of_other_languages(author, assignment):
    criteria = as_it_is()
    criteria[1]["levels"]["1"]["value"]["points"] = "6.5"
    criteria.append(criterion("A new one", [level("Yes", 2), level("No", 0)]))
    answer = save(author, assignment, criteria, follow=True)
    assert "Saved as version 2 of the rubric." in words_on(answer)
    old, new = assignment.rubrics.get(version=1), newest(assignment)
    assert [item.code for item in old.criteria.all()] == ["criterion-1", "criterion-2"]
    assert [item.code for item in new.criteria.all()] == ["criterion-1", "criterion-2", "a-new-one"]
    assert new.most == 22
    kept = new.criteria.get(code="criterion-2").levels.get(code="partly")
    assert (kept.points, kept.title_es) == (6.5, "partly (es)")
    assert assignment.bank_comments.count() == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda all_: all_[0]["levels"].update(count="1"), "has two levels at least"),
        (lambda all_: all_[0].update(code="criterion-2"), "“criterion-2” stands twice"),
        (lambda all_: all_[0]["levels"]["1"]["value"].update(code="full"), "“full” stands twice"),
        (lambda all_: all_[0]["levels"]["0"]["value"].update(title=""), "This field is required"),
        (lambda all_: all_[0].update(title="back\u202ewards"), "a character that cannot be kept"),
        (lambda all_: all_[0].update(title="nul\x00"), "Null characters are not allowed"),
        (lambda all_: all_[0].update(title="x" * 10_000), "at most 160 characters"),
        (lambda all_: all_[0]["levels"]["0"]["value"].update(points="1e30"), "digits"),
    ],
)
def test_a_fault_is_told_and_nothing_saved(author, assignment, change, said):
    criteria = as_it_is()
    change(criteria)
    answer = save(author, assignment, criteria)
    assert answer.status_code == 200
    assert said in words_on(answer) + answer.content.decode()
    assert assignment.rubrics.count() == 1
    assert newest(assignment).criteria.first().title_en == "Criterion 1"


def test_a_comment_of_no_criterion_is_refused(author, assignment):
    answer = save(author, assignment, as_it_is(), [comment("Which?", criterion="criterion-9")])
    assert "“criterion-9”, which is not there" in words_on(answer)


def test_a_guide_has_its_own_points(author, assignment):
    items = [criterion("Depth", [], most="7.5"), criterion("Breadth", [level("Wide", 9)], most="4")]
    answer = save(author, assignment, items, kind="guide")
    assert "A level of “breadth” has more points" in words_on(answer)
    items[1]["most"] = "9"
    save(author, assignment, items, kind="guide")
    assert (newest(assignment).kind, newest(assignment).most) == ("guide", 16.5)


class TestWhoSavesAfterSomebodyElse:
    """Two have the page open; the second to save sees what the first has saved, and loses nothing typed."""

    @pytest.fixture
    def admin(self):
        client = Client()
        sign_in_with_second_factor(client, make_person(role="admin"))
        return client

    @pytest.fixture
    def opened(self, admin, assignment) -> str:
        return seen_on(admin, address("rubric", assignment))

    def test_mended_words_are_not_put_back(self, author, admin, assignment, opened):
        hers, his = as_it_is(), as_it_is()
        hers[0]["description"], his[1]["description"] = "Of the author", "Of the admin"
        save(author, assignment, hers, [comment("Give an example.")])
        answer = save(admin, assignment, his, [comment("Give an example.")], seen=opened)
        first, second = newest(assignment).criteria.all()
        assert (first.description_en, second.description_en) == ("Of the author", None)
        said = words_on(answer)
        assert "Somebody else has changed this meanwhile." in said
        assert "criterion-1 · Description: \u2068Of the author\u2069" in said
        assert "criterion-2 · Description" not in answer.context["form"].errors.as_text()
        assert "Of the admin" in answer.content.decode()

        # What was shown now is seen: saved once more, it counts.
        again = BeautifulSoup(answer.content, "html.parser").select_one("[name=seen]")["value"]
        his[0]["description"] = "Of both"
        assert save(admin, assignment, his, [comment("Give an example.")], seen=again).status_code == 302
        first, second = newest(assignment).criteria.all()
        assert (first.description_en, second.description_en) == ("Of both", "Of the admin")

    def test_a_comment_that_was_added_is_not_deleted(self, author, admin, assignment, opened):
        bank = [comment("Give an example."), comment("Well done.", code="well")]
        save(author, assignment, as_it_is(), bank)
        answer = save(admin, assignment, as_it_is(), bank[:1], seen=opened)
        assert "well · Comment: \u2068Well done.\u2069" in words_on(answer)
        assert assignment.bank_comments.count() == 2

    def test_another_shape_is_not_overwritten(self, author, admin, assignment, opened):
        hers = as_it_is()[:1]
        hers[0]["levels"]["0"]["value"]["points"] = "12"
        save(author, assignment, hers)
        said = words_on(save(admin, assignment, as_it_is(), seen=opened))
        assert "criterion-1 · full · Points: \u206812\u2069" in said
        assert "not there any more: criterion-2 · Title" in said
        assert newest(assignment).version == 2

    def test_an_order_is_told_where_it_is_all_that_changed(self, author, admin, assignment, opened):
        bank = [comment("Give an example.")]
        save(author, assignment, as_it_is()[::-1], bank)
        answer = save(admin, assignment, as_it_is(), bank, seen=opened)
        assert "Order of the criteria: \u2068criterion-2 criterion-1\u2069" in words_on(answer)

    def test_the_same_form_twice_is_saved_once(self, author, assignment):
        opened = seen_on(author, address("rubric", assignment))
        criteria = as_it_is()
        criteria[0]["title"] = "Both aims"
        for _time in range(2):
            assert save(author, assignment, criteria, seen=opened).status_code == 302

    @pytest.mark.parametrize("seen", ["", "x", "=" * 5000, "criterion:a:title=1 " * 999])
    def test_without_a_word_of_what_was_seen_nothing_is_saved(self, author, assignment, seen):
        criteria = as_it_is()
        criteria[0]["title"] = "Both aims"
        assert save(author, assignment, criteria, seen=seen).status_code == 200
        assert newest(assignment).criteria.first().title_en == "Criterion 1"

    def test_words_of_a_language_are_not_put_back(self, author, admin, assignment):
        page = address("words", assignment, "es")
        opened = seen_on(admin, page)
        title, other = "criterion:criterion-1:title", "criterion:criterion-2:title"
        hers = {title: "Los dos fines", other: "Criterio 2", "seen": opened}
        assert author.post(page, hers).status_code == 302
        answer = admin.post(page, {title: "Criterio 1", other: "El segundo", "seen": opened})
        said = words_on(answer)
        assert "Changed meanwhile. It says now: \u2068Los dos fines\u2069" in said
        assert [item.title_es for item in newest(assignment).criteria.all()] == [
            "Los dos fines",
            "Criterio 2",
        ]
        assert "El segundo" in answer.content.decode()
        again = answer.context["form"]["seen"].value()
        assert admin.post(page, {title: "Ambos", other: "El segundo", "seen": again}).status_code == 302
        assert [item.title_es for item in newest(assignment).criteria.all()] == ["Ambos", "El segundo"]

    def test_words_of_what_is_gone_are_told(self, author, admin, assignment):
        page = address("words", assignment, "es")
        opened = seen_on(admin, page)
        save(author, assignment, as_it_is()[:1])
        data = {"criterion:criterion-2:title": "El segundo", "seen": opened}
        assert "This is not there any more: criterion-2" in words_on(admin.post(page, data))

    def test_facts_are_not_put_back(self, author, admin, assignment):
        page = address("edit", assignment)
        facts = {"takes_text": "on", "most_files": 3, "most_megabytes": 10, "seen": seen_on(admin, page)}
        assert author.post(page, facts | {"most_files": 7}).status_code == 302
        answer = admin.post(page, facts | {"most_megabytes": 5})
        assert "Changed meanwhile. It says now: \u20687\u2069" in words_on(answer)
        found = Assignment.objects.get()
        assert (found.most_files, found.most_megabytes) == (7, 10)
        again = {"seen": answer.context["form"]["seen"].value(), "most_files": 7, "most_megabytes": 5}
        assert admin.post(page, facts | again).status_code == 302
        found.refresh_from_db()
        assert (found.most_files, found.most_megabytes) == (7, 5)


def test_a_first_rubric_is_written_in_the_form(author):
    made = make_course(lessons=1, final_test=False, languages=("fr",))
    activity = Activity.objects.create(course=made.course, kind="assignment", code="essai", is_required=False)
    assignment = Assignment.objects.create(activity=activity)
    assert "There is no rubric yet." in words_on(author.get(address("edit", assignment)))
    items = [criterion("Clarté", [level("Oui", 3), level("Non", 0)])]
    assert SAVED in words_on(save(author, assignment, items, follow=True))
    found = newest(assignment).criteria.get()
    assert (found.code, found.title_fr, found.title_en) == ("clarte", "Clarté", None)


class TestTheWordsOfALanguage:
    @pytest.fixture
    def translator(self, client):
        sign_in_with_second_factor(client, make_person(role="translator", locale_code="es"))
        return client

    def test_a_translator_writes_those_of_hers(self, translator, assignment):
        page = translator.get(address("inspect", assignment))
        ways = [link["href"] for link in BeautifulSoup(page.content, "html.parser").select("a[href]")]
        assert address("words", assignment, "es") in ways
        assert address("words", assignment, "fr") not in ways
        data = {"criterion:criterion-1:title": "Los dos fines", "level:criterion-1:full:title": "Pleno"}
        data["seen"] = seen_on(translator, address("words", assignment, "es"))
        answer = translator.post(address("words", assignment, "es"), data, follow=True)
        assert "The words are saved." in words_on(answer)
        first = newest(assignment).criteria.first()
        assert (first.title_es, first.title_en) == ("Los dos fines", "Criterion 1")
        assert first.levels.get(code="full").title_es == "Pleno"
        assert (assignment.rubrics.count(), assignment.bank_comments.get().text_es) == (1, "Dé un ejemplo.")

    @pytest.mark.parametrize("place", ["fr", "en"])
    def test_and_of_no_other(self, translator, assignment, place):
        data = {"criterion:criterion-1:title": "Autre"}
        assert translator.post(address("words", assignment, place), data).status_code == 302
        assert newest(assignment).criteria.first().title_en == "Criterion 1"
        assert newest(assignment).criteria.first().title_fr is None

    def test_she_changes_neither_facts_nor_rubric(self, translator, assignment):
        assert translator.post(address("rubric", assignment), sent(as_it_is()[:1])).status_code == 302
        assert translator.post(address("edit", assignment), {"most_files": 0}).status_code == 302
        assert (assignment.rubrics.count(), Assignment.objects.get().most_files) == (1, 3)

    def test_a_language_that_is_none_is_not_there(self, author, assignment):
        assert author.get(f"/admin/assignment/words/{assignment.pk}/tlh/").status_code == 404
        assert author.get("/admin/assignment/words/99999999999999999999/es/").status_code == 404

    def test_a_bad_character_is_refused(self, translator, assignment):
        data = {"criterion:criterion-1:title": "revés\u202e"}
        answer = translator.post(address("words", assignment, "es"), data)
        assert "a character that cannot be kept" in words_on(answer)
        assert newest(assignment).criteria.first().title_es == "Criterio 1"


def test_facts_are_changed_and_what_cannot_be_is_refused(author, assignment):
    data = {"words_from": 100, "words_to": 50, "most_files": 2, "most_megabytes": 5, "takes_text": "on"}
    data["seen"] = seen_on(author, address("edit", assignment))
    assert author.post(address("edit", assignment), data).status_code == 200
    data["words_to"] = 200
    assert author.post(address("edit", assignment), data).status_code == 302
    assert Assignment.objects.get().most_files == 2


def test_who_hands_in_stays_as_it_is_once_there_is_work(author):
    """Turned to a team's, what single persons wrote would be reached by nobody."""
    made = make_tutored_run(participants=1)
    assignment, page = made.work[0].assignment, address("edit", made.work[0].assignment)
    facts = {"takes_text": "on", "most_files": 3, "most_megabytes": 10}

    def save_facts(**more):
        return author.post(page, facts | {"seen": seen_on(author, page)} | more)

    assert save_facts(is_group="on").status_code == save_facts().status_code == 302
    Submission.objects.create(run_assignment=made.work[0], enrolment=made.enrolments[0])
    assert "There is work for this assignment already." in words_on(save_facts(is_group="on"))
    assert save_facts(most_files=5).status_code == 302
    assignment.refresh_from_db()
    assert (assignment.is_group, assignment.most_files) == (False, 5)


def test_nobody_adds_or_deletes_an_assignment_here(author, assignment):
    assert author.get("/admin/assignment/new/").status_code in (302, 404)
    author.post(f"/admin/assignment/delete/{assignment.pk}/")
    assert Assignment.objects.exists()
    assert "/admin/assignment/new/" not in author.get("/admin/assignment/").content.decode()


@pytest.mark.parametrize("role", ["tutor", "national_coordinator", "programme_manager"])
def test_others_have_no_business_there(client, assignment, role):
    sign_in_with_second_factor(client, make_person(role=role))
    for name in ("edit", "rubric"):
        assert client.get(address(name, assignment)).status_code == 403
    assert client.get(address("words", assignment, "es")).status_code == 403


def test_the_list_takes_as_many_queries_for_many(author, assignment, django_assert_max_num_queries):
    author.get("/admin/assignment/")
    for _number in range(12):
        make_assignment(assignment.activity.course)
    with django_assert_max_num_queries(20):
        assert author.get("/admin/assignment/").status_code == 200

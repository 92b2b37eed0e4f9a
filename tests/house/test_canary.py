"""What is another administration's is nowhere: the canary test of the coordinator's workspace.

Every text of three administrations is marked with whose it is (``canary/marking.py``). Then the people of
one of them go everywhere, ask for everything and send everything there is, and no mark of the others comes
back: in no page, export, letter, search, facet, count, log or error.
"""

import re

import pytest
from django.db import transaction
from django.test import Client, TestCase
from django.urls import Resolver404, resolve, reverse

from clikc.jobs.api import Running
from clikc.people import api as people_api
from clikc.people.models import AuditEntry, User
from clikc.people.roles import Role
from clikc.post.composing import Dropped, compose
from clikc.post.models import Letter
from enrolment.following.api import start_archive, start_export
from tests.factories import people

from .canary.marking import FOREIGN, MARKS, mark_of, texts_without_a_word
from .canary.naming import STRANGERS, errands
from .canary.reading import marks_in, text_of
from .canary.seeding import Canary, build, grow
from .canary.sending import foreign_for, meant, nobodys
from .canary.walking import asked_alike, forms_of, heard, nameless, plain, sent, undone, walk
from .routes import ROWS, Row, nothing, routes

# What says by itself who may have it: a certificate's code, an invitation's letter.
BY_ITS_SECRET = {"verify", "verify_short", "certificate_pdf", "invitation"}
# What of an address is the platform's and not an administration's, beside the code it acts for.
EVERYBODYS = {"code", "call_id"}
VIEWERS = ("coordinator", "deputy", "officer", "former")


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Canary:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, settings, monkeypatch):
    """Roles alone decide here; what is between password and second factor is asked in ``test_matrix.py``.

    Whatever a test does, no log names anybody.
    """
    settings.SECOND_FACTOR_REQUIRED = False
    # A job says how far it is outside the transaction of its work; here everything is one.
    monkeypatch.setattr(Running, "_outside", staticmethod(lambda write: write()))
    with undone(), heard() as said:
        yield built
    assert marks_in("\n".join(said)) == []
    assert marks_in("\n".join(said), MARKS["KE"]) == []


@pytest.fixture(scope="module")
def walks() -> dict:
    """What each viewer found on her way: walked once, looked at by several tests."""
    return {}


def viewer(world: Canary, name: str) -> User:
    people_of = {"coordinator": world.here.coordinator, "deputy": world.here.deputy}
    return (people_of | {"officer": world.officer, "former": world.former})[name]


def client_of(person: User) -> Client:
    client = Client()
    people.sign_in(client, User.objects.get(pk=person.pk))
    return client


def walked(world: Canary, walks: dict, name: str) -> dict:
    if name not in walks:
        person = viewer(world, name)
        walks[name] = walk(client_of(person), starts_of(world, person))
    return walks[name]


def starts_of(world: Canary, person: User) -> list[str]:
    """Every route that can be looked at, with the viewer's own things."""
    rows = [row for row in ROWS if row.method == "GET" and row.route not in BY_ITS_SECRET]
    return list(dict.fromkeys(row.address(world.things[person.pk]) for row in rows))


def none_in(answers: dict, beginning: str = FOREIGN) -> None:
    wrong = {
        str(place): hits
        for place, answer in answers.items()
        if (hits := marks_in(text_of(answer), beginning))
    }
    assert wrong == {}


def test_every_text_is_marked():
    assert texts_without_a_word() == [], "say in canary/marking.py whether it is a person's or nobody's"


@pytest.mark.parametrize("name", VIEWERS)
def test_pages(world, walks, name):
    none_in(walked(world, walks, name))


def test_every_route_is_walked(world, walks):
    """By a link, or by a row of the table of routes: its own thing, then a foreign one."""
    reached = {row.route for row in ROWS}
    for name in VIEWERS:
        reached |= {found for address in walked(world, walks, name) if (found := _route_of(address))}
    left = [route.name for route in routes() if not route.prefix and route.name not in reached]
    assert left == []


def _route_of(address: str) -> str:
    try:
        return resolve(address.split("?")[0]).view_name
    except Resolver404:
        return ""


@pytest.mark.parametrize("name", ["officer", "former"])
def test_who_coordinates_nobody_sees_nobody(world, walks, name):
    """Neither an officer nor who coordinated until a minute ago finds another officer of her own."""
    others = [*world.here.officers, *(item.person for item in world.here.requests)]
    names = {mark_of(other, "printed_name", "KE") for other in others}
    found = {}
    for address, answer in walked(world, walks, name).items():
        if hits := names & set(marks_in(text_of(answer), MARKS["KE"])):
            found[address] = hits
    assert found == {}
    client, own = client_of(viewer(world, name)), world.things[world.here.coordinator.pk]
    desks = [row for row in ROWS if row.desk_of]
    answers = [(str(row), row.send(client, row.address(own), own).status_code) for row in desks]
    assert [answer for answer in answers if answer[1] != 404] == []


def foreign_rows() -> list[Row]:
    """Rows whose address names somebody's thing."""
    return [row for row in ROWS if row.where is not nothing and row.route not in BY_ITS_SECRET]


@pytest.mark.parametrize("name", ["coordinator", "officer"])
def test_foreign_things_are_as_unknown_as_none(world, name):
    """Status, words and number of queries, under the own administration's address and the other's."""
    theirs, person = world.things[world.abroad.coordinator.pk], viewer(world, name)
    client, wrong = client_of(person), []
    for row in foreign_rows():
        given = row.where(theirs)
        if isinstance(given, tuple):
            continue
        # Under the own code, what names nothing else is one's own page.
        codes = {given.get("code"), given.get("code") and "KE" if len(given) > 1 else given.get("code")}
        for code in codes:
            where = given | ({"code": code} if code else {})
            wrong += _unlike(client, row, where, theirs)
    assert "\n".join(wrong) == ""


def _unlike(client, row: Row, where: dict, theirs) -> list[str]:
    real = _at(row, where)
    none = _at(row, {key: value if key in EVERYBODYS else _nobodys(value) for key, value in where.items()})
    data = row.data(theirs) if row.data else {}
    if row.is_json:
        return []
    (answer, queries), (unknown, others) = asked_alike(client, row.method, real, none, data, data)
    told = [f"{row} at {real}: {hit}" for hit in marks_in(text_of(answer))]
    if answer.status_code != 404 and _is_anybodys(row, where):
        return told
    if plain(answer, real) != plain(unknown, none):
        told.append(f"{row} at {real}: {answer.status_code}, unknown {unknown.status_code}")
    elif queries != others:
        told.append(f"{row} at {real}: {queries} queries, unknown {others}")
    return told


def _at(row: Row, where: dict) -> str:
    return Row(row.route, row.object, row.letter, where=lambda _mine: where).address(None)


def _nobodys(value):
    text = str(value)
    return nobodys(text) if text.isdigit() or len(text) == 36 else value


def _is_anybodys(row: Row, where: dict) -> bool:
    """Whether the address names a thing of the platform's: a shared course, a call for everybody's
    nominations, a kind of file, a page key."""
    where = {name: value for name, value in where.items() if name not in EVERYBODYS}
    return row.route.startswith(("course_", "lesson_", "attempt_start", "progress")) or not any(
        str(value).isdigit() or len(str(value)) == 36 for value in where.values()
    )


def test_every_form_as_it_stands(world, walks):
    """Each form of each page, sent as it stands by each of its buttons; with the letters that follow."""
    client, answers = client_of(world.here.coordinator), {}
    before = set(Letter.objects.values_list("pk", flat=True))
    for form in forms_of(walked(world, walks, "coordinator")):
        for button in form.buttons or ((),):
            with undone():
                answers[form.action, button] = sent(client, form.method, form.action, meant(form, button))
                text_of(answers[form.action, button])
                assert marks_in(letters_here(before)) == []
    none_in(answers)


def test_every_form_with_foreign_things(world, walks):
    """What names a foreign thing in a form is answered as what names nothing at all."""
    client, wrong = client_of(world.here.coordinator), []
    for form in forms_of(walked(world, walks, "coordinator")):
        for field, theirs, none in foreign_for(form, world):
            data = meant(form, **{field: theirs}), meant(form, **{field: none})
            (answer, queries), (other, others) = asked_alike(
                client, form.method, form.action, form.action, *data
            )
            if plain(answer) != plain(other) or marks_in(text_of(answer)):
                wrong.append(f"{form.method} {form.action} {field}={theirs}: {answer.status_code}")
            elif queries != others:
                wrong.append(f"{form.action} {field}={theirs}: {queries} queries, unknown {others}")
    assert "\n".join(wrong) == ""


def test_what_is_searched_for(world, walks):
    """Every field that is typed into, with every name, address and text there is abroad."""
    client, wrong = client_of(world.here.coordinator), {}
    abroad = [*world.abroad.officers[:1], world.abroad.requests[0].person, world.moved_away]
    words = [word for person in abroad for word in (person.printed_name, person.email)]
    words += [world.abroad.cohort.name, world.abroad.units[0].name, FOREIGN]
    for form in forms_of(walked(world, walks, "coordinator")):
        if form.method == "GET" and "q" in dict(form.fields):
            unknown = [
                plain(client.get(form.action, dict(form.fields) | {"q": "x" * len(word)}), "x" * len(word))
                for word in words
            ]
            for word, none in zip(words, unknown, strict=True):
                if plain(client.get(form.action, dict(form.fields) | {"q": word}), word) != none:
                    wrong[form.action, word] = "found"
    assert wrong == {}


@pytest.mark.parametrize("page", ["1e30", "0", "-1", "9" * 20])
def test_pages_that_are_not_there(world, page):
    client, here = client_of(world.here.coordinator), "/en/coordination/KE/"
    lists = ("people/", "following/", "registrations/", "transfers/", "cohorts/", "imports/", "record/")
    none_in({path: client.get(f"{here}{path}", {"page": page}) for path in lists})


def test_what_happens_abroad_changes_nothing_here(world):
    """More officers, cohorts, registrations, transfers, files abroad: every page here is as it was.

    But for the seats that are free in a course run: whoever takes the last one, it is gone for everybody.
    """
    person = world.here.coordinator
    starts = [start for start in starts_of(world, person) if "/coordination/KE/" in start]
    before = {address: told(answer) for address, answer in walk(client_of(person), starts).items()}
    grow(world)
    client = client_of(person)
    pages = [address for address in before if "/coordination/KE/" in address]
    changed = [address for address in pages if told(client.get(address)) != before[address]]
    assert changed == []


def told(answer) -> str:
    """What a page says, without the moment at which it was asked and without the free seats of runs."""
    return re.sub(r"\d+ seats? free", "", plain(answer))


def test_letters_to_people_here(world):
    """Every letter that all of this has brought about, as it would leave now.

    One names somebody who is of another administration by now: that she was accepted there is the answer
    to those who released her.
    """
    away = Letter.objects.filter(key__startswith=f"transfer:{world.away.pk}:accepted")
    letters = letters_here(away.values_list("pk", flat=True))
    assert marks_in(letters, MARKS["KE"])
    assert marks_in(letters) == []


def letters_here(before=()) -> str:
    found = Letter.objects.exclude(pk__in=before).select_related("person")
    return "\n".join(_said(letter) for letter in found.filter(person__administration__code="KE"))


def _said(letter: Letter) -> str:
    try:
        message = compose(letter)
    except Dropped:
        return ""
    parts = [message.subject, *message.to, *message.reply_to, message.body, *map(str, message.alternatives)]
    return "\n".join(parts)


@pytest.fixture(scope="module")
def nobody_known() -> dict:
    return {}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_who_is_known_elsewhere_is_named_as_if_nobody_were(world, nobody_known, tmp_path, stranger):
    """Cross rule 10, through every page and for all that follows, letter by letter."""
    client = client_of(world.here.coordinator)
    if not nobody_known:
        with undone():
            nobody_known["told"] = _told(client, world, "nobody-knows-her@customs.example", tmp_path)
    with undone():
        address = STRANGERS[stranger](world)
        found = _told(client_of(world.here.coordinator), world, address, tmp_path)
    assert [what for what, _text in found] == [what for what, _text in nobody_known["told"]]
    pairs = zip(found, nobody_known["told"], strict=True)
    assert {what: text for (what, text), (_what, none) in pairs if text != none} == {}


def _told(client, world, address: str, tmp_path) -> list[tuple[str, str]]:
    return [
        (nameless(what), nameless(text, address)) for what, text in errands(client, world, address, tmp_path)
    ]


def test_what_was_made_for_a_coordinator_goes_with_the_role(world):
    """Cross rule 3, for files too; and 1, whatever she holds: a closed account has nothing at all."""
    boss, here = world.here.coordinator, world.here.administration
    enrolments = [world.here.sitting.enrolment.pk]
    with TestCase.captureOnCommitCallbacks(execute=True):
        jobs = [
            start_export(boss, here, ids=enrolments, form="csv"),
            start_archive(boss, here, ids=enrolments),
        ]
    client = client_of(boss)
    addresses = [reverse("job_file", kwargs={"pk": job.pk}) for job in jobs]
    pages = ["/en/coordination/KE/", "/en/coordination/KE/people/", "/en/coordination/KE/following/"]
    assert {client.get(address).status_code for address in [*addresses, *pages]} == {200}
    for grant in boss.role_grants.all():
        people_api.withdraw_role(grant=grant, by=None, reason="Handed over")
    assert {client.get(address).status_code for address in [*addresses, *pages]} == {404}
    User.objects.filter(pk=boss.pk).update(is_active=False)
    jobs_page = client.get(reverse("job", kwargs={"pk": jobs[0].pk}))
    assert "/accounts/login/" in jobs_page["Location"]


def test_who_coordinates_has_no_permission_of_the_back_office(world):
    """Cross rule 8."""
    for person in (world.here.coordinator, world.here.deputy, world.here.tutor, world.officer):
        found = User.objects.get(pk=person.pk)
        changing = [name for name in found.get_all_permissions() if name.endswith("_user")]
        assert (found.is_staff, found.is_superuser, changing) == (False, False, [])


def test_two_roles_are_both_held_and_the_record_names_the_one_used(world):
    """Cross rule 5."""
    deputy = User.objects.get(pk=world.here.deputy.pk)
    people_api.grant_role(user=deputy, role=Role.TUTOR, by=None)
    deputy = User.objects.get(pk=deputy.pk)
    assert {Role.TUTOR, Role.NATIONAL_COORDINATOR} <= deputy.roles
    unit = people_api.add_unit(administration=world.here.administration, name="New post", by=deputy)
    entry = AuditEntry.objects.filter(actor=deputy, facts__unit=unit.name).latest("at")
    assert entry.role == Role.NATIONAL_COORDINATOR

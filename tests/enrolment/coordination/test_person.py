"""One member: her page, what may be changed about her, her invitation, the record."""

import pytest

from clikc.people.models import AuditEntry, User
from enrolment.membership.models import Invitation
from tests.factories import coordination, people
from tests.factories.certificates import make_certificate

pytestmark = pytest.mark.django_db
PEOPLE = "/en/coordination/KE/people/"


def page_of(person) -> str:
    return f"{PEOPLE}{person.pk}/"


def test_the_page_shows_what_is_hers_and_never_what_she_answered(mine, made):
    person = made.officers[0]
    certificate = make_certificate(learner=person)
    coordination.make_people_cohort(made.administration, [person], name="Recruits of May")
    page = mine.get(page_of(person)).content.decode()
    for text in (person.printed_name, person.email, certificate.grouped_code, "Recruits of May"):
        assert text in page


def test_a_foreign_person_is_as_unknown_as_a_number_nobody_has(mine, made):
    stranger = coordination.make_workspace("FJ", officers=1).officers[0]
    asking = coordination.make_request(made.administration).person
    for pk in (stranger.pk, asking.pk, 10**9, 10**19):
        for end in ("", "change/", "withdraw/"):
            assert mine.get(f"{PEOPLE}{pk}/{end}").status_code == 404
        for end in ("reopen/", "invite-again/", "withdraw/"):
            assert mine.post(f"{PEOPLE}{pk}/{end}").status_code == 404


def test_a_cohort_of_another_administration_is_not_shown(mine, made):
    abroad = coordination.make_workspace("FJ")
    coordination.make_people_cohort(abroad.administration, [made.officers[0]], name="Elsewhere")
    assert "Elsewhere" not in mine.get(page_of(made.officers[0])).content.decode()


def test_name_language_and_unit_are_put_right(mine, made):
    person = made.officers[0]
    facts = {"printed_name": " Amina  Otieno", "preferred_language": "fr", "unit": made.units[1].pk}
    assert mine.post(f"{page_of(person)}change/", facts).status_code == 302
    person.refresh_from_db()
    assert (person.printed_name, person.preferred_language) == ("Amina Otieno", "fr")
    assert person.unit == made.units[1]
    deeds = set(AuditEntry.objects.filter(person=person).values_list("what", flat=True))
    assert deeds == {"name_changed", "language_changed", "unit_changed"}


@pytest.mark.parametrize("field", ["email", "password", "administration", "is_superuser", "is_active"])
def test_nothing_else_is_changed(mine, made, field):
    person = made.officers[0]
    before = getattr(person, field)
    facts = {"printed_name": "New", "preferred_language": "en", "unit": "", field: "9"}
    mine.post(f"{page_of(person)}change/", facts)
    assert getattr(User.objects.get(pk=person.pk), field) == before


def test_a_name_on_a_certificate_stays(mine, made):
    person = made.officers[0]
    make_certificate(learner=person)
    facts = {"printed_name": "Somebody Else", "preferred_language": "fr", "unit": ""}
    assert mine.post(f"{page_of(person)}change/", facts).status_code == 302
    assert User.objects.get(pk=person.pk).printed_name == person.printed_name


@pytest.mark.parametrize("name", ["", "\u202eevil", "1234", "a" * 121, "\x00"])
def test_a_name_that_cannot_be_printed_is_refused(mine, made, name):
    facts = {"printed_name": name, "preferred_language": "en"}
    assert mine.post(f"{page_of(made.officers[0])}change/", facts).status_code == 422


def test_a_foreign_unit_is_refused(mine, made):
    unit = coordination.make_workspace("FJ", units=1).units[0]
    facts = {"printed_name": "New", "preferred_language": "en", "unit": unit.pk}
    assert mine.post(f"{page_of(made.officers[0])}change/", facts).status_code == 422


def test_a_closed_account_is_opened_again(mine, made):
    person = made.officers[0]
    User.objects.filter(pk=person.pk).update(is_active=False)
    mine.post(f"{page_of(person)}reopen/")
    assert User.objects.get(pk=person.pk).is_active


def test_another_letter_goes_out_once_a_day(mine, made):
    invitation = coordination.make_invited(made.administration)
    for _twice in range(2):
        mine.post(f"{page_of(invitation.person)}invite-again/")
    assert Invitation.objects.get().letters == 1


def test_an_invitation_is_withdrawn_after_asking(mine, made):
    invitation = coordination.make_invited(made.administration)
    assert mine.get(f"{page_of(invitation.person)}withdraw/").status_code == 200
    assert Invitation.objects.get().is_open
    assert mine.post(f"{page_of(invitation.person)}withdraw/").status_code == 302
    assert not Invitation.objects.get().is_open
    assert mine.get(page_of(invitation.person)).status_code == 404


def test_queries_do_not_grow(mine, made, django_assert_max_num_queries):
    person = made.officers[0]
    mine.get(page_of(person))
    make_certificate(learner=person)
    with django_assert_max_num_queries(20) as few:
        mine.get(page_of(person))
    for _number in range(5):
        coordination.make_people_cohort(made.administration, [person], by=made.coordinator)
    with django_assert_max_num_queries(20) as many:
        mine.get(page_of(person))
    assert len(many) == len(few)


def invite(client, **facts):
    defaults = {"name": "Amina Otieno", "address": "Amina@Customs.Example", "language": "fr"}
    return client.post(f"{PEOPLE}invite/", defaults | facts)


def test_an_officer_is_invited_with_a_letter_and_into_a_cohort(mine, made):
    cohort = coordination.make_people_cohort(made.administration)
    assert invite(mine, unit=made.units[0].pk, cohorts=[cohort.pk], gender="woman").status_code == 302
    person = User.objects.get(email="amina@customs.example")
    assert (person.administration, person.unit, person.gender) == (
        made.administration,
        made.units[0],
        "woman",
    )
    assert Invitation.objects.get().letters == 1
    assert cohort.members.get().person == person


def test_who_is_known_here_is_named_and_not_invited(mine, made):
    closed = made.officers[1]
    User.objects.filter(pk=closed.pk).update(is_active=False)
    asking = coordination.make_request(made.administration).person
    cases = {
        made.officers[0].email: "member already",
        closed.email: "deactivated",
        asking.email: "registered",
    }
    for address, words in cases.items():
        answer = invite(mine, address=address.upper())
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Invitation.objects.exists()


def test_who_has_an_account_elsewhere_is_invited_as_an_unknown_person(mine, made):
    """permissions.md, cross rule 10."""
    stranger = people.officer(administration="FJ")
    known, unknown = invite(mine, address=stranger.email), invite(mine, address="nobody@customs.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    said = [str(message) for message in mine.get(known.url).context["messages"]]
    assert len(set(said)) == 1
    assert len(said) == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"address": "x@invited.invalid"},
        {"address": "no address"},
        {"address": f"{'a' * 300}@customs.example"},
        {"name": "\u202eAmina"},
        {"language": "xx"},
        {"gender": "?"},
        {"unit": "9" * 20},
        {"cohorts": ["9" * 20]},
    ],
)
def test_nonsense_is_refused(mine, made, facts):
    coordination.make_people_cohort(made.administration)
    assert invite(mine, **facts).status_code == 422
    assert not Invitation.objects.exists()


def test_units_are_kept(mine, made):
    units = f"{PEOPLE}units/"
    assert mine.post(units, {"name": " Malaba  OSBP "}).status_code == 302
    unit = made.administration.units.get(name="Malaba OSBP")
    taken = mine.post(f"{units}{unit.pk}/", {"name": made.units[0].name.upper()})
    assert taken.status_code == 422
    assert mine.post(f"{units}{unit.pk}/", {"name": "Malaba"}).status_code == 302
    mine.post(f"{units}{made.units[0].pk}/merge/", {"into": unit.pk})
    assert unit.people.count() == 3
    mine.post(f"{units}{unit.pk}/retire/")
    assert not made.administration.units.get(pk=unit.pk).is_active
    mine.post(f"{units}{unit.pk}/revive/")
    assert made.administration.units.get(pk=unit.pk).is_active


def test_a_foreign_unit_is_not_there(mine):
    foreign = coordination.make_workspace("FJ", units=1).units[0]
    for end in ("", "merge/", "retire/", "revive/"):
        assert mine.post(f"{PEOPLE}units/{foreign.pk}/{end}", {"name": "Mine"}).status_code == 404


def test_the_record_says_who_did_what_here(mine, made):
    person = made.officers[0]
    mine.post(f"{page_of(person)}change/", {"printed_name": "Amina Otieno", "preferred_language": "en"})
    record = "/en/coordination/KE/record/"
    page = mine.get(record).content.decode()
    assert "The name was changed from" in page
    assert made.coordinator.printed_name in page
    for query, number in (
        ({"what": "name_changed"}, 1),
        ({"what": "unit_added"}, 0),
        ({"person": person.pk}, 2),
        ({"person": made.officers[1].pk}, 0),
        ({"q": "amina"}, 2),
        ({"days": "7"}, 2),
        ({"days": "1e9", "person": "x", "page": "9" * 30}, 2),
    ):
        assert mine.get(record, query).context["page"].paginator.count == number


def test_what_was_done_to_who_has_left_is_no_longer_here(mine, made):
    person = made.officers[0]
    mine.post(f"{page_of(person)}change/", {"printed_name": "Amina Otieno", "preferred_language": "en"})
    User.objects.filter(pk=person.pk).update(administration=people.administration_of("FJ"))
    assert "Amina" not in mine.get("/en/coordination/KE/record/").content.decode()


def test_the_officer_reads_who_changed_what_about_her(mine, made, client):
    person = made.officers[0]
    mine.post(f"{page_of(person)}change/", {"printed_name": "Amina <b>", "preferred_language": "en"})
    people.sign_in(client, person)
    page = client.get("/en/my/record/").content.decode()
    assert "The name was changed from" in page
    assert "<bdi>Amina &lt;b&gt;</bdi>" in page
    assert made.coordinator.printed_name in page
    people.sign_in(client, made.officers[1])
    assert "The name was changed" not in client.get("/en/my/record/").content.decode()

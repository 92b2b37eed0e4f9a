"""Nominations by spreadsheet: what each row would do is said first, and just that is done."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clikc.foundation.sheets import open_rows
from enrolment.admissions import api
from enrolment.admissions.models import Nomination
from enrolment.intake import api as intake
from enrolment.intake.models import NominationFile
from enrolment.intake.nominations.planning import forget_nomination_files
from tests.factories import people
from tests.factories.academies import make_call, make_nomination
from tests.factories.coordination import make_officers, make_workspace

HEAD = ["E-mail address", "In the administration since", "Post", "Working languages", "Endorsement"]
FACTS = ["2025-01-07", "officer", "English; Kiswahili", "Able"]
RULES = [{"code": "service_under", "years": 4}]


@pytest.fixture
def call(db):
    return make_call(eligibility=RULES)


def here(route, **names):
    return reverse(f"coordination_{route}", kwargs={"code": "KE"} | names)


def table(*rows, head=HEAD) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode()


def send(mine, call, content: bytes, name="list.csv"):
    sent = {"file": SimpleUploadedFile(name, content)}
    answer = mine.post(here("nominations_file", call_id=call.pk), sent)
    return NominationFile.objects.get() if answer.status_code == 302 else answer


def plan_page(item, route="nominations_plan"):
    return here(route, call_id=item.call_id, pk=item.pk)


def rows_at(mine, item) -> list:
    return list(mine.get(plan_page(item)).context["rows"])


def fates(item) -> dict:
    return {row.address: [row.outcome, *row.reasons] for row in intake.rows_of_nominations(item)}


def test_every_row_is_told_its_fate_and_only_that_is_done(mine, made, call):
    new, draft, same, kept, gone, late = made.officers
    draft_there = make_nomination(call, person=draft, state="draft", rank=1, post="middle")
    make_nomination(
        call, person=same, state="draft", rank=2, languages=["en", "sw"], endorsement="Able", post="junior"
    )
    Nomination.objects.filter(person=same).update(served_since="2025-01-07")
    make_nomination(call, person=kept, state="endorsed", rank=3)
    make_nomination(call, person=gone, state="withdrawn")
    call.most_nominations = 4
    call.save()
    stranger, closed = people.officer(administration="UG"), make_officers(made.administration, 1)[0]
    closed.is_active = False
    closed.save()
    crowd = [new, draft, same, kept, gone, made.coordinator, stranger, closed]
    content = table(
        *([person.email, *FACTS] for person in crowd),
        ["nobody@nowhere.example", *FACTS],
        [new.email.upper(), *FACTS],
        [late.email, "2012-01-01", "", "", ""],
        [new.email.replace("@", "+2@"), "yesterday", "king", "Klingon", "x" * 3000],
    )
    item = send(mine, call, content)
    unknown = ["broken", "unknown_officer"]
    assert fates(item) == {
        new.email: ["broken", "address_twice:2"],
        draft.email: ["changed"],
        same.email: ["unchanged"],
        kept.email: ["kept"],
        gone.email: ["decided"],
        made.coordinator.email: ["broken", "own"],
        stranger.email: unknown,
        closed.email: unknown,
        "nobody@nowhere.example": unknown,
        late.email: ["over", "not_eligible"],
        new.email.replace("@", "+2@"): [
            "broken",
            "bad_day:served_since",
            "unknown_post",
            "unknown_languages",
            "long_text",
        ],
    }
    assert Nomination.objects.count() == 4
    page = mine.get(plan_page(item)).content.decode()
    assert "Confirm 2 rows" in page
    # What would be written is seen before it is: of a draft, what changes, and from what.
    shown = {
        row.address: {fact.label: (fact.words, fact.was) for fact in row.shown}
        for row in reversed(rows_at(mine, item))
    }
    assert shown[new.email] == {
        "In the administration since": ("7 January 2025", ""),
        "Post": ("Officer", ""),
        "Working languages": ("English, Swahili", ""),
        "Endorsement": ("Able", ""),
    }
    assert shown[draft.email]["Post"] == ("Officer", "Middle management")
    assert shown[draft.email]["Endorsement"] == ("Able", "nothing")
    assert (shown[same.email], shown[kept.email], shown[late.email]) == ({}, {}, {})
    assert stranger.printed_name not in page
    only = mine.get(plan_page(item), {"outcome": "over"}).content.decode()
    assert (late.email in only, gone.email in only) == (True, False)
    for _twice in range(2):
        mine.post(plan_page(item, "nominations_confirm"), {"digest": item.digest})
    made_now = Nomination.objects.get(person=new)
    assert (made_now.state, made_now.rank, made_now.languages) == ("draft", 4, ["en", "sw"])
    assert made_now.changes.get().by == made.coordinator
    draft_there.refresh_from_db()
    assert (draft_there.post, draft_there.version) == ("junior", 2)
    states = Nomination.objects.order_by("made_at").values_list("state", flat=True)
    assert list(states) == ["draft", "draft", "endorsed", "withdrawn", "draft"]
    # The same file again changes nothing, and says so.
    NominationFile.objects.all().delete()
    again = send(mine, call, table(*([person.email, *FACTS] for person in crowd[:5])))
    assert [fate[0] for fate in fates(again).values()] == [
        "unchanged",
        "unchanged",
        "unchanged",
        "kept",
        "decided",
    ]
    assert "nothing in this file that would change anything" in mine.get(plan_page(again)).content.decode()


def test_how_days_are_read_is_said(mine, made, call):
    one, other, third = made.officers[:3]
    days = [[one.email, "31/03/2024"], [other.email, "01/02/2024"], [third.email, "31/02/2024"]]
    item = send(mine, call, table(*days, head=HEAD[:2]))
    read = [row.facts.get("served_since", row.reasons) for row in intake.rows_of_nominations(item)]
    assert read == ["2024-03-31", "2024-02-01", ["bad_day:served_since"]]
    assert "with the day first" in mine.get(plan_page(item)).content.decode()
    item.delete()
    item = send(mine, call, table(days[1], head=HEAD[:2]))
    assert fates(item) == {other.email: ["broken", "unsure_day:served_since"]}
    assert "Days are read" not in mine.get(plan_page(item)).content.decode()


def test_a_plan_that_is_out_of_date_does_nothing_and_is_made_anew(mine, made, call):
    person = made.officers[0]
    item = send(mine, call, table([person.email, *FACTS]))
    for digest in ("", "0" * 64):
        mine.post(plan_page(item, "nominations_confirm"), {"digest": digest})
    there = api.nominate(
        call=call, administration=made.administration, person=person, by=made.coordinator, facts={}
    )
    mine.post(plan_page(item, "nominations_confirm"), {"digest": item.digest})
    there.refresh_from_db()
    item.refresh_from_db()
    assert (there.version, fates(item)[person.email], item.done_at) == (1, ["changed"], None)
    mine.post(plan_page(item, "nominations_confirm"), {"digest": item.digest})
    there.refresh_from_db()
    assert (there.version, there.post) == (2, "junior")
    assert mine.get(plan_page(item)).status_code == 200
    item.refresh_from_db()
    NominationFile.objects.update(made_at="2020-01-01T00:00Z")
    assert forget_nomination_files() == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 nonsense", "This is a PDF."),
        (b"PK\x03\x04" + b"\0" * 64, "damaged"),
        (table(), "There is no row below the headers."),
        (table(["x"], head=["Name"]), "no column with e-mail addresses"),
        (table(*([f"a{n}@x.example"] for n in range(1001)), head=HEAD[:1]), "more rows than 1000"),
    ],
    ids=["empty", "pdf", "zip", "no rows", "no addresses", "too long"],
)
def test_what_cannot_be_read_is_refused_in_words(mine, call, content, says):
    answer = send(mine, call, content)
    assert says in answer.content.decode()
    assert not NominationFile.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "am"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_understood_as_it_is(mine, made, call, kind, language):
    address = here("nominations_template", call_id=call.pk, kind=kind).replace("/en/", f"/{language}/")
    got = mine.get(address)
    content = io.BytesIO(b"".join(got.streaming_content))
    with open_rows(content, known=lambda cell: "@" not in cell) as rows:
        header = next(rows)
        example = next(rows)
    # What explains the columns beside the list is ours, and no news.
    sent = send(mine, call, content.getvalue(), f"list.{kind}")
    assert (sent.notes["sheets"], fates(sent)) == ([], {example.cells[0]: ["broken", "example_row"]})
    sent.delete()
    filled = [made.officers[0].email, *example.cells[1:]]
    item = send(mine, call, table(filled, head=header.cells))
    [row] = intake.rows_of_nominations(item)
    assert (row.outcome, row.facts["post"], row.facts["languages"]) == ("new", "junior", ["en", "sw"])


def test_whose_file_it_is(mine, made, call, client):
    item = send(mine, call, table([made.officers[0].email, *FACTS]))
    deputy, other = people.coordinator(administration="KE"), make_workspace("UG").coordinator
    for person in (deputy, other):
        people.sign_in_with_second_factor(client, person)
        assert client.get(plan_page(item)).status_code == 404
        assert client.post(plan_page(item, "nominations_confirm"), {"digest": item.digest}).status_code == 404
        assert "list.csv" not in client.get(here("nominations_files")).content.decode()
    assert not Nomination.objects.exists()


def test_files_that_were_sent_are_listed_with_what_came_of_their_rows(
    mine, made, call, django_assert_max_num_queries
):
    page = here("nominations_files")
    assert "You have not sent a file" in mine.get(page).content.decode()
    known, new = make_nomination(call, person=made.officers[0]).person, made.officers[1]
    item = send(mine, call, table([known.email, *FACTS], [new.email, *FACTS]))
    mine.post(plan_page(item, "nominations_confirm"), {"digest": item.digest})
    [shown] = mine.get(page).context["rows"]
    assert (shown.counts, shown.owner) == ({"kept": 1, "new": 1}, made.coordinator)
    facts = {"owner": made.coordinator, "administration": made.administration, "call": call}
    NominationFile.objects.bulk_create(
        NominationFile(**facts, file_name=f"{number}.csv", made_at=item.made_at) for number in range(30)
    )
    with django_assert_max_num_queries(12):
        text = mine.get(page).content.decode()
    assert "Page 1 of 2" in text or "?page=2" in text


def test_a_thousand_rows_in_one_request(mine, made, django_assert_max_num_queries):
    call = make_call(eligibility=RULES, most_nominations=1000)
    crowd = make_officers(made.administration, 1000)
    content = table(*([person.email, *FACTS] for person in crowd))
    with django_assert_max_num_queries(40):
        item = send(mine, call, content)
    with django_assert_max_num_queries(20):
        mine.get(plan_page(item))
    with django_assert_max_num_queries(80):
        mine.post(plan_page(item, "nominations_confirm"), {"digest": item.digest})
    assert Nomination.objects.count() == 1000

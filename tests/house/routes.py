"""Every route there is, and what it stands for in the roles matrix (``clikc/people/roles.py``).

The table is data: ``test_matrix.py`` walks it by role, ``test_hostile.py`` throws rubbish at it. A route
without a row is a failure of the suite, so that nobody adds one without saying who may use it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import model_to_dict
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from clikc.people.roles import Role
from enrolment.admissions.api import preview_publication
from enrolment.assessment.api import mark_of
from enrolment.assessment.models import Submission
from enrolment.following import api as following
from enrolment.following.models import ReminderRound
from enrolment.grading import api as grading
from enrolment.grading.api import plan_of
from enrolment.grading.gradebook.codes import code_of
from enrolment.grading.models import GradeItem
from enrolment.intake.api import plan_nominations
from enrolment.membership.tokens import token_of
from enrolment.programmes.api import template_of
from enrolment.programmes.rules.templates import digest_of
from tests.clikc.foundation.documents.files import picture
from tests.factories.intake import officers, planned
from tests.factories.people import tutor as make_tutor

from .world import FAR, NEAR, OWN, Belongings

SIGN_IN = "to the sign-in"
MARK = {"mark": "70", "seen": "0"}
ALL = (OWN, NEAR, FAR)
OTHERS = (NEAR, FAR)


def nothing(_mine: Belongings) -> dict:
    return {}


@dataclass(frozen=True)
class Row:
    """A route with one method.

    ``object`` and ``letter`` are the matrix's. ``where`` gives the arguments of the address that names
    somebody's thing; ``standings`` are the owners to try (own alone where an address names nobody).
    Of several letters any is enough. ``reach`` is the scopes of the matrix this page serves: what it
    allows beyond is another page's business and is as unknown here as anything; ``also`` are scopes a
    thing stands in for everybody, beside those of its owner. ``seen_as`` is the object whose letters say
    whether it is seen at all, where that is not ``object``. ``anonymous`` is what a visitor gets where
    the matrix gives her nothing: the sign-in, or a status. ``desk_of`` is the role whose desk this page
    is: to everybody else it does not exist, whatever the matrix gives her on other pages.
    """

    route: str
    object: str
    letter: str
    method: str = "GET"
    where: Callable[[Belongings], dict | tuple] = nothing
    data: Callable[[Belongings], dict] | None = None
    is_json: bool = False
    standings: tuple[str, ...] = (OWN,)
    reach: str = "oacl*"
    also: str = ""
    seen_as: str = ""
    anonymous: str | int = SIGN_IN
    desk_of: str = ""
    note: str = ""

    def __str__(self):
        return f"{self.method} {self.route}{f' ({self.note})' if self.note else ''}"

    def address(self, mine: Belongings, language: str = "en") -> str:
        given = self.where(mine)
        with override(language):
            if isinstance(given, tuple):
                return reverse(self.route, args=given)
            return reverse(self.route, kwargs=given)

    def send(self, client, address: str, mine: Belongings):
        """The request as the page itself would make it."""
        if self.method == "GET":
            return client.get(address)
        data = self.data(mine) if self.data else {}
        if self.is_json:
            return client.post(address, json.dumps(data), content_type="application/json")
        return client.post(address, data)


def page_of(name: str) -> Callable[[Belongings], tuple]:
    """The path of a page of somebody's course, as Wagtail's own route takes it."""
    pages = {
        "course": lambda made: made.pages["en"],
        "module": lambda made: made.modules["en"],
        "lesson": lambda made: made.lessons["en"][0],
        "test": lambda made: made.quiz_pages["en"],
    }
    return lambda mine: (pages[name](mine.made).url_path.strip("/").partition("/")[2] + "/",)


def an_answer(mine: Belongings) -> dict:
    question = mine.open.paper[0]
    return {"question": question["question"], "answer": question["choices"][:1], "sequence": 1}


def a_lesson(mine: Belongings):
    return mine.made.activities[0]


def what_was_read(mine: Belongings) -> dict:
    lesson = a_lesson(mine)
    return {"activity": str(lesson.pk), "blocks": lesson.blocks[:1], "last_block": "", "language": "en"}


def somebodys_exam(mine: Belongings) -> dict:
    return {"pk": mine.kept.exam.quiz.pk, "enrolment": mine.kept.exam.enrolment.pk}


def a_job(letter: str, route: str, **more) -> Row:
    """A page of a job: its owner's."""
    return Row(route, "job", letter, **{"where": lambda mine: {"pk": mine.job.pk}, "standings": ALL} | more)


def desk(letter: str, route: str, **more) -> Row:
    """A page of the desk of assessment: for those who grade, in some course or in all."""
    return Row(route, "grade", letter, **{"reach": "*"} | more)


def workspace(letter: str, route: str, **more) -> Row:
    """A page of the coordinator's workspace: of her own administration, whoever's thing it names."""
    facts = {"object": "account", "where": in_workspace(), "standings": ALL}
    return Row(route=route, letter=letter, desk_of=Role.NATIONAL_COORDINATOR, **facts | more)


def in_workspace(**names: Callable[[Belongings], object]) -> Callable[[Belongings], dict]:
    """The code of the owner's administration, and what else the address names."""
    return lambda mine: {
        "code": mine.person.administration.code,
        **{name: value(mine) for name, value in names.items()},
    }


def an_officer(mine: Belongings) -> int:
    return mine.person.pk


def a_unit(mine: Belongings) -> int:
    return mine.unit.pk


def a_cohort(mine: Belongings) -> int:
    return mine.travels.cohort.pk


def a_draft(mine: Belongings):
    return mine.travels.draft.pk


def what_it_is(mine: Belongings) -> dict:
    return {"name": "Recruits", "courses": mine.made.course.pk}


def a_run(mine: Belongings) -> dict:
    return {"pk": mine.travels.run.pk}


def of_cohorts(route: str, method: str = "GET", **more) -> Row:
    """A page of cohorts: of one of them, whoever is in it."""
    facts = {"object": "enrolment", "where": in_workspace(pk=a_cohort)}
    return workspace("CD", route, method=method, **facts | more)


def of_drafts(route: str, method: str = "GET", **more) -> Row:
    """A page of a cohort that is being put together: its owner's alone."""
    return of_cohorts(route, method, **{"where": in_workspace(draft=a_draft), "standings": (OWN,)} | more)


def of_runs(route: str, method: str = "GET", **more) -> Row:
    """A page of course runs: for those who make them, whoever is in one."""
    return Row(route, "cohort", "C", method, **{"reach": "*"} | more)


def a_thread(mine: Belongings) -> dict:
    return {"run_id": mine.tutored.run.pk, "enrolment_id": mine.tutored.enrolment.pk}


def in_tutored_run(**names: Callable[[Belongings], object]) -> Callable[[Belongings], dict]:
    return lambda mine: {
        "pk": mine.tutored.run.pk,
        **{name: value(mine) for name, value in names.items()},
    }


def a_participant(mine: Belongings):
    return mine.tutored.enrolment.pk


def its_tutor(mine: Belongings) -> int:
    return mine.tutor.pk


def a_marking(mine: Belongings) -> dict:
    return {"pk": mine.tutored.marking.pk}


def a_file_of_work(mine: Belongings) -> dict:
    return {"pk": mine.tutored.file.pk}


def what_resembles_it(mine: Belongings) -> dict:
    return {"pk": mine.tutored.marking.pk, "other": mine.tutored.alike.pk}


def a_piece(_mine: Belongings) -> dict:
    return {"piece": "note", "value": {"text": "Look at page 2"}, "base": 0, "tab": "t", "sequence": 1}


def days_away(mine: Belongings) -> dict:
    terms = mine.tutored.run.run_tutors.filter(tutor=mine.person).values_list("pk", flat=True).first() or 0
    return {"terms": terms, f"{terms}-away_from": "2099-01-01"}


def of_markings(route: str, letter: str, method: str = "GET", **more) -> tuple[Row, Row]:
    """A page of one marking: its tutor's, and, of work that is not their own, of those who manage runs."""
    hers = {"where": a_marking, "reach": "c", "desk_of": Role.TUTOR, "note": "hers"}
    others = {"where": a_marking, "reach": "c*", "standings": OTHERS}
    return (
        Row(route, "marking", letter, method, **hers | more),
        Row(route, "marking", letter, method, **others | more),
    )


def of_own_work(route: str, letter: str, method: str = "GET", **more) -> Row:
    """A page of a work: its author's alone, whoever looks after it."""
    facts = {"where": lambda mine: {"pk": mine.tutored.work.pk}, "standings": ALL, "reach": "o"}
    return Row(route, "submission", letter, method, **facts | more)


def what_is_handed_in(mine: Belongings) -> dict:
    return {"pk": mine.tutored.handed_in.pk}


def a_draft_of_work(_mine: Belongings) -> dict:
    return {"html": "<p>My words</p>", "sequence": 1, "base": None, "after": []}


def a_picture(_mine: Belongings) -> dict:
    return {"files": SimpleUploadedFile("plan.png", picture("PNG"))}


def what_she_saw(mine: Belongings) -> dict:
    """The draft as it is, looked at and agreed to."""
    work, _is_new = Submission.objects.get_or_create(
        run_assignment=mine.tutored.work, enrolment=mine.tutored.enrolment, defaults={"draft": "<p>Mine</p>"}
    )
    return {"agreed": "yes", "seen": mark_of(work, [])}


def due_times(mine: Belongings) -> dict:
    work = (mine.tutored.work, mine.tutored.handed_in)
    due = {f"work-{item.assignment_id}-due": "2099-01-01T12:00" for item in work}
    return {"time_zone": "UTC", **due}


def a_scheme(mine: Belongings) -> dict:
    facts = model_to_dict(mine.tutored.run.scheme, exclude=["id", "run", "moderator"])
    return {name: value for name, value in facts.items() if value is not False}


def a_new_tutor(_mine: Belongings) -> dict:
    return {"tutor": make_tutor(administration="JO").pk, "capacity": "3"}


def of_tutored_runs(route: str, method: str = "GET", **more) -> Row:
    """A page of what is arranged in a tutored run: for those who keep runs."""
    return of_runs(route, method, **{"where": in_tutored_run(), "standings": OTHERS} | more)


def in_session(**names: Callable[[Belongings], object]) -> Callable[[Belongings], dict]:
    return lambda mine: {
        "pk": mine.session.session.pk,
        **{name: value(mine) for name, value in names.items()},
    }


def of_sessions(route: str, method: str = "GET", **more) -> Row:
    """A page of a session that runs: for those who keep sessions."""
    facts = {"where": in_session(), "standings": OTHERS, "reach": "*"}
    return Row(route, "cohort", "U", method, **facts | more)


def of_participants(route: str, method: str = "GET", **more) -> Row:
    """The same of one participant."""
    return of_sessions(
        route, method, **{"where": in_session(key=lambda mine: mine.session.participation.pk)} | more
    )


def in_report(mine: Belongings) -> dict:
    return {"code": mine.session.session.programme.code}


def of_session_reports(route: str, **more) -> Row:
    """The closing report of the sessions of a programme."""
    return Row(route, "report", "R", **{"where": in_report, "standings": OTHERS, "reach": "*"} | more)


AN_EVENT = {
    "code": "talk",
    "title_en": "Talk",
    "kind": "step",
    "where": "week",
    "week": "1",
    "weekday": "1",
    "shift": "next",
    "zone": "session",
}


def of_programmes(route: str, method: str = "GET", **more) -> Row:
    """A page of programmes as templates, and of their sessions on dates: for those who make them."""
    return Row(route, "cohort", "P", method, **{"reach": "*"} | more)


def of_a_programme(route: str, method: str = "GET", *, data=None, **names) -> Row:
    where = {"where": lambda mine: in_report(mine) | names, "standings": OTHERS}
    return of_programmes(route, method, data=data, **where)


def of_its_session(route: str, method: str = "GET", *, data=None, **names) -> Row:
    return of_programmes(route, method, data=data, where=in_session(**names), standings=OTHERS)


def _as_seen(**sent: str) -> Callable[[Belongings], dict]:
    """What is sent of a programme as it stands."""

    def data(mine: Belongings) -> dict:
        programme = mine.session.session.programme
        programme.refresh_from_db()
        return {"seen": digest_of(template_of(programme))} | sent

    return data


def _of_session(**sent: str) -> Callable[[Belongings], dict]:
    """What is sent of a session as it stands."""

    def data(mine: Belongings) -> dict:
        session = mine.session.session
        names = ("version", "number", "language", "time_zone", "weeks", "starts_on", "decimals")
        return {name: getattr(session, name) for name in names} | {"title_en": "X"} | sent

    return data


def _its_event(mine: Belongings) -> int:
    return mine.session.live.pk


def _its_module(mine: Belongings) -> int:
    return mine.session.oral.pk


def own_session(route: str, method: str = "GET") -> Row:
    """A page of somebody's own part in a session, hers alone."""
    where = {"where": lambda mine: {"pk": mine.session.participation.pk}}
    return Row(route, "cohort", "R", method, standings=ALL, reach="o", **where)


def own_application(route: str, method: str = "GET", **names) -> Row:
    """A page of somebody's own nomination: hers alone, whoever else knows of it."""
    where = {"where": lambda mine: {"pk": mine.called.nomination.pk} | {k: v(mine) for k, v in names.items()}}
    return Row(route, "call", "R", method, standings=ALL, reach="o", **where)


def own_call(route: str, method: str = "GET") -> Row:
    """A call that anybody signed in can open to apply."""
    return Row(route, "call", "R", method, where=lambda mine: {"call_id": mine.called.call.pk}, reach="o")


def of_session_tutors(route: str, method: str = "GET", **more) -> Row:
    return of_sessions(route, method, where=in_session(tutor_id=lambda mine: mine.session.tutor.pk), **more)


def more_time_for_her(mine: Belongings) -> dict:
    """As the page has shown her times."""
    board = following.board_of(mine.session.session, mine.session.boss)
    line = board.line(mine.session.participation.pk)
    keys = [following.key_of(answer) for answer in line.answers]
    until = timezone.now() + timedelta(days=30)
    typed = {"until": f"{until:%Y-%m-%dT%H:%M}", "reason": "Ill"}
    return typed | {"what": keys, "digest": following.due_digest(line)}


def a_session_message(_mine: Belongings) -> dict:
    words = {"subject": "News", "words": "We meet on Monday.", "language": "en"}
    return words | {"step": "preview", "token": "9d3c6f4e-9a2b-4a3e-8d6e-0b8b7a6c5d4e"}


def in_call(**names: Callable[[Belongings], object]) -> Callable[[Belongings], dict]:
    return lambda mine: {
        "pk": mine.called.call.pk,
        **{name: value(mine) for name, value in names.items()},
    }


def of_calls(route: str, method: str = "GET", **more) -> Row:
    """A page of a call or its selection: for those who keep calls."""
    facts = {"where": in_call(), "standings": OTHERS, "reach": "*"}
    return Row(route, "call", "P", method, **facts | more)


def of_candidates(route: str, method: str = "GET", **more) -> Row:
    return of_calls(route, method, **{"where": in_call(key=lambda mine: mine.called.nomination.pk)} | more)


def of_trainers(route: str, method: str = "GET", **more) -> Row:
    """A page on which tutors say what they think of candidates."""
    facts = {"where": in_call(), "reach": "c", "desk_of": Role.TUTOR}
    return Row(route, "call", "R", method, **facts | more)


def a_candidate_elsewhere(mine: Belongings) -> dict:
    return {"pk": mine.called.call.pk, "key": mine.called.elsewhere.pk}


def a_call(_mine: Belongings) -> dict:
    opens, closes = (timezone.now() + timedelta(days=days) for days in (1, 22))
    times = {"opens_at": f"{opens:%Y-%m-%dT09:00}", "closes_at": f"{closes:%Y-%m-%dT09:00}"}
    times["reason"] = "A holiday"
    figures = {"answer_days": "10", "seats": "10", "scores_needed": "0", "version": "1"}
    documents = {"documents-TOTAL_FORMS": "1", "documents-INITIAL_FORMS": "1"}
    return times | figures | documents | {"documents-0-title_en": "Passport"}


def the_results(mine: Belongings) -> dict:
    return {"digest": preview_publication(mine.called.call).digest}


def of_threads(route: str, letter: str, method: str = "GET", **more) -> Row:
    """A conversation of a participant with her tutor; programme managers read along."""
    facts = {"where": a_thread, "standings": ALL, "reach": "o*"}
    return Row(route, "advice", letter, method, **facts | more)


def its_column(mine: Belongings) -> str:
    """The column of the work she has handed in."""
    return f"a{mine.tutored.handed_in.pk}"


def by_hand(mine: Belongings) -> str:
    """A column that is graded by hand."""
    facts = {"category": mine.tutored.item.category, "kind": "manual", "title": "An oral"}
    return f"m{GradeItem.objects.get_or_create(**facts, defaults={'most': 10})[0].pk}"


def in_gradebook(**names: Callable[[Belongings], object]) -> Callable[[Belongings], dict]:
    return lambda mine: {
        "pk": mine.tutored.run.pk,
        **{name: str(value(mine)) for name, value in names.items()},
    }


def graded(mine: Belongings):
    return mine.tutored.enrolment.pk


def her_participant(mine: Belongings):
    """Whose work a tutor marks, by name."""
    return mine.tutored.marking.submission.enrolment_id


def her_participants_code(mine: Belongings) -> str:
    return code_of(mine.tutored.run.pk, her_participant(mine))


def of_gradebooks(route: str, method: str = "GET", **names) -> Row:
    """A page of a gradebook as managers have it."""
    data = names.pop("data", None)
    facts = {"where": in_gradebook(**names), "standings": OTHERS, "reach": "*", "data": data}
    return Row(f"gradebook{route}", "grade", "P", method, **facts)


def of_tutors_gradebooks(route: str, method: str = "GET", **names) -> Row:
    """The same page as a tutor has it, of those she tutors now."""
    data = names.pop("data", None)
    facts = {"where": in_gradebook(**names), "reach": "c", "desk_of": Role.TUTOR, "data": data}
    return Row(f"tutor_gradebook{route}", "grade", "CU", method, **facts)


def saved_arrangement(mine: Belongings) -> dict:
    """The form of an arrangement as it stands, which is then shown before it is saved."""
    plan = plan_of(mine.tutored.run)
    data = {"seen": plan.digest}
    for place, module in enumerate(plan.modules):
        data |= {f"title.{module.key}": "", f"weight.{module.key}": "1", f"drop.{module.key}": "0"}
        data[f"place.{module.key}"] = place
    for place, item in enumerate(plan.items):
        data |= {f"module-{item.code}": item.module, f"weight-{item.code}": "1", f"place-{item.code}": place}
        data |= {f"title-{item.code}": "An oral", f"most-{item.code}": "10"}
    return data


def a_pack(mine: Belongings) -> dict:
    """Marks that somebody sent back in a spreadsheet, of a work that is not hers."""
    sheet = io.BytesIO(b"code,feedback\nBCDF-GHJK,Good\n")
    upload = grading.packs.take_in(owner=mine.person, file=sheet, name="marks.csv")
    return {"pk": upload.pk, "digest": upload.plan_digest}


def of_packs(letter: str, route: str, method: str = "GET", **names) -> Row:
    """A page of marks that came back: whoever sent them has them for herself."""

    def where(mine: Belongings) -> dict:
        return {"pk": a_pack(mine)["pk"], **names}

    return Row(route, "marking_pack", letter, method, where=where, standings=ALL, data=a_pack, reach="o")


def marks_to_send(_mine: Belongings) -> dict:
    return {"file": SimpleUploadedFile("marks.csv", b"code,feedback\nBCDF-GHJK,Good\n")}


def a_registration(mine: Belongings) -> int:
    return mine.asks.registration.pk


def a_transfer(mine: Belongings) -> int:
    return mine.asks.transfer.pk


def another_member(mine: Belongings) -> int:
    return mine.asks.transfer.person_id


def told_apart(mine: Belongings) -> int:
    return mine.asks.told_apart.pk


def an_invitation(mine: Belongings) -> dict:
    return {"token": token_of(mine.asks.invitation)}


def a_selection(_mine: Belongings) -> str:
    return "abcdefghijklmnop"


def a_round(mine: Belongings):
    """Reminders somebody of the administration has chosen to send."""
    rounds = ReminderRound.objects.filter(by=mine.person)
    made = {"administration": mine.person.administration, "made_at": timezone.now()}
    return rounds.get_or_create(by=mine.person, defaults=made)[0].pk


def an_import(mine: Belongings):
    """A file of officers that somebody of the administration sent and has looked at."""
    return planned(mine.person.administration, officers(1), owner=mine.person).pk


def of_imports(letter: str, route: str, method: str = "GET", **more) -> Row:
    """A page of a file of officers: whoever sent it has it for herself."""
    return workspace(letter, route, **{"object": "import_job", "method": method} | more)


def of_one_import(letter: str, route: str, method: str = "GET", **names) -> Row:
    given = {name: lambda _mine, value=value: value for name, value in names.items()}
    return of_imports(letter, route, method, where=in_workspace(pk=an_import, **given))


def of_nominations(letter: str, route: str, method: str = "GET", **names) -> Row:
    """A page of an administration's nominations in a call that everybody knows of."""
    data = names.pop("data", None)
    where = in_workspace(call_id=lambda mine: mine.called.call.pk, **names)
    return workspace(letter, route, object="call", method=method, where=where, data=data)


def of_one_nomination(letter: str, route: str, method: str = "GET", **names) -> Row:
    data = names.pop("data", None)
    where = in_workspace(pk=lambda mine: mine.called.nomination.pk, **names)
    return workspace(letter, route, object="call", method=method, where=where, data=data)


def a_list_of_nominations(mine: Belongings):
    """Somebody's of the administration, looked at and not confirmed."""
    file = SimpleUploadedFile("list.csv", f"e-mail\n{mine.person.email}".encode())
    return plan_nominations(
        call=mine.called.call,
        administration=mine.person.administration,
        owner=mine.person,
        file=file,
        name=file.name,
    ).pk


def of_lists_of_nominations(letter: str, route: str, method: str = "GET", **more) -> Row:
    """Whoever sent it has it for herself."""
    where = in_workspace(call_id=lambda mine: mine.called.call.pk, pk=a_list_of_nominations)
    return of_imports(letter, route, method, where=where, **more)


ROWS = [
    # --- anybody's -------------------------------------------------------------------------------
    Row("healthz", "course_public", "R", note="says that the process lives"),
    Row("readyz", "course_public", "R", note="says that the site can serve"),
    Row("sitemap", "course_public", "L"),
    Row("robots", "course_public", "L"),
    Row("course_feed", "course_public", "L"),
    Row("home", "course_public", "R"),
    Row("wagtail_serve", "course_public", "R", where=lambda _mine: ("about/",), note="plain page"),
    Row("wagtail_serve", "course_public", "L", where=lambda _mine: ("courses/",), note="catalogue"),
    Row("wagtail_serve", "course_public", "R", where=page_of("course"), standings=ALL, note="course"),
    Row("wagtail_serve", "course_public", "R", where=page_of("module"), standings=ALL, note="module"),
    Row("verify_start", "certificate_verification", "R"),
    Row("verify_form", "certificate_verification", "R"),
    Row(
        "verify",
        "certificate_verification",
        "R",
        where=lambda mine: {"code": mine.certificate.code},
        standings=ALL,
    ),
    Row(
        "verify_short",
        "certificate_verification",
        "R",
        where=lambda mine: {"code": mine.certificate.code},
        standings=ALL,
    ),
    # --- a learner's own -------------------------------------------------------------------------
    Row("desk", "enrolment", "R"),
    Row("certificates", "certificate", "R"),
    Row("account", "account", "R"),
    Row(
        "account",
        "account",
        "U",
        "POST",
        data=lambda mine: {
            "printed_name": mine.person.printed_name,
            "preferred_language": "en",
            "time_zone": "UTC",
        },
    ),
    Row(
        "wagtail_serve",
        "course_content",
        "R",
        where=page_of("lesson"),
        standings=ALL,
        note="lesson",
    ),
    Row("wagtail_serve", "course_content", "R", where=page_of("test"), standings=ALL, note="final test"),
    Row(
        "course_join",
        "enrolment",
        "C",
        "POST",
        where=lambda mine: {"code": mine.made.course.code},
        standings=ALL,
        reach="o",
        note="a closed course is joined by nobody",
    ),
    Row("course_join", "enrolment", "C", where=lambda mine: {"code": mine.made.course.code}, note="asks"),
    Row(
        "course_leave",
        "enrolment",
        "D",
        "POST",
        where=lambda mine: {"code": mine.made.course.code},
        standings=ALL,
        reach="o",
    ),
    Row(
        "course_leave",
        "enrolment",
        "D",
        where=lambda mine: {"code": mine.made.course.code},
        standings=ALL,
        reach="o",
        note="asks",
    ),
    Row(
        "lesson_read",
        "progress",
        "U",
        "POST",
        where=lambda mine: {"key": a_lesson(mine).pk},
        standings=ALL,
    ),
    Row(
        "progress_save",
        "progress",
        "U",
        "POST",
        data=what_was_read,
        is_json=True,
        standings=ALL,
        anonymous=401,
    ),
    Row(
        "attempt_start",
        "attempt",
        "C",
        "POST",
        where=lambda mine: {"activity_id": mine.made.activities[-1].pk},
        standings=ALL,
        reach="o",
        seen_as="course_public",
        note="the outline shows everybody that there is a test",
    ),
    # The learner's own desk: what coordinators, tutors and managers see of attempts is no page of this room.
    Row("attempt", "attempt", "R", where=lambda mine: {"pk": mine.open.pk}, standings=ALL, reach="o"),
    Row(
        "attempt",
        "attempt",
        "U",
        "POST",
        where=lambda mine: {"pk": mine.open.pk},
        standings=ALL,
        reach="o",
    ),
    Row(
        "attempt_answers",
        "attempt",
        "U",
        "POST",
        where=lambda mine: {"pk": mine.open.pk},
        data=an_answer,
        is_json=True,
        standings=ALL,
        reach="o",
        anonymous=401,
    ),
    Row("attempt_hand_in", "attempt", "R", where=lambda mine: {"pk": mine.open.pk}, standings=ALL, reach="o"),
    Row(
        "attempt_hand_in",
        "attempt",
        "U",
        "POST",
        where=lambda mine: {"pk": mine.open.pk},
        standings=ALL,
        reach="o",
    ),
    Row(
        "attempt_result",
        "attempt",
        "R",
        where=lambda mine: {"pk": mine.handed_in.pk},
        standings=ALL,
        reach="o",
    ),
    Row(
        "certificate_pdf",
        "certificate",
        "X",
        where=lambda mine: {"code": mine.certificate.code},
        standings=ALL,
    ),
    # --- work in the background --------------------------------------------------------------------
    Row("jobs", "job", "L"),
    a_job("R", "job"),
    a_job("R", "job_state"),
    a_job("U", "job_stop", note="asks"),
    a_job("U", "job_stop", method="POST"),
    a_job("U", "job_again", method="POST"),
    a_job("X", "job_file"),
    # --- the desk of those who look after sittings -------------------------------------------------
    desk("CP", "assessment_home", reach="c*", also="c"),
    desk("CP", "assessment_queue", reach="c*", also="c"),
    desk("CP", "assessment_mark", where=lambda mine: {"pk": mine.kept.essay.pk}, standings=OTHERS),
    desk("CP", "assessment_marked", reach="c*", also="c"),
    desk(
        "CP",
        "assessment_mark",
        method="POST",
        where=lambda mine: {"pk": mine.kept.essay.pk},
        data=lambda _mine: {"share": "0.5", "other": "", "comment": "Good"},
        standings=OTHERS,
    ),
    desk("P", "assessment_markers"),
    desk(
        "P",
        "assessment_markers",
        method="POST",
        data=lambda mine: {"course": mine.made.course.pk, "tutor": mine.tutor.pk},
    ),
    desk(
        "P",
        "assessment_marker_end",
        method="POST",
        where=lambda mine: {"pk": mine.kept.marker.pk},
        standings=OTHERS,
    ),
    desk("P", "assessment_quizzes"),
    desk("P", "assessment_quiz", where=lambda mine: {"pk": mine.kept.exam.quiz.pk}, standings=OTHERS),
    desk("P", "assessment_extensions", where=lambda mine: {"pk": mine.kept.exam.quiz.pk}, standings=OTHERS),
    desk("P", "assessment_extend", where=somebodys_exam, standings=OTHERS),
    desk(
        "P",
        "assessment_extend",
        method="POST",
        where=somebodys_exam,
        data=lambda _mine: {"minutes": "5", "reason": "Line", "seen": "0", "step": "grant"},
        standings=OTHERS,
    ),
    desk("P", "assessment_release", where=lambda mine: {"pk": mine.kept.exam.quiz.pk}, standings=OTHERS),
    desk(
        "P",
        "assessment_release",
        method="POST",
        where=lambda mine: {"pk": mine.kept.exam.quiz.pk},
        standings=OTHERS,
    ),
    desk("P", "assessment_regradings"),
    desk("P", "assessment_regrading", where=lambda mine: {"pk": mine.kept.regrade.pk}, standings=OTHERS),
    desk(
        "P",
        "assessment_regrade",
        where=lambda mine: {"pk": mine.made.questions[0].pk},
        standings=OTHERS,
        seen_as="question",
        also="cl",
        note="who reads questions, but not everybody's attempts, is told that it is not hers",
    ),
    # --- the workspace of a national coordinator -------------------------------------------------
    workspace("L", "coordination", where=nothing, standings=(OWN,)),
    workspace("L", "coordination_home"),
    workspace("L", "coordination_people"),
    workspace(
        "L",
        "coordination_select",
        method="POST",
        data=lambda mine: {"action": "unit", "person": mine.person.pk},
    ),
    workspace("C", "coordination_invite"),
    workspace(
        "C",
        "coordination_invite",
        method="POST",
        data=lambda _mine: {"name": "Amina", "address": "new@customs.example", "language": "en"},
    ),
    workspace("U", "coordination_selected_unit", where=in_workspace(key=a_selection)),
    workspace("U", "coordination_selected_unit", method="POST", where=in_workspace(key=a_selection)),
    workspace("CD", "coordination_selected_cohort", object="enrolment", where=in_workspace(key=a_selection)),
    workspace(
        "CD",
        "coordination_selected_cohort",
        object="enrolment",
        method="POST",
        where=in_workspace(key=a_selection),
    ),
    workspace("U", "coordination_selected_close", where=in_workspace(key=a_selection)),
    workspace("U", "coordination_selected_close", method="POST", where=in_workspace(key=a_selection)),
    workspace("U", "coordination_units"),
    workspace("U", "coordination_units", method="POST", data=lambda _mine: {"name": "Malaba"}),
    workspace("U", "coordination_unit", where=in_workspace(pk=a_unit)),
    workspace(
        "U",
        "coordination_unit",
        method="POST",
        where=in_workspace(pk=a_unit),
        data=lambda _mine: {"name": "Busia"},
    ),
    workspace(
        "U",
        "coordination_unit_merge",
        method="POST",
        where=in_workspace(pk=a_unit),
        data=lambda mine: {"into": mine.other_unit.pk},
    ),
    workspace("U", "coordination_unit_retire", method="POST", where=in_workspace(pk=a_unit)),
    workspace("U", "coordination_unit_revive", method="POST", where=in_workspace(pk=a_unit)),
    workspace("R", "coordination_person", where=in_workspace(pk=an_officer)),
    workspace("U", "coordination_person_change", where=in_workspace(pk=an_officer)),
    workspace(
        "U",
        "coordination_person_change",
        method="POST",
        where=in_workspace(pk=an_officer),
        data=lambda _mine: {"printed_name": "Amina Otieno", "preferred_language": "en", "unit": ""},
    ),
    workspace("U", "coordination_person_reopen", method="POST", where=in_workspace(pk=an_officer)),
    workspace("C", "coordination_invite_again", method="POST", where=in_workspace(pk=an_officer)),
    workspace("C", "coordination_withdraw", where=in_workspace(pk=an_officer)),
    workspace("C", "coordination_withdraw", method="POST", where=in_workspace(pk=an_officer)),
    workspace("R", "coordination_report", object="report"),
    workspace("R", "coordination_report_file", object="report", where=in_workspace(kind=lambda _mine: "csv")),
    workspace("R", "coordination_record", object="audit_log"),
    # --- following: who stands where, of her own administration ----------------------------------
    workspace("R", "coordination_following", object="report"),
    workspace("X", "coordination_following_export", method="POST", data=lambda _mine: {"form": "csv"}),
    workspace(
        "X",
        "coordination_following_certificates",
        object="certificate",
        method="POST",
        data=lambda _mine: {"all": "1"},
    ),
    workspace(
        "R",
        "coordination_following_remind",
        object="report",
        method="POST",
        data=lambda _mine: {"all": "1"},
    ),
    workspace("R", "coordination_reminders", object="report", where=in_workspace(pk=a_round)),
    workspace(
        "R",
        "coordination_reminders",
        object="report",
        method="POST",
        where=in_workspace(pk=a_round),
        data=lambda _mine: {"step": "send"},
    ),
    Row("my_record", "audit_log", "R"),
    workspace("L", "coordination_registrations", object="registration"),
    workspace(
        "P",
        "coordination_registrations",
        object="registration",
        method="POST",
        data=lambda mine: {"pick": mine.asks.registration.pk, "unit": "", "cohort": ""},
    ),
    workspace("R", "coordination_registration", object="registration", where=in_workspace(pk=a_registration)),
    workspace(
        "P",
        "coordination_registration",
        object="registration",
        method="POST",
        where=in_workspace(pk=a_registration),
        data=lambda _mine: {"step": "refuse", "ready": "unknown", "reason": "Call us"},
    ),
    workspace("P", "coordination_transfers", object="transfer"),
    workspace("P", "coordination_transfer", object="transfer", where=in_workspace(pk=a_transfer)),
    workspace(
        "P",
        "coordination_transfer",
        object="transfer",
        method="POST",
        where=in_workspace(pk=a_transfer),
        data=lambda _mine: {"step": "refuse", "reason": "Needed here"},
    ),
    # --- what the Secretariat decides on: nobody coordinates the stranger's administration ---------
    Row("secretariat_registrations", "registration", "L", reach="*"),
    Row(
        "secretariat_registrations",
        "registration",
        "P",
        "POST",
        data=lambda mine: {"pick": mine.asks.registration.pk},
        reach="*",
    ),
    Row(
        "secretariat_registration",
        "registration",
        "R",
        where=lambda mine: {"pk": a_registration(mine)},
        standings=(FAR,),
        reach="*",
    ),
    Row(
        "secretariat_registration",
        "registration",
        "P",
        "POST",
        where=lambda mine: {"pk": a_registration(mine)},
        data=lambda _mine: {"step": "ask", "question": "Which unit?"},
        standings=(FAR,),
        reach="*",
    ),
    Row("secretariat_transfers", "transfer", "P", reach="*"),
    Row(
        "secretariat_transfer",
        "transfer",
        "P",
        where=lambda mine: {"pk": a_transfer(mine)},
        standings=(FAR,),
        reach="*",
    ),
    Row(
        "secretariat_transfer",
        "transfer",
        "P",
        "POST",
        where=lambda mine: {"pk": a_transfer(mine)},
        data=lambda _mine: {"step": "release"},
        standings=(FAR,),
        reach="*",
    ),
    # --- duplicates and appointments ----------------------------------------------------------------
    workspace("L", "coordination_duplicates"),
    workspace("U", "coordination_merge", where=in_workspace(one=an_officer, other=another_member)),
    workspace(
        "U", "coordination_merge", method="POST", where=in_workspace(one=an_officer, other=another_member)
    ),
    workspace(
        "U", "coordination_apart", method="POST", where=in_workspace(one=an_officer, other=another_member)
    ),
    workspace("U", "coordination_apart_back", method="POST", where=in_workspace(pk=told_apart)),
    Row("secretariat_appointments", "account", "L", reach="*"),
    Row("secretariat_appointment", "account", "L", where=in_workspace(), reach="*", standings=OTHERS),
    Row(
        "secretariat_appointment",
        "role_grant",
        "C",
        "POST",
        where=in_workspace(),
        data=lambda mine: {"step": "appoint", "person": mine.person.email, "is_deputy": "on", "reason": "x"},
        reach="*",
        standings=(FAR,),
        seen_as="account",
    ),
    # --- an officer and her administration --------------------------------------------------------
    Row("membership", "registration", "R"),
    Row(
        "membership_ask",
        "transfer",
        "C",
        "POST",
        data=lambda _mine: {"administration": "JO", "note": "Family"},
    ),
    # --- the tutor's workbench ----------------------------------------------------------------------
    *(Row(route, "marking", "R", reach="c*", also="c") for route in ("tutoring_queue", "tutoring_next")),
    Row("tutoring_release_many", "marking", "P", "POST", reach="c*", also="c"),
    Row("tutoring_load", "marking", "R", reach="c*", also="c"),
    Row("tutoring_load", "marking", "U", "POST", data=days_away, reach="c", desk_of=Role.TUTOR),
    *of_markings("tutoring_marking", "R"),
    *of_markings(
        "tutoring_marking", "U", "POST", data=lambda _mine: {"note": "x", "was:note": "", "base:note": "0"}
    ),
    *of_markings("tutoring_piece", "U", "POST", data=a_piece, is_json=True),
    *of_markings("tutoring_annotate", "U", "POST", data=lambda _mine: {"paragraph": "1", "comment": "Why?"}),
    *of_markings("tutoring_reopen", "P", "POST"),
    *of_markings("tutoring_release", "P", "POST"),
    *of_markings("tutoring_hand_over", "P"),
    *of_markings("tutoring_sheets", "R"),
    Row("tutoring_moderate", "marking", "P", "POST", where=a_marking, standings=OTHERS, reach="*"),
    Row("tutoring_resemblance", "marking", "R", where=what_resembles_it, standings=OTHERS, reach="*"),
    Row("tutoring_file", "marking", "R", where=a_file_of_work, standings=OTHERS, reach="*"),
    Row(
        "tutoring_page",
        "marking",
        "R",
        where=lambda mine: a_file_of_work(mine) | {"number": 1, "width": 640},
        standings=OTHERS,
        reach="*",
    ),
    # --- what is arranged in a tutored run --------------------------------------------------------
    of_tutored_runs("run_work"),
    of_tutored_runs("run_work", "POST", data=due_times),
    of_tutored_runs("run_scheme", "POST", data=a_scheme),
    of_tutored_runs("run_marking"),
    of_tutored_runs("run_marking_release", "POST", data=lambda _mine: {"which": "all"}),
    of_tutored_runs("run_tutors"),
    of_tutored_runs("run_tutors", "POST", data=a_new_tutor),
    of_tutored_runs("run_allocate", "POST"),
    of_tutored_runs("run_tutor", where=in_tutored_run(tutor_id=its_tutor)),
    of_tutored_runs(
        "run_tutor", "POST", where=in_tutored_run(tutor_id=its_tutor), data=lambda _mine: {"capacity": "3"}
    ),
    of_tutored_runs("run_tutor_end", "POST", where=in_tutored_run(tutor_id=its_tutor)),
    of_tutored_runs("run_participants"),
    of_tutored_runs("run_participant", where=in_tutored_run(enrolment_id=a_participant)),
    of_tutored_runs(
        "run_participant_tutor",
        "POST",
        where=in_tutored_run(enrolment_id=a_participant),
        data=lambda _mine: {"tutor": ""},
    ),
    of_tutored_runs(
        "run_participant_time",
        "POST",
        where=in_tutored_run(enrolment_id=a_participant),
        data=lambda mine: {"work": mine.tutored.work.pk, "due": "2099-01-01T12:00", "reason": "Ill"},
    ),
    of_tutored_runs("run_teams"),
    of_tutored_runs("run_teams", "POST", data=lambda _mine: {"name": "Harbour"}),
    # --- programmes and their sessions --------------------------------------------------------------
    of_programmes("secretariat"),
    of_programmes("secretariat_programmes"),
    of_programmes("secretariat_programme_new"),
    of_programmes(
        "secretariat_programme_new",
        "POST",
        data=lambda _mine: {"code": "x-1", "title_en": "X", "weeks": "4", "form": "online"},
    ),
    of_a_programme("secretariat_programme"),
    of_a_programme("secretariat_programme_end", "POST"),
    of_a_programme("secretariat_programme_modules"),
    of_a_programme(
        "secretariat_programme_modules",
        "POST",
        data=lambda _mine: {"add": "1", "modules-TOTAL_FORMS": "0", "modules-INITIAL_FORMS": "0"},
    ),
    of_a_programme("secretariat_section", part="facts"),
    of_a_programme("secretariat_section", "POST", data=_as_seen(accepted_en="Welcome"), part="letters"),
    of_a_programme("secretariat_event_new"),
    of_a_programme("secretariat_event_new", "POST", data=_as_seen(**AN_EVENT)),
    of_a_programme("secretariat_event", event_code="live"),
    of_a_programme("secretariat_event", "POST", data=_as_seen(**AN_EVENT), event_code="live"),
    of_a_programme("secretariat_event_remove", "POST", event_code="live"),
    of_a_programme("secretariat_session_new"),
    of_a_programme("secretariat_session_new", "POST", data=_of_session(number="999")),
    of_programmes("secretariat_sessions"),
    of_its_session("secretariat_session"),
    of_its_session("secretariat_session_facts"),
    of_its_session("secretariat_session_facts", "POST", data=_of_session(place="Here")),
    of_its_session("secretariat_session_regulation"),
    of_its_session("secretariat_session_regulation", "POST", data=_of_session(honours_optional="0")),
    of_its_session("secretariat_session_announce"),
    of_its_session("secretariat_session_announce", "POST"),
    of_its_session("secretariat_session_dates"),
    of_its_session("secretariat_session_dates", "POST", data=_of_session()),
    of_its_session("secretariat_session_event_new"),
    of_its_session("secretariat_session_event_new", "POST", data=_of_session(**AN_EVENT)),
    of_its_session("secretariat_session_event", event_id=_its_event),
    of_its_session(
        "secretariat_session_event", "POST", data=_of_session(zone="session"), event_id=_its_event
    ),
    of_its_session("secretariat_session_event_remove", "POST", event_id=_its_event),
    of_its_session("secretariat_session_module_new"),
    of_its_session(
        "secretariat_session_module_new",
        "POST",
        data=_of_session(code="x", weight="1", first_week="1", last_week="1"),
    ),
    of_its_session("secretariat_session_module_remove", "POST", module_id=_its_module),
    # --- a session that runs ------------------------------------------------------------------------
    of_sessions("running_board"),
    of_sessions("running_tutors"),
    of_sessions("running_tutors", "POST", data=lambda mine: {"tutor": mine.tutor.pk, "capacity": "6"}),
    of_sessions("running_allocate", "POST", data=lambda _mine: {"digest": "x"}),
    of_session_tutors("running_tutor"),
    of_session_tutors("running_tutor", "POST", data=lambda _mine: {"capacity": "3"}),
    of_session_tutors("running_tutor_end", "POST", data=lambda _mine: {"reason": "Ill"}),
    of_sessions("running_add"),
    of_sessions(
        "running_add", "POST", data=lambda mine: {"person": mine.tutor.pk, "reason": "Nominated late"}
    ),
    of_participants("running_participant"),
    of_participants("running_time", "POST", data=more_time_for_her),
    of_participants("running_give_tutor", "POST", data=lambda _mine: {"tutor": ""}),
    of_participants("running_withdraw"),
    of_participants("running_withdraw", "POST", data=lambda _mine: {"reason": "Ill"}),
    of_participants("running_return"),
    of_participants("running_return", "POST", data=lambda _mine: {"reason": "By mistake"}),
    of_participants("running_move"),
    of_participants("running_move", "POST", data=lambda mine: {"to": mine.session.later.pk, "reason": "Ill"}),
    of_sessions("running_messages"),
    of_sessions("running_write"),
    of_sessions("running_write", "POST", data=a_session_message),
    of_sessions("running_message", where=in_session(key=lambda mine: mine.session.message.pk)),
    of_sessions("running_attendance"),
    of_sessions("running_event", where=in_session(event_id=lambda mine: mine.session.live.pk)),
    of_sessions(
        "running_event",
        "POST",
        where=in_session(event_id=lambda mine: mine.session.live.pk),
        data=lambda mine: {f"state-{mine.session.participation.pk}": "present"},
    ),
    of_sessions("running_marks"),
    of_sessions("running_module", where=in_session(module_id=lambda mine: mine.session.oral.pk)),
    of_sessions(
        "running_module",
        "POST",
        where=in_session(module_id=lambda mine: mine.session.oral.pk),
        data=lambda mine: {f"{name}-{mine.session.participation.pk}": value for name, value in MARK.items()},
    ),
    # --- a session that closes ----------------------------------------------------------------------
    of_sessions("closing"),
    *(
        of_sessions("closing_step", "POST", data=lambda _mine, step=step: {"step": step}, note=step)
        for step in ("freeze", "thaw", "propose", "take_back", "confirm", "award", "close")
    ),
    of_participants("closing_participant"),
    of_participants("closing_participant", "POST", data=lambda _mine: {"award": "pass", "reason": "Ill"}),
    of_participants("closing_revoke"),
    of_participants("closing_revoke", "POST", data=lambda _mine: {"reason": "Another's work"}),
    of_sessions("closing_satisfaction"),
    of_session_reports("session_report"),
    of_session_reports(
        "session_report_file", where=lambda mine: in_report(mine) | {"form": "xlsx"}, note="a workbook"
    ),
    of_session_reports(
        "session_report_file", where=lambda mine: in_report(mine) | {"form": "pdf"}, note="a PDF"
    ),
    Row("programmes", "cohort_public", "R"),
    Row("programme", "cohort_public", "R", where=in_report),
    own_session("own_session"),
    own_session("own_session_calendar"),
    own_session("session_feedback"),
    own_session("session_feedback", "POST"),
    # --- own applications ---------------------------------------------------------------------------
    Row("applications", "call", "R", reach="o"),
    own_call("application_new"),
    own_call("application_new", "POST"),
    own_application("application"),
    own_application("application_change"),
    own_application("application_change", "POST"),
    own_application("application_send", "POST"),
    own_application("application_withdraw"),
    own_application("application_withdraw", "POST"),
    own_application("application_accept"),
    own_application("application_accept", "POST"),
    own_application("application_decline"),
    own_application("application_decline", "POST"),
    own_application("application_documents", "POST"),
    own_application("application_document", document=lambda mine: mine.called.document.pk),
    # --- calls and selections -----------------------------------------------------------------------
    of_calls("calls", where=nothing, standings=(OWN,)),
    of_calls("call_new", where=lambda mine: {"session": mine.session.later.pk}),
    of_calls("call_new", "POST", where=lambda mine: {"session": mine.session.later.pk}, data=a_call),
    of_calls("call"),
    of_calls("call_export", "POST"),
    of_calls("call_shortlist_many", "POST", data=lambda _mine: {"who": "all"}),
    of_calls("call_change"),
    of_calls("call_change", "POST", data=a_call),
    of_calls("call_selection"),
    of_calls("call_publish"),
    of_calls("call_publish", "POST", data=the_results),
    of_calls("call_results"),
    of_calls("call_document", where=in_call(key=lambda mine: mine.called.document.pk)),
    of_candidates("call_candidate"),
    of_candidates("call_by_hand", "POST", data=lambda _mine: {"by_hand": "out", "reason": "Ill", "seen": 1}),
    of_candidates("call_shortlist", "POST"),
    of_candidates("call_reserve", "POST", data=lambda _mine: {"reason": "Ill", "seen": 1}),
    of_candidates("call_answer", "POST", data=lambda _mine: {"answer": "accept"}),
    of_trainers("calls_scoring", where=nothing),
    of_trainers("calls_scoring_call"),
    of_trainers("call_score", where=a_candidate_elsewhere),
    of_trainers("call_score", "POST", where=a_candidate_elsewhere, data=lambda _mine: {"points": "50"}),
    of_trainers("call_score_document", where=in_call(key=lambda mine: mine.called.their_document.pk)),
    # --- who is at risk -----------------------------------------------------------------------------
    of_tutored_runs("run_risk"),
    of_tutored_runs("run_risk_export", "POST", data=lambda _mine: {"form": "csv"}),
    Row("tutoring_people", "grade", "CP", reach="c*"),
    Row("tutoring_session", "grade", "C", where=in_session(), reach="c", desk_of=Role.TUTOR),
    Row(
        "tutoring_contact",
        "grade",
        "CP",
        "POST",
        where=lambda mine: {"run_id": mine.tutored.run.pk},
        data=lambda mine: {"row": mine.tutored.enrolment.pk},
        standings=ALL,
        reach="c*",
    ),
    workspace("R", "coordination_tutored", object="submission"),
    workspace(
        "R",
        "coordination_tutored_run",
        object="submission",
        where=in_workspace(run_id=lambda mine: mine.tutored.run.pk),
    ),
    # --- marking without a line ---------------------------------------------------------------------
    Row("tutoring_pack", "marking_pack", "L", reach="o"),
    Row("tutoring_pack_make", "marking_pack", "C", "POST", reach="o"),
    Row("tutoring_pack_send", "marking_pack", "C", "POST", data=marks_to_send, reach="o"),
    of_packs("R", "tutoring_pack_upload"),
    of_packs("U", "tutoring_pack_confirm", "POST"),
    of_packs("U", "tutoring_pack_again", "POST"),
    of_packs("U", "tutoring_pack_cancel", "POST"),
    of_packs("X", "tutoring_pack_corrected", kind="xlsx"),
    # --- conversations of participants and tutors -------------------------------------------------
    Row("threads", "advice", "L"),
    of_threads("thread", "R"),
    of_threads("thread", "C", "POST", data=lambda _mine: {"text": "Until when?", "token": "2"}),
    of_threads("thread_read", "R", "POST"),
    # --- gradebooks ---------------------------------------------------------------------------------
    of_gradebooks(""),
    of_gradebooks("_export", form=lambda _mine: "csv"),
    of_gradebooks("_person", who=graded),
    of_gradebooks("_item", column=its_column),
    of_gradebooks("_item", "POST", column=by_hand),
    of_gradebooks("_cell", column=its_column, who=graded),
    of_gradebooks(
        "_cell",
        "POST",
        column=its_column,
        who=graded,
        data=lambda _mine: {
            "step": "override",
            "override-seen": "1",
            "override-points": "3",
            "override-reason": "Heard orally",
        },
    ),
    Row("gradebook_arrange", "grade", "P", where=in_gradebook(), standings=OTHERS, reach="*"),
    Row(
        "gradebook_arrange",
        "grade",
        "P",
        "POST",
        where=in_gradebook(),
        data=saved_arrangement,
        standings=OTHERS,
        reach="*",
    ),
    of_tutors_gradebooks(""),
    of_tutors_gradebooks("_export", form=lambda _mine: "xlsx"),
    of_tutors_gradebooks("_person", who=her_participants_code),
    of_tutors_gradebooks("_item", column=its_column),
    of_tutors_gradebooks("_item", "POST", column=by_hand),
    of_tutors_gradebooks("_cell", column=its_column, who=her_participants_code),
    of_tutors_gradebooks(
        "_cell",
        "POST",
        column=by_hand,
        who=her_participant,
        data=lambda _mine: {"step": "record", "record-seen": "0", "record-points": "3"},
    ),
    # --- work of one's own ---------------------------------------------------------------------------
    Row("work", "submission", "R"),
    of_own_work("work_desk", "R"),
    of_own_work(
        "work_desk", "U", "POST", data=lambda _mine: {"text": "My words", "base": "0", "sequence": "0"}
    ),
    of_own_work("work_draft", "U", "POST", data=a_draft_of_work, is_json=True, anonymous=401),
    of_own_work("work_file_add", "U", "POST", data=a_picture, anonymous=401),
    of_own_work("work_hand_in", "R"),
    of_own_work("work_hand_in", "U", "POST", data=what_she_saw),
    of_own_work("work_receipt", "R", where=what_is_handed_in),
    of_own_work("work_feedback", "R", where=what_is_handed_in),
    of_own_work("work_file", "R", where=a_file_of_work),
    of_own_work("work_page", "R", where=lambda mine: a_file_of_work(mine) | {"number": 1, "width": 640}),
    Row("own_grades", "grade", "R"),
    Row("own_grades_run", "grade", "R", where=in_gradebook(), standings=ALL, reach="o"),
    # --- cohorts and course runs ------------------------------------------------------------------
    of_cohorts("coordination_cohorts", where=in_workspace()),
    of_cohorts("coordination_cohort_new", where=in_workspace()),
    of_cohorts("coordination_cohort_new", "POST", where=in_workspace()),
    of_cohorts("coordination_cohort"),
    of_cohorts("coordination_cohort_edit"),
    of_cohorts("coordination_cohort_edit", "POST", data=lambda mine: what_it_is(mine) | {"seen": "1"}),
    of_cohorts("coordination_cohort_add", "POST"),
    of_cohorts("coordination_cohort_remove", "POST", data=lambda mine: {"person": mine.person.pk}),
    of_cohorts("coordination_cohort_close"),
    of_cohorts("coordination_cohort_close", "POST"),
    of_cohorts("coordination_cohort_reopen", "POST"),
    of_cohorts("coordination_cohort_clone"),
    of_cohorts("coordination_cohort_clone", "POST", data=lambda _mine: {"name": "Next", "days": "364"}),
    of_drafts("coordination_cohort_who"),
    of_drafts("coordination_cohort_who_add", "POST", data=lambda mine: {"person": mine.person.pk}),
    of_drafts("coordination_cohort_who_paste", "POST", data=lambda mine: {"text": mine.person.email}),
    of_drafts("coordination_cohort_chosen"),
    of_drafts("coordination_cohort_chosen", "POST", data=lambda mine: {"person": mine.person.pk}),
    of_drafts("coordination_cohort_what"),
    of_drafts("coordination_cohort_what", "POST", data=what_it_is),
    of_drafts("coordination_cohort_review"),
    of_drafts("coordination_cohort_review", "POST"),
    of_drafts("coordination_cohort_draft_delete", "POST"),
    # --- files of officers -----------------------------------------------------------------------
    of_imports("R", "coordination_imports", standings=(OWN,)),
    of_imports("C", "coordination_import_new", standings=(OWN,)),
    of_imports("C", "coordination_import_new", "POST", standings=(OWN,)),
    of_imports(
        "C",
        "coordination_import_template",
        where=in_workspace(kind=lambda _mine: "csv"),
        standings=(OWN,),
    ),
    of_one_import("R", "coordination_import"),
    of_one_import("C", "coordination_import_confirm", "POST"),
    of_one_import("C", "coordination_import_again", "POST"),
    of_one_import("C", "coordination_import_cancel", "POST"),
    of_one_import("X", "coordination_import_corrected", kind="csv"),
    of_one_import("X", "coordination_import_report", kind="csv"),
    # --- nominations of an administration --------------------------------------------------------
    workspace("L", "coordination_nominations", object="call"),
    of_imports("R", "coordination_nominations_files", standings=(OWN,)),
    of_nominations("L", "coordination_call"),
    of_nominations("C", "coordination_nominate"),
    of_nominations("C", "coordination_nominate", "POST", data=lambda mine: {"person": mine.person.pk}),
    of_nominations("U", "coordination_rank", "POST"),
    of_nominations("U", "coordination_endorse_drafts"),
    of_nominations("U", "coordination_endorse_drafts", "POST"),
    of_nominations("C", "coordination_nominations_file"),
    of_nominations("C", "coordination_nominations_file", "POST"),
    of_nominations("C", "coordination_nominations_template", kind=lambda _mine: "csv"),
    of_lists_of_nominations("R", "coordination_nominations_plan"),
    of_lists_of_nominations("C", "coordination_nominations_confirm", "POST"),
    of_one_nomination("R", "coordination_nomination"),
    of_one_nomination("U", "coordination_nomination_change"),
    of_one_nomination("U", "coordination_nomination_change", "POST"),
    of_one_nomination("U", "coordination_nomination_endorse"),
    of_one_nomination("U", "coordination_nomination_endorse", "POST"),
    of_one_nomination("U", "coordination_nomination_return"),
    of_one_nomination("U", "coordination_nomination_return", "POST", data=lambda _mine: {"reason": "Ill"}),
    of_one_nomination("D", "coordination_nomination_withdraw"),
    of_one_nomination("D", "coordination_nomination_withdraw", "POST"),
    of_one_nomination("U", "coordination_nomination_accept"),
    of_one_nomination("U", "coordination_nomination_accept", "POST"),
    of_one_nomination("D", "coordination_nomination_decline"),
    of_one_nomination("D", "coordination_nomination_decline", "POST"),
    of_one_nomination("U", "coordination_nomination_documents", "POST"),
    of_one_nomination("R", "coordination_nomination_document", document=lambda mine: mine.called.document.pk),
    of_runs("runs"),
    of_runs("run_new"),
    of_runs("run_new", "POST", data=lambda mine: {"name": "Spring", "course": mine.made.course.pk}),
    of_runs("run", where=a_run, standings=OTHERS),
    of_runs("run", "POST", where=a_run, standings=OTHERS, data=lambda _mine: {"name": "Spring"}),
    of_runs("run_close", "POST", where=a_run, standings=OTHERS),
    Row(
        "place_give_up",
        "enrolment",
        "D",
        "POST",
        where=lambda mine: {"pk": mine.travels.place.pk},
        standings=ALL,
        reach="o",
    ),
    Row("membership_answer", "registration", "U", "POST", data=lambda _mine: {"answer": "Border post 3"}),
    Row("membership_withdraw", "registration", "U", "POST"),
    Row("invitation", "course_public", "R", where=an_invitation, note="whoever holds the letter"),
    Row(
        "invitation",
        "course_public",
        "R",
        "POST",
        where=an_invitation,
        data=lambda _mine: {
            "printed_name": "Amal Haddad",
            "preferred_language": "en",
            "password1": "a quiet harbour at dawn",
        },
        note="whoever holds the letter",
    ),
]

# Routes that libraries bring: what is true of all of them is tested by beginning of address.
PREFIXES = {
    "admin/": "Wagtail's back office: test_back_office.py",
    "en/accounts/": "allauth's pages on the own account: test_accounts.py",
    "documents/": "files of lessons, for who may read one that uses them: test_files.py",
    "private/": "the door of what an author made private: test_files.py",
    "media/": "pictures of pages: test_files.py",
}


@dataclass(frozen=True)
class Route:
    """A route of the URLConf: its whole pattern, its name with namespaces, and the view behind it."""

    pattern: str
    name: str
    view: Callable | None = None

    @property
    def prefix(self) -> str | None:
        return next((prefix for prefix in PREFIXES if self.pattern.startswith(prefix)), None)


@cache
def routes() -> tuple[Route, ...]:
    """Every route there is."""
    with override("en"):
        return tuple(_walk(get_resolver(), "", ()))


def _walk(resolver, before: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, pattern, (*spaces, *filter(None, [entry.namespace])))
        else:
            yield Route(pattern, ":".join([*spaces, entry.name or ""]), entry.callback)

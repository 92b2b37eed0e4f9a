"""One change to many questions at once: what changes, what it was before, and a line in each history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy as _
from taggit.models import Tag
from wagtail.log_actions import LogFormatter

from courses.catalogue.api import Subject

from ..drawing import choice_facts
from ..kinds import kind_of
from ..models import Question, QuestionStatus, TaggedQuestion
from ..noting import note
from .question_list import tags_of

ACTION = "quizzes.bulk"


@dataclass(frozen=True)
class Changed:
    """What a change did: ``before`` is question → what it had, of those that changed; ``refused`` is how
    many lack what a reviewed question needs."""

    before: dict[Question, str]
    refused: int = 0

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What they had, with how many had it; the most frequent first."""
        return Counter(self.before.values()).most_common()


def set_status(questions: Iterable[Question], status: str) -> Changed:
    """Give questions a status; one that lacks what its kind asks for is not made reviewed. Two queries."""
    others = [item for item in questions if item.status != status]
    refused = set(_faulty(others)) if status == QuestionStatus.REVIEWED else set()
    changed = [item for item in others if item not in refused]
    Question.objects.filter(pk__in=[item.pk for item in changed]).update(status=status)
    return Changed({item: str(item.get_status_display()) for item in changed}, len(refused))


def _faulty(questions: list[Question]) -> list[Question]:
    choices = choice_facts(question__in=questions)
    found = []
    for item in questions:
        facts = choices[str(item.pk)]
        right = [choice.code for choice in facts if choice.is_right]
        if kind_of(item.kind).fault([choice.code for choice in facts], right, item.definition):
            found.append(item)
    return found


def set_difficulty(questions: Iterable[Question], difficulty: int) -> Changed:
    """Give questions a difficulty. One query."""
    changed = [item for item in questions if item.difficulty != difficulty]
    Question.objects.filter(pk__in=[item.pk for item in changed]).update(difficulty=difficulty)
    return Changed({item: str(item.get_difficulty_display()) for item in changed})


def set_subjects(questions: Iterable[Question], subjects: Iterable[Subject]) -> Changed:
    """Give questions these subjects and no others. Four queries."""
    wanted = {subject.pk for subject in subjects}
    through = Question.subjects.through
    found = {item: {} for item in questions}
    by_id = {item.pk: item for item in found}
    rows = through.objects.filter(question__in=by_id)
    for pk, subject, code in rows.values_list("question", "subject", "subject__code"):
        found[by_id[pk]][subject] = code
    changed = {item: ", ".join(sorted(had.values())) for item, had in found.items() if set(had) != wanted}
    through.objects.filter(question__in=changed).delete()
    through.objects.bulk_create(
        through(question_id=item.pk, subject_id=subject) for item in changed for subject in sorted(wanted)
    )
    return Changed(changed)


def add_tags(questions: Iterable[Question], names: Iterable[str]) -> Changed:
    """Put tags on questions that do not bear them yet. Four queries, and some for each tag that is new."""
    names = {name.casefold(): name for name in names}
    known = _known(names)
    tags = [known.get(folded) or Tag.objects.get_or_create(name=name)[0] for folded, name in names.items()]
    by_id = {item.pk: item for item in questions}
    borne = set(_borne(by_id).values_list("content_object", "tag"))
    missing = [(pk, tag) for pk in by_id for tag in tags if (pk, tag.pk) not in borne]
    before = tags_of(by_id.values())
    TaggedQuestion.objects.bulk_create(
        TaggedQuestion(content_object=by_id[pk], tag=tag) for pk, tag in missing
    )
    return Changed({by_id[pk]: before.get(pk, "") for pk in dict.fromkeys(pk for pk, _tag in missing)})


def remove_tags(questions: Iterable[Question], names: Iterable[str]) -> Changed:
    """Take tags off questions. Three queries."""
    by_id = {item.pk: item for item in questions}
    before = tags_of(by_id.values())
    gone = _borne(by_id).filter(tag__in=_known(names).values())
    changed = sorted(set(gone.values_list("content_object", flat=True)))
    gone.delete()
    return Changed({by_id[pk]: before[pk] for pk in changed})


def _known(names: Iterable[str]) -> dict[str, Tag]:
    """Folded name → the tag called so, whatever its capital letters. One query."""
    wanted = {name.casefold() for name in names}
    found = {tag.name.casefold(): tag for tag in Tag.objects.order_by("-pk")}
    return {name: tag for name, tag in found.items() if name in wanted}


def _borne(by_id):
    return TaggedQuestion.objects.filter(content_object__in=by_id)


def register(actions) -> None:
    """Let histories say what a change to many did to this one."""

    @actions.register_action(ACTION)
    class BulkFormatter(LogFormatter):
        label = _("Change many questions")

        def format_message(self, log_entry):
            data = {"before": "–", "now": "–", "what": "", **log_entry.data}
            return gettext("%(what)s: %(now)s. Before: %(before)s.") % data


def record(changed: Changed, *, user, what: str, now: str) -> None:
    """A line in the history of each question that changed: what, what it was, what it is. Two queries."""
    said = {item: {"what": what, "before": before, "now": now} for item, before in changed.before.items()}
    note(said, action=ACTION, user=user)

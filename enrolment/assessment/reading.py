"""Reading what a browser sends: the JSON of one answer, and the form with all of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clikc.foundation.bodies import Unreadable, read_object
from courses.quizzes import api as quizzes

# The longest essay is 20,000 characters; JSON may write each as six bytes (``\u1234``).
LARGEST_BODY = 125_000
COUNT = re.compile("[0-9]{1,16}")


@dataclass(frozen=True)
class SentAnswer:
    """One answer as the browser sends it. The answer itself is judged by its question's kind."""

    question: str
    answer: object
    sequence: object


def read_answer(request) -> SentAnswer:
    """The JSON ``{"question", "answer", "sequence"}`` of a request. Raises Unreadable."""
    sent = read_object(request, largest=LARGEST_BODY)
    if not isinstance(sent.get("question"), str):
        raise Unreadable
    return SentAnswer(question=sent["question"], answer=sent.get("answer"), sequence=sent.get("sequence"))


def changed_answers(form, paper: Sequence[Mapping]) -> dict[str, list[str]]:
    """Question id → the answer in a sent form, only where the reader changed what the page showed.

    The form says in ``shown-<id>`` what was chosen when the page was made, or what the server has
    acknowledged since. So a page that stood open in a second tab does not take back what was answered
    in the first. A question that the form does not have stays as it is.
    """
    changed = {}
    for item in paper:
        kind, question = quizzes.kind_of(item["kind"]), item["question"]
        shown = form.get(f"shown-{question}")
        given = kind.from_form(form, f"answer-{question}", item["choices"])
        is_same = shown is not None and kind.shown_as(given) == shown
        if not is_same and (given or shown is not None):
            changed[question] = given
    return changed


def known_sequences(form, questions: Iterable[str]) -> dict[str, int]:
    """Question id → the count its script gave to the change, in ``sequence-<id>``; without one, nothing.

    What is no count comes back as -1, which no attempt takes.
    """
    sent = {question: form.get(f"sequence-{question}", "") for question in questions}
    return {question: int(text) if COUNT.fullmatch(text) else -1 for question, text in sent.items() if text}


def shown_on(paper: Sequence[Mapping], question: str, answer: Sequence[str]) -> str:
    """An answer to a question of this paper as one text: the form sends it back to say what was seen."""
    item = next(item for item in paper if item["question"] == question)
    return quizzes.kind_of(item["kind"]).shown_as(answer)

"""Papers that were drawn before versions existed name the version that is their questions' content now;
attempts take the pass mark of their quiz."""

import json
from hashlib import sha256

from django.db import migrations

LANGUAGES = ("en", "fr", "es", "ar", "am", "pt", "ru")


def to_versions(apps, schema_editor):
    attempts = apps.get_model("assessment", "Attempt").objects
    versions: dict[str, int | None] = {}
    for attempt in attempts.select_related("quiz__activity__course").iterator(chunk_size=500):
        for item in attempt.paper:
            question = item["question"]
            if question not in versions:
                versions[question] = _frozen(apps, question)
            item["version"] = versions[question]
        attempt.paper = [item for item in attempt.paper if item["version"] is not None]
        own = attempt.quiz.own_pass_mark
        attempt.pass_mark = attempt.quiz.activity.course.pass_mark if own is None else own
        attempt.save(update_fields=["paper", "pass_mark"])


def from_versions(apps, schema_editor):
    for attempt in apps.get_model("assessment", "Attempt").objects.iterator(chunk_size=500):
        attempt.paper = [{k: v for k, v in item.items() if k != "version"} for item in attempt.paper]
        attempt.save(update_fields=["paper"])


def _frozen(apps, question_id) -> int | None:
    """The id of the version that is the question's content now; None where the question is gone."""
    question = apps.get_model("quizzes", "Question").objects.filter(pk=question_id).first()
    if question is None:
        return None
    content = {
        "kind": question.kind,
        "text": _words(question, "text"),
        "explanation": _words(question, "explanation"),
        "picture_alt": _words(question, "picture_alt"),
        "definition": question.definition,
        "choices": [
            {
                "id": str(choice.pk),
                "code": choice.code,
                "right": choice.is_right,
                "text": _words(choice, "text"),
            }
            for choice in question.choices.order_by("position", "code")
        ],
    }
    text = json.dumps([content, question.picture_id], sort_keys=True, ensure_ascii=False)
    versions = apps.get_model("quizzes", "QuestionVersion").objects
    version, _is_new = versions.get_or_create(
        question=question,
        digest=sha256(text.encode()).hexdigest(),
        defaults={"content": content, "picture_id": question.picture_id},
    )
    return version.pk


def _words(record, field: str) -> dict[str, str]:
    found = {language: getattr(record, f"{field}_{language}", None) for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0002_deadlines_marks_regrades"),
        ("quizzes", "0009_drop_bank_of_quizzes"),
    ]

    operations = [migrations.RunPython(to_versions, from_versions)]

"""Answers marked so far name the version of their last re-grading, or else that on their paper."""

from django.db import migrations

CHUNK = 500


def name_versions(apps, schema_editor):
    responses = apps.get_model("assessment", "Response").objects
    regraded = _regraded(apps)
    answers = responses.filter(attempt__submitted_at__isnull=False) | responses.filter(
        checked_at__isnull=False
    )
    changed = []
    for response in answers.select_related("attempt").iterator(chunk_size=CHUNK):
        on_paper = {item["question"]: item["version"] for item in response.attempt.paper}
        response.marked_version_id = regraded.get(
            (response.attempt_id, response.question_id), on_paper.get(str(response.question_id))
        )
        changed.append(response)
    responses.bulk_update(changed, ["marked_version"], batch_size=CHUNK)


def _regraded(apps) -> dict:
    """(Attempt, question) → the version by which it was re-graded last."""
    rows = apps.get_model("assessment", "RegradedAttempt").objects.order_by("regrade__made_at", "pk")
    columns = rows.values_list("attempt", "regrade__question", "regrade__version")
    return {(attempt, question): version for attempt, question, version in columns}


class Migration(migrations.Migration):
    dependencies = [("assessment", "0006_versions_that_marked")]

    operations = [migrations.RunPython(name_versions, migrations.RunPython.noop)]

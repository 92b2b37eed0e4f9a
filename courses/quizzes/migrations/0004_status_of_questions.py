"""What was retired stays retired; everything else was being asked, so it counts as reviewed."""

from django.db import migrations


def to_status(apps, schema_editor):
    questions = apps.get_model("quizzes", "Question").objects
    questions.filter(is_retired=True).update(status="retired")
    questions.filter(is_retired=False).update(status="reviewed")


def to_flag(apps, schema_editor):
    apps.get_model("quizzes", "Question").objects.exclude(status="reviewed").update(is_retired=True)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0003_facts_of_the_bank")]

    operations = [migrations.RunPython(to_status, to_flag)]

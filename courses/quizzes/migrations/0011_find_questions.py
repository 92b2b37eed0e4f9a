"""Questions that were there before are found as well."""

from django.db import migrations

from courses.quizzes.searching import search_words


def write_search_words(apps, schema_editor):
    Question = apps.get_model("quizzes", "Question")
    for question in Question.objects.iterator():
        Question.objects.filter(pk=question.pk).update(search_words=search_words(question))


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0010_search_words_of_questions")]

    operations = [migrations.RunPython(write_search_words, migrations.RunPython.noop)]

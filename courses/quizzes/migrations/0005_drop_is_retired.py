"""The status says it now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0004_status_of_questions"),
    ]

    operations = [
        migrations.RemoveField(
            model_name='question',
            name='is_retired',
        ),
    ]

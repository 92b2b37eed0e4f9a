"""The slots say it now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0008_slots_of_quizzes"),
    ]

    operations = [
        migrations.RemoveField(
            model_name='quiz',
            name='bank',
        ),
        migrations.RemoveField(
            model_name='quiz',
            name='draw',
        ),
        migrations.RemoveField(
            model_name='quiz',
            name='pass_mark',
        ),
    ]

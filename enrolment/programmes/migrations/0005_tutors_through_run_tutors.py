from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("programmes", "0004_tutors_become_run_tutors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(model_name="courserun", name="tutors"),
        migrations.AddField(
            model_name="courserun",
            name="tutors",
            field=models.ManyToManyField(
                blank=True,
                related_name="tutors_runs",
                through="programmes.RunTutor",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]

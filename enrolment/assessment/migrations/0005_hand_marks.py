"""Every mark that a person gives is kept, so that it can be corrected; those given before are the first."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

AT_ONCE = 500


def keep_marks(apps, schema_editor):
    marks = apps.get_model("assessment", "HandMark").objects
    marked = apps.get_model("assessment", "Response").objects.filter(marked_at__isnull=False)
    found = marked.exclude(fraction=None).order_by("marked_at", "pk")
    columns = found.values_list("pk", "fraction", "comment", "marked_at", "marked_by")
    rows = [
        marks.model(response_id=pk, fraction=fraction, comment=comment, at=at, by_id=by)
        for pk, fraction, comment, at, by in columns.iterator(AT_ONCE)
    ]
    marks.bulk_create(rows, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("assessment", "0004_releases_and_spared"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fraction", models.DecimalField(decimal_places=4, max_digits=5)),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="marked")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hand_marks",
                        to="assessment.response",
                    ),
                ),
            ],
            options={
                "verbose_name": "score given by a person",
                "verbose_name_plural": "scores given by a person",
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(keep_marks, migrations.RunPython.noop),
    ]

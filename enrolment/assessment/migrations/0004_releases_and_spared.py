"""Who released an exam; a corrected key may be applied again to attempts that were handed in since."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def one_for_each_version(apps, schema_editor):
    """On the site of before, a version was re-graded once: later re-gradings join the first of theirs."""
    regrades = apps.get_model("assessment", "Regrade").objects
    changes = apps.get_model("assessment", "RegradedAttempt").objects
    first: dict[int, int] = {}
    for pk, version in regrades.order_by("made_at", "pk").values_list("pk", "version"):
        kept = first.setdefault(version, pk)
        if kept != pk:
            known = changes.filter(regrade=kept).values("attempt")
            changes.filter(regrade=pk).exclude(attempt__in=known).update(regrade=kept)
            changes.filter(regrade=pk).delete()
            regrades.filter(pk=pk).delete()
    if schema_editor.connection.vendor == "postgresql":
        # Its tables are altered next, which rows that wait to be checked would not allow.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("assessment", "0003_versions_on_papers"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="told_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="marker",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="regrade",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="regrades",
                to="quizzes.questionversion",
            ),
        ),
        # On the way back this comes before the version is unique again.
        migrations.RunPython(migrations.RunPython.noop, one_for_each_version),
        migrations.AddField(
            model_name="regrade",
            name="digest",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="regrade",
            name="spared",
            field=models.ManyToManyField(related_name="+", to="assessment.attempt"),
        ),
        migrations.AddConstraint(
            model_name="regrade",
            constraint=models.UniqueConstraint(
                fields=("version", "digest"), name="assessment_preview_confirmed_once"
            ),
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="released")),
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
                    "quiz",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="release",
                        to="quizzes.quiz",
                    ),
                ),
            ],
            options={
                "verbose_name": "release of results",
                "verbose_name_plural": "releases of results",
            },
        ),
    ]

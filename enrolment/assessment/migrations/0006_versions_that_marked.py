"""Scores are kept to four decimals; an answer says which version of its question marked it last."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0005_hand_marks"),
        ("quizzes", "0009_drop_bank_of_quizzes"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="marked_version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="quizzes.questionversion",
            ),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="score",
            field=models.DecimalField(decimal_places=4, max_digits=9, null=True, verbose_name="score"),
        ),
        migrations.AlterField(
            model_name="regradedattempt",
            name="score_after",
            field=models.DecimalField(decimal_places=4, max_digits=9),
        ),
        migrations.AlterField(
            model_name="regradedattempt",
            name="score_before",
            field=models.DecimalField(decimal_places=4, max_digits=9),
        ),
    ]

"""A question as it was asked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0005_drop_is_retired"),
    ]

    operations = [
        migrations.CreateModel(
            name='QuestionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('content', models.JSONField()),
                ('first_asked_at', models.DateTimeField(auto_now_add=True, verbose_name='first asked')),
            ],
            options={
                'verbose_name': 'version of a question',
                'verbose_name_plural': 'versions of questions',
                'ordering': ['question', 'first_asked_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='questionversion',
            name='picture',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailimages.image'),
        ),
        migrations.AddField(
            model_name='questionversion',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='quizzes.question'),
        ),
        migrations.AddConstraint(
            model_name='questionversion',
            constraint=models.UniqueConstraint(fields=('question', 'digest'), name='quizzes_version_once'),
        ),
    ]

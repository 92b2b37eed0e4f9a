"""Slots say what a quiz asks; settings say when, how often, and what counts."""

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0006_versions_of_questions"),
    ]

    operations = [
        # So that on the way back it can be empty until its slots have given it one.
        migrations.AlterField(
            model_name="quiz",
            name="bank",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quizzes",
                to="quizzes.questionbank",
            ),
        ),
        migrations.CreateModel(
            name='QuizSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('draw', models.PositiveSmallIntegerField(default=0, help_text='0: all that fit', verbose_name='questions drawn')),
                ('tags', models.CharField(blank=True, help_text='Separated by commas.', max_length=300, verbose_name='with all of these tags')),
                ('difficulty', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Easy'), (2, 'Medium'), (3, 'Hard')], null=True, verbose_name='difficulty')),
            ],
            options={
                'verbose_name': 'place in a quiz',
                'verbose_name_plural': 'places in a quiz',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='quiz',
            name='closes_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='closes'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='cool_down',
            field=models.PositiveIntegerField(default=0, help_text='0: the next attempt may follow at once', verbose_name='minutes between two attempts'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='counts',
            field=models.CharField(choices=[('best', 'The best attempt'), ('last', 'The last attempt'), ('first', 'The first attempt'), ('average', 'The average of all attempts')], default='best', max_length=10, verbose_name='which attempt counts'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='is_sequential',
            field=models.BooleanField(default=False, verbose_name='one question at a time, without a way back'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='mode',
            field=models.CharField(choices=[('test', 'Test: the result at once'), ('practice', 'Practice: feedback after each question'), ('exam', 'Exam: the result once it is released')], default='test', max_length=10, verbose_name='mode'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='opens_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='opens'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='own_pass_mark',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Empty: the pass mark of the course.', null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='pass mark, per cent'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='pretest',
            field=models.ForeignKey(blank=True, help_text='A quiz on the same objectives, sat before the course: the result shows what was gained.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='posttests', to='quizzes.quiz', verbose_name='pre-test'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='released_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='results released'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='review_from',
            field=models.CharField(choices=[('submission', 'As soon as it is handed in'), ('closing', 'Once the quiz has closed for everybody')], default='submission', max_length=12, verbose_name='answers and explanations are shown'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='time_limit',
            field=models.PositiveSmallIntegerField(default=0, help_text='0: no limit', verbose_name='time limit, minutes'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='time_zone',
            field=models.CharField(default='UTC', help_text='The zone in which the opening and closing times were meant.', max_length=64, verbose_name='time zone'),
        ),
        migrations.AddConstraint(
            model_name='quiz',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('closes_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='quizzes_closes_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='quiz',
            constraint=models.CheckConstraint(condition=models.Q(('pretest__isnull', True), models.Q(('pretest', models.F('pk')), _negated=True), _connector='OR'), name='quizzes_pretest_is_another'),
        ),
        migrations.AddField(
            model_name='quizslot',
            name='bank',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='quizzes.questionbank', verbose_name='question bank'),
        ),
        migrations.AddField(
            model_name='quizslot',
            name='question',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='quizzes.question', verbose_name='fixed question'),
        ),
        migrations.AddField(
            model_name='quizslot',
            name='quiz',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='quizzes.quiz'),
        ),
        migrations.AddField(
            model_name='quizslot',
            name='subject',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.subject', verbose_name='subject'),
        ),
        migrations.AddConstraint(
            model_name='quizslot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('bank__isnull', True), ('question__isnull', False)), models.Q(('bank__isnull', False), ('question__isnull', True)), _connector='OR'), name='quizzes_slot_is_fixed_or_drawn'),
        ),
    ]

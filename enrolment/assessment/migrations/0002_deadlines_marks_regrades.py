"""Deadlines, answers that people mark, extensions, and re-grading."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('admissions', '0001_initial'),
        ('assessment', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('quizzes', '0009_drop_bank_of_quizzes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.PositiveSmallIntegerField(default=0, verbose_name='minutes more')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts more')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='closes later, at')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('granted_at', models.DateTimeField(verbose_name='granted')),
            ],
            options={
                'verbose_name': 'extension',
                'verbose_name_plural': 'extensions',
                'ordering': ['granted_at'],
            },
        ),
        migrations.CreateModel(
            name='Marker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('named_at', models.DateTimeField(verbose_name='named')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'marker',
                'verbose_name_plural': 'markers',
                'ordering': ['named_at'],
            },
        ),
        migrations.CreateModel(
            name='Regrade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('spares_losses', models.BooleanField(default=True, verbose_name='nobody loses points')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('made_at', models.DateTimeField(verbose_name='made')),
            ],
            options={
                'verbose_name': 're-grading',
                'verbose_name_plural': 're-gradings',
                'ordering': ['made_at'],
            },
        ),
        migrations.CreateModel(
            name='RegradedAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fraction_before', models.DecimalField(decimal_places=4, max_digits=5)),
                ('fraction_after', models.DecimalField(decimal_places=4, max_digits=5)),
                ('score_before', models.DecimalField(decimal_places=2, max_digits=7)),
                ('score_after', models.DecimalField(decimal_places=2, max_digits=7)),
                ('was_passed', models.BooleanField(null=True)),
                ('is_passed', models.BooleanField(null=True)),
            ],
            options={
                'verbose_name': 're-graded attempt',
                'verbose_name_plural': 're-graded attempts',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='attempt',
            name='deadline_at',
            field=models.DateTimeField(null=True, verbose_name='deadline'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='is_timed_out',
            field=models.BooleanField(default=False, verbose_name='closed at its deadline'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='pass_mark',
            field=models.PositiveSmallIntegerField(default=70, verbose_name='pass mark, per cent'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='place',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='attempt',
            name='waiting',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='answers to be marked'),
        ),
        migrations.AddField(
            model_name='response',
            name='checked_at',
            field=models.DateTimeField(null=True, verbose_name='feedback shown'),
        ),
        migrations.AddField(
            model_name='response',
            name='comment',
            field=models.TextField(blank=True, verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='response',
            name='marked_at',
            field=models.DateTimeField(null=True, verbose_name='marked'),
        ),
        migrations.AddField(
            model_name='response',
            name='marked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='response',
            name='seconds',
            field=models.PositiveIntegerField(null=True, verbose_name='seconds spent'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('submitted_at__isnull', True)), fields=['deadline_at'], name='assessment_due'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('is_timed_out', False), ('deadline_at__isnull', False), _connector='OR'), name='assessment_timed_out_at_a_deadline'),
        ),
        migrations.AddField(
            model_name='extension',
            name='enrolment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quiz_extensions', to='admissions.enrolment'),
        ),
        migrations.AddField(
            model_name='extension',
            name='granted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='extension',
            name='quiz',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='quizzes.quiz'),
        ),
        migrations.AddField(
            model_name='marker',
            name='course',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='markers', to='catalogue.course'),
        ),
        migrations.AddField(
            model_name='marker',
            name='named_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='marker',
            name='tutor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks_courses', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='regrade',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='regrade',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regrades', to='quizzes.question'),
        ),
        migrations.AddField(
            model_name='regrade',
            name='version',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='regrade', to='quizzes.questionversion'),
        ),
        migrations.AddField(
            model_name='regradedattempt',
            name='attempt',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='regradings', to='assessment.attempt'),
        ),
        migrations.AddField(
            model_name='regradedattempt',
            name='regrade',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='assessment.regrade'),
        ),
        migrations.AddIndex(
            model_name='extension',
            index=models.Index(fields=['enrolment', 'quiz', 'granted_at'], name='assessment_granted'),
        ),
        migrations.AddConstraint(
            model_name='marker',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('course', 'tutor'), name='assessment_marker_once'),
        ),
        migrations.AddConstraint(
            model_name='regradedattempt',
            constraint=models.UniqueConstraint(fields=('regrade', 'attempt'), name='assessment_regraded_once'),
        ),
    ]

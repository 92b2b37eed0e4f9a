"""Status, difficulty, subjects, tags and pictures of questions."""

import django.db.models.deletion
import modelcluster.contrib.taggit
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("quizzes", "0002_question_definition"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.CreateModel(
            name='TaggedQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='question',
            name='difficulty',
            field=models.PositiveSmallIntegerField(choices=[(1, 'Easy'), (2, 'Medium'), (3, 'Hard')], default=2, verbose_name='difficulty'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailimages.image', verbose_name='picture'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture_alt',
            field=models.CharField(blank=True, help_text='For who cannot see it. Do not give the answer away.', max_length=500, verbose_name='what the picture shows'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture_alt_am',
            field=models.CharField(blank=True, help_text='For who cannot see it. Do not give the answer away.', max_length=500, null=True, verbose_name='what the picture shows'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture_alt_ar',
            field=models.CharField(blank=True, help_text='For who cannot see it. Do not give the answer away.', max_length=500, null=True, verbose_name='what the picture shows'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture_alt_en',
            field=models.CharField(blank=True, help_text='For who cannot see it. Do not give the answer away.', max_length=500, null=True, verbose_name='what the picture shows'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture_alt_es',
            field=models.CharField(blank=True, help_text='For who cannot see it. Do not give the answer away.', max_length=500, null=True, verbose_name='what the picture shows'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture_alt_fr',
            field=models.CharField(blank=True, help_text='For who cannot see it. Do not give the answer away.', max_length=500, null=True, verbose_name='what the picture shows'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture_alt_pt',
            field=models.CharField(blank=True, help_text='For who cannot see it. Do not give the answer away.', max_length=500, null=True, verbose_name='what the picture shows'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture_alt_ru',
            field=models.CharField(blank=True, help_text='For who cannot see it. Do not give the answer away.', max_length=500, null=True, verbose_name='what the picture shows'),
        ),
        migrations.AddField(
            model_name='question',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('reviewed', 'Reviewed'), ('retired', 'Retired')], default='draft', help_text='Only reviewed questions are asked.', max_length=10, verbose_name='status'),
        ),
        migrations.AddField(
            model_name='question',
            name='subjects',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, to='catalogue.subject', verbose_name='subjects'),
        ),
        migrations.AlterField(
            model_name='question',
            name='kind',
            field=models.CharField(choices=[('single', 'Single choice'), ('multiple', 'Multiple choice'), ('truefalse', 'True or false'), ('matching', 'Matching'), ('ordering', 'Ordering'), ('numerical', 'Number'), ('short', 'Short text'), ('blanks', 'Fill in the blanks'), ('hotspot', 'Places on a picture'), ('essay', 'Short essay')], max_length=16, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='taggedquestion',
            name='content_object',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='quizzes.question'),
        ),
        migrations.AddField(
            model_name='taggedquestion',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_items', to='taggit.tag'),
        ),
        migrations.AddField(
            model_name='question',
            name='tags',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='quizzes.TaggedQuestion', to='taggit.Tag', verbose_name='tags'),
        ),
    ]

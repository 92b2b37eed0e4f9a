from django.db import migrations


def copy(apps, schema_editor):
    run_tutor = apps.get_model("programmes", "RunTutor")
    before = apps.get_model("programmes", "CourseRun").tutors.through
    rows = before.objects.order_by("pk").values_list("courserun", "user")
    run_tutor.objects.bulk_create([run_tutor(run_id=run, tutor_id=tutor) for run, tutor in rows], batch_size=500)


def copy_back(apps, schema_editor):
    run_tutor = apps.get_model("programmes", "RunTutor")
    before = apps.get_model("programmes", "CourseRun").tutors.through
    rows = run_tutor.objects.order_by("pk").values_list("run", "tutor")
    before.objects.bulk_create([before(courserun_id=run, user_id=tutor) for run, tutor in rows], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [("programmes", "0003_run_tutor")]

    operations = [migrations.RunPython(copy, copy_back)]

"""The name of a person as search compares it, beside the name."""

from django.db import migrations, models

import clikc.people.models.user
from clikc.people.names import searchable

BATCH = 1000


def fill(apps, _editor):
    User = apps.get_model("people", "User")
    fields = ("pk", "printed_name", "first_name", "last_name", "search_name")
    batch = []
    for user in User.objects.only(*fields).order_by("pk").iterator(chunk_size=BATCH):
        name = user.printed_name or f"{user.first_name} {user.last_name}"
        user.search_name = searchable(name)
        batch.append(user)
        if len(batch) == BATCH:
            User.objects.bulk_update(batch, ["search_name"])
            batch = []
    User.objects.bulk_update(batch, ["search_name"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_units_appointments_and_record")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="search_name",
            field=clikc.people.models.user.SearchableName(
                blank=True, default="", editable=False, max_length=400
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["administration", "search_name"], name="people_user_by_name"),
        ),
    ]

"""Documents, equipment and skills are found by the search."""

from django.db import migrations

from genba.front.full_text import FullText


class Migration(migrations.Migration):
    dependencies = [("front", "0009_index_shadow_tools"), ("work", "0001_initial")]
    operations = [
        FullText("work_document", "id", ("code", "title", "words")),
        FullText("work_equipment", "id", ("code", "name", "serial", "kind")),
        FullText("work_skill", "id", ("name", "meaning")),
    ]

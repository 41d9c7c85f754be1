"""Value streams, processes and procedures are found by the search."""

from django.db import migrations

from genba.front.full_text import FullText


class Migration(migrations.Migration):
    dependencies = [("front", "0003_backup"), ("work", "0001_initial")]
    operations = [
        FullText("work_valuestream", "id", ("name", "purpose")),
        FullText("work_process", "id", ("name", "purpose")),
        FullText("work_procedure", "id", ("code", "title", "words")),
    ]

"""Shadow tools are found by the search."""

from django.db import migrations

from genba.front.full_text import FullText


class Migration(migrations.Migration):
    dependencies = [("front", "0004_index_how_we_work"), ("work", "0001_initial")]
    operations = [FullText("work_shadowtool", "id", ("sentence", "lacks"))]

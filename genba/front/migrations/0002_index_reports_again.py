"""SQLite lost the triggers of the search when the table of reports was remade."""

from django.db import migrations

from genba.front.full_text import FullText


class Migration(migrations.Migration):
    dependencies = [("front", "0001_initial"), ("listen", "0005_forget_the_old_lookup")]
    operations = [FullText("listen_report", "id", ("text", "outcome"))]

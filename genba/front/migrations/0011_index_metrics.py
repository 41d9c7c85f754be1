"""Metrics are found by the search."""

from django.db import migrations

from genba.front.full_text import FullText


class Migration(migrations.Migration):
    dependencies = [("front", "0010_index_control"), ("understand", "0001_metrics")]
    operations = [FullText("understand_metric", "id", ("name", "definition"))]

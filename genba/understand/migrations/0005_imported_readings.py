from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("understand", "0004_cost_lines"),
    ]

    operations = [
        migrations.AddField("reading", "import_id", models.BigIntegerField(blank=True, null=True)),
        migrations.AddField("reading", "hidden_by_import", models.BigIntegerField(blank=True, null=True)),
        migrations.AddField("reading", "withdrawn_at", models.DateTimeField(blank=True, null=True)),
        migrations.RemoveConstraint("reading", "one_reading_a_moment"),
        migrations.AddConstraint(
            "reading",
            models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("metric", "at"),
                name="one_reading_a_moment",
            ),
        ),
    ]

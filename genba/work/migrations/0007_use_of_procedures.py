import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="UseCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(choices=[("opened", "Opened"), ("run", "Run"), ("printed", "Printed")], max_length=8)),
                ("week", models.DateField()),
                ("times", models.PositiveIntegerField(default=0)),
                (
                    "procedure",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="work.procedure"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["procedure", "what", "week"], name="use_counted_once_a_week")
                ],
            },
        ),
    ]

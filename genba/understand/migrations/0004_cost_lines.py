import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("understand", "0003_counted_months"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CostLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(choices=[("prevention", "Prevention: so that it is right at once"), ("appraisal", "Appraisal: looking whether it is right"), ("internal", "Internal failure: wrong, and found by us"), ("external", "External failure: wrong, and found by the customer")], max_length=10, verbose_name="kind of cost")),
                ("name", models.CharField(max_length=120, verbose_name="what it is for")),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="money in a month")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="where the number is from")),
                ("said_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("metric", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cost_lines", to="understand.metric", verbose_name="metric")),
                ("parent", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="below", to="understand.costline", verbose_name="is part of")),
                ("said_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"ordering": ["name", "pk"]},
        ),
    ]

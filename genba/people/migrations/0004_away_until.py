from django.db import migrations, models


class Migration(migrations.Migration):
    """A person says until which day they are away."""

    dependencies = [("people", "0003_browsers_and_token_scopes")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="away_until",
            field=models.DateField(blank=True, null=True, verbose_name="away until"),
        ),
    ]

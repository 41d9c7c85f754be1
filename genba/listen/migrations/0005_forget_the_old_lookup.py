from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("listen", "0004_close_anonymous_threads")]
    operations = [migrations.RemoveField(model_name="report", name="receipt_lookup")]

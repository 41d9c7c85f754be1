"""Anonymous reports of 0.1 keep their receipts, and their words and conversations go into envelopes.

Before, the database held what Argon2id makes of the receipt. Just this is what HKDF now splits into the lookup and
the key, so every receipt goes on opening its thread. The reports are in the quality system already and count as
admitted. The time until the originals are forgotten begins with this upgrade.
"""

from django.db import migrations
from django.utils import timezone

from genba.listen.models import message as messages
from genba.listen.models import original as originals
from genba.listen.models.report import week_of
from genba.listen.receipt import split


def close_threads(apps, editor):
    Report, Original, Message = (apps.get_model("listen", name) for name in ("Report", "Original", "Message"))
    for report in Report.objects.exclude(receipt_lookup=None).iterator(chunk_size=500):
        keys = split(bytes.fromhex(report.receipt_lookup))
        closed = originals.Original.closed(
            originals.Words(report.text, report.reporter_name),
            week=report.received_on,
            lookup=keys.lookup,
            receipt_key=keys.key,
        )
        original = Original.objects.create(
            week=report.received_on,
            last_week=week_of(timezone.localdate()),
            lookup=closed.lookup,
            key_for_reporter=closed.key_for_reporter,
            key_for_triage=closed.key_for_triage,
            sealed_words=closed.sealed_words,
            kind=report.kind,
            severity=report.severity,
            place=report.place,
            team=report.team,
            language=report.language,
            state="admitted",
            report=report,
        )
        for turn in Message.objects.filter(report=report):
            sealed = messages.envelope.close(turn.text.encode(), closed.content_key, messages.TURN)
            Message.objects.filter(pk=turn.pk).update(report=None, original=original, text="", sealed=sealed)


def open_threads(apps, editor):
    """Nothing to take back: a receipt's lookup cannot be turned into what 0.1 kept of it."""


class Migration(migrations.Migration):
    dependencies = [("listen", "0003_originals")]
    operations = [migrations.RunPython(close_threads, open_threads)]

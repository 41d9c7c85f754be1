"""Notices by mail: at most one digest a day, only when something is new; danger at once."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from genba.front.models import Notification
from genba.front.models.notification import NotificationQuerySet
from genba.front.notices import Notice, in_words
from genba.listen.models import Report
from genba.people.models import Organisation, Person
from genba.trail.letters import send
from genba.trail.subjects import kind_of
from genba.trail.work import job

BETWEEN_DIGESTS = timedelta(hours=23)
MOST_IN_A_MAIL = 20
CANNOT_WAIT = ("danger", "signing_paused", "backup_late")


@job(whole=True)
def send_digests() -> None:
    """Send each person who wants it one mail with what is new since the last one."""
    new = Notification.objects.unread().filter(mailed_at=None)
    for person in Person.objects.filter(pk__in=new.values("person"), wants_mail=True, is_active=True):
        digest.enqueue(person.pk)


@job(whole=True)
def digest(person_id: int) -> None:
    """Send one person's digest, unless they had a mail within the last day."""
    now = timezone.now()
    lately = (now - BETWEEN_DIGESTS, now)  # a mail of a time to come went out before the clock was set back
    if not Notification.objects.filter(person=person_id, mailed_at__range=lately).exists():
        _mail(person_id, Notification.objects.unread().filter(mailed_at=None))


@job(whole=True)
def mail_now(person_id: int) -> None:
    """Send what cannot wait: danger, wrong tries to sign in somebody's name, a missing backup."""
    _mail(person_id, Notification.objects.unread().filter(mailed_at=None, code__in=CANNOT_WAIT))


@job()
def send_letter(person_id: int, keys: list[int]) -> None:
    """Hand over one mail with these notices, without those that were read meanwhile."""
    person = Person.objects.filter(pk=person_id, is_active=True, wants_mail=True).first()
    rows = list(Notification.objects.unread().filter(pk__in=keys, person=person_id))
    if person is None or not rows:
        return
    with translation.override(person.language or settings.LANGUAGE_CODE):
        send(letter(person, in_words(rows, person)))


def _mail(person_id: int, wanted: NotificationQuerySet) -> None:
    person = Person.objects.filter(pk=person_id, is_active=True, wants_mail=True).first()
    if person is None:
        return
    keys = list(wanted.filter(person=person).values_list("pk", flat=True)[:MOST_IN_A_MAIL])
    if not Notification.objects.filter(pk__in=keys, mailed_at=None).update(mailed_at=timezone.now()):
        return
    # The mail itself leaves the house, so it is a job of its own: this one takes effect exactly once.
    send_letter.enqueue(person_id, keys)


def letter(person: Person, notices: list[Notice]) -> EmailMultiAlternatives:
    """The mail with these notices. Words of reports stay in the house, because mails travel."""
    quiet = kind_of(Report)
    context = {
        "organisation": Organisation.objects.first(),
        "person": person,
        "address": settings.GENBA_ADDRESS,
        "lines": [(notice, "" if notice.row.subject_kind == quiet else notice.title) for notice in notices],
        "settings_url": settings.GENBA_ADDRESS + reverse("front:settings"),
        "all_url": settings.GENBA_ADDRESS + reverse("front:notifications"),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
    }
    count = len(notices)
    subject = (
        _("Stop, danger: please look now")
        if any(notice.row.code == "danger" for notice in notices)
        else ngettext("%(n)d thing for you", "%(n)d things for you", count) % {"n": count}
    )
    mail = EmailMultiAlternatives(
        subject=f"{context['organisation']}: {subject}",
        body=render_to_string("front/mail/digest.txt", context),
        to=[person.email],
        headers={"List-Unsubscribe": f"<{context['settings_url']}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("front/mail/digest.html", context), "text/html")
    return mail

"""What the notices say, and why one gets them. A notice keeps codes; the words are made when it is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.front.models import Notification
from genba.people.models import Membership, Person, Team
from genba.people.subjects import Subject, subject_named

SENTENCES: Final[dict[str, str | Promise]] = {
    "assigned": _("You were given this card."),
    "reopened": _("Your card was opened again: it did not help yet."),
    "commented": _("There is a new comment on your card."),
    "late": _("Your card has passed its date."),
    "look_due": _("It is time to look: did it help?"),
    "answered": _("Your report was answered."),
    "passed": _("Your report was passed to the team that looks after this."),
    "told": _("There is news about your report."),
    "wrote_again": _("The reporter wrote again."),
    "danger": _("Somebody says: stop, danger. Please look now."),
    "waiting": _("Reports wait for an answer: {count}. The oldest has waited for {days} days."),
    "asked": _("Somebody asks about a step of your procedure."),
    "question_answered": _("There is an answer to your question about a step."),
    "review_asked": _("A colleague asks you to look before it is done."),
    "review_good": _("A colleague has looked: good."),
    "review_needs_work": _("A colleague has looked: it needs work."),
    "merged_unreviewed": _("A change to code came in and nobody else had looked. What allowed it?"),
    "accepted": _("Your invitation was accepted."),
    "signing_paused": _("Five wrong tries to sign in this name. Signing is paused for five minutes."),
    "document_due": _("It is time to look at this document again: is it still right?"),
    "document_edition": _("There is a newer edition of this. What does it change for us?"),
    "document_waits": _("A version of this document waits for approval."),
    "document_new": _("A new version of this document counts from now on."),
    "copy_back": _("Your copy on paper does not count any more. Please take it in."),
    "equipment_due": _("The calibration of this is due soon."),
    "equipment_late": _("The calibration of this is late. Please do not measure with it."),
    "equipment_out": _("This was found out of tolerance. Look at what was measured with it."),
    "competence_expires": _("This runs out within thirty days."),
    "check_late": _("This check is late. Nobody of the team has run it yet."),
    "backup_late": _("There is no good backup of the last {days} days. If the disk dies now, that is lost."),
    "to_read": _("Please read what is different."),
    "approval_asked": _("A version waits for your signature."),
    "sent_back": _("Your version came back to the draft."),
    "pilot_begun": _("You try a new version until the agreed day."),
    "pilot_due": _("The pilot is over. What was learned?"),
    "review_due": _("It is time to look: is it still right?"),
    "suggestion_taken": _("What you suggested is taken up."),
    "suggestion_declined": _("What you suggested is answered."),
    "sign_raised": _("A warning sign asks you a question."),
}
REASONS: Final[dict[str, str | Promise]] = {
    "owner": _("You get this because the card is yours."),
    "reporter": _("You get this because you sent the report under your name."),
    "lead": _("You get this because you answer for this team."),
    "quality": _("You get this because you look after quality and nobody leads this team yet."),
    "administrator": _("You get this because you look after sign-in."),
    "document_owner": _("You get this because you look after this document."),
    "gets": _("You get this because your team works with this document."),
    "keeper": _("You get this because you look after a copy on paper."),
    "learner": _("You get this because it is about you. Those who answer for your team see it too."),
    "signer": _(
        "You get this because somebody tried to sign as you. If it was not you, tell your administrator."
    ),
    "procedure_owner": _("You get this because the procedure is yours."),
    "colleague": _("You get this because you or your team were asked."),
    "asker": _("You get this because you asked."),
    "inviter": _("You get this because you sent the invitation."),
    "keeps_watch": _("You get this because you look after this instance or after quality."),
    "works_with_it": _("You get this because you work with this procedure."),
    "approver": _("You get this because you may approve it."),
    "author": _("You get this because you wrote it or asked for its approval."),
    "tries_it": _("You get this because you take part in the pilot."),
    "procedure_keeper": _("You get this because you look after this procedure."),
    "suggester": _("You get this because you suggested the change."),
    "metric_owner": _("You get this because the metric is yours."),
    "quality_watch": _("You get this because you look after quality."),
}
ICONS: Final = {
    "danger": "warning",
    "waiting": "inbox",
    "look_due": "search",
    "late": "clock",
    "commented": "comment",
    "answered": "comment",
    "told": "comment",
    "wrote_again": "comment",
    "asked": "question",
    "question_answered": "comment",
    "accepted": "people",
    "signing_paused": "shield",
    "document_due": "clock",
    "document_edition": "information",
    "copy_back": "print",
    "equipment_due": "clock",
    "equipment_late": "warning",
    "equipment_out": "warning",
    "competence_expires": "clock",
    "backup_late": "warning",
    "check_late": "clock",
    "to_read": "procedure",
    "approval_asked": "pencil",
    "sent_back": "undo",
    "pilot_begun": "team",
    "pilot_due": "search",
    "review_due": "search",
    "suggestion_taken": "idea",
    "suggestion_declined": "idea",
    "sign_raised": "question",
}


@dataclass(frozen=True)
class Notice:
    """One notice with its words. Without a title the record may no longer be seen."""

    row: Notification
    sentence: str
    reason: str | Promise
    icon: str
    subject: Subject | None
    title: str
    url: str


def in_words(rows: Iterable[Notification], person: Person) -> list[Notice]:
    """The notices with their words, titles and addresses; one question for each kind of record."""
    rows = list(rows)
    records = _records(rows, person)
    return [_notice(row, records.get((row.subject_kind, row.subject_id))) for row in rows]


def leads_of(team: Team | None) -> list[tuple[Person, str]]:
    """Who answers for a team, with the reason: its leads, those of the next team above, or else quality."""
    numbers = [int(part) for part in team.path.split("/") if part] if team else []
    leads = Membership.objects.filter(
        team__in=numbers,
        role__in=(Membership.Role.LEAD, Membership.Role.PROCESS_OWNER),
        person__is_active=True,
    ).select_related("person")
    by_team: dict[int, list[Person]] = {}
    for membership in leads:
        by_team.setdefault(membership.team_id, []).append(membership.person)
    for number in reversed(numbers):
        if number in by_team:
            return [(person, "lead") for person in by_team[number]]
    return [(person, "quality") for person in Person.objects.filter(Q(is_quality=True), is_active=True)]


def _notice(row: Notification, record: Any) -> Notice:
    subject = subject_named(row.subject_kind)
    seen = subject is not None and record is not None
    return Notice(
        row=row,
        sentence=_sentence(row),
        reason=REASONS.get(row.why, ""),
        icon=ICONS.get(row.code) or (subject.icon if subject else "bell"),
        subject=subject,
        title=subject.title(record) if subject and seen else "",
        url=_address(row, subject, record) if subject and seen else "",
    )


def _sentence(row: Notification) -> str:
    try:
        return str(SENTENCES.get(row.code, row.code)).format_map(row.data)
    except (KeyError, ValueError, IndexError):
        return str(SENTENCES.get(row.code, row.code))


def _address(row: Notification, subject: Subject, record: Any) -> str:
    if row.code == "waiting":
        return f"{reverse('listen:inbox')}?team={row.subject_id}"
    if row.code == "backup_late":
        return reverse("front:backups")
    if row.code == "to_read":
        return reverse("work:read", args=[record.procedure_id, record.number])
    return subject.url(record)


def _records(rows: list[Notification], person: Person) -> dict[tuple[str, str], Any]:
    wanted: dict[str, set[str]] = {}
    for row in rows:
        if row.subject_id.isdecimal():
            wanted.setdefault(row.subject_kind, set()).add(row.subject_id)
    found: dict[tuple[str, str], Any] = {}
    for kind, keys in wanted.items():
        if (subject := subject_named(kind)) is not None:
            for record in subject.visible_to(person).filter(pk__in=keys):
                found[kind, str(record.pk)] = record
    return found

"""What `listen` hangs into the rooms below: its noun, its places in the menu, its actions, its outcomes."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.listen import asking, triage
from genba.listen.forms import AnswerForm, PassOnForm
from genba.listen.inbox import reads_an_inbox, waiting_for
from genba.listen.models import Message, Note, Report
from genba.listen.outcomes import Outcome, register_outcome
from genba.people.access import SIGNED_IN, Need
from genba.people.models import Person
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.registry import MenuEntry, PaletteAction, register_action, register_menu

_HANGS_ITSELF_IN = asking
READS_AN_INBOX = Need("reads_an_inbox", _("Those who answer reports or read them all"), reads_an_inbox)


def _answer_form(report: Report, person: Person, data: Any) -> AnswerForm:
    del report, person
    return AnswerForm(data)


def _answer(report: Report, person: Person, form: AnswerForm) -> None:
    triage.answer(report, words=form.cleaned_data["words"], by=person)


def _pass_on_form(report: Report, person: Person, data: Any) -> PassOnForm:
    del person
    return PassOnForm(data, report=report)


def _pass_on(report: Report, person: Person, form: PassOnForm) -> None:
    triage.pass_on(report, team=form.cleaned_data["team"], words=form.cleaned_data["words"], by=person)


register_outcome(
    Outcome(
        name="answered",
        label=_("Answer"),
        icon="comment",
        help=_("Nothing more has to be done, or you need to ask something first."),
        order=10,
        form=_answer_form,
        act=_answer,
    )
)
register_outcome(
    Outcome(
        name="passed",
        label=_("Pass to another team"),
        icon="arrow-right",
        help=_("Somebody else looks after this. The waiting time keeps running."),
        order=90,
        form=_pass_on_form,
        act=_pass_on,
    )
)

register_subject(
    Subject(
        model=Report,
        label=_("Report"),
        icon="report",
        visible_to=Report.objects.visible_to,
        url=lambda report: reverse("listen:detail", args=[report.pk]),
        title=lambda report: report.title,
        searched=("text", "outcome"),
        note=lambda report: str(report.get_state_display()),
    )
)

register_menu(
    MenuEntry("listen:inbox", _("Inbox"), "inbox", needs=READS_AN_INBOX, order=20, badge=waiting_for)
)
register_menu(MenuEntry("listen:mine", _("My reports"), "comment", needs=SIGNED_IN, order=40))
register_menu(MenuEntry("listen:wall", _("You said, we did"), "check", order=60))
register_action(PaletteAction("listen:report", _("Report something"), "report", keys="r"))
register_action(PaletteAction("listen:inbox", _("Open the inbox"), "inbox", keys="g i", needs=READS_AN_INBOX))
register_action(PaletteAction("listen:mine", _("See my reports"), "comment", keys="g r", needs=SIGNED_IN))

# An export about a person holds nothing that came without a name, not even what was answered to it.
register_tie(
    Tie(
        Report,
        "reporter",
        _("Reports in their name"),
        ("id", "kind", "text", "severity", "place", "team", "received_at", "state", "reporter_name"),
        emptied=("reporter_name",),
    )
)
register_tie(
    Tie(
        Report,
        "answered_by",
        _("Reports they answered"),
        ("id", "answered_at"),
        only=Q(reporter__isnull=False),
    )
)
register_tie(
    Tie(
        Message,
        "by",
        _("What they wrote in conversations about reports"),
        ("id", "report", "text", "written_at"),
        only=Q(report__reporter__isnull=False),
    )
)
register_tie(
    Tie(
        Note,
        "by",
        _("Notes among those who answer reports"),
        ("id", "report", "text", "written_at"),
        only=Q(report__reporter__isnull=False),
    )
)

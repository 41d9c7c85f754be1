"""What the room `improve` asks: its rules with their why, and the optional fields of a card."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from genba.improve.models import Card
from genba.people.models import Person
from genba.ui.rules import Rule, register_rule
from genba.work.asking.fields import Answers, AskedField, AskedForm, answers_in, register_asked
from genba.work.asking.reading import answered, was_read

CARD_FIELDS = ("text", "severity", "due_on", "process")

_CARD, _BOARD = _("Cards"), _("Boards")
register_rule(
    Rule(
        "improve.card.title",
        _CARD,
        _("A card says in one line what it is about"),
        _("On the board one line is all that others see. They decide by it whether they can help."),
    ),
    Rule(
        "improve.card.board",
        _CARD,
        _("A card stands on one board"),
        _("One team moves it. What stands everywhere is moved by nobody."),
    ),
    Rule(
        "improve.card.kind",
        _CARD,
        _("A card says what sort of work it is"),
        _(
            "A trial may fail and still be good; a fault that reached somebody may not. They are read "
            "differently."
        ),
    ),
    Rule(
        "improve.comment.text",
        _CARD,
        _("A comment needs words"),
        _("Whoever joins later reads here what was said, and need not ask again."),
    ),
    Rule(
        "improve.file.file",
        _CARD,
        _("A file or photo is chosen before it is added"),
        _("One photo often says more than a page. It stays with the card, where others find it."),
    ),
    Rule(
        "improve.item.text",
        _CARD,
        _("A step to do needs words"),
        _("Whoever takes over from you should see what comes next without asking."),
    ),
    Rule(
        "improve.check.what",
        _CARD,
        _("Before Done, something is named at which one will see whether it helped"),
        _("Most fixes are believed, not seen. What one can count or look at settles it without a quarrel."),
    ),
    Rule(
        "improve.check.due_on",
        _CARD,
        _("The look has a date after today"),
        _("The change needs time to show. Without a date nobody looks."),
    ),
    Rule(
        "improve.board.name",
        _BOARD,
        _("A board has a name"),
        _("A team may have more than one board. The name tells them apart."),
    ),
    Rule(
        "improve.board.team",
        _BOARD,
        _("A board belongs to a team"),
        _("One team decides there what comes next. Without one nobody would."),
    ),
    Rule(
        "improve.column.name",
        _BOARD,
        _("A column has a name"),
        _("Whoever looks at the board should see at once how far a piece of work has come."),
    ),
    Rule(
        "improve.column.limit",
        _BOARD,
        _("A column may have a limit; more than that warns and never forbids"),
        _("Work that waits helps nobody. A limit shows where it piles up, so that somebody helps to finish."),
    ),
)


def card_answers(since: date, before: date) -> Answers:
    """Of the cards opened in these days, as far as they are filled in today."""
    opened = Card.objects.current().filter(
        import_id=None, created_at__date__gte=since, created_at__date__lt=before
    )
    return answers_in(opened.values(*CARD_FIELDS), CARD_FIELDS)


def card_was_read(card: Card, *, by: Person) -> None:
    """Its page was opened."""
    values = {name: getattr(card, name) for name in ("text", "severity", "due_on")}
    was_read(answered("improve.card", **values, process=card.process_id), by=by, writer=card.made_by_id)


register_asked(
    AskedForm(
        "improve.card",
        _CARD,
        (
            AskedField("text", _("Description")),
            AskedField("severity", _("How bad")),
            AskedField("due_on", _("Due"), kept_because=_("Reminders and what is late hang on it.")),
            AskedField("process", _("Process"), kept_because=_("It stands beside its process.")),
        ),
        card_answers,
    )
)

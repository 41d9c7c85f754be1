"""Why the forms of the room `improve` ask what they must have."""

from django.utils.translation import gettext_lazy as _

from genba.ui.rules import Rule, register_rule

_LOOP = _("The loop of a card")
register_rule(
    Rule(
        "improve.cause.text",
        _LOOP,
        _("A cause needs words"),
        _("It asks what in our system allowed this, never who. Only what is written can be looked into."),
    ),
    Rule(
        "improve.cause.category",
        _LOOP,
        _("A cause says where in our system it lies"),
        _("On the cause map one sees where causes gather. That is where looking pays most."),
    ),
    Rule(
        "improve.experiment.change",
        _LOOP,
        _("A trial says what changes"),
        _("If two things change at once nobody knows which one helped."),
    ),
    Rule(
        "improve.experiment.expectation",
        _LOOP,
        _("A trial says before what one expects"),
        _("Whoever says afterwards what was expected is always right, and learns nothing."),
    ),
    Rule(
        "improve.experiment.until",
        _LOOP,
        _("A trial has an end date"),
        _("A trial without an end becomes the rule without anybody having decided it."),
    ),
    Rule(
        "improve.shown.result",
        _LOOP,
        _("A trial says what it showed"),
        _("Others see at a glance whether the idea held. Otherwise than expected is worth as much."),
    ),
    Rule(
        "improve.shown.learned",
        _LOOP,
        _("What was learned is written down"),
        _("The next team need not find it out again. What failed teaches as much as what worked."),
    ),
    Rule(
        "improve.finish.words",
        _LOOP,
        _("Whoever reported it hears what was done"),
        _("Whoever tells us something and hears nothing does not tell us a second time."),
    ),
    Rule(
        "improve.look.helped",
        _LOOP,
        _("The look says whether it helped"),
        _("No is a good answer: it keeps us from believing in something that does not work."),
    ),
    Rule(
        "improve.look.seen",
        _LOOP,
        _("The look says what was seen"),
        _("So that others can judge it, too. Helped or not is seen, not felt."),
    ),
)

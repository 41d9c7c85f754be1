"""Why the forms of the room `work` ask what they must have."""

from django.utils.translation import gettext_lazy as _

from genba.ui.rules import Rule, register_rule

_LIFE = _("The life of a procedure")
register_rule(
    Rule(
        "work.ending.why",
        _LIFE,
        _("What counts no more says why"),
        _("Whoever still relies on it reads why it counts no more, and need not ask."),
    ),
    Rule(
        "work.because.missing",
        _LIFE,
        _("Sending back says what is missing"),
        _("Whoever wrote it can go on at once instead of guessing."),
    ),
    Rule(
        "work.because.declined",
        _LIFE,
        _("A suggestion that is not taken up gets a reason"),
        _("Whoever suggested it reads this. A no that is explained does not stop the next idea."),
    ),
    Rule(
        "work.pilot.until",
        _LIFE,
        _("A pilot has an end date"),
        _("A trial without an end becomes the rule without anybody having decided it."),
    ),
    Rule(
        "work.decision.decision",
        _LIFE,
        _("A pilot ends in a decision"),
        _("Those who tried it should know what came of it, also when the answer is no."),
    ),
    Rule(
        "work.decision.learned",
        _LIFE,
        _("What was learned is written down"),
        _("The next team need not find it out again. What failed teaches as much as what worked."),
    ),
    Rule(
        "work.suggestion.said",
        _LIFE,
        _("A suggestion needs a sentence"),
        _("You do the work, so you see first where the step breaks. One sentence is enough to begin."),
    ),
    Rule(
        "work.question.text",
        _LIFE,
        _("A question needs words"),
        _("What you ask others wonder about, too. The answer stays at the step for everybody."),
    ),
    Rule(
        "work.answer.text",
        _LIFE,
        _("An answer needs words"),
        _("Whoever asked waits for it, and whoever wonders next finds it at the step."),
    ),
    Rule(
        "work.ask_review.who",
        _LIFE,
        _("A colleague is named for the look"),
        _("Asked of everybody, a look is taken by nobody."),
    ),
    Rule(
        "work.verdict.verdict",
        _LIFE,
        _("A look ends in good or needs work"),
        _("Whoever asked has to know whether they can go on."),
    ),
    Rule(
        "work.verdict.sentence",
        _LIFE,
        _("A look ends in a sentence"),
        _("A yes without words cannot be told from a click. One sentence shows what was looked at."),
    ),
)
_STREAMS = _("Value streams and processes")
register_rule(
    Rule(
        "work.stream.name",
        _STREAMS,
        _("A value stream has a name"),
        _("People find it by what the customer gets, not by a department."),
    ),
    Rule(
        "work.process.value_stream",
        _STREAMS,
        _("A process belongs to a value stream"),
        _("Nothing is done for itself: it stands where its customer can be seen."),
    ),
    Rule(
        "work.process.name",
        _STREAMS,
        _("A process has a name"),
        _("People look on the map for what they do, so it is called what they call it."),
    ),
    Rule(
        "work.arrow.target",
        _STREAMS,
        _("An arrow leads from one process to another"),
        _("Most trouble happens where work is handed over. The arrow makes the place visible."),
    ),
)
_CHECKS = _("Checks")
register_rule(
    Rule(
        "work.round.team",
        _CHECKS,
        _("A recurring check belongs to a team"),
        _("When it is due somebody has to be asked, and not everybody."),
    ),
    Rule(
        "work.round.rhythm",
        _CHECKS,
        _("A recurring check has a rhythm"),
        _("What is done when somebody thinks of it is not done when much is to do."),
    ),
    Rule(
        "work.round.every",
        _CHECKS,
        _("A rhythm has a number"),
        _("Every shift and every second shift are two things. This number says which is meant."),
    ),
    Rule(
        "work.round.grace_minutes",
        _CHECKS,
        _("A check may come a little late"),
        _("Work does not run by the clock. Only what is really late should ring."),
    ),
)

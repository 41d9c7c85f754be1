"""Why the forms of the room `work` ask what they must have."""

from django.utils.translation import gettext_lazy as _

from genba.ui.rules import Rule, register_rule

_LIFE = _("The life of a procedure")
register_rule(
    Rule(
        "work.because.because",
        _LIFE,
        _("It needs a reason"),
        _(
            "In a year nobody remembers what was wrong before. The reason keeps us from "
            "changing it back by mistake."
        ),
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
        "work.approval.reason",
        _LIFE,
        _("A change needs a reason"),
        _(
            "In a year nobody remembers what was wrong before. The reason keeps us from "
            "changing it back by mistake."
        ),
    ),
    Rule(
        "work.approval.question",
        _LIFE,
        _("Reading a change ends with one question"),
        _("A tick says that a page was opened. An answer says that the change was understood."),
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
        "work.ask_review.who",
        _LIFE,
        _("A colleague is named for the look"),
        _("Asked of everybody, a look is taken by nobody."),
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
        "work.arrow.target",
        _STREAMS,
        _("An arrow names what comes next"),
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
        "work.round.grace_minutes",
        _CHECKS,
        _("A check may come a little late"),
        _("Work does not run by the clock. Only what is really late should ring."),
    ),
)
_DOCUMENTS = _("Documents")
register_rule(
    Rule(
        "work.document.code",
        _DOCUMENTS,
        _("A document has a number"),
        _("Paper, drawings and suppliers name it by this number; names change."),
    ),
    Rule(
        "work.document.title",
        _DOCUMENTS,
        _("A document has a title"),
        _("Nobody looks for a number that they do not know yet."),
    ),
    Rule(
        "work.document.review_months",
        _DOCUMENTS,
        _("A document is looked at again after some months"),
        _("What nobody looks at grows old without anybody noticing."),
    ),
    Rule(
        "work.version.revision",
        _DOCUMENTS,
        _("A version has a mark"),
        _("Two people must be able to tell by phone whether they hold the same one."),
    ),
    Rule(
        "work.copy.where",
        _DOCUMENTS,
        _("A printed copy has a place"),
        _("When a new version comes, somebody has to fetch the old one from there."),
    ),
    Rule(
        "work.edition.edition",
        _DOCUMENTS,
        _("The newer edition is named"),
        _("Whoever decides whether we follow it has to find it first."),
    ),
)
_EQUIPMENT = _("Equipment")
register_rule(
    Rule(
        "work.equipment.code",
        _EQUIPMENT,
        _("Equipment has a number"),
        _("It stands on the thing itself, so that what was measured can be traced to it."),
    ),
    Rule(
        "work.equipment.team",
        _EQUIPMENT,
        _("Equipment belongs to a team"),
        _("When its calibration is due somebody has to carry it there."),
    ),
    Rule(
        "work.calibration.as_found",
        _EQUIPMENT,
        _("A calibration says how it was found"),
        _("Only what it showed before it was adjusted tells whether the parts since then are right."),
    ),
    Rule(
        "work.calibration.is_in_tolerance",
        _EQUIPMENT,
        _("A calibration says whether it was in tolerance"),
        _("If it was not, everything measured with it since the last time has to be looked at."),
    ),
    Rule(
        "work.calibration.where",
        _EQUIPMENT,
        _("A calibration says where it was done"),
        _("The certificate is worth as much as the place it comes from."),
    ),
    Rule(
        "work.measurement.what",
        _EQUIPMENT,
        _("What was measured is named"),
        _("If the gauge turns out wrong, this is how the parts are found again."),
    ),
)
_SKILLS = _("Skills")
register_rule(
    Rule(
        "work.competence.shown_by",
        _SKILLS,
        _("Somebody saw that it can be done"),
        _("A paper says that one was there. Seeing it done says that one can do it."),
    ),
    Rule(
        "work.competence.on",
        _SKILLS,
        _("A skill is shown on a day"),
        _("What was shown long ago may have been forgotten, or the work has changed."),
    ),
    Rule(
        "work.need.thing",
        _SKILLS,
        _("A need names a procedure or a skill"),
        _("So that a gap can be seen and closed before it hurts somebody."),
    ),
)

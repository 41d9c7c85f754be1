"""Why the forms about documents, equipment, skills and code ask what they must have."""

from django.utils.translation import gettext_lazy as _

from genba.ui.rules import Rule, register_rule

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
        "work.document.kind",
        _DOCUMENTS,
        _("A document has a kind"),
        _("Whoever looks for a drawing finds it without leafing through policies."),
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
        "work.use.target",
        _DOCUMENTS,
        _("A use names a process or a procedure"),
        _("When the document changes, this is where one looks whether the work still fits."),
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
        "work.equipment.name",
        _EQUIPMENT,
        _("Equipment says what it is"),
        _("At the shelf people look for a calliper, not for a number."),
    ),
    Rule(
        "work.equipment.unit",
        _EQUIPMENT,
        _("An interval says what it counts"),
        _("Some gauges wear with time, others with use. This says which of them the number means."),
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
        "work.calibration.is_fit",
        _EQUIPMENT,
        _("A calibration says whether one may work with it now"),
        _("Whoever takes it into the hand sees at once whether it can be trusted."),
    ),
    Rule(
        "work.calibration.where",
        _EQUIPMENT,
        _("A calibration says where it was done"),
        _("The certificate is worth as much as the place it comes from."),
    ),
    Rule(
        "work.calibration.on",
        _EQUIPMENT,
        _("A calibration has a day"),
        _("The next one is counted from it, and so is what was measured since."),
    ),
    Rule(
        "work.measurement.what",
        _EQUIPMENT,
        _("What was measured is named"),
        _("If the gauge turns out wrong, this is how the parts are found again."),
    ),
    Rule(
        "work.measurement.on",
        _EQUIPMENT,
        _("A measurement has a day"),
        _("If the gauge turns out wrong, the day says whether it was still right then."),
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
        "work.competence.thing",
        _SKILLS,
        _("What somebody can do is one of our skills or procedures"),
        _("Only then does the team see which gap it closes."),
    ),
    Rule(
        "work.competence.way",
        _SKILLS,
        _("A skill says how it was shown"),
        _("Seen at work says more than a course. Whoever relies on it should know which it was."),
    ),
    Rule(
        "work.need.thing",
        _SKILLS,
        _("A need names a procedure or a skill"),
        _("So that a gap can be seen and closed before it hurts somebody."),
    ),
    Rule(
        "work.skill.name",
        _SKILLS,
        _("A skill has a name"),
        _("Teams ask for it and people show it by this name."),
    ),
    Rule(
        "work.role.role",
        _SKILLS,
        _("It is said who works as what"),
        _("Then nobody is asked for a skill that their own work never needs."),
    ),
)
_CODE = _("Code that is looked at")
register_rule(
    Rule(
        "work.repository.provider",
        _CODE,
        _("A repository says who keeps it"),
        _("Each server tells us in its own way what was merged. This says how to read it."),
    ),
    Rule(
        "work.repository.name",
        _CODE,
        _("A repository is named as its server names it"),
        _("By this name we know which messages are about it."),
    ),
    Rule(
        "work.repository.team",
        _CODE,
        _("A repository belongs to a team"),
        _("Its people see what was merged and whether somebody looked."),
    ),
)

"""Why the room `people` asks what its forms must have."""

from django.utils.translation import gettext_lazy as _

from genba.ui.rules import Rule, register_rule

_ORGANISATION = _("Organisation")
register_rule(
    Rule(
        "people.organisation.name",
        _ORGANISATION,
        _("The organisation has a name"),
        _("It stands at the top of every page, so that whoever reports sees to whom they are speaking."),
    ),
    Rule(
        "people.promise.words",
        _ORGANISATION,
        _("The promise is said in words"),
        _("People believe a sentence that somebody stands for, not a poster."),
    ),
    Rule(
        "people.promise.name",
        _ORGANISATION,
        _("The promise has a name under it"),
        _("A promise of nobody binds nobody."),
    ),
    Rule(
        "people.promise.role",
        _ORGANISATION,
        _("The promise has a role under it"),
        _("Whoever reads it sees whether this person can keep it."),
    ),
    Rule(
        "people.promise.mine",
        _ORGANISATION,
        _("Whoever signs the promise says that it is their own"),
        _("Only top management can keep it, so nobody else may make it."),
    ),
    Rule(
        "people.token.name",
        _ORGANISATION,
        _("A token has a name"),
        _("In a year somebody has to decide whether this program may still come in."),
    ),
    Rule(
        "people.token.scope",
        _ORGANISATION,
        _("A token may do only what it is for"),
        _("If it falls into the wrong hands, nobody can do more with it than you allow here."),
    ),
    Rule(
        "people.token.days",
        _ORGANISATION,
        _("A token ends on a day"),
        _("A forgotten key opens the door for ever; one that ends is asked for again."),
    ),
    Rule(
        "people.signing.meaning",
        _ORGANISATION,
        _("A signature says what it means"),
        _("Seen, written and approved are three things. In a year it must be clear which one it was."),
    ),
    Rule(
        "people.signing.address",
        _ORGANISATION,
        _("The first signature of a sitting asks for your address"),
        _("A screen may have been left open. So the first signature asks twice who you are."),
    ),
    Rule(
        "people.erasure.name",
        _ORGANISATION,
        _("Erasing somebody asks for their name once more"),
        _("It cannot be undone, and a slip would hit the wrong person."),
    ),
)
_PEOPLE = _("People and teams")
register_rule(
    Rule(
        "people.person.name",
        _PEOPLE,
        _("A person has a name"),
        _("Others see who answers them, and whom they can ask."),
    ),
    Rule(
        "people.person.email",
        _PEOPLE,
        _("A person has a mail address"),
        _("It is how they come in and how they hear of answers; two people never share one."),
    ),
    Rule(
        "people.site.name",
        _PEOPLE,
        _("A site has a name"),
        _("People find their place and their team by it."),
    ),
    Rule(
        "people.team.name",
        _PEOPLE,
        _("A team has a name"),
        _("Reports and cards are passed to it by this name, so it should be the one that people use."),
    ),
    Rule(
        "people.team.site",
        _PEOPLE,
        _("A team belongs to a site"),
        _("So that a report finds somebody who can walk there."),
    ),
    Rule(
        "people.place.name",
        _PEOPLE,
        _("A place has a name"),
        _("It stands on the poster, and whoever answers a report knows by it where to go."),
    ),
    Rule(
        "people.place.site",
        _PEOPLE,
        _("A place belongs to a site"),
        _("Whoever reports looks among the places of their own site and finds theirs sooner."),
    ),
    Rule(
        "people.place.team",
        _PEOPLE,
        _("A place has a team that looks after it"),
        _("A report from this place goes to that team. Without one it waits for somebody to sort it."),
    ),
    Rule(
        "people.member.who",
        _PEOPLE,
        _("Somebody who joins a team is named"),
        _("Two people may have the same name, and only one of them should join."),
    ),
    Rule(
        "people.member.team",
        _PEOPLE,
        _("Somebody who joins a team joins a certain one"),
        _("Which reports, checks and boards concern somebody follows from their team."),
    ),
    Rule(
        "people.member.role",
        _PEOPLE,
        _("A member has a role in the team"),
        _("Leads answer reports. A team in which nobody answers keeps people waiting."),
    ),
)

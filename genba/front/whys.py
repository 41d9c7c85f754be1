"""Why the first run, the import of tables and one's own settings ask what they must have."""

from django.utils.translation import gettext_lazy as _

from genba.ui.rules import Rule, register_rule

_FIRST, _TABLES, _OWN = _("The first run"), _("Tables from outside"), _("Settings")
register_rule(
    Rule(
        "front.locked.key",
        _FIRST,
        _("The first run asks for the set-up key"),
        _("Only whoever started this instance has seen it, so nobody else can make it theirs."),
    ),
    Rule(
        "front.name.language",
        _FIRST,
        _("The first run asks for a language"),
        _("The next pages come in it. Everybody else chooses their own."),
    ),
    Rule(
        "front.sites.sites",
        _FIRST,
        _("There is at least one site"),
        _("Every team and every place belongs to one, so that a report finds somebody who can walk there."),
    ),
    Rule(
        "front.teams.teams",
        _FIRST,
        _("There is at least one team"),
        _("A report needs somebody who answers it."),
    ),
    Rule(
        "front.start.password",
        _FIRST,
        _("The first administrator has a good password"),
        _("Whoever comes in with it may change everything, so nobody should be able to guess it."),
    ),
    Rule(
        "front.start.when",
        _FIRST,
        _("The promise is signed now or asked for later"),
        _("Only top management can keep it. It can wait for them, but it should not be forgotten."),
    ),
    Rule(
        "front.upload.file",
        _TABLES,
        _("An import begins with a table"),
        _("Its rows are shown to you first. Nothing is taken over before you say so."),
    ),
    Rule(
        "front.upload.place",
        _TABLES,
        _("A table says where its rows go"),
        _("There somebody looks after them; rows that belong nowhere are found by nobody."),
    ),
    Rule(
        "front.settings.theme",
        _OWN,
        _("Colours are light, dark or as the device has them"),
        _("A dark cab and a bright hall need different colours. Only you see what you choose."),
    ),
)

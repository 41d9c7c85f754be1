"""The seals of the trail: does the sealer keep up, and do checkpoints reach places outside?"""

from django.utils.translation import gettext as _

from genba.front.doctor.finding import Finding
from genba.trail.seal_state import SealState, seal_state
from genba.trail.seals.signing import key_file
from genba.trail.witnesses.places import ENOUGH


def trail_is_sealed() -> Finding:
    """Whether facts wait to be sealed, and since when."""
    state = seal_state()
    if state.trouble:
        return Finding.bad(
            _("The seals of the trail were altered, so nothing more is sealed."),
            _("Run `genba verify`: it names what was altered. Then ask who had access to the database."),
        )
    if state.waiting and state.is_late:
        return Finding.bad(
            waiting_words(state),
            _("The worker seals; look whether it runs and what it says: genba up, or genba worker"),
        )
    return Finding.good(_("%(count)s facts are sealed.") % {"count": state.sealed})


def waiting_words(state: SealState) -> str:
    """How many facts wait, and since when."""
    return _("%(count)s%(more)s facts wait to be sealed, the oldest since %(when)s.") % {
        "count": state.waiting,
        "more": "+" if state.counts_no_further else "",
        "when": f"{state.waiting_since:%Y-%m-%d %H:%M} UTC" if state.waiting_since else "?",
    }


def checkpoints_go_outside() -> Finding:
    """Whether signed checkpoints reach at least two places outside."""
    state = seal_state()
    if not state.has_enough_places:
        return Finding.mind(
            _(
                "Signed checkpoints go to %(count)s places outside; at least %(enough)s are needed, so that "
                "whoever administers this machine cannot rewrite the trail unseen."
            )
            % {"count": len(state.places), "enough": ENOUGH},
            _("Name two with GENBA_WITNESS_FOLDERS, _WEBHOOKS, _EMAILS or _TIMESTAMPS (docs/trail.md)."),
        )
    for place in state.places:
        if place.is_behind:
            when = f"{place.reached_at:%Y-%m-%d %H:%M} UTC" if place.reached_at else _("never")
            return Finding.bad(
                _("The last checkpoint that reached %(place)s: %(when)s. %(trouble)s")
                % {"place": place.name, "when": when, "trouble": place.trouble},
                _("Look whether that place can be reached; it is tried again by itself."),
            )
    return Finding.good(
        _("Signed checkpoints reach %(count)s places outside.") % {"count": len(state.places)}
    )


def seal_key_is_secret() -> Finding:
    """Whether only this account can read the key that signs checkpoints."""
    path = key_file()
    if path.exists() and path.stat().st_mode & 0o077:
        return Finding.bad(
            _("Other accounts of this machine can read the key that signs checkpoints."),
            _("Run: chmod 600 %(path)s") % {"path": path},
        )
    return Finding.good(_("The key that signs checkpoints is secret."))

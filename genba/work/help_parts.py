"""What stands on the page of a procedure about its use: does it help, how often, what is asked."""

from typing import Any

from django.urls import reverse

from genba.trail.subjects import kind_of
from genba.work.helping import ballot_of, helpfulness
from genba.work.models import Version
from genba.work.parts import Part, register_part
from genba.work.questioning import questions_of
from genba.work.reviewing import with_counts
from genba.work.using import used_at_all, uses_by_week
from genba.work.whole import whole_of

READ = (Version.State.IN_FORCE, Version.State.PILOT)


def help_words(person: Any, version: Version) -> dict[str, Any] | None:
    """The tap and what the others said, on what people work by; nothing on drafts."""
    whole = whole_of(version, person)
    found = helpfulness(*whole.lots)
    is_read = version.state in READ
    if not is_read and found is None:
        return None
    return {
        "found": found,
        "ballot": ballot_of(version) if is_read else "",
        "door": reverse("listen:helps"),
        "version": version,
        "sentences": whole.sentences,
        "may_take_off": person.is_quality,
    }


def _use(person: Any, version: Version) -> dict[str, Any] | None:
    """How often it was opened, run and printed by week, and when it last changed."""
    uses = uses_by_week(whole_of(version, person).uses)
    return {"uses": uses, "is_used": used_at_all(uses), "version": version}


def _questions(person: Any, version: Version) -> dict[str, Any] | None:
    """What is asked about each step."""
    return {
        "by_step": questions_of(version, whole_of(version, person).questions),
        "procedure": version.procedure_id,
        "may_change": version.procedure.may_be_changed_by(person),
    }


def _reviews(person: Any, version: Version) -> dict[str, Any] | None:
    """Who has looked at a version before it counts; on versions under way, and where somebody has looked."""
    given = with_counts(version, whole_of(version, person).reviews)
    if not given and not version.is_under_way:
        return None
    return {
        "reviews": given,
        "may_ask": version.is_under_way,
        "kind": kind_of(version),
        "key": version.pk,
    }


def register_help_parts() -> None:
    """Hang them into the page."""
    register_part(Part("helps", "procedure", "work/helps/helps.html", help_words, order=60))
    register_part(Part("use", "procedure", "work/helps/use.html", _use, order=70, place="aside"))
    register_part(Part("reviews", "procedure", "work/reviews/part.html", _reviews, order=20, place="aside"))
    register_part(
        Part("questions", "procedure", "work/questions/step.html", _questions, order=50, place="step")
    )

"""What the pages of signs show: every sign with its state today, its episodes, and how often it was right."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.analysis.signs.sign import Sign as Described
from genba.people.models import Person
from genba.people.subjects import subject_named
from genba.understand.models import Look, Sign
from genba.understand.signs.in_words import needs_in_words, number_names, plain, question_in_words
from genba.understand.signs.registry import all_looks, described

OLD = timedelta(days=3)
MOST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One sign today: what it says of itself, its state in a word, and its record so far."""

    name: str
    title: str
    look: Look | None
    code: str
    words: str
    tone: str
    raised: int
    answered: int
    was_so: int
    was_nothing: int

    @property
    def is_old(self) -> bool:
        """Whether it has not looked for days: then its state says nothing of today."""
        return self.look is not None and timezone.now() - self.look.looked_at > OLD

    @property
    def not_known(self) -> int:
        """Of how many nobody knows yet."""
        return self.raised - self.was_so - self.was_nothing


@dataclass(frozen=True, slots=True)
class Raised:
    """One episode with the words that people read."""

    sign: Sign
    title: str
    question: str
    subject: str
    url: str


def rows() -> list[Row]:
    """All signs that look; two questions to the database."""
    looks = {look.sign: look for look in Look.objects.all()}
    record: dict[str, Counter[str]] = defaultdict(Counter)
    counted = Sign.objects.order_by().values("sign", "state", "truth").annotate(count=Count("pk"))
    for one in counted:
        told = record[one["sign"]]
        told["raised"] += one["count"]
        told[one["state"]] += one["count"]
        told[one["truth"]] += one["count"]
    return [
        _row(watching.sign, looks.get(watching.sign.name), record[watching.sign.name])
        for watching in all_looks()
    ]


def _row(sign: Described, look: Look | None, told: Counter[str]) -> Row:
    code, words, tone = _today(look)
    return Row(
        name=sign.name,
        title=_(sign.title),
        look=look,
        code=code,
        words=words,
        tone=tone,
        raised=told["raised"],
        answered=told[Sign.State.ANSWERED],
        was_so=told[Sign.Truth.SO],
        was_nothing=told[Sign.Truth.NOTHING],
    )


def _today(look: Look | None) -> tuple[str, str, str]:
    """The state of a sign as a code, in words and as a tone. Calm only where something was really seen."""
    if look is None:
        return "not_yet", _("has not looked yet"), "mute"
    if look.alarms:
        return "alarm", _("asks"), "warn"
    if look.calm:
        return "calm", _("calm"), "ok"
    return "not_enough", needs_in_words(look.needs, look.needs_number), "mute"


def in_words(found: Iterable[Sign], person: Person) -> list[Raised]:
    """Episodes with their questions and subjects; one question to the database for each kind of subject."""
    found = list(found)
    records = _subjects(found, person)
    return [_raised(sign, *records.get((sign.subject_kind, sign.subject_id), ("", ""))) for sign in found]


def _raised(sign: Sign, subject: str, url: str) -> Raised:
    says = described(sign.sign)
    question = question_in_words(says.question, sign.numbers) if says else ""
    title = _(says.title) if says else sign.sign.replace("_", " ")
    return Raised(sign, title, question, subject, url)


def evidence(sign: Sign) -> list[tuple[str, str]]:
    """The numbers of the look that raised it, each with its name in words."""
    names = number_names()
    return [
        (str(names.get(key, key.replace("_", " "))), plain(number)) for key, number in sign.numbers.items()
    ]


def _subjects(found: list[Sign], person: Person) -> dict[tuple[str, str], tuple[str, str]]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for sign in found:
        wanted[sign.subject_kind].add(sign.subject_id)
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for kind, keys in wanted.items():
        subject: Any = subject_named(kind)
        for record in subject.visible_to(person).filter(pk__in=keys) if subject else ():
            seen[kind, str(record.pk)] = (subject.title(record), subject.url(record))
    return seen

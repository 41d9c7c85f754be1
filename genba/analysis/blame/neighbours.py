"""What only the neighbours of a word tell: whether it is a name, a machine in disguise, or passive."""

from genba.analysis.blame.patterns import Classes, Seen
from genba.analysis.blame.rules import RuleSet
from genba.analysis.blame.words import Word

_ONE_PERSON = frozenset(["la", "une", "cette", "chaque", "toute", "quelle", "autre", "meme", "seule"])
_PEOPLE_THERE = frozenset({"workplace", "person"})
_ACTIVE = frozenset({"omitted", "spoiled", "did", "past", "omits", "spoils", "spoils_now", "spoiled_too"})
_OF = {"system": frozenset({"of"}), "person": frozenset({"of", "at"})}
# What a word of Spanish or French is by its ending only, as *Eusebio* and *Maryvonne* seem to be participles.
_FORMS = frozenset(["past", "pp", "performed", "acted", "wouldnt", "undone", "undoing", "inf"])
_NEWCOMERS = frozenset(["nuevo", "nueva", "nuevos", "nuevas", "nouveau", "nouvelle", "nouveaux", "nouvelles"])
_ARTICLES = frozenset(["el", "la", "los", "las", "un", "una", "le", "les", "une"])
_LONG_NAME = 12  # letters
_NO_NAME = {
    "en": ("ing", "tion", "ness", "ment", "ity", "ance", "ence"),
    "de": ("ung", "heit", "keit", "tion", "schaft", "tät", "ment", "nis", "ik", "ismus"),
}
_YOU_ALL = frozenset(
    ["habt", "seid", "hättet", "könnt", "wollt", "müsst", "sollt", "wärt", "macht", "denkt", "lernt", "passt"]
) | {"könntet", "solltet", "wolltet"}
_ADJECTIVES = (
    frozenset(["neue", "neuer", "neuen", "alle", "andere", "anderen", "viele", "einige", "manche", "mancher"])
    | {"jede", "jeder", "welche", "zuständige", "zuständigen", "verantwortliche", "verantwortlichen"}
    | {"einer", "keiner"}
)
_SHORT_BEFORE = frozenset(
    ["he", "she", "it", "who", "that", "there", "what", "one", "somebody", "someone", "everybody"]
)
REMEMBERED = 30  # words after which a pronoun means something else
SHORT = 5  # words and marks of a quotation that only names a thing: *the box “urgent”*
_QUOTED = Seen("", frozenset({"break"}), mark=True, begins=False)
_NAMED = Seen("", frozenset(), mark=False, begins=False)


def seen_in(words: list[Word], rules: RuleSet) -> list[Seen]:
    """The words with their lists, and what only their neighbours tell: names, machines in disguise."""
    found: list[Seen] = []
    begins = True
    person_at, system_at = -REMEMBERED, -REMEMBERED  # what a pronoun could stand for
    topic = ""  # what the sentence began with: behind the *and* of a machine it is still the machine
    named = _named(words)
    for place, word in enumerate(words):
        if word.quoted:
            found.append(_NAMED if place in named else _QUOTED)
            begins = place not in named
            continue
        classes = frozenset[str]() if word.mark else _classes(place, words, rules)
        if word.first:
            topic = ""
        if "pronoun" in classes and place - person_at > REMEMBERED >= place - system_at:
            classes -= {"person"}
        elif "person" in classes and "pronoun" not in classes:
            person_at, topic = place, "person"
        elif "system" in classes:
            system_at, topic = place, topic or "system"
        found.append(Seen(word.key, classes, word.mark, begins))
        begins = word.mark or ("break" in classes and not (topic == "system" and "and" in classes))
    return found


def _named(words: list[Word]) -> set[int]:
    """The places of quotations in the middle of a sentence that are too short to say something."""
    found: set[int] = set()
    first = 0
    for place, word in enumerate(words):
        if not word.quoted:
            first = place + 1
        elif place - first < SHORT and place + 1 < len(words) and not words[place + 1].quoted:
            spoken = any(one.ends for one in words[first : place + 1])
            follows = words[place + 1]
            if first and not words[first - 1].mark and not follows.mark and not spoken:
                found.update(range(first, place + 1))
    return found


def _classes(place: int, words: list[Word], rules: RuleSet) -> Classes:
    word = words[place]
    classes = rules.lists.of(word.key)
    if place and _ACTIVE & classes and _is_passive(place, words, rules):
        classes -= _ACTIVE  # the nurse *was ignored*
    if "break" in classes and place and "prep" in rules.lists.of(words[place - 1].key):
        classes -= {"break"}  # “in that office”
    if "person" in classes and "pronoun" not in classes and _is_of("system", place, words, rules):
        classes -= {"person"}  # “le plan de maintenance”, “der Drucker der Buchhaltung”
    elif "system" in classes and _is_of("person", place, words, rules):
        classes -= {"system"}  # “la jefa de línea”, “the fitter on line 4”
    own = _BY_LANGUAGE.get(rules.language)
    return _as_name(own(classes, place, words, rules) if own else classes, place, words, rules)


def _as_name(classes: Classes, place: int, words: list[Word], rules: RuleSet) -> Classes:
    """A word that no list knows is a name where its capital cannot come from anything else."""
    word = words[place]
    if "name" in classes:
        return classes | {"person"} if word.capital else classes
    if not word.capital or (classes - _FORMS if rules.language in {"es", "fr"} else classes):
        return classes
    if rules.language == "de":
        named = "name" in rules.lists.of(word.key.removesuffix("s")) or _begins_as_name(place, words, rules)
    elif word.first:
        named = _begins_as_name(place, words, rules)
    else:
        named = rules.language != "en" or not word.key.endswith(_NO_NAME["en"])
    return frozenset({"person", "name"}) if named else classes


def _begins_as_name(place: int, words: list[Word], rules: RuleSet) -> bool:
    """Whether an unknown first word of a sentence is a name by what follows it; *Guessing is slow* and
    *Remote-Repository hat …* have none."""
    word = words[place]
    if not word.first or "after_name" not in _after(place, words, rules):
        return False
    return rules.language not in _NO_NAME or not (
        word.key.endswith(_NO_NAME[rules.language]) or len(word.key) > _LONG_NAME
    )


def _after(place: int, words: list[Word], rules: RuleSet) -> Classes:
    return rules.lists.of(words[place + 1].key) if place + 1 < len(words) else frozenset()


def _is_of(whose: str, place: int, words: list[Word], rules: RuleSet) -> bool:
    """Whether this word belongs to a noun of the list `whose` in front of it: *of the*, *de la*, *der*."""
    for before in range(place - 1, max(-1, place - 4), -1):
        classes = rules.lists.of(words[before].key)
        if classes.isdisjoint(_OF[whose]):
            return before < place - 1 and whose in classes
    return False


def _is_passive(place: int, words: list[Word], rules: RuleSet) -> bool:
    return any(
        "passive" in rules.lists.of(words[before].key) for before in (place - 1, place - 2) if before >= 0
    )


def _english(classes: Classes, place: int, words: list[Word], rules: RuleSet) -> Classes:
    """Of two nouns the second counts: an *operator panel* is a machine and a *crane driver* is not; and what
    is the ward's did not do what the ward does."""
    if words[place].key == "'s" and place and _owns(place, words, rules):
        return classes | {"owns"}
    if "pronoun" in classes or not {"person", "system"} & classes:
        return classes
    after = _after(place, words, rules)
    if "person" in classes and "system" in after:
        return frozenset({"system"})
    return classes - {"system"} if "person" in after and "pronoun" not in after else classes


def _owns(place: int, words: list[Word], rules: RuleSet) -> bool:
    """Whether *'s* shows an owner and is not short for *is* or *has*."""
    owner = rules.lists.of(words[place - 1].key)
    if "pronoun" in owner or "object" in owner or words[place - 1].key in _SHORT_BEFORE:
        return False
    after = _after(place, words, rules)
    return _ACTIVE.isdisjoint(after) and after.isdisjoint({"no", "trait", "passive", "still", "duty"})


def _german(classes: Classes, place: int, words: list[Word], rules: RuleSet) -> Classes:
    """A verb that begins the sentence supposes: *Macht jemand einen Fehler, …*; *der neue* is somebody and
    *der neue Parser* is not."""
    follows = words[place + 1] if place + 1 < len(words) else None
    if (
        words[place].key in _ADJECTIVES
        and follows
        and follows.capital
        and "person" not in rules.lists.of(follows.key)
    ):
        return classes - {"person"}
    if (
        "spoils" in classes
        and follows
        and follows.capital
        and place
        and "art" in rules.lists.of(words[place - 1].key)
    ):
        return classes - {"spoils"}  # *das beschädigte Regal*
    if words[place].key == "ihr" and not _is_you_all(place, words):
        return classes - {"person"}  # *ihr Gruppenname*
    return classes | {"when"} if "present" in classes and words[place].first else classes


def _is_you_all(place: int, words: list[Word]) -> bool:
    """Whether *ihr* speaks to several people: *ihr habt*, *hättet ihr*."""
    before = words[place - 1].key if place else ""
    after = words[place + 1] if place + 1 < len(words) else None
    return before in _YOU_ALL or (
        after is not None and not after.capital and (after.key in _YOU_ALL or after.key.endswith("tet"))
    )


def _french(classes: Classes, place: int, words: list[Word], rules: RuleSet) -> Classes:
    """*La personne* is somebody and *personne* nobody; *s'il* supposes and *s'est* does not."""
    key = words[place].key
    if _is_newcomer(place, words, rules):
        return classes | {"person"}
    if key == "qui" and place and "system" in rules.lists.of(words[place - 1].key):
        return classes if _is_of("person", place - 1, words, rules) else classes - {"person"}
    if key == "personne" and place and words[place - 1].key in _ONE_PERSON:
        return frozenset({"person"})
    if key in {"service", "services"} and {"person", "of_service"} & _after(place, words, rules):
        return (classes - {"system"}) | {"person"}  # the *service clients*, not one that runs on a server
    if key == "s'" and place + 1 < len(words) and words[place + 1].key in {"il", "ils"}:
        return classes | {"if"}
    return classes


def _spanish(classes: Classes, place: int, words: list[Word], rules: RuleSet) -> Classes:
    """*Los de sistemas* are people, and so is a workplace without an article: *Montaje no avisó*."""
    key, lists = words[place].key, rules.lists
    if _is_newcomer(place, words, rules):
        return classes | {"person"}
    if key == "guardia" and place and words[place - 1].key in {"el", "un", "al", "del"}:
        return classes | {"person"}  # and not *la guardia*, which may be a shift
    if key in {"el", "la", "los", "las"} and place + 2 < len(words) and words[place + 1].key in {"de", "del"}:
        at = place + 3 if words[place + 2].key in {"el", "la", "los", "las"} else place + 2
        of = lists.of(words[at].key) if at < len(words) else frozenset[str]()
        return classes | {"person"} if _PEOPLE_THERE & of and _opens(place, words, rules) else classes
    if "workplace" in classes and place > 1 and words[place - 2].key in {"los", "las"}:
        return classes - {"system"}
    if "workplace" in classes and words[place].capital and words[place].first:
        return (classes - {"system", "other"}) | {"person"}
    return classes


def _is_newcomer(place: int, words: list[Word], rules: RuleSet) -> bool:
    """Whether an adjective stands for somebody: *el nuevo no avisó*, *la nouvelle de la nuit*; not in *el
    nuevo sensor*."""
    return (
        words[place].key in _NEWCOMERS
        and place > 0
        and words[place - 1].key in _ARTICLES
        and (place == 1 or "of" not in rules.lists.of(words[place - 2].key))
        and bool({"of", "after_name"} & _after(place, words, rules))
    )


def _opens(place: int, words: list[Word], rules: RuleSet) -> bool:
    """Whether nothing stands in front of this word that it could belong to."""
    before = words[place - 1]
    return not place or before.mark or not {"break", "other", "no"}.isdisjoint(rules.lists.of(before.key))


_BY_LANGUAGE = {"de": _german, "en": _english, "es": _spanish, "fr": _french}

"""Rows of a staff list become people, known by their address and put into their teams."""

from collections.abc import Sequence
from typing import cast

from django.contrib.auth.hashers import make_password
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from genba.people import facts
from genba.people.bringing import brought_by, tell_of_import
from genba.people.models import Membership, Person
from genba.people.roster import RosterRow, take_in
from genba.sources.rows import FineRow
from genba.sources.targets import Before, Ids, ImportContext, Target, Words, register_target
from genba.sources.values import FieldSpec, words
from genba.sources.writing import reserve_keys, write_many

FIELDS = (
    FieldSpec(
        "email",
        _("E-mail"),
        kind="email",
        required=True,
        identifies=True,
        synonyms=words("e mail; mail; e-mail address; mail address; correo; courriel; adresse e-mail"),
        help=_("People are known by their address: the same list twice changes nothing."),
    ),
    FieldSpec(
        "name",
        _("Name"),
        required=True,
        max_length=120,
        synonyms=words(
            "full name; employee; person; mitarbeiter; vor und nachname; nombre; nom; nom complet"
        ),
    ),
    FieldSpec(
        "team",
        _("Team"),
        kind="lookup",
        max_length=250,
        synonyms=words(
            "department; group; unit; abteilung; gruppe; bereich; equipo; departamento; équipe; service"
        ),
        help=_("A path such as Plant / Line 4. Teams that are missing are made."),
    ),
    FieldSpec(
        "role",
        _("Role in the team"),
        kind="choice",
        choices={
            Membership.Role.MEMBER.value: words("mitglied; mitarbeiter; miembro; membre; employee; worker"),
            Membership.Role.LEAD.value: words(
                "lead; team lead; leader; manager; supervisor; teamleiter; leiter; leitung; jefe; líder; "
                "responsable; chef; chef d'équipe"
            ),
            Membership.Role.PROCESS_OWNER.value: words(
                "owner; prozesseigner; prozessverantwortlicher; dueño del proceso; pilote de processus"
            ),
            Membership.Role.CHAMPION.value: words("ambassador; botschafter; campeón; ambassadeur"),
        },
        synonyms=words("rolle; function; funktion; position; rol; función; rôle; fonction"),
    ),
    FieldSpec(
        "site", _("Site"), kind="lookup", synonyms=words("location; standort; werk; sede; planta; usine")
    ),
)


def make(rows: Sequence[FineRow], context: ImportContext) -> list[int]:
    """Make the people of these rows; they cannot sign in yet and are in no team."""
    keys = reserve_keys(Person, len(rows))
    write_many(
        Person,
        ("id", "email", "name", "password", "is_active"),
        (
            (
                key,
                str(row.values["email"]),
                " ".join(str(row.values["name"]).split()),
                make_password(None),
                False,
            )
            for key, row in zip(keys, rows, strict=True)
        ),
    )
    _remembered(context).update(zip(keys, rows, strict=True))
    return keys


def show(ids: Ids, context: ImportContext) -> None:
    """Let these people sign in, and put them into their teams."""
    Person.objects.filter(pk__in=ids).update(is_active=True)
    tell_of_import(facts.PERSON_ADDED, Person, ids, context)
    rows = _remembered(context)
    take_in([_roster(rows[pk]) for pk in ids if pk in rows], by=brought_by(context))


def withdraw(ids: Ids, context: ImportContext) -> None:
    """Close the access of people whose import is undone; they can come back."""
    Person.objects.filter(pk__in=ids).update(is_active=False)
    tell_of_import(facts.PERSON_DEACTIVATED, Person, ids, context)


def discard(ids: Ids) -> None:
    """Remove people whom nobody has ever seen."""
    Person.objects.filter(pk__in=ids, is_active=False).delete()


def change(pairs: Sequence[tuple[int, FineRow]], context: ImportContext) -> list[Before]:
    """Put people who are here already into the teams of the list; a list never takes anybody out of one."""
    take_in([_roster(row) for _pk, row in pairs], by=brought_by(context))
    return [{} for _pair in pairs]


def put_back(pairs: Sequence[tuple[int, Before]], context: ImportContext) -> None:
    """Leave people where they are: teams are left by hand."""
    del pairs, context


def known(rows: Sequence[FineRow], context: ImportContext) -> dict[str, int]:
    """Find people who are here without an import."""
    del context
    addresses = [row.external_id for row in rows]
    return dict(Person.objects.filter(email__in=addresses).values_list("email", "pk"))


def places(person: Person) -> list[tuple[str, Words]]:
    """Whoever looks after people brings them in."""
    return [("organisation", _("The whole organisation"))] if person.manages_people else []


def address(place: str) -> str:
    """The list of people."""
    del place
    try:
        return reverse("people:people")
    except NoReverseMatch:
        return ""


def _roster(row: FineRow) -> RosterRow:
    values = {name: str(value or "") for name, value in row.values.items()}
    return RosterRow(
        name=values["name"],
        email=values["email"],
        team=values.get("team", ""),
        role=values.get("role", ""),
        site=values.get("site", ""),
    )


def _remembered(context: ImportContext) -> dict[int, FineRow]:
    return cast(dict[int, FineRow], context.memory.setdefault("rows", {}))


register_target(
    Target(
        kind="people",
        label=_("People and their teams"),
        fields=FIELDS,
        make=make,
        show=show,
        withdraw=withdraw,
        discard=discard,
        change=change,
        put_back=put_back,
        address=address,
        place_label=_("Organisation"),
        places=places,
        known=known,
    )
)

"""Value streams, processes and procedures for tests."""

from genba.conftest import make_person
from genba.people import signing
from genba.people.models import Membership
from genba.work.life.approval import ask_for_approval
from genba.work.models import Process, ValueStream
from genba.work.steps import steps_from
from genba.work.writing import begin_version, open_procedure, put_in_force, write

STEPS = [
    {
        "key": "fetch",
        "what": "Fetch the order from the tray",
        "who": "Operator",
        "why": "The tray is the queue",
    },
    {
        "key": "set",
        "what": "Set the torque driver",
        "how_well": "4.0 Nm on the display",
        "low": 3.8,
        "high": 4.2,
        "unit": "Nm",
    },
    {
        "key": "either",
        "what": "Close the housing",
        "order": "one_of",
        "steps": [
            {"key": "screw", "what": "Drive four screws"},
            {"key": "clip", "what": "Press the clip until it clicks"},
        ],
    },
    {
        "key": "label",
        "what": "Put the label on",
        "may_be_repeated": True,
        "may_be_skipped": True,
        "minutes": 2,
    },
]


def make_process(cast, name="Assembly", **more):
    stream, _new = ValueStream.objects.get_or_create(
        name="Orders to parcels", defaults={"owner": cast.quentin}
    )
    return Process.objects.create(
        value_stream=stream, name=name, **{"owner": cast.amira, "team": cast.line, **more}
    )


def make_draft(cast, steps=STEPS, *, title="Close a housing", process=None, **more):
    """A draft of the line's, by Amira."""
    process = process or make_process(cast)
    return open_procedure(title=title, process=process, by=cast.amira, steps=steps_from(steps), **more)


def make_procedure(cast, steps=STEPS, **more):
    """A procedure in force."""
    version = make_draft(cast, steps, **more)
    put_in_force(version, by=cast.quentin)
    version.procedure.refresh_from_db()
    return version.procedure


def sign_version(version, by, meaning="approved"):
    """Sign it as the door does once somebody has shown who they are."""
    desk = signing.desk_for(by, "work.version", str(version.pk))
    seen = desk.signable.version_hash(desk.record)
    signing.sign(desk, signing.Intent(meaning, seen, proved_by="password"))
    version.refresh_from_db()
    version.procedure.refresh_from_db()


def change(procedure, cast, steps=None, reason="The driver is new.", **words):
    """A draft of a new version, written by Amira."""
    version = begin_version(procedure, by=cast.amira, reason=reason)
    write(version, by=cast.amira, steps=steps_from(steps) if steps is not None else None, **words)
    version.refresh_from_db()
    return version


def put_through(version, cast, **words):
    """Ask for the approval of a version and give it: it is in force."""
    if words:
        write(version, by=cast.amira, **words)
    ask_for_approval(version, by=cast.amira)
    sign_version(version, cast.quentin)


def make_person_of(team, name):
    """Somebody in a team."""
    person = make_person(name)
    Membership.objects.create(person=person, team=team)
    return person

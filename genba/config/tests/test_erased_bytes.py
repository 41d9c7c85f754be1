"""An erased person is gone from the files of the database, and stays gone when a backup comes back."""

import pytest

from genba.config.tests.instances import built_instance

FILLED = """
from allauth.account.models import EmailAddress
from django.db import transaction
from genba.people.models import Membership, Organisation, Person, Site, Team
from genba.people.inviting import invite
with transaction.atomic():
    Organisation.objects.create(name="Riverside")
    team = Team.objects.create(site=Site.objects.create(name="Works"), name="Line 4")
    for n in range(300):
        one = Person.objects.create_user(f"clerk{n}@example.org", f"Clerk Number{n}")
        Membership.objects.create(person=one, team=team)
    boss = Person.objects.create_user("boss@example.org", "Boss Grey", is_quality=True, is_administrator=True)
    gone = Person.objects.create_user("zebulon.q@example.org", "Zebulon Quirk")
    EmailAddress.objects.create(user=gone, email=gone.email)
    Membership.objects.create(person=gone, team=team)
    invite(gone, by=boss)
for n in range(300, 600):
    with transaction.atomic():
        Person.objects.create_user(f"aclerk{n}@example.org", f"Another Number{n}")
"""
ERASED = """
from genba.people.erasure import erase
from genba.people.models import Person
from genba.trail.worker import Worker
gone, boss = Person.objects.get(name="Zebulon Quirk"), Person.objects.get(name="Boss Grey")
assert erase(gone, by=boss)
Worker().run_all()
"""
FILES = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT relname, relfilenode FROM pg_class WHERE relname IN "
                   "('people_person', 'account_emailaddress', 'people_membership')")
    print(sorted(cursor.fetchall()))
"""
WHO = "from genba.people.models import Person; print(Person.objects.filter(name='Zebulon Quirk').count())"


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    with built_instance(tmp_path_factory.mktemp("here")) as instance:
        instance.python(FILLED)
        yield instance


def found_in_files(instance):
    """Names of files in the data folder that hold a piece of the name or the address."""
    pieces = (b"zebulon", b"quirk")
    held = [path for path in instance.data.rglob("*") if path.is_file() and "backups" not in path.parts]
    return [path.name for path in held if any(piece in path.read_bytes().lower() for piece in pieces)]


@pytest.mark.slow
def test_the_bytes_of_an_erased_person_are_gone_and_a_restore_brings_nobody_back(here, tmp_path):
    archive = tmp_path / "before.tar.gz"
    assert here.genba("backup", str(archive)).returncode == 0
    is_sqlite = "DATABASE_URL" not in here.environment
    before = found_in_files(here) if is_sqlite else here.python(FILES)
    here.python(ERASED)
    if is_sqlite:
        assert before != []
        assert found_in_files(here) == []
    else:
        rewritten = here.python(FILES)
        assert all(old != new for old, new in zip(eval(before), eval(rewritten), strict=True))
    done = here.genba("restore", str(archive), "--force")
    assert done.returncode == 0, done.stderr
    assert "1 erased since this backup was written: erased again." in done.stdout
    assert here.python(WHO).strip() == "0"

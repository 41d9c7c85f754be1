"""A staff list brings people and teams; the same list twice changes nothing."""

from genba.people.models import Person, Team
from genba.sources.check import check_import
from genba.sources.commit import claim_commit, commit_import
from genba.sources.models import Import
from genba.sources.start import start_import
from genba.sources.targets import target_named
from genba.sources.undo import undo_import

LIST = """Name;E-Mail;Abteilung;Rolle;Schuhgröße
Ada Lang;Ada@Example.org;Plant / Line 9;Teamleiter;39
Bo Ek;bo@example.org;Plant / Line 9;;44
Tomas Berg;tomas@example.org;Ward 2;;42
Cy;no address;Plant;;40
Di;di@example.org;Plant;king;41
"""


def bring(cast, content: str = LIST) -> Import:
    target = target_named("people")
    begun = start_import(
        [content.encode()], file_name="staff.csv", target=target, place="organisation", by_id=cast.adam.pk
    )
    check_import(begun, target)
    assert claim_commit(begun)
    begun.refresh_from_db()
    commit_import(begun, target)
    begun.refresh_from_db()
    assert begun.error == ""
    return begun


def test_people_arrive_in_their_teams_and_missing_teams_are_made(cast):
    brought = bring(cast)
    ada = Person.objects.get(email="ada@example.org")
    assert (brought.new, brought.changed, brought.refused) == (2, 1, 2)
    assert [team.name for team in ada.teams_led] == ["Line 9"]
    assert ada.is_active
    assert not ada.has_usable_password()
    assert Team.objects.get(name="Line 9").parent == cast.plant


def test_somebody_who_is_here_joins_the_team_and_stays_who_they_are(cast):
    bring(cast)
    tomas = Person.objects.get(email="tomas@example.org")
    assert {team.name for team in tomas.teams} == {"Line 4", "Ward 2"}
    assert tomas.pk == cast.tomas.pk


def test_wrong_addresses_and_unknown_roles_are_refused_in_words(cast):
    words = " ".join(str(reason) for reason in bring(cast).reasons)
    assert "not_an_address" in words
    assert "king" in words


def test_the_same_list_twice_changes_nothing(cast):
    bring(cast)
    before = Person.objects.count(), Team.objects.count()
    again = bring(cast)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    assert (Person.objects.count(), Team.objects.count()) == before


def test_undo_closes_the_access_of_those_who_came_and_of_nobody_else(cast):
    undo_import(bring(cast), target_named("people"))
    assert not Person.objects.get(email="ada@example.org").is_active
    assert Person.objects.get(email="tomas@example.org").is_active
    assert bring(cast).new == 2
    assert Person.objects.get(email="ada@example.org").is_active


def test_only_those_who_look_after_people_bring_them_in(cast):
    places = target_named("people").places
    assert places(cast.adam) == places(cast.quentin) != []
    assert places(cast.amira) == places(cast.nobody) == []

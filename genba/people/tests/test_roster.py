import pytest
from django.core.exceptions import ValidationError

from genba.people import facts
from genba.people.lists import Branch, read_lines, read_tree
from genba.people.models import Membership, Person, Site, Team
from genba.people.models.person import ORGANISATION_ROLES
from genba.people.roster import RosterRow, fault_of, path_of, role_of, take_in
from genba.trail.models import Fact

IDA = RosterRow("Ida Sand", "Ida@example.org", "Plant / Line 9", "team lead")


def test_a_roster_adds_people_and_makes_missing_teams(cast):
    taken = take_in([IDA], by=cast.adam)
    ida = Person.objects.get(email="ida@example.org")
    assert (taken.added, taken.teams_added, list(taken.people)) == (1, 1, [ida.pk])
    membership = ida.memberships.select_related("team").get()
    assert membership.team.parent == cast.plant
    assert membership.role == Membership.Role.LEAD
    assert Fact.objects.filter(name=facts.TEAM_ADDED.name).count() == 1


def test_the_same_roster_twice_changes_nothing(cast):
    take_in([IDA], by=cast.adam)
    before = (Person.objects.count(), Team.objects.count(), Membership.objects.count(), Fact.objects.count())
    taken = take_in([IDA], by=cast.adam)
    assert (taken.added, taken.changed, taken.same, taken.teams_added) == (0, 0, 1, 0)
    assert (
        Person.objects.count(),
        Team.objects.count(),
        Membership.objects.count(),
        Fact.objects.count(),
    ) == before


def test_somebody_known_gets_a_team_and_keeps_the_rest(cast):
    taken = take_in([RosterRow("T. Berg", "TOMAS@example.org", "Ward 2")], by=cast.adam)
    cast.tomas.refresh_from_db()
    assert taken.changed == 1
    assert cast.tomas.name == "Tomas Berg"
    assert {team.name for team in Person.objects.get(pk=cast.tomas.pk).teams} == {"Line 4", "Ward 2"}


def test_a_roster_gives_no_role_in_the_organisation_and_no_way_in(cast):
    take_in([IDA], by=cast.adam)
    ida = Person.objects.get(email="ida@example.org")
    assert not any(getattr(ida, role) for role in ORGANISATION_ROLES)
    assert not ida.has_usable_password()


def test_a_site_in_the_roster_is_made(cast):
    take_in([RosterRow("Ida Sand", "ida@example.org", "Ward 2", site="North clinic")], by=cast.adam)
    team = Team.objects.get(site__name="North clinic")
    assert team.name == "Ward 2"
    assert team != cast.ward


def test_an_organisation_without_sites_gets_one(db):
    take_in([IDA], by=None)
    assert Site.objects.count() == 1
    assert [team.name for team in Team.objects.order_by("path")] == ["Plant", "Line 9"]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (RosterRow("", "ida@example.org"), "name"),
        (RosterRow("x" * 121, "ida@example.org"), "name"),
        (RosterRow("a\x00b", "ida@example.org"), "name"),
        (RosterRow("Ida", "not an address"), "email"),
        (RosterRow("Ida", "ida@example.org", "x" * 121), "team"),
        (RosterRow("Ida", "ida@example.org", " / ".join("abcdefghij")), "team"),
        (RosterRow("Ida", "ida@example.org", "Plant", "emperor"), "role"),
    ],
)
def test_a_bad_row_is_named_with_its_field(row, field):
    fault = fault_of(row)
    assert fault is not None
    assert fault[0] == field


def test_a_bad_row_among_good_ones_takes_nothing_in(cast):
    with pytest.raises(ValidationError):
        take_in([IDA, RosterRow("Bad", "bad")], by=cast.adam)
    assert not Person.objects.filter(email="ida@example.org").exists()


@pytest.mark.parametrize("team", ["Plant/Line 4", "Plant > Line 4", " Plant » Line  4 ", "Plant\\Line 4"])
def test_paths_are_written_in_many_ways(team):
    assert path_of(team) == ["Plant", "Line 4"]


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("", "member"),
        ("Lead", "lead"),
        ("TEAM LEAD", "lead"),
        ("process_owner", "process_owner"),
        ("king", None),
    ],
)
def test_roles_are_words(word, role):
    assert role_of(word) == role


def test_an_indented_list_is_a_tree():
    tree = read_tree("Plant\n  Line 4\n    - Cell A\n  Line 5\n\nOffice\n\t• Desk")
    names = [("Plant", 0), ("Line 4", 1), ("Cell A", 2), ("Line 5", 1), ("Office", 0), ("Desk", 1)]
    assert tree == [Branch(name, level) for name, level in names]


@pytest.mark.parametrize(
    "text",
    [
        "A\nA",
        "A\n b\nA\n B",
        "x" * 121,
        "\n".join(f"T{n}" for n in range(501)),
        "\n".join(" " * n + str(n) for n in range(9)),
    ],
)
def test_a_list_that_makes_no_tree_is_answered_in_words(text):
    with pytest.raises(ValidationError):
        read_tree(text)


def test_lines_lose_bullets_and_blanks():
    assert read_lines(" - One \n\n* Two,\n") == ["One", "Two"]

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from genba.people import facts
from genba.people.models import Membership, Place, Site, Team
from genba.people.models.team import DEEPEST
from genba.trail.models import Fact


def test_a_new_team_has_a_board(cast, sign_in, work_off):
    data = {"name": "Line 5", "site": cast.site.pk, "parent": cast.plant.pk}
    sign_in(cast.adam).post(reverse("people:add_team"), data)
    team = Team.objects.get(name="Line 5")
    work_off()
    assert team.path.startswith(cast.plant.path)
    assert team.boards.count() == 1


def test_a_team_moves_with_everything_below_it(cast, sign_in):
    cell = Team.objects.create(site=cast.site, name="Cell", parent=cast.line)
    data = {"name": "Line 4", "site": cast.site.pk, "parent": cast.ward.pk}
    sign_in(cast.quentin).post(reverse("people:edit_team", args=[cast.line.pk]), data)
    cell.refresh_from_db()
    assert cell.path == f"/{cast.ward.pk}/{cast.line.pk}/{cell.pk}/"
    assert Fact.objects.get(name=facts.TEAM_CHANGED.name).subject_id == str(cast.line.pk)


def test_a_team_cannot_be_part_of_itself(cast, sign_in):
    data = {"name": "Plant", "site": cast.site.pk, "parent": cast.line.pk}
    answer = sign_in(cast.quentin).post(reverse("people:edit_team", args=[cast.plant.pk]), data)
    assert answer.status_code == 422
    cast.plant.refresh_from_db()
    assert cast.plant.parent is None


def test_the_tree_has_a_sensible_depth(cast):
    team = cast.line
    for number in range(DEEPEST - 2):
        team = Team.objects.create(site=cast.site, name=f"Deep {number}", parent=team)
    with pytest.raises(ValidationError):
        Team(site=cast.site, name="Too deep", parent=team).full_clean()
    cast.plant.parent = cast.ward
    with pytest.raises(ValidationError):
        cast.plant.full_clean()


def test_two_teams_of_one_name_stand_apart_or_not_at_all(cast, sign_in):
    client = sign_in(cast.quentin)
    for parent, status in ((cast.plant.pk, 422), (cast.ward.pk, 302)):
        data = {"name": "Line 4", "site": cast.site.pk, "parent": parent}
        assert client.post(reverse("people:add_team"), data).status_code == status
    assert client.post(reverse("people:add_team"), {"name": "Plant", "site": cast.site.pk}).status_code == 422


def test_a_lead_adds_and_removes_members_of_the_own_team(cast, sign_in):
    client = sign_in(cast.amira)
    client.post(reverse("people:add_member", args=[cast.line.pk]), {"who": "noor haddad", "role": "champion"})
    membership = Membership.objects.get(person=cast.nobody)
    page = client.post(reverse("people:remove_member", args=[membership.pk]), follow=True)
    assert "Undo" in page.content.decode()
    assert not Membership.objects.filter(person=cast.nobody).exists()
    names = Fact.objects.about(cast.line).values_list("name", flat=True)
    assert {facts.MEMBER_JOINED.name, facts.MEMBER_LEFT.name} <= set(names)


def test_a_lead_changes_no_foreign_team(cast, sign_in):
    client = sign_in(cast.amira)
    data = {"who": "noor@example.org", "role": "lead"}
    assert client.post(reverse("people:add_member", args=[cast.ward.pk]), data).status_code == 404
    theirs = Membership.objects.get(person=cast.wanda)
    assert client.post(reverse("people:remove_member", args=[theirs.pk])).status_code == 404
    data = {"team": cast.ward.pk, "role": "lead"}
    assert client.post(reverse("people:add_to_team", args=[cast.amira.pk]), data).status_code == 422
    assert Membership.objects.filter(team=cast.ward).get() == theirs


def test_a_member_changes_no_team(cast, sign_in):
    own = Membership.objects.get(person=cast.tomas)
    client = sign_in(cast.tomas)
    assert client.post(reverse("people:remove_member", args=[own.pk])).status_code == 403
    data = {"who": "noor@example.org", "role": "member"}
    assert client.post(reverse("people:add_member", args=[cast.line.pk]), data).status_code == 403


@pytest.mark.parametrize("who", ["", "Somebody Else", "x" * 100_000, "a\x00b", "<script>alert(1)</script>"])
def test_somebody_unknown_is_a_sentence_at_the_field(cast, sign_in, who):
    answer = sign_in(cast.amira).post(
        reverse("people:add_member", args=[cast.line.pk]), {"who": who, "role": "member"}
    )
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


def test_the_same_member_twice_is_one(cast, sign_in):
    for _time in range(2):
        sign_in(cast.adam).post(
            reverse("people:add_to_team", args=[cast.nobody.pk]), {"team": cast.line.pk, "role": "member"}
        )
    assert Membership.objects.filter(person=cast.nobody).count() == 1


def test_the_tree_shows_who_leads(cast, sign_in):
    page = sign_in(cast.nobody).get(reverse("people:teams")).content.decode()
    assert page.index("Plant") < page.index("Line 4")
    assert "Amira Khan" in page


def test_sites_and_places_are_added_and_changed(cast, sign_in):
    client = sign_in(cast.quentin)
    client.post(reverse("people:add_site"), {"name": "North clinic", "town": "Oslo"})
    north = Site.objects.get(name="North clinic")
    client.post(reverse("people:add_place"), {"name": "Desk 1", "site": north.pk, "team": cast.ward.pk})
    desk = Place.objects.get(name="Desk 1")
    code = desk.code
    client.post(
        reverse("people:edit_place", args=[desk.pk]),
        {"name": "Desk A", "site": north.pk, "team": cast.ward.pk},
    )
    desk.refresh_from_db()
    assert (desk.name, desk.code) == ("Desk A", code)
    assert client.post(reverse("people:add_site"), {"name": "North clinic"}).status_code == 422


def test_a_place_is_closed_and_opened_again(cast, sign_in):
    client = sign_in(cast.quentin)
    client.post(reverse("people:close_place", args=[cast.station.pk]))
    assert "Station 7" not in client.get(reverse("people:places")).context["page"].object_list
    cast.station.refresh_from_db()
    assert cast.station.is_closed
    client.post(reverse("people:reopen_place", args=[cast.station.pk]))
    cast.station.refresh_from_db()
    assert not cast.station.is_closed
    assert Fact.objects.about(cast.station).count() == 2


def test_places_of_an_organisation_without_teams_begin_with_a_team(cast, sign_in):
    Place.objects.all().delete()
    Membership.objects.all().delete()
    cast.board.columns.all().delete()
    cast.board.delete()
    for team in (cast.line, cast.ward, cast.plant):
        team.delete()
    client = sign_in(cast.adam)
    assert client.get(reverse("people:add_place")).url == reverse("people:add_team")
    assert b"No team yet" in client.get(reverse("people:teams")).content

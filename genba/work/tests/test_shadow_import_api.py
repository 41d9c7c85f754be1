"""Shadow tools come in as a list, and go in and out by API."""

import json

import pytest

from genba.people.models import ApiToken
from genba.sources.check import check_import
from genba.sources.commit import claim_commit, commit_import
from genba.sources.start import start_import
from genba.sources.targets import target_named
from genba.sources.undo import undo_import
from genba.trail.models import Fact
from genba.work.models import ShadowTool
from genba.work.tests.factory import make_procedure, make_process

LIST = """No;Tool;Kind;Process;Team;People;Minutes;Per person or total;How often
1;Jana's spreadsheet;Excel;Assembly;Line 4; 6;30;per person;daily
2;The wall;whiteboard;Nowhere;Ward 2;many;10;;
3;Fax;fax;;;;-5;;always
"""


def bring(cast, content, **more):
    target = target_named("shadow_tools")
    begun = start_import(
        [content.encode()],
        target=target,
        file_name="tools.csv",
        place="register",
        by_id=cast.quentin.pk,
        **more,
    )
    check_import(begun, target)
    assert claim_commit(begun)
    begun.refresh_from_db()
    commit_import(begun, target)
    begun.refresh_from_db()
    assert begun.error == ""
    return begun


def call(client, person, method, path, body=None):
    token = {"Authorization": f"Bearer {ApiToken.issue(person, name='t')[1]}"}
    answer = client.generic(
        method, f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json", headers=token
    )
    return answer.status_code, answer.json()


def test_a_list_arrives_with_what_each_row_says(cast):
    process = make_process(cast)
    bring(cast, LIST.replace("many", ""))
    tool = ShadowTool.objects.current().get(external_id="1")
    assert (tool.kind, tool.process, tool.often, tool.minutes_of) == ("spreadsheet", process, "daily", "each")
    assert tool.hours == pytest.approx(13)
    assert [team.name for team in tool.teams.all()] == ["Line 4"]
    odd = ShadowTool.objects.current().get(external_id="3")
    assert (odd.kind, odd.minutes, odd.imported["minutes"]) == ("other", None, "-5")
    assert ShadowTool.objects.get(external_id="2").imported["process"] == "Nowhere"


def test_the_same_list_again_changes_only_what_changed_and_can_be_undone(cast):
    bring(cast, LIST.replace("many", ""))
    again = bring(cast, LIST.replace("many", "").replace(";30;", ";45;"))
    assert ShadowTool.objects.current().count() == 3
    assert ShadowTool.objects.get(external_id="1").minutes == 45
    undo_import(again, target_named("shadow_tools"))
    assert ShadowTool.objects.get(external_id="1").minutes == 30
    assert Fact.objects.filter(name="work.shadow_import_undone").exists()


def test_an_import_undone_takes_its_tools_out_of_sight(cast, sign_in):
    brought = bring(cast, LIST.replace("many", ""))
    undo_import(brought, target_named("shadow_tools"))
    assert not ShadowTool.objects.visible_to(cast.quentin).exists()
    assert "The wall" not in sign_in(cast.quentin).get("/shadow-tools/").content.decode()


def test_who_may_bring_a_list(cast):
    target = target_named("shadow_tools")
    allowed = {role for role, person in cast.people.items() if person and target.places(person)}
    assert allowed == {"lead", "other_lead", "quality", "administrator"}


def test_a_program_tells_completes_ends_and_opens_again(cast, client):
    procedure = make_procedure(cast)
    status, tool = call(client, cast.nobody, "POST", "shadow-tools", {"sentence": "A chat", "minutes": 60})
    assert (status, tool["added_by"], round(tool["hours_a_month"], 1)) == (201, cast.nobody.pk, 4.3)
    where = f"shadow-tools/{tool['id']}"
    change = {"kind": "chat", "teams": [cast.line.pk], "procedure": procedure.pk}
    assert call(client, cast.wanda, "PATCH", where, change)[1]["teams"] == [cast.line.pk]
    assert call(client, cast.wanda, "GET", where)[1]["minutes"] == 60
    assert call(client, cast.quentin, "POST", f"{where}/looks")[1]["state"] == "looked_at"
    end = {"state": "official", "words": "It is good.", "procedure": procedure.pk}
    assert call(client, cast.quentin, "POST", f"{where}/endings", end)[1]["ending"] == "It is good."
    assert call(client, cast.quentin, "POST", f"{where}/endings", end)[0] == 409
    assert call(client, cast.quentin, "POST", f"{where}/openings")[1]["state"] == "looked_at"


def test_without_a_name_a_program_leaves_no_person(cast, client):
    said = {"sentence": "A chat", "without_name": True}
    _status, tool = call(client, cast.nobody, "POST", "shadow-tools", said)
    assert tool["added_by"] is None
    assert Fact.objects.get(name="work.shadow_found").by_id is None


def test_who_may_not_decide_finds_nothing_to_decide_on(cast, client):
    process = make_process(cast)
    body = {"sentence": "A chat", "process": process.pk}
    tool = call(client, cast.tomas, "POST", "shadow-tools", body)[1]
    where = f"shadow-tools/{tool['id']}/endings"
    for person in (cast.tomas, cast.wanda, cast.audrey, cast.nobody):
        assert call(client, person, "POST", where, {"state": "kept", "words": "x"})[0] == 404


@pytest.mark.parametrize(
    "body", [{}, {"sentence": ""}, {"sentence": "x", "minutes": -1}, {"sentence": "x", "kind": "fax"}]
)
def test_a_wrong_body_is_refused_in_words(cast, client, body):
    assert call(client, cast.tomas, "POST", "shadow-tools", body)[0] == 422
    assert not ShadowTool.objects.exists()


def test_the_list_and_the_sum_for_programs(cast, client):
    for number in range(3):
        body = {"sentence": str(number), **({"minutes": 60} if number else {})}
        call(client, cast.tomas, "POST", "shadow-tools", body)
    first = call(client, cast.audrey, "GET", "shadow-tools?limit=2")[1]
    assert ([one["sentence"] for one in first["items"]], first["next"]) == (["0", "1"], 2)
    found = call(client, cast.audrey, "GET", "shadow-tools/sum")[1]
    assert (found["tools"], found["without_minutes"], found["is_floor"], found["money"]) == (3, 1, True, None)
    assert found["hours"] == pytest.approx(2 * 52 / 12)
    assert client.get("/api/v1/shadow-tools").status_code == 401

"""The matrix of who comes how far, walked anew, and the rules that it must keep."""

import os

import pytest

from genba.conftest import make_cast
from tests.access import BROKEN, HIDDEN, IN, NO, PAGE, ROLES, Line, page, walk

pytestmark = [pytest.mark.slow, pytest.mark.once]
SHUT = {NO, HIDDEN}
READS_ALL = {"quality", "executive", "auditor"}


WALKED: list[Line] = []


@pytest.fixture
def lines(db):
    """The walk, made by the first test that asks for it."""
    if not WALKED:
        WALKED.extend(walk(make_cast()))
    return WALKED


def who(line: Line) -> set[str]:
    return {role for role in ROLES if line.marks[role] == IN}


def of(lines, *, begins="/", record="", method=""):
    found = [
        line
        for line in lines
        if line.path.startswith(begins) and record in line.record and line.method.startswith(method)
    ]
    assert found, (begins, record, method)
    return found


def test_the_page_is_what_the_walk_found(lines):
    if os.environ.get("WRITE_ACCESS"):
        PAGE.write_text(page(lines))
    assert PAGE.read_text() == page(lines), (
        "Run: WRITE_ACCESS=1 bin/test tests/test_access.py, and look at what changed"
    )


#: What everybody begins, says, asks or runs who is signed in.
FOR_EVERYBODY = {
    "improve:new_card",
    *("work:new_procedure", "work:import_procedure", "api:create_procedure"),
    *("work:new_shadow_tool", "api:create_tool", "work:hour_cost"),  # the last: quality and top management
    *("work:step_questions", "work:suggest", "work:ask_review", "work:my_skills"),
    *("work:check_run", "work:checks_send", "api:send_run"),
    *("work:change_shadow_tool", "work:note_measurement", "work:question_answers"),
}


def test_no_door_breaks_and_none_opens_for_a_stranger(lines):
    assert [line for line in lines if BROKEN in line.marks.values()] == []
    assert [line for line in lines if "stranger" in who(line)] == []


def test_every_door_with_a_record_opens_for_somebody(lines):
    opened = {line.name for line in lines if who(line)}
    asked = {line.name for line in lines if "<" in line.path}
    # What is empty in this world: no job failed, nothing was signed or sealed, no photo waits.
    empty = {"front:try_again", "listen:original_photo", "front:receipt", "api:read_proof"}
    empty |= {name for name in asked if "sign" in name}
    assert asked - opened - empty == set()


def test_a_report_of_the_line_is_read_by_its_lead_and_by_those_who_read_all(lines):
    [line] = [
        line
        for line in of(lines, record="the line's report", method="GET")
        if line.name == "listen:detail" and line.record == "the line's report"
    ]
    assert who(line) == {"lead"} | READS_ALL
    assert line.marks["other_lead"] == line.marks["administrator"] == HIDDEN


def test_a_report_of_another_team_is_read_by_no_foreign_lead_and_one_s_own_by_oneself(lines):
    for line in of(lines, record="the ward's report", method="GET"):
        if line.path.startswith("/api/v1/facts"):  # the trail is read by role; it holds no words
            continue
        mine = {"member"} if "said by the member" in line.record and "file" not in line.name else set()
        assert who(line) <= {"other_lead"} | READS_ALL | mine
        assert line.marks["lead"] in SHUT


@pytest.mark.parametrize("verb", ["triage", "sorting", "notes", "outcome", "rewriting"])
def test_only_quality_and_the_own_leads_do_triage(lines, verb):
    for line in lines:
        if line.path.startswith("/reports/<int:pk>/") and f"/{verb}/" in line.path and line.method == "POST":
            own = (
                {"lead"}
                if "the line's" in line.record
                else {"other_lead"}
                if "ward's" in line.record
                else set()
            )
            assert who(line) <= {"quality"} | own, line


def test_the_words_of_somebody_anonymous_are_read_by_those_who_admit_them_and_nobody_else(lines):
    for begins in ("/originals/<", "/api/v1/originals/<"):
        for line in of(lines, begins=begins, record="the line's original"):
            assert who(line) <= {"lead", "quality"}, line


def test_what_an_undone_import_brought_is_there_for_nobody(lines):
    assert [line for line in of(lines, record="import undone") if who(line)] == []
    assert [line for line in of(lines, record="import was undone") if who(line)] == []
    assert [line for line in of(lines, record="file taken off") if who(line)] == []


def test_cards_are_read_by_all_and_changed_by_those_who_work_there(lines):
    for line in of(lines, begins="/cards/<", record="the line's card", method="POST"):
        if line.record != "the line's card, its import undone":
            assert who(line) <= {"lead", "member", "quality"}, line
    for line in of(lines, begins="/cards/<", record="the ward's card", method="POST"):
        if "under" not in line.record:
            assert who(line) <= {"other_lead", "quality"}, line


def test_a_part_opens_under_no_other_card_than_its_own(lines):
    assert [line for line in of(lines, record="under the line's address") if who(line)] == []


def test_nobody_reads_or_ends_what_is_somebody_else_s_own(lines):
    for begins, record in [("/notifications/<", "notice"), ("/people/browsers/<", "browser")]:
        for line in of(lines, begins=begins, record=record):
            assert who(line) == {"member"}, line
    for line in of(lines, begins="/people/tokens/<", record="token"):
        assert who(line) == {"member", "administrator"}, line


def test_an_import_is_there_for_whoever_began_it_and_for_those_who_look_after_all(lines):
    for begins in ("/imports/<", "/api/v1/imports/<"):
        for line in of(lines, begins=begins, record="the lead's import"):
            assert who(line) <= {"lead", "quality", "administrator"}, line


def test_top_management_auditors_and_those_in_no_team_change_nothing_of_others(lines):
    own = (
        "/settings/",
        "/notifications/",
        "/people/tokens/",
        "/people/browsers/",
        "/people/export/",
        "/people/organisation/promise/",
        "/signatures/",
        "/reports/mine/",
        "/history/",
        "/search/",
    )
    for line in lines:
        if line.method == "POST" and not line.path.startswith(own) and line.name not in FOR_EVERYBODY:
            assert who(line) & {"executive", "auditor", "nobody"} == set(), line


def test_only_administrators_touch_administrators(lines):
    for line in of(lines, begins="/people/<", record="an administrator"):
        if line.name not in {"people:person", "people:add_to_team"}:  # being in a team gives no role
            assert who(line) <= {"administrator"}, line


def test_a_lead_changes_who_is_in_the_own_team_only(lines):
    for line in of(lines, begins="/people/memberships/", method="POST"):
        own = "lead" if "line" in line.record else "other_lead"
        assert who(line) == {own, "quality", "administrator"}, line


def test_the_program_comes_no_further_than_its_person(lines):
    by_page = {line.record: line for line in lines if line.name == "listen:detail" and line.method == "GET"}
    for line in lines:
        if line.name == "api:read_report":
            assert who(line) == who(by_page[line.record]), line


def test_a_run_goes_on_with_whoever_began_it_and_nobody_else(lines):
    for line in of(lines, begins="/checks/runs/<int:pk>/", method="POST"):
        assert who(line) <= ({"other_lead"} if "ward" in line.record else {"member"}), line


@pytest.mark.parametrize(
    "begins", ["/documents/<", "/equipment/<", "/shadow-tools/<", "/code/<", "/procedures/<"]
)
def test_at_work_the_own_lead_and_quality_change_and_no_lead_of_another_team(lines, begins):
    for line in of(lines, begins=begins, method="POST"):
        if line.name not in FOR_EVERYBODY and line.name not in {"work:read", "work:take_document_copy_in"}:
            own = {"other_lead"} if line.record.startswith("the ward") else {"lead"}
            own |= {"other_lead"} if "nobody's team" in line.record else set()
            assert who(line) <= {"quality"} | own, line


def test_what_somebody_can_do_is_seen_by_themselves_their_teams_and_quality(lines):
    for begins in ("/skills/people/<", "/files/<"):
        for line in of(lines, begins=begins, record="other lead", method="GET"):
            assert who(line) == {"other_lead", "quality"}, line

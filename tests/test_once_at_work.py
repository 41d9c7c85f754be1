"""What is sent twice with the same key is done once, at the doors of the room `work`, on real records."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from genba.people.once import FIELD, REPLAYED
from tests.test_once import everything_stored
from tests.world import make_world

TODAY = timezone.localdate().isoformat()
SOON = (timezone.localdate() + timedelta(days=5)).isoformat()
FOUND = {"on": TODAY, "where": "inside", "as_found": "Right", "is_in_tolerance": "yes", "is_fit": "yes"}
SHOWN = {"thing": "skill:{a skill.pk}", "way": "watched", "shown_by": "Three pallets", "on": TODAY}
SAID_MORE = {"sentence": "The list", "minutes_of": "all", "minutes": "9"}
WORTH = {"amount": "40", "currency": "EUR", "source": "The books of last year"}
ROUND = {"team": "{the line.pk}", "rhythm": "days", "every": "1", "grace_minutes": "60"}
GAUGE = {"code": "G-9", "name": "Scale", "team": "{the line.pk}", "unit": "months"}
PAPER = {"code": "D-9", "title": "Lid", "kind": "drawing", "review_months": "24"}
CODE = {"provider": "github", "name": "riverside/new", "team": "{the line.pk}", "address": ""}
ARROW = {"source": "{the ward's process.pk}", "target": "{the line's process.pk}"}
LID = {"title": "Close a lid", "process": "{the line's process.pk}", "take-0": "on", "take-1": "on"}
COUNTS, DRAFT, OLD = "the line's procedure in force", "the ward's draft", "the line's procedure, retired"
TRIED, WAITS = "the line's version on trial", "the line's version, waits for approval"
ASKED, STREAM = "the line's change, the member asked to read it", "the value stream"
DOCUMENT, OTHER_DOCUMENT = "the line's document in force", "the ward's document, waits for approval"
TOOL, LOOK = "the line's shadow tool", "look asked of the member"

#: Who, the door, the record, the parts of its address, what is sent.
SENT: list[tuple[str, str, str, str, dict[str, str]]] = [
    ("quentin", "new_stream", "", "", {"name": "Returns"}),
    ("quentin", "change_stream", STREAM, "pk", {"name": "Orders", "purpose": "Quickly"}),
    ("quentin", "close_stream", STREAM, "pk", {}),
    ("quentin", "add_process", STREAM, "pk", {"name": "Pack"}),
    ("quentin", "remove_arrow", STREAM, "pk arrow", {}),
    ("amira", "rename_process", "the line's process", "pk", {"name": "Build"}),
    ("amira", "close_process", "the line's process", "pk", {}),
    ("amira", "reopen_process", "the line's process, closed", "pk", {}),
    ("tomas", "new_procedure", "", "", {"title": "Open a lid", "process": "{the line's process.pk}"}),
    ("amira", "begin_version", COUNTS, "pk", {"because": "The tray is new."}),
    ("amira", "confirm", COUNTS, "pk", {}),
    ("amira", "retire", COUNTS, "pk", {"because": "Nobody does it."}),
    ("amira", "bring_back", OLD, "pk", {}),
    ("wanda", "pilot", DRAFT, "pk number", {"until": SOON, "team": "{the ward.pk}"}),
    ("amira", "decide_pilot", TRIED, "pk number", {"decision": "change", "learned": "Too long."}),
    ("wanda", "ask_approval", DRAFT, "pk number", {"question": "What is new?", "expected_answer": "Soap"}),
    ("quentin", "send_back", WAITS, "pk number", {"because": "The why is missing."}),
    ("amira", "withdraw", TRIED, "pk number", {"because": "It does not help."}),
    ("tomas", "read", ASKED, "pk number", {"answer": "The torque"}),
    ("tomas", "suggest", COUNTS, "pk", {"said": "Use the other tray."}),
    ("amira", "take_suggestion", "the line's suggestion", "pk suggestion", {}),
    ("amira", "decline_suggestion", "the line's suggestion", "pk suggestion", {"because": "Not now."}),
    ("tomas", "step_questions", COUNTS, "pk key", {"text": "Which order?"}),
    ("amira", "question_answers", "question at the line's step", "pk", {"text": "The blue one."}),
    ("amira", "question_in_version", "question at the line's step", "pk", {}),
    ("quentin", "sentence_off", "a sentence without a name", "pk", {}),
    ("tomas", "review", LOOK, "pk", {"verdict": "good", "sentence": "Clear."}),
    ("amira", "withdraw_review", LOOK, "pk", {}),
    ("quentin", "new_repository", "", "", CODE),
    ("quentin", "repository_secret", "the line's repository", "pk", {}),
    ("quentin", "close_repository", "the line's repository", "pk", {}),
    ("tomas", "check_run", COUNTS, "pk", {}),
    ("tomas", "check_leave", "the member's run, open", "pk", {}),
    ("tomas", "check_resume", "the member's run, given up", "pk", {}),
    ("amira", "check_rounds", COUNTS, "pk", ROUND),
    ("amira", "check_round_stop", "the line's round", "pk", {}),
    ("wanda", "check_mark", DRAFT, "pk", {}),
    ("tomas", "new_shadow_tool", "", "", {"sentence": "The list on the wall"}),
    (
        "tomas",
        "change_shadow_tool",
        TOOL,
        "pk",
        SAID_MORE,
    ),
    ("amira", "look_at_shadow_tool", TOOL, "pk", {}),
    ("amira", "absorb_shadow_tool", TOOL, "pk", {"ending": "The board shows it."}),
    ("amira", "keep_shadow_tool", TOOL, "pk", {"ending": "It is quicker."}),
    ("amira", "make_shadow_tool_official", TOOL, "pk", {"ending": "It is right.", "official_as": ""}),
    ("amira", "open_shadow_tool_again", "the line's shadow tool, kept", "pk", {}),
    ("elena", "hour_cost", "", "", WORTH),
    ("amira", "new_document", "", "", PAPER),
    ("amira", "edit_document", DOCUMENT, "pk", {**PAPER, "title": "Other"}),
    ("wanda", "give_document_back", OTHER_DOCUMENT, "pk number", {}),
    ("wanda", "withdraw_document_version", OTHER_DOCUMENT, "pk number", {}),
    ("amira", "add_document_use", DOCUMENT, "pk", {"target": "process:{the ward's process.pk}"}),
    ("amira", "drop_document_use", DOCUMENT, "pk use", {}),
    ("amira", "give_document_copy", DOCUMENT, "pk", {"where": "At the door"}),
    ("tomas", "take_document_copy_in", DOCUMENT, "pk copy", {}),
    ("amira", "document_still_right", DOCUMENT, "pk", {}),
    ("amira", "note_document_edition", DOCUMENT, "pk", {"edition": "2026"}),
    ("amira", "retire_document", DOCUMENT, "pk", {"why": "Not built."}),
    ("amira", "return_document", "the line's document, retired", "pk", {}),
    ("amira", "new_equipment", "", "", GAUGE),
    ("amira", "edit_equipment", "the line's gauge", "pk", GAUGE),
    ("amira", "calibrate", "the line's gauge", "pk", FOUND),
    ("amira", "strike_calibration", "the line's gauge", "pk calibration", {"why": "Another gauge."}),
    ("tomas", "note_measurement", "the line's gauge", "pk", {"what": "Lot 7", "on": TODAY}),
    ("amira", "take_equipment_out", "the line's gauge", "pk", {"why": "It fell."}),
    ("amira", "retire_equipment", "the line's gauge", "pk", {"why": "Worn out."}),
    ("amira", "take_equipment_into_use", "the line's gauge, retired", "pk", {}),
    ("amira", "new_skill", "", "", {"name": "Weld"}),
    ("amira", "edit_skill", "a skill", "pk", {"name": "Drive anything"}),
    ("amira", "end_skill", "a skill", "pk", {}),
    ("amira", "new_need", "the line", "pk", {"thing": "procedure:{the line's procedure in force.pk}"}),
    ("amira", "end_need", "the line", "pk need", {}),
    ("amira", "new_role", "the line", "pk", {"person": "{the member.pk}", "role": "Setter"}),
    ("amira", "end_role", "the line", "pk holder", {}),
    ("amira", "show_competence", "the member", "pk", SHOWN),
    ("amira", "withdraw_competence", "the member", "pk competence", {"why": "A mistake."}),
    ("tomas", "teach", "", "", {"thing": "skill:{a skill.pk}"}),
    ("quentin", "change_why", "a rule", "code", {"why": "So that it is found."}),
    ("quentin", "remove_field", "a field", "code", {}),
    ("quentin", "draw_arrow", STREAM, "pk", ARROW),
    ("amira", "ask_review", DRAFT, "kind key", {"who": "team-{the ward.pk}"}),
    ("tomas", "take_procedure", "the member's document, looked at", "pk", LID),
    ("tomas", "forget_procedure_import", "the member's document, looked at", "pk", {}),
]


def records_of(cast):
    """Each record of the world by what it is, with every part of an address that leads to it."""
    found = {}
    for _begins, met in make_world(cast):
        for one in met:
            found[one.what] = {**found.get(one.what, {}), **one.values}
    return found


def test_at_every_door_of_the_work_what_is_sent_twice_is_done_once(cast, sign_in):
    records, wrong = records_of(cast), []
    fields = {f"{what}.{name}": value for what, one in records.items() for name, value in one.items()}
    for who, door, what, parts, form in SENT:
        address = reverse(f"work:{door}", args=[records[what][part] for part in parts.split()])
        filled = {name: _filled(value, fields) for name, value in form.items()} | {FIELD: "a" * 32}
        with transaction.atomic():
            wrong += [f"{door}: {fault}" for fault in _faults(sign_in(getattr(cast, who)), address, filled)]
            transaction.set_rollback(True)
    assert wrong == []


def _filled(value: str, fields: dict[str, object]) -> str:
    for name, found in fields.items():
        value = value.replace(f"{{{name}}}", str(found))
    return value


def _faults(client, address, filled):
    before = everything_stored()
    first, after = client.post(address, filled), everything_stored()
    second = client.post(address, filled)
    if first.status_code not in {200, 302}:
        return [f"{first.status_code}"]
    found = {
        "nothing is done": after == before,
        "done twice": everything_stored() != after,
        "not told": second.headers.get(REPLAYED) != "true",
        "another way back": second.get("Location") != first.get("Location"),
    }
    return [fault for fault, is_so in found.items() if is_so]

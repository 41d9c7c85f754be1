"""A register of complaints becomes reports: what waits, waits; what was answered is not asked again."""

from datetime import UTC, datetime

from genba.listen import triage
from genba.listen.models import Report
from genba.sources.check import check_import
from genba.sources.commit import claim_commit, commit_import
from genba.sources.models import Import
from genba.sources.start import start_import
from genba.sources.targets import target_named
from genba.sources.undo import undo_import

COMPLAINTS = """Reklamationsnummer;Kunde;Eingang;Beanstandung;Typ;Ort;Status;Antwort;Charge
R1;Müller GmbH;30.09.2021 17:20;"Kratzer auf dem
Deckel";Reklamation;Station 7;geschlossen;Werkzeug getauscht;A7
R2;Schmidt;1.10.2021;Falsches Etikett;Beinaheunfall;Halle 3;offen;;A8
"""


def bring(cast, content: str = COMPLAINTS) -> Import:
    target = target_named("reports")
    begun = start_import(
        [content.encode("cp1252")],
        file_name="r.csv",
        target=target,
        place=f"team:{cast.line.pk}",
        by_id=cast.quentin.pk,
    )
    check_import(begun, target)
    assert claim_commit(begun)
    begun.refresh_from_db()
    commit_import(begun, target)
    begun.refresh_from_db()
    assert begun.error == ""
    return begun


def test_a_complaint_arrives_with_everything_its_row_says(cast):
    assert bring(cast).new == 2
    report = Report.objects.current().get(external_id="R1")
    assert report.text == "Kratzer auf dem\nDeckel"
    assert (report.kind, report.reporter_name, report.place, report.team) == (
        "complaint",
        "Müller GmbH",
        cast.station,
        cast.line,
    )
    assert report.received_at == datetime(2021, 9, 30, 17, 20, tzinfo=UTC)
    assert (report.state, report.outcome) == ("answered", "Werkzeug getauscht")
    assert report.imported == {
        "Typ": "Reklamation",
        "Ort": "Station 7",
        "Status": "geschlossen",
        "Charge": "A7",
    }


def test_what_waits_for_an_answer_waits_in_the_inbox_of_the_team(cast):
    bring(cast)
    waiting = Report.objects.answerable_by(cast.amira).waiting()
    assert [(report.external_id, report.kind, report.place) for report in waiting] == [
        ("R2", "near_miss", None)
    ]


def test_the_same_register_twice_changes_nothing(cast):
    bring(cast)
    before = list(Report.objects.order_by("pk").values())
    assert bring(cast).unchanged == 2
    assert list(Report.objects.order_by("pk").values()) == before


def test_a_change_of_the_register_is_taken_over_and_can_be_undone(cast):
    bring(cast)
    changed = bring(
        cast,
        COMPLAINTS.replace("Falsches Etikett", "Gar kein Etikett").replace("offen;;", "offen;Neu gedruckt;"),
    )
    report = Report.objects.get(external_id="R2")
    assert (changed.changed, report.text, report.state) == (1, "Gar kein Etikett", "answered")
    undo_import(changed, target_named("reports"))
    report.refresh_from_db()
    assert (report.text, report.state, report.outcome) == ("Falsches Etikett", "new", "")


def test_an_answer_that_people_gave_here_is_never_touched(cast):
    bring(cast)
    triage.answer(Report.objects.get(external_id="R2"), words="Danke!", by=cast.amira)
    bring(cast, COMPLAINTS.replace("Falsches Etikett", "Gar kein Etikett"))
    report = Report.objects.get(external_id="R2")
    assert (report.text, report.state, report.answered_by) == ("Gar kein Etikett", "answered", cast.amira)


def test_undo_hides_and_importing_again_brings_back(cast):
    undo_import(bring(cast), target_named("reports"))
    assert Report.objects.current().count() == 0 < Report.objects.count()
    assert bring(cast).new == 2
    assert Report.objects.current().count() == 2


def test_one_may_import_for_the_teams_one_answers_for(cast):
    places = target_named("reports").places
    assert places(cast.amira) == [(f"team:{cast.line.pk}", "Line 4")]
    assert len(places(cast.adam)) == 3
    assert places(cast.nobody) == []

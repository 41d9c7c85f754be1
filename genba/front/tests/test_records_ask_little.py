"""The pages of a process, of a document and of a proof ask little, however much is known there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from genba.improve.cards import open_card
from genba.people import signing
from genba.people.facts import PERSON_EXPORTED
from genba.people.signing import signatures_under, signatures_under_each
from genba.trail.models import Fact
from genba.trail.record import record
from genba.trail.seals.checkpoints import sign_checkpoint
from genba.trail.seals.sealer import seal_everything
from genba.understand.models import Metric, Target
from genba.understand.tests.factory import make_measured
from genba.work.documents.keeping import ask_for_approval, bring_version, give_copy, open_document
from genba.work.documents.uses import tie
from genba.work.models import Flow, Process, ValueStream
from genba.work.tests.busy import make_busy
from genba.work.tests.factory import make_process

MOST = 15
ROLES = ["lead", "quality", "member", "administrator", "auditor", "nobody"]
KIND = "work.documentversion"


def asked(django_assert_max_num_queries, browser, door, most=MOST):
    """The page at its second visit: at the first a process learns what it knows for a few seconds."""
    browser.get(door)
    with django_assert_max_num_queries(most):
        answer = browser.get(door)
    assert answer.status_code == 200
    return answer


def hang_on(process, cast, *, cards=14):
    """Cards beside those of its suggestions, metrics with targets, and arrows."""
    for number in range(cards):
        open_card(cast.board, title=f"Card {number}", kind="idea", by=cast.tomas, process=process)
    before, *others = [
        make_measured(cast, name=f"Metric {process.pk} {number}", process=process) for number in range(4)
    ]
    for metric in others:
        today = timezone.localdate()
        Target.objects.create(metric=metric, counter=before, value=9, by_day=today, set_on=today)
    stream = ValueStream.objects.create(name=f"Stream of {process.pk}")
    for number in range(3):
        other = Process.objects.create(value_stream=stream, name=f"Next {number}")
        Flow.objects.create(source=process, target=other)


@pytest.fixture
def process(cast, work_off):
    found = make_busy(cast).process
    document = open_document(by=cast.quentin, code="D-0", title="Rules", process=found)
    tie(document, f"process:{found.pk}", by=cast.quentin)
    hang_on(found, cast)
    work_off()
    return found


def make_document(cast, *, versions=4):
    """One with versions that count no more, one that counts and one that waits, all but this one signed."""
    found = open_document(
        by=cast.amira, code="D-12", title="Housing", process=make_process(cast), teams=[cast.line]
    )
    for number in range(versions + 1):
        file = SimpleUploadedFile("drawing.pdf", b"%PDF-1.4 revision A\n%%EOF")
        words = {"reason": "The bore grows."} if number else {}
        version = bring_version(found, by=cast.amira, revision=f"R{number}", file=file, **words)
        ask_for_approval(version, by=cast.amira)
        if number < versions:
            desk = signing.desk_for(cast.quentin, KIND, str(version.pk))
            seen = desk.signable.version_hash(desk.record)
            signing.sign(desk, signing.Intent("approved", seen, proved_by="password"))
    tie(found, f"process:{found.process_id}", by=cast.quentin)
    give_copy(found, by=cast.amira, where="At the press", keeper=cast.tomas)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_a_process_with_cards_and_metrics(cast, process, sign_in, role, django_assert_max_num_queries):
    door = reverse("work:process", args=[process.pk])
    page = asked(django_assert_max_num_queries, sign_in(cast.people[role]), door).text
    assert '<bdi class="count">16</bdi>' in page
    assert "and <bdi>4</bdi> more" in page
    assert "EUR" in page
    assert ("?edit=details" in page) == (role in {"lead", "quality"})
    asked(django_assert_max_num_queries, sign_in(cast.people[role]), f"{door}?edit=details")


def test_a_process_with_more_of_everything_asks_no_more(cast, process, sign_in):
    browser, door = sign_in(cast.amira), reverse("work:process", args=[process.pk])

    def count():
        browser.get(door)
        with CaptureQueriesContext(connection) as seen:
            browser.get(door)
        return len(seen.captured_queries)

    before = count()
    for number in range(3):
        open_card(cast.board, title=f"Further {number}", kind="idea", by=cast.tomas, process=process)
        make_measured(cast, name=f"Further {number}", process=process)
    assert Metric.objects.filter(process=process).count() == 7
    assert count() <= before


def test_nobody_else_gets_the_form_of_a_process(cast, process, sign_in):
    door = f"{reverse('work:process', args=[process.pk])}?edit=details"
    assert 'id="details"' in sign_in(cast.amira).get(door).text
    assert 'id="details"' not in sign_in(cast.wanda).get(door).text


@pytest.mark.parametrize("role", ROLES)
def test_a_document_with_many_signed_versions(cast, work_off, sign_in, role, django_assert_max_num_queries):
    document = make_document(cast)
    work_off()
    door = reverse("work:document", args=[document.pk])
    page = asked(django_assert_max_num_queries, sign_in(cast.people[role]), door).text
    assert page.count('class="signatures"') == (5 if role == "quality" else 4)
    assert ("/change/" in page or "Bring" in page or "Withdraw it" in page) == (role in {"lead", "quality"})


def test_signatures_read_at_once_are_those_read_one_by_one(cast, django_assert_max_num_queries):
    versions = list(make_document(cast).versions.all())
    with django_assert_max_num_queries(2):
        found = signatures_under_each(KIND, versions)
    assert found == {one.pk: signatures_under(KIND, one) for one in versions}
    assert [len(found[one.pk]) for one in versions] == [0, 1, 1, 1, 1]
    assert all(shown.is_sound and shown.is_current for one in versions for shown in found[one.pk])


@pytest.mark.parametrize("role", ["lead", "quality", "member"])
def test_a_proof_in_a_tree_of_several_tiles(cast, sign_in, role, django_assert_max_num_queries):
    card = open_card(cast.board, title="Loose guard", kind="idea", by=cast.tomas)
    for _time in range(800):
        record(PERSON_EXPORTED, cast.tomas, by=cast.tomas)
    seal_everything()
    sign_checkpoint()
    door = reverse("front:proof", args=[Fact.objects.about(card).get().pk])
    page = asked(django_assert_max_num_queries, sign_in(cast.people[role]), door, most=14).text
    assert "The line is as it was sealed" in page


def test_what_is_quiet_about_a_person_has_no_proof_for_others(cast, sign_in):
    fact = record(PERSON_EXPORTED, cast.tomas, by=cast.tomas)
    door = reverse("front:proof", args=[fact.pk])
    shown = {role: sign_in(cast.people[role]).get(door).status_code for role in ("member", "quality", "lead")}
    assert shown == {"member": 200, "quality": 200, "lead": 404}

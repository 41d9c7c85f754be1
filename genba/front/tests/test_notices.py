from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from genba.front.mailing import send_digests
from genba.front.models import Notification
from genba.front.watching import look_for_late_cards, look_for_long_waits
from genba.improve import facts as improve_facts
from genba.improve.cards import change, open_card
from genba.improve.models import Card
from genba.listen import facts as listen_facts
from genba.listen import triage
from genba.listen.intake import Said, receive
from genba.listen.models import Original, Report
from genba.trail.reactions import react
from genba.trail.record import record


def say(cast, *, days_ago=0, **more):
    at = timezone.now() - timedelta(days=days_ago)
    more.setdefault("reporter", cast.tomas)
    more.setdefault("received_at", at if more["reporter"] else None)
    return Report.objects.create(
        text="The label printer skips", team=cast.line, received_on=at.date(), **more
    )


def card_of(cast, owner, **more):
    return open_card(cast.board, title="Labels", kind=Card.Kind.IDEA, by=cast.quentin, owner=owner, **more)


def told(person):
    return [(notice.code, notice.why) for notice in Notification.objects.filter(person=person)]


def test_who_gets_a_card_from_somebody_else_is_told(cast, work_off):
    card_of(cast, cast.tomas)
    work_off()
    assert told(cast.tomas) == [("assigned", "owner")]
    assert told(cast.quentin) == []


def test_nobody_is_told_of_their_own_doings(cast, work_off):
    card = card_of(cast, None)
    change(card, by=cast.tomas, owner=cast.tomas)
    triage.answer(say(cast, reporter=cast.amira), words="Done", by=cast.amira)
    work_off()
    assert not Notification.objects.exists()


def test_a_reporter_hears_of_the_answer_and_reads_no_copied_words(cast, work_off, sign_in):
    triage.answer(say(cast), words="We fix it on Thursday", by=cast.amira)
    work_off()
    assert told(cast.tomas) == [("answered", "reporter")]
    page = sign_in(cast.tomas).get(reverse("front:notifications")).content.decode()
    assert "Your report was answered." in page
    assert "because you sent the report under your name" in page
    assert Notification.objects.get().data == {}


def test_there_is_one_notice_about_one_thing_until_it_is_read(cast, work_off):
    report = say(cast)
    for words in ("First", "Second", "Third"):
        triage.tell(report, words=words, by=cast.amira)
    work_off()
    assert [notice.times for notice in Notification.objects.filter(person=cast.tomas)] == [3]
    Notification.objects.filter(person=cast.tomas).mark_read()
    triage.tell(report, words="Fourth", by=cast.amira)
    work_off()
    assert Notification.objects.filter(person=cast.tomas).count() == 2


def test_a_reaction_that_runs_twice_tells_once(cast, work_off):
    triage.answer(say(cast), words="Yes", by=cast.amira)
    work_off()
    fact = Notification.objects.get().fact_id
    react.func(fact)
    assert Notification.objects.get().times == 1


def test_an_anonymous_report_tells_nobody_when_it_comes(cast, work_off):
    receive(Said("The label printer smokes.", severity="medium", place=cast.station))
    work_off()
    assert not Notification.objects.exists()


def test_danger_without_a_name_is_mailed_at_once_and_says_nothing_of_its_words(cast, work_off):
    receive(Said("The label printer smokes.", severity="high", place=cast.station))
    work_off()
    notice = Notification.objects.get(person=cast.amira)
    assert (notice.code, notice.why) == ("danger", "lead")
    assert [letter.to for letter in mail.outbox] == [[cast.amira.email]]
    assert "label printer" not in mail.outbox[0].body


def test_words_that_wait_for_admission_are_counted_among_what_waits_too_long(cast):
    receive(Said("The label printer smokes.", place=cast.station))
    Original.objects.update(week=timezone.localdate() - timedelta(days=14))
    look_for_long_waits.func()
    assert Notification.objects.get(person=cast.amira, code="waiting").data["count"] == 1


def test_danger_under_a_name_is_mailed_at_once_to_those_who_lead(cast, work_off):
    record(listen_facts.REPORT_RECEIVED, say(cast, severity="high"), by=cast.tomas, severity="high")
    work_off()
    assert [letter.to for letter in mail.outbox] == [[cast.amira.email]]
    assert "danger" in mail.outbox[0].subject
    assert told(cast.wanda) == []


def test_reports_that_wait_too_long_are_one_notice_for_the_team(cast):
    for days in (2, 4, 6):
        say(cast, days_ago=days, reporter=None)
    look_for_long_waits.func()
    look_for_long_waits.func()
    notice = Notification.objects.get(person=cast.amira)
    assert (notice.code, notice.data, notice.subject_kind) == (
        "waiting",
        {"count": 2, "days": 6},
        "people.team",
    )
    notice.read_at = timezone.now()
    notice.save()
    look_for_long_waits.func()
    assert Notification.objects.filter(person=cast.amira).count() == 1


def test_a_late_card_is_told_to_its_owner_once(cast):
    yesterday = timezone.localdate() - timedelta(days=1)
    card_of(cast, cast.tomas, due_on=yesterday)
    for _again in range(2):
        look_for_late_cards.func()
        Notification.objects.all().mark_read()
    assert told(cast.tomas) == [("late", "owner")]


def test_the_day_of_the_look_is_told_to_the_owner_and_the_lead(cast, work_off):
    record(improve_facts.EFFECTIVENESS_DUE, card_of(cast, cast.tomas))
    Notification.objects.all().delete()
    work_off()
    assert ("look_due", "owner") in told(cast.tomas)
    assert told(cast.amira) == [("look_due", "lead")]


def test_a_team_without_a_lead_is_looked_after_by_quality(cast):
    cast.line.memberships.all().delete()
    say(cast, days_ago=9, reporter=None)
    look_for_long_waits.func()
    assert told(cast.quentin) == [("waiting", "quality")]


def test_one_digest_a_day_and_none_without_news(cast, work_off):
    triage.answer(say(cast), words="Yes", by=cast.amira)
    work_off()
    for _hour in range(3):
        send_digests.func()
        work_off()
    assert len(mail.outbox) == 1
    letter = mail.outbox[0]
    assert letter.subject == "Riverside: 1 thing for you"
    assert "Your report was answered." in letter.body
    assert "label printer" not in letter.body + letter.alternatives[0].content
    assert reverse("front:settings") in letter.body


def test_who_wants_no_mail_gets_none(cast, work_off):
    cast.tomas.wants_mail = False
    cast.tomas.save()
    triage.answer(say(cast), words="Yes", by=cast.amira)
    work_off()
    send_digests.func()
    work_off()
    assert mail.outbox == []


def test_opening_a_notice_reads_it_and_leads_to_its_record(cast, work_off, sign_in):
    report = say(cast)
    triage.answer(report, words="Yes", by=cast.amira)
    work_off()
    notice = Notification.objects.get()
    assert sign_in(cast.wanda).get(reverse("front:notice", args=[notice.pk])).status_code == 404
    answer = sign_in(cast.tomas).get(reverse("front:notice", args=[notice.pk]))
    assert answer["Location"] == reverse("listen:detail", args=[report.pk])
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_everything_can_be_marked_as_read_at_once(cast, sign_in):
    for key in range(120):
        Notification.objects.tell(cast.tomas, ("improve.card", str(key)), code="late", why="owner")
    browser = sign_in(cast.tomas)
    assert "99+" in browser.get(reverse("front:home")).content.decode()
    assert browser.get(reverse("front:read_all")).status_code == 405
    browser.post(reverse("front:read_all"))
    assert not Notification.objects.unread().exists()


@pytest.mark.parametrize("role", ["nobody", "member"])
def test_a_quiet_page_says_what_will_come(cast, sign_in, role):
    page = sign_in(cast.people[role]).get(reverse("front:notifications")).content.decode()
    assert "All quiet" in page


def test_a_report_that_is_no_danger_gives_the_worker_nothing_to_do(cast):
    receive(Said("The label printer smears.", severity="low"), by=cast.tomas, client_key="k")
    assert not DBTaskResult.objects.exists()
    receive(Said("The label printer burns.", severity="high"), by=cast.tomas, client_key="l")
    assert DBTaskResult.objects.count() == 1

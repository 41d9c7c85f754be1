from datetime import timedelta

import pytest
from django.urls import reverse

from genba.analysis.signs.sign import State
from genba.front.models import Notification
from genba.improve.models import Card
from genba.trail.models import Fact
from genba.understand.models import Sign
from genba.understand.signs import registry
from genba.understand.tests.factory import make_metric
from genba.understand.tests.sign_factory import FAKE, NOW, look, raised

pytestmark = pytest.mark.django_db


@pytest.fixture
def loud(monkeypatch):
    """One sign that looks at what is put in the list, and no other."""
    found = []
    monkeypatch.setattr(registry, "_watching", {})
    registry.register_look(FAKE, lambda _today: list(found))
    return found


def test_an_alarm_is_told_once_however_many_nights_it_lasts(cast, loud, work_off):
    metric = make_metric(cast)
    for day in range(4):
        look(cast, State.ALARM, day=day, metric=metric)
    work_off()
    sign = Sign.objects.get()
    assert (sign.opened_at, sign.last_seen_at) == (NOW, NOW + timedelta(days=3))
    assert Fact.objects.filter(name="understand.sign_raised").count() == 1
    told = Notification.objects.filter(code="sign_raised")
    assert {(one.person.name, one.times) for one in told} == {("Amira Khan", 1), ("Quentin Lee", 1)}


def test_the_first_answer_stays_and_takes_the_question_off_the_lists(cast, loud, sign_in, work_off):
    sign = raised(cast)
    work_off()
    browser, door = sign_in(cast.quentin), reverse("understand:answer_sign", args=[sign.pk])
    assert "Our numbers ask" in browser.get("/").content.decode()
    browser.post(door, {"reason": "We moved the machine."})
    again = browser.post(door, {"reason": "Something else."}, follow=True).content.decode()
    work_off()
    assert "Somebody answered before you." in again
    assert Sign.objects.get().reason == "We moved the machine."
    assert "Our numbers ask" not in browser.get("/").content.decode()
    assert not Notification.objects.unread().filter(code="sign_raised").exists()


def test_a_card_is_an_answer_and_is_tied_to_the_sign(cast, loud, sign_in):
    sign = raised(cast, metric=make_metric(cast))
    browser, page = sign_in(cast.amira), reverse("understand:sign", args=[sign.pk])
    door = f"{reverse('improve:new_card')}?sign={sign.pk}"
    assert door.replace("&", "&amp;") in browser.get(page).content.decode()
    form = {"title": "Why is it loud?", "board": cast.board.pk, "kind": "corrective_action"}
    browser.post(door, form)
    sign.refresh_from_db()
    assert (sign.state, sign.answered_by) == ("answered", cast.amira)
    assert "Why is it loud?" in browser.get(page).content.decode()
    fact = Fact.objects.get(name="understand.sign_carded")
    assert fact.data == {"card": Card.objects.get().pk}


@pytest.mark.parametrize("asked", ["{pk}", "0", "x", "9" * 30, "²"])
def test_a_card_of_somebody_else_answers_no_sign(cast, loud, sign_in, asked):
    sign = raised(cast)
    door = f"{reverse('improve:new_card')}?sign={asked.format(pk=sign.pk)}"
    form = {"title": "Mine", "board": cast.board.pk, "kind": "corrective_action"}
    assert sign_in(cast.tomas).post(door, form).status_code == 302
    assert Sign.objects.get().state == "open"
    assert Card.objects.filter(title="Mine").exists()

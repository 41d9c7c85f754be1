from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.trail.models import Fact
from genba.understand.models import AuditDate
from genba.understand.signs.audit_dates import keep_audit_date, withdraw

pytestmark = pytest.mark.django_db

DAY = timezone.localdate() + timedelta(days=30)
FORM = {"day": DAY.isoformat(), "name": "Surveillance audit", "kind": "certification"}


def make_audit(cast, name="Surveillance audit", *, days=30):
    audit = AuditDate(day=timezone.localdate() + timedelta(days=days), name=name)
    keep_audit_date(audit, by=cast.quentin)
    return audit


def test_quality_adds_changes_and_takes_out_a_day(cast, sign_in):
    browser = sign_in(cast.quentin)
    browser.post(reverse("understand:new_audit_date"), FORM)
    audit = AuditDate.objects.get()
    browser.post(reverse("understand:edit_audit_date", args=[audit.pk]), {**FORM, "kind": "customer"})
    page = browser.get(reverse("understand:audit_dates")).content.decode()
    assert "Surveillance audit" in page
    assert ">Customer<" in page
    browser.post(reverse("understand:withdraw_audit_date", args=[audit.pk]))
    assert "Surveillance audit" not in browser.get(reverse("understand:audit_dates")).content.decode()
    told = Fact.objects.filter(name__startswith="understand.audit_date").order_by("pk")
    assert [fact.name.rpartition("_")[2] for fact in told] == ["added", "changed", "withdrawn"]
    assert browser.post(reverse("understand:withdraw_audit_date", args=[audit.pk])).status_code == 404


@pytest.mark.parametrize("who", ["amira", "tomas", "elena", "audrey", "adam", "nobody"])
def test_everybody_sees_the_days_and_only_quality_changes_them(cast, sign_in, who):
    audit, browser = make_audit(cast), sign_in(getattr(cast, who))
    page = browser.get(reverse("understand:audit_dates")).content.decode()
    assert "Surveillance audit" in page
    assert "New day" not in page
    for name, keys in (
        ("new_audit_date", []),
        ("edit_audit_date", [audit.pk]),
        ("withdraw_audit_date", [audit.pk]),
    ):
        assert browser.post(reverse(f"understand:{name}", args=keys), FORM).status_code == 403
    assert AuditDate.objects.visible_to(cast.tomas).count() == 1


def test_a_stranger_is_sent_to_sign_in(cast, sign_in):
    assert "/account/login/" in sign_in(None).get(reverse("understand:audit_dates")).headers["Location"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", ""),
        ("day", "soon"),
        ("day", "0001-01-01"),
        ("day", "9999-12-31"),
        ("name", " "),
        ("kind", "x"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(cast, sign_in, field, value):
    door = reverse("understand:new_audit_date")
    response = sign_in(cast.quentin).post(door, {**FORM, field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    kept = "Surveillance audit" if field != "name" else DAY.isoformat()
    assert kept in response.content.decode()
    assert not AuditDate.objects.exists()


def test_one_audit_stands_once_on_a_day_until_it_is_taken_out(cast, sign_in):
    audit = make_audit(cast)
    browser, door = sign_in(cast.quentin), reverse("understand:new_audit_date")
    again = browser.post(door, FORM)
    assert "This audit stands on this day already." in again.content.decode()
    assert withdraw(audit, by=cast.quentin)
    assert not withdraw(audit, by=cast.quentin)
    assert browser.post(door, FORM).status_code == 302


def test_an_empty_calendar_says_what_it_is_for(cast, sign_in):
    page = sign_in(cast.quentin).get(reverse("understand:audit_dates")).content.decode()
    assert "No audit is in the calendar" in page
    make_audit(cast, days=-40)
    page = sign_in(cast.quentin).get(reverse("understand:audit_dates")).content.decode()
    assert 'id="past"' in page
    assert 'id="to-come"' not in page

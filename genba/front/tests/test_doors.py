import pytest
from django.urls import reverse

from genba.front.models import Notification

PAGES = ["home", "glance", "search", "notifications", "settings"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "role", ["lead", "member", "quality", "executive", "auditor", "administrator", "nobody"]
)
def test_everybody_who_is_signed_in_has_these_pages(cast, sign_in, page, role):
    assert sign_in(cast.people[role]).get(reverse(f"front:{page}")).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "palette", "worker"])
def test_a_stranger_is_asked_to_sign_in(cast, sign_in, page):
    answer = sign_in(None).get(reverse(f"front:{page}"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_three_notices_can_be_counted_in_every_language(cast, sign_in, language):
    for number in range(3):
        Notification.objects.tell(cast.tomas, ("improve.card", str(number)), code="late", why="owner")
    page = sign_in(cast.tomas).get(f"{reverse('front:settings')}?lang={language}").content.decode()
    assert "<bdi>3</bdi>" in page

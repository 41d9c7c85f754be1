import pytest
from django.urls import reverse

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

import pytest
from django.urls import reverse

from genba.improve.cards import open_card


@pytest.fixture
def card(cast):
    return open_card(cast.board, title="Label came loose", kind="nonconformity", by=cast.amira)


@pytest.mark.parametrize("role", ["amira", "tomas", "wanda", "quentin", "elena", "audrey", "nobody"])
def test_everybody_who_is_signed_in_reads_a_card(cast, card, sign_in, role):
    page = sign_in(getattr(cast, role)).get(reverse("improve:card", args=[card.pk]))
    assert page.status_code == 200
    assert ("Name a cause" in page.content.decode()) == (role in {"amira", "tomas", "quentin"})

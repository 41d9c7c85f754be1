"""Every reader of something from outside: any text is understood or refused in its own way, never a fault."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from genba.improve.filters import read_filters
from genba.improve.listing import read_order
from genba.listen.identifying import marks_in, passages, without
from genba.listen.proof import Unproven, spend
from genba.listen.receipt import Mistyped, in_groups, make_receipt, read_receipt
from genba.people.lists import read_lines, read_tree
from genba.sources.export import neutral
from genba.trail.seals.note import NotANote, VerifierKey, read_checkpoint
from genba.trail.webhooks import WebhookRefused, verified

bounded = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
few = settings(bounded, max_examples=12)
TEXT = st.text(max_size=200) | st.text(
    st.sampled_from("—+/=-.;:,*()[]{}<>\"'\\\0\n\t \u202eAa09Üß"), max_size=80
)
PLAIN = st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=100)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@bounded
@given(text=TEXT)
@example(text="— sig abc\n")
def test_a_checkpoint_or_a_key_is_read_or_is_none(text):
    for read in (read_checkpoint, VerifierKey.read):
        with suppress(NotANote):
            read(text)


@bounded
@given(text=TEXT)
@example(text="1" * 400)
def test_a_receipt_is_read_or_mistyped(text):
    with suppress(Mistyped):
        assert read_receipt(in_groups(read_receipt(text))) == read_receipt(text)


@bounded
@given(key=TEXT, words=TEXT)
def test_every_receipt_that_is_given_is_read_back(key, words):
    receipt = make_receipt(client_key=key, words=words)
    assert read_receipt(in_groups(receipt).lower().replace("-", " ")) == receipt


@bounded
@given(text=TEXT)
@example(text="eyJ9")
def test_a_solution_proves_or_does_not(db, text):
    with pytest.raises(Unproven):
        spend(text, now=NOW)


@bounded
@given(
    headers=st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), TEXT)
)
def test_a_webhook_is_verified_or_refused(headers):
    with pytest.raises(WebhookRefused):
        verified("whsec_" + "A" * 32, headers, b"{}")


@bounded
@given(text=TEXT)
@example(text="a\n" + "  " * 50 + "b")
def test_a_typed_list_or_tree_is_read_or_refused(text):
    for read in (read_lines, read_tree):
        with suppress(ValidationError):
            read(text)


@bounded
@given(text=TEXT)
@example(text="Ring 0171 2345678 or a@b.de, Tomas Berg")
def test_what_may_identify_is_marked_and_nothing_else_is_lost(cast, text):
    marks = marks_in(text)
    assert "".join(part for part, _hint in passages(text, marks)) == text
    assert isinstance(without(text, marks), str)


@bounded
@given(
    asked=st.dictionaries(
        st.sampled_from(["q", "owner", "kind", "severity", "sort", "state", "column", "due", "late"]), TEXT
    )
)
def test_the_filters_of_an_address_are_read_or_left_out(cast, asked):
    filters, order = read_filters(asked), read_order(asked, cast.board)
    assert read_filters(filters.as_dict()).as_dict() == filters.as_dict()
    assert read_order(order.as_dict(), cast.board).by == order.by


@few
@given(text=TEXT, header=PLAIN)
@example(text='"unclosed AND (', header="*;q=x")
@example(text="NEAR(a b, 99999999999)", header="de;q=1e999,-")
def test_what_stands_in_an_address_or_a_header_breaks_no_page(cast, sign_in, text, header):
    lead = sign_in(cast.amira)
    for address in ("/search/", "/search/palette/", f"/boards/{cast.board.pk}/", "/inbox/", "/people/"):
        asked = {"q": text, "page": text, "sort": text, "place": text, "team": text, "do": text}
        answer = lead.get(address, asked, headers={"Accept-Language": header, "HX-Current-URL": header})
        assert answer.status_code in {200, 302, 400, 404}
    token = Client().get("/api/v1/cards", headers={"Authorization": f"Bearer {header}"})
    assert token.status_code == 401
    assert Client().get("/report/", {"place": text, "language": text}).status_code in {200, 302, 400}


@bounded
@given(number=st.integers() | st.floats(allow_nan=False) | st.decimals(allow_nan=False))
def test_no_number_is_escaped_in_an_export_not_even_a_negative_one(number):
    assert neutral(number) == number
    assert not str(neutral(number)).startswith("'")


@bounded
@given(start=st.sampled_from("=+-@\t\r"), text=st.text(st.characters(categories=["L", "P"]), min_size=1))
def test_every_text_that_a_spreadsheet_would_calculate_is_escaped_in_an_export(start, text):
    assert neutral(start + text) == "'" + start + text

"""The receipt: how it is made, how it is typed, and what it opens."""

import hashlib

import pytest

from genba.listen import triage
from genba.listen.admission import Copy, admit
from genba.listen.models import Message, Original
from genba.listen.receipt import ALPHABET, Mistyped, in_groups, keys_of, make_receipt, read_receipt


@pytest.fixture
def receipt(cast, tell_us):
    return tell_us("The guard is loose.").context["receipt"]


@pytest.fixture
def report(receipt):
    """What was admitted of it."""
    return admit(Original.objects.get(), Copy("A guard is loose."))


def open_with(client, typed):
    return client.post("/receipt/", {"receipt": typed})


def test_the_receipt_opens_the_conversation(cast, client, receipt, report):
    triage.answer(report, words="Fixed this morning.", by=cast.amira)
    page = open_with(client, receipt).content.decode()
    assert "The guard is loose." in page
    assert "Fixed this morning." in page
    assert "Amira Khan" in page


@pytest.mark.parametrize(
    "written",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' ')} ",
        lambda code: code.replace("-", "–"),
    ],
)
def test_it_may_be_typed_in_any_way(cast, client, receipt, written):
    assert open_with(client, written(receipt)).status_code == 200


def test_letters_that_look_like_digits_are_taken_for_them():
    receipt = next(
        code
        for code in (make_receipt(client_key="", words="") for _ in range(500))
        if "0" in code and "1" in code
    )
    assert read_receipt(receipt.replace("0", "O").replace("1", "l")) == receipt
    assert read_receipt(receipt.replace("0", "o").replace("1", "I")) == receipt


def test_every_wrong_character_and_every_swap_is_noticed():
    receipt = make_receipt(client_key="", words="")
    for place in range(17):
        for wrong in set(ALPHABET) - {receipt[place]}:
            with pytest.raises(Mistyped):
                read_receipt(receipt[:place] + wrong + receipt[place + 1 :])
    for left in range(16):
        swapped = receipt[:left] + receipt[left + 1] + receipt[left] + receipt[left + 2 :]
        if swapped != receipt:
            with pytest.raises(Mistyped):
                read_receipt(swapped)


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 17, "0" * 16 + "1", "x" * 5000, "🧾", "\0", "<script>"])
def test_a_mistyped_receipt_gets_a_kind_sentence(cast, client, typed):
    response = open_with(client, typed)
    assert response.status_code == 422
    assert "field-error" in response.content.decode()


def test_an_unknown_receipt_gets_one_kind_sentence(cast, client):
    response = open_with(client, in_groups(make_receipt(client_key="", words="")))
    assert response.status_code == 422
    assert "We find nothing under this receipt" in response.content.decode()


def test_only_argon2id_of_it_is_stored(cast, client, receipt):
    plain = receipt.replace("-", "")
    lookup = Original.objects.get().lookup
    assert lookup == keys_of(plain).lookup
    assert len(bytes.fromhex(lookup)) == 32
    assert lookup not in (hashlib.sha256(plain.encode()).hexdigest(), plain)


def test_another_instance_stores_another_value(cast, receipt):
    before = keys_of(read_receipt(receipt)).lookup
    cast.organisation.receipt_salt = "00" * 16
    cast.organisation.save()
    assert keys_of(read_receipt(receipt)).lookup != before


def test_receipts_without_a_key_are_random_and_sixteen_plus_one_long():
    receipts = {make_receipt(client_key="", words="same") for _ in range(100)}
    assert len(receipts) == 100
    assert all(len(receipt) == 17 and set(receipt) <= set(ALPHABET) for receipt in receipts)


def test_the_derived_receipt_hangs_on_key_words_and_secret(settings):
    first = make_receipt(client_key="k", words="w")
    assert first == make_receipt(client_key="k", words="w")
    assert len({first, make_receipt(client_key="kw", words=""), make_receipt(client_key="k", words="x")}) == 3
    settings.SECRET_KEY = "another instance"
    assert make_receipt(client_key="k", words="w") != first


def test_the_reporter_writes_again_with_the_receipt(cast, client, sign_in, receipt, report):
    form = {"receipt": receipt, "text": "It is the left one."}
    page = client.post("/receipt/words/", form).content.decode()
    assert "Your words arrived" in page
    report.refresh_from_db()
    assert report.has_new_words
    assert "It is the left one." in sign_in(cast.quentin).get(f"/reports/{report.pk}/").content.decode()


def test_the_same_words_sent_twice_are_one_message(cast, client, receipt):
    for _ in range(2):
        client.post("/receipt/words/", {"receipt": receipt, "text": "Still loose."})
    assert Message.objects.count() == 1


def test_empty_words_are_said_at_the_field_and_the_conversation_stays(cast, client, receipt):
    response = client.post("/receipt/words/", {"receipt": receipt, "text": " "})
    assert response.status_code == 422
    assert "Please write something first" in response.content.decode()
    assert "The guard is loose." in response.content.decode()


def test_words_sent_with_a_wrong_receipt_are_not_lost(cast, client):
    response = client.post("/receipt/words/", {"receipt": "nonsense", "text": "Long and careful words."})
    assert "Long and careful words." in response.content.decode()


def test_another_site_cannot_make_the_browser_write(cast, client, receipt):
    form = {"receipt": receipt, "text": "Not mine."}
    response = client.post("/receipt/words/", form, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 422
    assert not Message.objects.exists()


def test_a_note_among_those_who_answer_never_reaches_the_reporter(cast, client, receipt, report):
    triage.write_note(report, text="Ask maintenance first.", by=cast.quentin)
    assert "Ask maintenance first." not in open_with(client, receipt).content.decode()

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.front.doctor import State, seals
from genba.people.facts import SITE_ADDED
from genba.trail.models import Tree, Witness
from genba.trail.record import record
from genba.trail.seals.checkpoints import public_key, sign_checkpoint
from genba.trail.seals.sealer import seal_everything
from genba.trail.seals.signing import key_file


@pytest.fixture
def fact(cast):
    """One fact, an hour old, not sealed."""
    return record(SITE_ADDED, cast.site, by=cast.adam, at=timezone.now() - timedelta(hours=1))


def test_facts_that_wait_are_told_to_the_doctor_and_on_the_worker_page(cast, fact, sign_in):
    finding = seals.trail_is_sealed()
    assert finding.state is State.BAD
    assert "1 facts wait to be sealed, the oldest since" in finding.sentence
    assert "1 waits." in sign_in(cast.adam).get(reverse("front:worker")).text
    seal_everything()
    assert seals.trail_is_sealed().state is State.GOOD
    assert "1 fact is sealed." in sign_in(cast.adam).get(reverse("front:worker")).text


def test_an_altered_tree_is_told(cast, fact, sign_in):
    Tree.objects.create(pk=1, trouble="altered")
    assert seals.trail_is_sealed().state is State.BAD
    assert "names what was altered" in sign_in(cast.quentin).get(reverse("front:worker")).text


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_places_outside_is_worth_knowing(cast, fact, settings, tmp_path, count):
    settings.GENBA_WITNESS_FOLDERS = [str(tmp_path)] * count
    finding = seals.checkpoints_go_outside()
    assert finding.state is State.MIND
    assert f"go to {count} places outside" in finding.sentence


def test_a_place_that_is_not_reached_is_named(cast, fact, settings, sign_in):
    settings.GENBA_WITNESS_FOLDERS = ["/nowhere/a", "/nowhere/b"]
    seal_everything()
    sign_checkpoint()
    Witness.objects.create(name="folder /nowhere/a", trouble="There is no folder.", failures=3)
    finding = seals.checkpoints_go_outside()
    assert finding.state is State.BAD
    assert "folder /nowhere/a: never" in finding.sentence
    page = sign_in(cast.adam).get(reverse("front:worker")).text
    assert "/nowhere/a" in page
    assert "There is no folder." in page


def test_two_places_that_are_reached_are_fine(cast, fact, settings, tmp_path):
    settings.GENBA_WITNESS_FOLDERS = [str(tmp_path), f"{tmp_path}/."]
    assert seals.checkpoints_go_outside().state is State.GOOD


def test_the_public_key_is_shown_and_the_other_half_is_secret(cast, sign_in):
    assert public_key() in sign_in(cast.adam).get(reverse("front:worker")).text
    assert seals.seal_key_is_secret().state is State.GOOD
    key_file().chmod(0o644)
    try:
        assert seals.seal_key_is_secret().state is State.BAD
    finally:
        key_file().chmod(0o600)

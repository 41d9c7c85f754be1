"""`kill -9` at 50 random moments under load. The seed is printed; the full run is benchmarks/crash.py."""

import random

import pytest
from django.conf import settings

from tests.crash.cluster import Cluster
from tests.crash.killing import kill_and_compare

pytestmark = pytest.mark.slow
ON_SQLITE = settings.DATABASES["default"]["ENGINE"] == "genba.config.sqlite"


def test_fifty_kills_lose_nothing_and_double_nothing(tmp_path):
    seed = random.SystemRandom().randrange(10**6)
    if ON_SQLITE:
        outcome = kill_and_compare(tmp_path / "house", kills=50, seed=seed)
    else:
        with Cluster() as cluster:
            outcome = kill_and_compare(tmp_path / "house", kills=50, seed=seed, cluster=cluster)
    print(outcome)
    assert outcome.faults == [], str(outcome)
    assert sum(outcome.kills.values()) == 50
    assert len(outcome.said) > 50

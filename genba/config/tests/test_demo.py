import pytest

from genba.config.tests.instances import built_instance

pytestmark = pytest.mark.slow

REAL = "from genba.people.models import Organisation; Organisation.objects.create(name='Riverside')"


def test_the_demonstration_loads_and_goes_without_a_trace(tmp_path):
    with built_instance(tmp_path) as here:
        empty = {table: count for table, (count, _) in here.every_row().items()}
        done = here.genba("demo", "load")
        assert done.returncode == 0, done.stderr
        assert here.every_row()["trail_fact"][0] > 1000
        done = here.genba("demo", "remove")
        assert done.returncode == 0, done.stderr
        assert {table: count for table, (count, _) in here.every_row().items()} == empty
        assert here.files() == {}


def test_the_demonstration_is_never_mixed_into_a_real_organisation(tmp_path):
    with built_instance(tmp_path) as here:
        here.python(REAL)
        before = here.every_row()
        refused = here.genba("demo", "load")
        assert refused.returncode == 1
        assert "There is an organisation here already: Riverside" in refused.stderr
        assert here.genba("demo", "remove").returncode == 1
        assert here.every_row() == before

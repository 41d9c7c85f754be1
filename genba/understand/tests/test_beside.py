"""Metrics stand where their work is described."""

import pytest

from genba.understand.measuring import close_metric
from genba.understand.tests.factory import make_measured, make_metric
from genba.work.tests.factory import make_process

pytestmark = pytest.mark.django_db


def test_the_page_of_a_process_shows_its_metrics_and_not_those_of_others(cast, sign_in):
    process = make_process(cast)
    make_measured(cast, [3, 6], [100, 120], name="Faults here", shape="proportion", per=100, process=process)
    make_measured(cast, [1], name="Elsewhere")
    close_metric(make_metric(cast, "Given up", process=process), by=cast.quentin)
    page = sign_in(cast.nobody).get(f"/work/processes/{process.pk}/").content.decode()
    assert "Faults here" in page
    assert "<bdi>5</bdi>" in page
    assert "Elsewhere" not in page
    assert "Given up" not in page


def test_where_nothing_is_measured_only_who_may_add_is_asked(cast, sign_in):
    process = make_process(cast)
    address = f"/work/processes/{process.pk}/"
    assert "Nothing is measured here yet" in sign_in(cast.amira).get(address).content.decode()
    assert "Nothing is measured here yet" not in sign_in(cast.nobody).get(address).content.decode()

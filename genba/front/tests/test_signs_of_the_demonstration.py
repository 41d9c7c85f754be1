import pytest

from genba.analysis.signs.registry import SIGNS
from genba.front import demo
from genba.people.models import Person
from genba.trail.models import Fact
from genba.understand.models import Metric, Sign

pytestmark = pytest.mark.django_db


def test_the_demonstration_shows_each_sign_once_true_and_false_ones_and_some_that_still_ask(sign_in):
    demo.load()
    assert sorted(Sign.objects.values_list("sign", flat=True)) == sorted(SIGNS)
    assert set(Sign.objects.values_list("truth", flat=True)) == {"so", "nothing", ""}
    assert Fact.objects.filter(name="understand.sign_raised").count() == len(SIGNS)
    browser = sign_in(Person.objects.filter(is_quality=True).first())
    page = browser.get("/signs/").content.decode()
    assert "…" not in page.partition("<main")[2].partition("</main>")[0]
    assert "Our numbers ask" in browser.get("/").content.decode()
    assert "Certification, first year" in browser.get("/audit-dates/").content.decode()
    assert Metric.objects.filter(name="Pumps sent back, a week").exists()

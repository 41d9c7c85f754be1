import pytest

from genba.trail.models import Fact

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("beyond", [2**63, -(2**63) - 1, 10**40])
def test_a_number_that_no_column_holds_is_nobodys(beyond):
    fact = Fact.objects.create(name="trail.tested", subject_kind="trail.fact", subject_id="1", data={})
    assert list(Fact.objects.filter(pk__in=[beyond])) == []
    assert list(Fact.objects.filter(pk__in=[str(beyond), fact.pk])) == [fact]
    assert list(Fact.objects.filter(pk__in=Fact.objects.values("pk"))) == [fact]
    assert list(Fact.objects.exclude(pk__in=[beyond])) == [fact]


def test_words_with_a_nul_are_nobodys():
    fact = Fact.objects.create(name="trail.tested", subject_kind="trail.fact", subject_id="1", data={})
    assert list(Fact.objects.filter(name="trail.\0tested")) == []
    assert list(Fact.objects.filter(name__iexact="TRAIL.TESTED\0")) == []
    assert list(Fact.objects.filter(name__iexact="TRAIL.TESTED")) == [fact]
    assert list(Fact.objects.exclude(name="trail.\0tested")) == [fact]

"""The cost of poor quality through the doors that people use."""

from decimal import Decimal

import pytest
from django.utils import timezone

from genba.trail.models import Fact
from genba.understand.models import CostLine
from genba.understand.tests.factory import make_measured, make_metric
from genba.work.models import HourCost, ShadowTool

pytestmark = pytest.mark.django_db

COSTS = "/cost-of-quality/"


def line(cast, name, category="internal", amount=None, **more):
    today = timezone.localdate()
    return CostLine.objects.create(
        name=name, category=category, amount=amount, said_by=cast.amira, said_on=today, **more
    )


def tree(client):
    answer = client.get(COSTS)
    assert answer.status_code == 200
    return answer.context["costs"], answer.content.decode()


def test_a_lead_says_a_cost_and_everybody_sees_the_tree_with_its_shares(cast, sign_in):
    scrap = line(cast, "Scrap", amount=300)
    typed = {"name": "Scrap of the press", "category": "internal", "parent": scrap.pk, "amount": "700"}
    assert sign_in(cast.amira).post(f"{COSTS}new/", typed).status_code == 302
    line(cast, "Training", "prevention", amount=3000)
    costs, page = tree(sign_in(cast.nobody))
    assert [(one.kind.category, one.percent) for one in costs.kinds if one.percent] == [
        ("prevention", 75),
        ("internal", 25),
    ]
    assert costs.kinds[2].lines[0].below[0].line.name == "Scrap of the press"
    assert "Of a hundred, <bdi>25</bdi> pay for what went wrong" in page
    assert "<bdi>4,000</bdi>" in page
    assert Fact.objects.get(name="understand.cost_line_said").by_id == cast.amira.pk


def test_where_nothing_is_said_the_page_teaches_the_four_kinds(cast, sign_in):
    _costs, page = tree(sign_in(cast.wanda))
    assert "Nobody has said yet what it costs" in page
    assert page.count("?category=") == 4
    _costs, page = tree(sign_in(cast.tomas))
    assert "Tell them what you do twice" in page
    assert "?category=" not in page


def test_a_stranger_sees_nothing_and_a_member_says_nothing(cast, sign_in):
    line(cast, "Scrap", amount=1)
    assert sign_in(None).get(COSTS).status_code == 302
    assert sign_in(cast.tomas).get(f"{COSTS}new/").status_code == 403
    assert sign_in(cast.audrey).post(f"{COSTS}new/", {"name": "x"}).status_code == 403
    assert f"{COSTS}new/" not in tree(sign_in(cast.tomas))[1]


def test_double_handling_stands_in_it_by_itself(cast, sign_in):
    ShadowTool.objects.create(sentence="The sheet", minutes=60)
    costs, page = tree(sign_in(cast.nobody))
    assert (costs.total, costs.unknown) == (0, 1)
    assert "not known yet" in page
    today = timezone.localdate()
    HourCost.objects.create(amount=60, currency="CHF", said_by=cast.elena, said_on=today)
    costs, page = tree(sign_in(cast.nobody))
    assert (costs.total, costs.unknown, costs.currency) == (pytest.approx(260), 0, "CHF")
    assert "Double handling" in page
    assert "not known yet" not in page


@pytest.mark.parametrize(("rhythm", "money"), [("month", 1200), ("week", 5200), ("quarter", 400)])
def test_a_metric_tells_the_money_of_a_line_in_its_rhythm(cast, sign_in, rhythm, money):
    metric = make_measured(cast, [900, 1200], name="Rework cost", shape="measure", rhythm=rhythm)
    typed = {"name": "Rework", "category": "internal", "metric": metric.pk}
    assert sign_in(cast.amira).post(f"{COSTS}new/", typed).status_code == 302
    assert tree(sign_in(cast.nobody))[0].total == pytest.approx(money)


def test_a_line_whose_metric_has_no_reading_is_not_known_and_no_nought(cast, sign_in):
    line(cast, "Rework", metric=make_metric(cast, name="Rework cost", shape="measure"))
    line(cast, "Scrap", amount=10)
    costs, page = tree(sign_in(cast.nobody))
    assert (costs.total, costs.unknown) == (10, 1)
    assert "The money of <bdi>1</bdi> line is not known yet" in page
    assert "at least" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "much"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1e400"}, "amount"),
        ({"category": "luck"}, "category"),
        ({"parent": "999"}, "parent"),
        ({"metric": "999"}, "metric"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, sign_in, typed, field):
    whole = {"name": "Scrap", "category": "internal", "amount": "5", "note": "From the scales", **typed}
    answer = sign_in(cast.amira).post(f"{COSTS}new/", whole)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "From the scales" in answer.content.decode()
    assert not CostLine.objects.exists()


def test_the_money_comes_from_one_place_only(cast, sign_in):
    metric = make_measured(cast, [900], name="Rework cost", shape="measure")
    counted = make_measured(cast, [5], name="Falls", shape="count")
    typed = {"name": "Rework", "category": "internal", "amount": "5", "metric": metric.pk}
    refused = sign_in(cast.amira).post(f"{COSTS}new/", typed)
    assert "not both" in refused.content.decode()
    refused = sign_in(cast.amira).post(f"{COSTS}new/", {**typed, "amount": "", "metric": counted.pk})
    assert list(refused.context["form"].errors) == ["metric"]


def test_a_line_is_never_below_itself_nor_below_another_kind(cast, sign_in):
    top = line(cast, "Scrap", amount=1)
    under = line(cast, "Press", amount=2, parent=top)
    other = line(cast, "Audits", "appraisal", amount=3)
    for parent in (under, other):
        typed = {"name": "Scrap", "category": "internal", "amount": "1", "parent": parent.pk}
        answer = sign_in(cast.quentin).post(f"{COSTS}{top.pk}/", typed)
        assert list(answer.context["form"].errors) == ["parent"]


def test_a_line_that_ends_leaves_what_stood_below_it_and_comes_back_above_it(cast, sign_in):
    top = line(cast, "Scrap", amount=1)
    line(cast, "Press", amount=2, parent=top)
    sign_in(cast.amira).post(f"{COSTS}{top.pk}/ending/")
    costs, _page = tree(sign_in(cast.nobody))
    assert [one.line.name for one in costs.kinds[2].lines] == ["Press"]
    assert sign_in(cast.amira).get(f"{COSTS}{top.pk}/").status_code == 404
    sign_in(cast.amira).post(f"{COSTS}{top.pk}/coming-back/")
    costs, _page = tree(sign_in(cast.nobody))
    assert [one.line.name for one in costs.kinds[2].lines[0].below] == ["Press"]
    told = Fact.objects.filter(subject_kind="understand.costline").values_list("name", flat=True)
    assert sorted(told) == ["understand.cost_line_back", "understand.cost_line_ended"]


def test_only_who_said_it_and_quality_change_a_line(cast, sign_in):
    said = line(cast, "Scrap", amount=1)
    typed = {"name": "Scrap", "category": "internal", "amount": "9"}
    for path in ("", "ending/", "coming-back/"):
        assert sign_in(cast.wanda).post(f"{COSTS}{said.pk}/{path}", typed).status_code == 404
    sign_in(cast.quentin).post(f"{COSTS}{said.pk}/", typed)
    said.refresh_from_db()
    assert (said.amount, said.said_by) == (Decimal(9), cast.amira)
    history = sign_in(cast.nobody).get(f"/history/understand.costline/{said.pk}/").content.decode()
    assert "changed what this costs" in history
    assert f"{COSTS}{said.pk}/" not in tree(sign_in(cast.wanda))[1]


def test_the_way_to_it_leads_from_the_metrics(cast, sign_in):
    assert f'href="{COSTS}"' in sign_in(cast.nobody).get("/metrics/").content.decode()

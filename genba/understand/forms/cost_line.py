"""What is asked about a line of the cost of poor quality."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from genba.understand.models import CostLine, Metric

DEEPEST = 4


class CostLineForm(forms.ModelForm[CostLine]):
    """What it is for, which kind of cost, and the money or the metric that tells it."""

    rules: ClassVar = {
        "name": "understand.cost_line.name",
        "category": "understand.cost_line.category",
    }

    class Meta:
        model = CostLine
        fields: ClassVar = ["name", "category", "amount", "metric", "parent", "note"]
        labels: ClassVar = {
            "name": _("What is it for?"),
            "category": _("Which kind of cost is it?"),
            "amount": _("Money in a month"),
            "metric": _("Or: the metric that tells it"),
            "parent": _("Is part of"),
            "note": _("Where is the number from?"),
        }
        help_texts: ClassVar = {
            "amount": _("A careful guess is better than nothing. Leave it open where nobody knows."),
            "metric": _("Its newest reading counts, made into a month."),
            "note": _("So that somebody else can look it up next year."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["category"].choices = CostLine.Category.choices
        fields["parent"].queryset = CostLine.objects.current().exclude(pk=self.instance.pk)
        fields["parent"].empty_label = _("Nothing else")
        fields["metric"].queryset = _of_money(self.instance)
        fields["metric"].empty_label = _("None")

    def clean_amount(self) -> Decimal | None:
        """Costs are not less than nothing."""
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is not None and amount < 0:
            raise forms.ValidationError(_("A cost cannot be less than zero."))
        return amount

    def clean(self) -> dict[str, Any]:
        """One source of the number; and the line above is of the same kind and not below this one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("amount") is not None and cleaned.get("metric"):
            self.add_error("metric", _("Give the money or a metric, not both."))
        above, steps = cleaned.get("parent"), 1
        if above and cleaned.get("category") not in {None, above.category}:
            self.add_error("parent", _("That line is another kind of cost."))
        while above is not None:
            steps += 1
            if above.pk == self.instance.pk or steps > DEEPEST:
                self.add_error("parent", _("That line is below this one, or the tree would become too deep."))
                break
            above = above.parent
        return cleaned


def _of_money(line: CostLine) -> Any:
    """What can tell money in its rhythm: double handling is in the tree by itself."""
    fits = Q(is_closed=False, shape=Metric.Shape.MEASURE, may_be_negative=False)
    found = Metric.objects.filter(fits & ~Q(rhythm=Metric.Rhythm.EVENT) & ~Q(computes="double_handling"))
    return found | Metric.objects.filter(pk__in=[one for one in [line.metric_id] if one])

"""What to show of all procedures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from genba.ui.wishes import NOBODY
from genba.work.finding import STATES


class FindForm(forms.Form):
    """It is never refused: the address is read by `read_wishes`."""

    q = forms.CharField(label=_("Words or number"), required=False)
    process = forms.ChoiceField(label=_("Process"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All in use")), *STATES.items()]
    )
    check = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), ("1", _("Only checks"))]
    )

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = {"process": _("All processes"), "team": _("All teams"), "owner": _("Everybody")}
        for name, words in every.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                nobody = [(NOBODY, pgettext_lazy("owner", "Nobody yet"))] if name == "owner" else []
                field.choices = [("", words), *choices[name], *nobody]

"""What is sent with one tap: does it help?"""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 300


class HelpsForm(forms.Form):
    """A tap and, if one likes, a sentence. Whose it is, it does not ask."""

    helps = forms.ChoiceField(choices=[("yes", _("It helps")), ("no", _("It is in my way"))])
    sentence = forms.CharField(
        label=_("In one sentence, if you like"),
        help_text=_("Leave out names. It is shown together with nine others, without whose it is."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

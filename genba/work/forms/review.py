"""Asking a colleague to look, and what the colleague says."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.trail.subjects import kind_of
from genba.work.models import PeerReview
from genba.work.reviewing import authors_of, reviewable_named


class AskReviewForm(forms.Form):
    """Whom do we ask?"""

    who = forms.ChoiceField(label=_("Who looks?"))
    words = forms.CharField(
        label=_("What should they look at?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, record: Model, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams, people = _colleagues(record, person)
        self.teams = {f"team-{team.pk}": team for team in teams}
        self.people = {f"person-{one.pk}": one for one in people}
        choices = [(key, _("Anybody in %(team)s") % {"team": team}) for key, team in self.teams.items()]
        choices += [(key, one.name) for key, one in self.people.items()]
        field = self.fields["who"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def asked(self) -> dict[str, Any]:
        """Who is asked, as `ask_for_review` takes it."""
        key = self.cleaned_data["who"]
        return {
            "of": self.people.get(key),
            "team": self.teams.get(key),
            "words": self.cleaned_data["words"],
        }


class VerdictForm(forms.Form):
    """What did you see?"""

    verdict = forms.ChoiceField(
        label=_("What do you say?"), choices=PeerReview.Verdict.choices, widget=forms.RadioSelect
    )
    sentence = forms.CharField(
        label=_("In one sentence"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


def _colleagues(record: Model, person: Person) -> tuple[list[Team], list[Person]]:
    """The teams that work with it, or else the asker's, and the people in them whose work it is not."""
    reviewable = reviewable_named(kind_of(record))
    teams = list(reviewable.teams(record)) if reviewable else []
    teams = teams or person.teams
    people = Person.objects.filter(memberships__team__in=teams, is_active=True).exclude(
        pk__in={*authors_of(record), person.pk}
    )
    return teams, list(people.distinct().order_by("name")[:200])

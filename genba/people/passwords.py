"""A password made of the words of this house is guessed first, so it is refused."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from genba.people.models import Organisation, Site, Team

OUR_OWN = {"genba", "quality", "qualität", "calidad", "qualité", "kalite", "password", "passwort"}
SHORTEST_WORD = 4
LEFT_OVER = 6


class NotOfThisHouse:
    """Refuses passwords in which little is left without the names of organisation, sites and teams."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError in words."""
        del user
        letters = left = re.sub(r"[\W\d_]+", "", password.casefold())
        for word in sorted(words_of_this_house(), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < LEFT_OVER and left != letters:
            raise ValidationError(_("This is easy to guess for anybody who knows your organisation."))

    def get_help_text(self) -> str:
        """What is said beside the field: nothing, so that the page stays short."""
        return ""


def words_of_this_house() -> set[str]:
    """The words in the names of the organisation, its sites and its teams."""
    names = [
        *Organisation.objects.values_list("name", flat=True),
        *Site.objects.values_list("name", flat=True),
        *Team.objects.values_list("name", flat=True)[:2000],
    ]
    words = {word for name in names for word in re.split(r"[\W\d_]+", name.casefold())}
    return {word for word in words | OUR_OWN if len(word) >= SHORTEST_WORD}

"""The form of one sentence."""

import secrets
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from genba.listen.forms.words import WordsField
from genba.listen.intake import Said
from genba.listen.models import Report
from genba.people.forms.fields import Photo
from genba.people.models import Person, Place
from genba.trail.refusal import FileRefused
from genba.work.asking.removable import HasRemovableFields

MOST_PLACES = 300
PICTURES = "image/jpeg,image/png,image/webp"
NOBODY = "nobody"
SIGN_IN_ENDED = _(
    "Your sign-in has ended, so nothing was sent yet. Send it now without your name, "
    "or sign in on another page first and then send it here."
)
SIGN_IN_CHANGED = _("Somebody else has signed in on this device, so nothing was sent yet.")
UNKNOWN_CHOICE = _("We do not know this one. Please choose again, or leave it open.")


class ReportForm(HasRemovableFields):
    """What happened, and if the reporter likes: where, what kind, how bad, a photo, a name."""

    asked_as = "listen.report"
    rules: ClassVar = {"text": "listen.report.text"}

    text = WordsField(
        label=_("What happened?"),
        max_length=10_000,
        rows=4,
        placeholder=_("Say it in your own words, in any language"),
        error_messages={"required": _("Please say in one sentence what happened.")},
    )
    severity = forms.ChoiceField(
        label=_("How bad is it?"),
        choices=Report.Severity.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": UNKNOWN_CHOICE},
    )
    place = forms.ChoiceField(
        label=_("Where?"), required=False, error_messages={"invalid_choice": UNKNOWN_CHOICE}
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Report.Kind.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": UNKNOWN_CHOICE},
    )
    photo = Photo(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        error_messages={
            "empty": _("This photo is empty. It may have been only half sent; please choose it again."),
            "invalid": _("The photo did not arrive. Please choose it again."),
        },
    )
    name = WordsField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only if you want us to know it."),
    )
    anonymous = forms.BooleanField(label=_("Stay anonymous"), required=False)
    sender = forms.Field(required=False, widget=forms.HiddenInput)
    idempotency_key = forms.Field(required=False, widget=forms.HiddenInput)
    about = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person | None, place_code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("sender") == NOBODY:  # said to nobody's name; a sign-in meanwhile changes nothing
            person = None
        self.person = person
        self.place_code = place_code
        # Looked up when asked for: a report without a place needs no list of them.
        self.fields["place"].choices = lambda: _by_site(self.places)  # type: ignore[attr-defined]
        self.fields["place"].initial = place_code
        self.fields["sender"].initial = str(person.pk) if person else NOBODY
        self.fields["idempotency_key"].initial = secrets.token_hex(16)
        del self.fields["name" if person else "anonymous"]
        if person is None:  # nobody's report points at nothing that could tell whose it is
            del self.fields["about"]

    @cached_property
    def places(self) -> dict[str, Place]:
        """The places to choose from, by code."""
        return offered_places(str(self.data.get("place", "")) if self.is_bound else self.place_code)

    @property
    def place_is_unknown(self) -> bool:
        """Whether the poster's code leads nowhere."""
        return bool(self.place_code) and self.place_code not in self.places

    def clean_place(self) -> Place | None:
        """The place behind the code."""
        code = self.cleaned_data["place"]
        return self.places.get(code) if code else None

    def clean(self) -> dict[str, Any]:
        """A sign-in that ended or changed must turn no report into an anonymous one, nor into another's."""
        sender, own = self.cleaned_data.get("sender"), self.fields["sender"].initial
        if sender and sender not in {NOBODY, own} and (self.person is None or sender.isdecimal()):
            shown: Any = self.data
            self.data = shown.copy()
            self.data["sender"] = own  # type: ignore[index]  # the next attempt is made knowingly
            raise ValidationError(SIGN_IN_ENDED if self.person is None else SIGN_IN_CHANGED)
        return self.cleaned_data

    def complain_about_the_photo(self, refusal: FileRefused) -> None:
        """Say at the field why the photo was not kept."""
        self.add_error("photo", str(refusal))

    @property
    def lost_photo(self) -> bool:
        """Whether a good photo has to be chosen again, because browsers do not keep files."""
        return self.is_bound and bool(self.files.get("photo")) and "photo" not in self.errors

    @property
    def reporter(self) -> Person | None:
        """Under whose name it goes in."""
        return None if self.cleaned_data.get("anonymous") else self.person

    @property
    def said(self) -> Said:
        """What was said, as intake takes it."""
        given = self.cleaned_data
        return Said(
            text=given["text"],
            kind=given.get("kind", ""),
            severity=given["severity"],
            place=given["place"],
            name=given.get("name", ""),
            about=str(given.get("about") or "") if self.reporter else "",
            photo=given["photo"],
        )


def offered_places(code: str = "") -> dict[str, Place]:
    """The places to choose from, by code. In a very large organisation only the poster's own."""
    open_places = Place.objects.filter(is_closed=False).select_related("site", "team")
    found = list(open_places.order_by("site__name", "name")[: MOST_PLACES + 1])
    if len(found) > MOST_PLACES:
        found = list(open_places.filter(code=code)) if code.isalnum() else []
    return {place.code: place for place in found}


def _by_site(places: dict[str, Place]) -> list[tuple[str, Any]]:
    sites = [
        (str(site), [(place.code, place.name) for place in group])
        for site, group in groupby(places.values(), key=lambda place: place.site)
    ]
    choices = sites[0][1] if len(sites) == 1 else sites
    return [("", _("I would rather not say")), *choices]

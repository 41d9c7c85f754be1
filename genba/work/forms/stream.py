"""What is asked about a value stream and its processes."""

import json
import math
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from genba.people.forms.fields import OneLine
from genba.people.models import Membership, Person, Team
from genba.work.models import Process, ValueStream

MOST_BOXES = 1000
PLACE = 2  # a place is across and down


def owners(person: Person, *, kept: int | None = None) -> Any:
    """Who may own it: oneself, whoever does, those who lead a team, and quality."""
    leads = Membership.objects.filter(role=Membership.Role.LEAD).values("person")
    asked = Q(pk=person.pk) | Q(pk=kept)
    return Person.objects.filter(asked | Q(pk__in=leads) | Q(is_quality=True), is_active=True).order_by(
        "name"
    )


def owner_field() -> "forms.ModelChoiceField[Person]":
    """Who answers for it."""
    return forms.ModelChoiceField(
        label=_("Owner"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody yet")
    )


class StreamForm(forms.Form):
    """A value stream: its name is enough."""

    name = OneLine(label=_("Name"), max_length=120, help_text=_("For example: Order to pump."))
    purpose = OneLine(
        label=_("What is it for?"), max_length=300, required=False, help_text=_("In one sentence.")
    )
    customer = OneLine(label=_("Who is it for?"), max_length=200, required=False)
    owner = owner_field()

    def __init__(self, *args: Any, person: Person, stream: ValueStream | None = None, **kwargs: Any) -> None:
        if stream is not None:
            kwargs.setdefault(
                "initial",
                {name: getattr(stream, name) for name in ("name", "purpose", "customer")}
                | {"owner": stream.owner_id},
            )
        super().__init__(*args, **kwargs)
        self.stream = stream
        field = self.fields["owner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = owners(person, kept=stream.owner_id if stream else None)

    def clean_name(self) -> str:
        """A name is used once."""
        name: str = self.cleaned_data["name"]
        others = ValueStream.objects.exclude(pk=self.stream.pk if self.stream else 0)
        if (found := others.filter(name=name).first()) is not None:
            raise ValidationError(
                _("A closed value stream has this name. Open it again.")
                if found.is_closed
                else _("There is a value stream with this name.")
            )
        return name


def clean_process_name(name: str, stream: ValueStream, *, process: Process | None = None) -> str:
    """A name that no other process of the value stream has. Raises ValidationError where one has it."""
    others = Process.objects.filter(value_stream=stream, name=name).exclude(pk=process.pk if process else 0)
    if (found := others.first()) is not None:
        raise ValidationError(
            _("A closed process has this name. Open it again.")
            if found.is_closed
            else _("There is a process with this name.")
        )
    return name


class NewProcessForm(forms.Form):
    """One more box on the map."""

    rules: ClassVar = {"name": "work.process.name"}

    name = OneLine(
        label=_("What is done here?"), max_length=120, help_text=_("For example: Paint the housing.")
    )

    def __init__(self, *args: Any, stream: ValueStream, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stream = stream

    def clean_name(self) -> str:
        """A value stream has one process of a name."""
        return clean_process_name(self.cleaned_data["name"], self.stream)


class RenameForm(forms.Form):
    """Another name for a box."""

    rules: ClassVar = {"name": "work.process.name"}

    name = OneLine(label=_("Name"), max_length=120)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": process.name})
        super().__init__(*args, **kwargs)
        self.process = process

    def clean_name(self) -> str:
        """A value stream has one process of a name."""
        return clean_process_name(self.cleaned_data["name"], self.process.value_stream, process=self.process)


class ProcessForm(forms.Form):
    """What a process is for, who gets what from it, and who answers for it."""

    name = OneLine(label=_("Name"), max_length=120)
    purpose = OneLine(
        label=_("What is it for?"), max_length=300, required=False, help_text=_("In one sentence.")
    )
    customer = OneLine(label=_("Who gets what comes out?"), max_length=200, required=False)
    inputs = forms.CharField(
        label=_("What goes in"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    outputs = forms.CharField(
        label=_("What comes out"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = owner_field()
    team = forms.ModelChoiceField(
        label=_("Team that runs it"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("No team yet"),
    )
    value_stream = forms.ModelChoiceField(
        label=_("Value stream"), queryset=ValueStream.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, person: Person, process: Process, **kwargs: Any) -> None:
        names = ("name", "purpose", "customer", "inputs", "outputs")
        keys = {"owner": process.owner_id, "team": process.team_id, "value_stream": process.value_stream_id}
        kwargs.setdefault("initial", {name: getattr(process, name) for name in names} | keys)
        super().__init__(*args, **kwargs)
        self.process = process
        choices = {
            "owner": owners(person, kept=process.owner_id),
            "team": Team.objects.all(),
            "value_stream": ValueStream.objects.filter(Q(is_closed=False) | Q(pk=process.value_stream_id)),
        }
        for name, offered in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = offered
        if isinstance(field := self.fields["value_stream"], forms.ModelChoiceField):
            # A list, because the widget of a field without an empty choice reads its choices twice.
            field.choices = [(one.pk, str(one)) for one in choices["value_stream"]]

    def clean(self) -> dict[str, Any]:
        """A value stream has one process of a name."""
        given = super().clean() or {}
        if given.get("name") and given.get("value_stream"):
            try:
                clean_process_name(given["name"], given["value_stream"], process=self.process)
            except ValidationError as taken:
                self.add_error("name", taken)
        return given


class ArrowForm(forms.Form):
    """One process hands something to another."""

    rules: ClassVar = {"source": "work.arrow.target"}

    source = forms.ModelChoiceField(label=_("From"), queryset=Process.objects.none(), empty_label=None)
    target = forms.ModelChoiceField(label=_("To"), queryset=Process.objects.none(), empty_label=None)
    label = OneLine(
        label=_("What is handed over?"),
        max_length=120,
        required=False,
        help_text=_("For example: order sheet."),
    )

    def __init__(self, *args: Any, person: Person, stream: ValueStream, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stream = stream
        offered = Process.objects.visible_to(person).select_related("value_stream")
        ordered = offered.order_by("value_stream__position", "value_stream__name", "name")
        for name in ("source", "target"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = ordered
                field.choices = _by_stream(ordered, first=stream)

    def clean(self) -> dict[str, Any]:
        """An arrow leads to another process, and touches this value stream."""
        given = super().clean() or {}
        source, target = given.get("source"), given.get("target")
        if source is None or target is None:
            return given
        if source == target:
            self.add_error("target", _("An arrow leads to another process."))
        elif self.stream.pk not in (source.value_stream_id, target.value_stream_id):
            self.add_error("source", _("One end belongs to this value stream."))
        return given


class PlacesForm(forms.Form):
    """Where boxes shall stand: {"process": [across, down]} as JSON."""

    places = forms.CharField(label=_("Places"), max_length=100_000, widget=forms.HiddenInput)

    def clean_places(self) -> dict[int, tuple[float, float]]:
        """Numbers of processes and their places."""
        try:
            given = json.loads(self.cleaned_data["places"])
            read = {int(pk): _place(place) for pk, place in given.items()}
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            raise ValidationError(_("These are no places on a map.")) from None
        if len(read) > MOST_BOXES:
            raise ValidationError(_("These are too many boxes at once."))
        return read


def _place(given: Any) -> tuple[float, float]:
    """Across and down. Raises ValueError where it is something else."""
    if not isinstance(given, list) or len(given) != PLACE:
        raise ValueError
    across, down = (float(part) for part in given)
    if not (math.isfinite(across) and math.isfinite(down)):
        raise ValueError
    return across, down


def _by_stream(processes: Any, *, first: ValueStream) -> list[tuple[str, Any]]:
    """The processes under the names of their value streams, those of one value stream first."""
    groups: dict[str, list[tuple[int, str]]] = {first.name: []}
    for process in processes:
        groups.setdefault(process.value_stream.name, []).append((process.pk, process.name))
    return [("", _("Choose")), *groups.items()]

"""The procedure or version behind a door, for somebody who may see or change it."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from genba.people.access import signed_in
from genba.work.models import Procedure, Version


def seen_procedure(request: HttpRequest, pk: int) -> Procedure:
    """The procedure, for whoever may see it. Raises Http404 for everybody else."""
    found = Procedure.objects.visible_to(signed_in(request)).select_related("process__team")
    return get_object_or_404(found, pk=pk)


def changeable_procedure(request: HttpRequest, pk: int) -> Procedure:
    """The procedure, for whoever may change it. Raises Http404 for everybody else."""
    found = Procedure.objects.changeable_by(signed_in(request)).select_related("process__team")
    return get_object_or_404(found, pk=pk)


def seen_version(request: HttpRequest, pk: int, number: int) -> Version:
    """The version, for whoever may see it. Raises Http404 for everybody else."""
    found = Version.objects.visible_to(signed_in(request)).select_related("procedure__process__team")
    return get_object_or_404(found, procedure=pk, number=number)


def changeable_version(request: HttpRequest, pk: int, number: int) -> Version:
    """The version, in whatever state, for whoever may change its procedure."""
    changeable_procedure(request, pk)
    return seen_version(request, pk, number)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when nothing is filled in; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do it where the form is right; what is refused then stands in the form, with everything typed."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return False
    return True

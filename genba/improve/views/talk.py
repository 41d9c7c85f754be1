"""The doors of comments, files and the checklist."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.improve.forms.card import CommentForm, FileForm, ItemForm
from genba.improve.models import CheckItem
from genba.improve.talking import add_item, comment, put_file_back, remove_item, take_file_off, tick
from genba.improve.views.page import carry_out, changeable
from genba.improve.views.ways import go
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.once import write_once, writes_itself
from genba.trail.files import keep_file
from genba.trail.models import File
from genba.ui.toasts import toast


@needs(SIGNED_IN)
@require_POST
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about a card."""
    card = changeable(request, pk)
    form = CommentForm(request.POST, auto_id="comments_%s")
    return carry_out(
        request, card, "comments", form, lambda: comment(card, by=signed_in(request), **form.cleaned_data)
    )


@needs(SIGNED_IN)
@writes_itself("the picture is painted first; that it is kept is written once")
@require_POST
def files(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Add a file."""
    card = changeable(request, pk)
    form = FileForm(request.POST, request.FILES, auto_id="files_%s")
    form.full_clean()

    def keep() -> None:
        keep_file(card, form.cleaned_data["file"], by=signed_in(request))

    return write_once(request, lambda: carry_out(request, card, "files", form, keep))


@needs(SIGNED_IN)
@require_POST
def take_off(request: HttpRequest, pk: int, file: str) -> HttpResponse:
    """Take a file off the card, with a way back."""
    card = changeable(request, pk)
    found = get_object_or_404(File.objects.of(card), pk=file)
    take_file_off(card, found, by=signed_in(request))
    toast(request, _("The file is off the card."), undo=(reverse("improve:put_back", args=[pk, file]), {}))
    return go(request, f"{reverse('improve:card', args=[pk])}#files")


@needs(SIGNED_IN)
@require_POST
def put_back(request: HttpRequest, pk: int, file: str) -> HttpResponse:
    """Put a file back on the card."""
    card = changeable(request, pk)
    put_file_back(card, get_object_or_404(File.objects.of(card), pk=file), by=signed_in(request))
    return go(request, f"{reverse('improve:card', args=[pk])}#files")


@needs(SIGNED_IN)
@require_POST
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a line to the checklist."""
    card = changeable(request, pk)
    form = ItemForm(request.POST, auto_id="checklist_%s")
    return carry_out(
        request, card, "checklist", form, lambda: add_item(card, by=signed_in(request), **form.cleaned_data)
    )


@needs(SIGNED_IN)
@require_POST
def tick_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Tick a line of the checklist."""
    return _set_tick(request, pk, item, is_ticked=True)


@needs(SIGNED_IN)
@require_POST
def untick_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take a tick back."""
    return _set_tick(request, pk, item, is_ticked=False)


@needs(SIGNED_IN)
@require_POST
def drop_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take a line off the checklist, with a way back."""
    card = changeable(request, pk)
    found = get_object_or_404(CheckItem, card=card, pk=item)
    remove_item(found, by=signed_in(request))
    toast(
        request,
        _("The step is off the list."),
        undo=(reverse("improve:items", args=[pk]), {"text": found.text}),
    )
    return go(request, f"{reverse('improve:card', args=[pk])}#checklist")


def _set_tick(request: HttpRequest, pk: int, item: int, *, is_ticked: bool) -> HttpResponse:
    card = changeable(request, pk)
    found = get_object_or_404(CheckItem, card=card, pk=item)
    back = reverse("improve:untick" if is_ticked else "improve:tick", args=[pk, item])
    if tick(found, is_ticked=is_ticked, by=signed_in(request)):
        toast(request, _("Ticked off.") if is_ticked else _("The tick is taken back."), undo=(back, {}))
    return go(request, f"{reverse('improve:card', args=[pk])}#checklist")

"""The settings of a board: its name, the names of its columns, and how much they should hold at once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from genba.improve.arranging import arrange
from genba.improve.forms.board import BoardForm, column_forms
from genba.improve.models import Board
from genba.people.access import LEAD, QUALITY, needs, signed_in
from genba.ui.toasts import toast


@needs(LEAD, QUALITY)
def board_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a board and its columns, and set limits."""
    person = signed_in(request)
    seen = get_object_or_404(Board.objects.visible_to(person).select_related("team__site"), pk=pk)
    if not person.answers_for(seen.team):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form, columns = BoardForm(data, instance=seen), column_forms(seen, data)
    if data is not None and all([form.is_valid(), *(column.is_valid() for column in columns)]):
        arrange(form.instance, columns=[column.instance for column in columns], by=person)
        toast(request, _("The board is arranged."))
        return redirect("improve:board", pk)
    page = {"board": Board.objects.select_related("team__site").get(pk=pk), "form": form, "columns": columns}
    return render(request, "improve/columns.html", page)

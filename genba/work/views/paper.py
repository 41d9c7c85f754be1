"""A procedure on paper: the PDF, the picture of it, whether it fits, and a page to take along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.work.models import Procedure, Version
from genba.work.paper import PAPERS, Paper, fit, pictured, printed
from genba.work.take_along import whole_page
from genba.work.using import count_use
from genba.work.views.procedure import counting_number, versions_seen


@needs(SIGNED_IN)
def print_pdf(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """The page to print: of the version in force, or of any one."""
    version = asked_version(request, pk, number)
    answer = HttpResponse(printed(version, asked_paper(request)), content_type="application/pdf")
    count_use(version.procedure, "printed")
    answer["Content-Disposition"] = f'inline; filename="{_name(version)}.pdf"'
    return answer


@needs(SIGNED_IN)
def take_along(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """One HTML file with its pictures in it: no script, nothing loaded from elsewhere."""
    version = asked_version(request, pk, number)
    answer = HttpResponse(whole_page(version))
    answer["Content-Disposition"] = f'attachment; filename="{_name(version)}.html"'
    return answer


@needs(SIGNED_IN)
def page_picture(request: HttpRequest, pk: int, number: int, page: int) -> HttpResponse:
    """One page as a picture, exactly as it will print."""
    pages = pictured(asked_version(request, pk, number), asked_paper(request))
    if not 0 < page <= len(pages):
        raise Http404
    return HttpResponse(pages[page - 1], content_type="image/png")


@needs(SIGNED_IN)
def page_fit(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Whether it fits one page of each paper, by how much not, and which steps are the longest."""
    version = asked_version(request, pk, number)
    fits = [fit(version, paper) for paper in PAPERS.values()]
    template = "work/procedure/fit.html" if "HX-Request" in request.headers else "work/fit_page.html"
    return render(request, template, {"version": version, "fits": fits})


def asked_version(request: HttpRequest, pk: int, number: int | None) -> Version:
    """The version of the address; without a number the one that counts. Raises Http404."""
    if number is None:
        number = counting_number(get_object_or_404(Procedure.objects.visible_to(signed_in(request)), pk=pk))
    return get_object_or_404(versions_seen(request), procedure=pk, number=number)


def asked_paper(request: HttpRequest) -> Paper:
    """The paper of the address; A4 where none, or one that we do not know, is asked for."""
    return PAPERS.get(request.GET.get("paper", ""), PAPERS["a4"])


def _name(version: Version) -> str:
    return slugify(f"{version.procedure.code} {version.title} {version.number}") or "procedure"

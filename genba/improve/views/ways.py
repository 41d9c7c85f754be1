"""Where a door leads to when its work is done, with and without JavaScript."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page that asked to be come back to (`next`), if it is one of ours."""
    wanted = request.POST.get("next", "")
    if "/" in wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return otherwise


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Lead to another page; htmx is told to change the whole page when the address leaves this one."""
    current = request.headers.get("HX-Current-URL", "")
    leaves = request.headers.get("HX-Request") == "true" and url.partition("#")[0] not in current
    if leaves:
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)

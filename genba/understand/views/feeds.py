"""Sources of metrics: the list, one of them, and what can be done with it."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.once import writes_itself
from genba.people.views.sent import sent, status_for
from genba.sources.connectors.connector import SourceTrouble
from genba.sources.connectors.kinds import KINDS
from genba.ui.toasts import toast
from genba.understand.feeds import keep_feed, new_feed, remove_feed, switch
from genba.understand.fetching import fetch_feed, look
from genba.understand.forms.feed import FeedForm
from genba.understand.models import Feed
from genba.understand.models.feed import metrics_to_feed

SHOWN = 10


@needs(SIGNED_IN)
def feeds(request: HttpRequest) -> HttpResponse:
    """Where the readings come from: those this person may see."""
    found = Feed.objects.visible_to(signed_in(request)).select_related("metric")
    return render(request, "understand/feeds/feeds.html", {"feeds": found})


@needs(SIGNED_IN)
def metric_feeds(request: HttpRequest, pk: int) -> HttpResponse:
    """The sources of one metric, and the kinds that it can be connected to."""
    person = signed_in(request)
    metric = get_object_or_404(metrics_to_feed(person), pk=pk)
    may_import = person.is_quality or person.is_administrator or bool(person.teams_led)
    context = {
        "metric": metric,
        "feeds": Feed.objects.filter(metric=metric),
        "kinds": KINDS.values(),
        "may_import": may_import,
    }
    return render(request, "understand/feeds/of_metric.html", context)


@needs(SIGNED_IN)
def new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Connect a metric to a source."""
    metric = get_object_or_404(metrics_to_feed(signed_in(request)), pk=pk)
    if kind not in KINDS:
        raise Http404
    return _keep(request, new_feed(metric, kind))


@needs(SIGNED_IN)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how it is asked."""
    return _keep(request, _feed(request, pk))


@needs(SIGNED_IN)
def feed(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: how it goes."""
    return render(request, "understand/feeds/feed.html", {"feed": _feed(request, pk)})


@needs(SIGNED_IN)
@require_POST
@writes_itself("It writes nothing: a source that is slow must not hold a transaction open.")
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it now and show the first rows; nothing is kept."""
    found = _feed(request, pk)
    context: dict[str, object] = {"feed": found, "is_tested": True}
    try:
        came = look(found)
    except SourceTrouble as trouble:
        context["trouble"] = trouble
    else:
        context |= {"came": came, "rows": came.rows[-SHOWN:][::-1]}
    return render(request, "understand/feeds/feed.html", context)


@needs(SIGNED_IN)
@require_POST
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker fetch it now."""
    fetch_feed.enqueue(_feed(request, pk).pk)
    toast(request, _("It is being fetched. The readings appear in a moment."))
    return redirect("understand:feed", pk=pk)


@needs(SIGNED_IN)
@require_POST
def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it by its schedule from now on."""
    switch(_feed(request, pk), is_on=True, by=signed_in(request))
    return redirect("understand:feed", pk=pk)


@needs(SIGNED_IN)
@require_POST
def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it no more; what it brought stays."""
    switch(_feed(request, pk), is_on=False, by=signed_in(request))
    return redirect("understand:feed", pk=pk)


@needs(SIGNED_IN)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away, with its password or key; what it brought stays."""
    found = _feed(request, pk)
    if not remove_feed(found, by=signed_in(request)):
        toast(request, _("It is switched on. Switch it off first."))
        return redirect("understand:feed", pk=pk)
    toast(request, _("Removed, with its settings and what was secret. The readings that it brought stay."))
    return redirect("understand:metric_feeds", pk=found.metric_id)


def _feed(request: HttpRequest, pk: int) -> Feed:
    return get_object_or_404(Feed.objects.visible_to(signed_in(request)).select_related("metric"), pk=pk)


def _keep(request: HttpRequest, found: Feed) -> HttpResponse:
    form = FeedForm(sent(request), instance=found)
    if form.is_bound and form.is_valid():
        try:
            keep_feed(form.feed, secret=form.cleaned_data.get("secret", ""), by=signed_in(request))
        except ValidationError as refused:
            form.add_error("secret", refused.messages[0])
        else:
            toast(request, _("Kept. Test it before you switch it on."))
            return redirect("understand:feed", pk=found.pk)
    context = {"form": form, "feed": found}
    return render(request, "understand/feeds/edit.html", context, status=status_for(request))

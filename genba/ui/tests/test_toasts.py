import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.test import RequestFactory

from genba.ui.toasts import Toast, ToastMiddleware, toast, toast_trigger, waiting_toasts


@pytest.fixture
def page() -> HttpRequest:
    return with_messages(RequestFactory().get("/"))


@pytest.fixture
def fragment() -> HttpRequest:
    return with_messages(RequestFactory().get("/", headers={"HX-Request": "true"}))


def with_messages(request: HttpRequest) -> HttpRequest:
    request._messages = CookieStorage(request)
    return request


def region(request: HttpRequest) -> str:
    return (
        engines["django"]
        .from_string("{% toast_region %}")
        .render({"request": request, "csrf_token": "token"})
    )


def answer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    toast(request, "Moved")
    return ToastMiddleware(lambda _request: response)(request)


def kept_for_later(request: HttpRequest) -> bool:
    response = HttpResponse()
    request._messages.update(response)
    return "messages" in response.cookies and bool(response.cookies["messages"].value)


def test_a_toast_says_what_was_done(page: HttpRequest):
    toast(page, "Card moved to Try")
    drawn = region(page)
    assert "Card moved to Try" in drawn
    assert 'role="status"' in drawn
    assert "Undo" not in drawn


def test_undo_is_a_form_that_works_without_scripts(page: HttpRequest):
    toast(page, "Moved", undo=("/cards/7/move/", {"column": "New", "version": 3}))
    drawn = region(page)
    assert '<form method="post" action="/cards/7/move/">' in drawn
    assert 'name="column" value="New"' in drawn
    assert 'name="version" value="3"' in drawn
    assert "csrfmiddlewaretoken" in drawn


def test_a_toast_is_shown_once(page: HttpRequest):
    toast(page, "Moved")
    region(page)
    assert not kept_for_later(page)


def test_a_toast_waits_for_the_next_page(page: HttpRequest):
    toast(page, "Saved", tone="warn", undo=("/undo/", {"a": "é<b>"}))
    response = HttpResponse()
    page._messages.update(response)
    later = RequestFactory().get("/")
    later.COOKIES["messages"] = response.cookies["messages"].value
    assert waiting_toasts(with_messages(later)) == [Toast("Saved", "warn", "/undo/", {"a": "é<b>"})]


def test_words_of_other_apps_become_toasts_too(page: HttpRequest):
    page._messages.add(constants.ERROR, "Wrong password", "some tags")
    assert waiting_toasts(page) == [Toast("Wrong password", "bad")]


def test_the_words_of_people_stay_words(page: HttpRequest):
    toast(page, "<script>alert(1)</script>", undo=("/x/", {"a": '"><script>'}))
    assert "<script" not in region(page)


def test_a_fragment_brings_its_toast_along(fragment: HttpRequest):
    response = answer(fragment, HttpResponse("<p>row</p>"))
    assert b'hx-swap-oob="beforeend:#toasts"' in response.content
    assert b"Moved" in response.content
    assert not kept_for_later(fragment)


def test_a_whole_page_brings_it_in_its_own_region(page: HttpRequest):
    assert b"Moved" not in answer(page, HttpResponse("<p>row</p>")).content


@pytest.mark.parametrize(
    "response",
    [
        redirect("/elsewhere/"),
        HttpResponse(status=204),
        HttpResponse('{"a": 1}', content_type="application/json"),
        HttpResponse("x", headers={"HX-Redirect": "/"}),
        HttpResponse("<html><body></body></html>"),
    ],
)
def test_a_toast_waits_where_nobody_would_see_it(fragment: HttpRequest, response: HttpResponse):
    before = response.content
    assert answer(fragment, response).content == before
    assert kept_for_later(fragment)


def test_a_view_can_add_the_toasts_itself(fragment: HttpRequest):
    toast(fragment, "Moved")
    assert b"Moved" in toast_trigger(fragment, HttpResponse("<p>row</p>")).content


def test_without_messages_nothing_breaks():
    bare = RequestFactory().get("/")
    toast(bare, "Lost, but kindly")
    assert waiting_toasts(bare) == []
    assert waiting_toasts(None) == []

"""No page asks the database more than fifteen questions: every page that links lead to, in every role."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from genba.front import demo
from genba.people.models import Person

pytestmark = pytest.mark.slow
MOST = 15
LINK = re.compile(r'href="(/[^"#]*)"')
LEADS_AWAY = ("/static/", "/account/", "/demo/")
ROLES = {
    "quality": "Quinn Larsen",
    "lead": "Amira Khan",
    "member": "Tomas Berg",
    "executive": "Elena Voss",
    "auditor": "Audrey Stone",
    "administrator": "Adam Novak",
}


def kind_of_page(address):
    """Pages that differ in numbers and filters only are of one kind."""
    return re.sub(r"\d+", "N", address.partition("?")[0])


def pages(client):
    """The address of one page of each kind that links lead to from home, and its answer."""
    waiting, known = ["/"], {"/"}
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        yield address, answer
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            for link in map(unescape, LINK.findall(answer.content.decode())):
                if kind_of_page(link) not in known and not link.startswith(LEADS_AWAY):
                    known.add(kind_of_page(link))
                    waiting.append(link)


def questions(client, address):
    """How many questions a visit asks; what a process knows for some seconds may have to be learned again."""
    for _visit in range(4):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        if len(asked) <= MOST:
            break
    return len(asked)


@pytest.mark.django_db
def test_no_page_asks_more_than_fifteen_questions():
    demo.load()
    walked, too_many = 0, {}
    for role, name in ROLES.items():
        client = Client()
        client.force_login(
            Person.objects.get(name=name), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        for address, _answer in pages(client):
            walked += 1
            if (asked := questions(client, address)) > MOST:
                too_many[role, address] = asked
    assert walked > 500
    assert too_many == {}

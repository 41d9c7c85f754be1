import json

import pytest
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from genba.ui import registry
from genba.ui.registry import MenuEntry, PaletteAction, register_action, register_menu

urlpatterns = [
    path(address, lambda _request: HttpResponse(), name=name)
    for address, name in [("", "home"), ("inbox/", "inbox"), ("inbox/old/", "old"), ("report/", "report")]
]
pytestmark = pytest.mark.urls("genba.ui.tests.test_registry")


class Only:
    def __init__(self, name: str) -> None:
        self.name = name

    def allows(self, person: object, /) -> bool:
        return person == self.name


def test_the_menu_follows_the_order_and_not_the_rooms():
    register_menu(MenuEntry("inbox", "Inbox", "inbox", order=20))
    register_menu(MenuEntry("home", "Home", "home", order=10))
    assert [item.label for item in registry.menu_for("amira")] == ["Home", "Inbox"]


def test_who_may_not_enter_does_not_see_the_way():
    register_menu(MenuEntry("inbox", "Inbox", "inbox", needs=Only("amira")))
    register_action(PaletteAction("report", "Report", "report", needs=Only("amira")))
    assert registry.menu_for("wanda") == []
    assert registry.actions_for("wanda") == []
    assert len(registry.menu_for("amira")) == 1


def test_a_room_that_is_not_there_leaves_no_hole():
    register_menu(MenuEntry("nowhere", "Nowhere", "home"))
    register_action(PaletteAction("nowhere", "Nowhere", "home"))
    assert registry.menu_for("amira") == []
    assert registry.actions_for("amira") == []


@pytest.mark.parametrize(
    ("address", "current"),
    [("/", "home"), ("/inbox/", "inbox"), ("/inbox/7/", "inbox"), ("/inbox/old/3/", "old"), ("/x/", "")],
)
def test_the_nearest_place_is_the_current_one(address: str, current: str):
    for name in ("home", "inbox", "old"):
        register_menu(MenuEntry(name, name, "home"))
    assert (
        "".join(item.url_name for item in registry.menu_for("amira", address) if item.is_current) == current
    )


def test_a_badge_counts_for_this_person_and_only_when_seen():
    register_menu(MenuEntry("inbox", "Inbox", "inbox", badge=len))
    register_menu(MenuEntry("old", "Old", "inbox", needs=Only("nobody"), badge=lambda _p: 1 // 0))
    assert [item.badge for item in registry.menu_for("amira")] == [5]


def test_the_same_name_registered_twice_is_one_entry():
    register_menu(MenuEntry("inbox", "Inbox", "inbox"))
    register_menu(MenuEntry("inbox", "Triage", "inbox"))
    assert [item.label for item in registry.menu_for("amira")] == ["Triage"]


def test_the_palette_reads_its_data_from_the_page_and_nothing_can_break_out():
    register_action(PaletteAction("report", "</script><script>", "report", keys="c"))
    register_menu(MenuEntry("inbox", "Inbox", "inbox", keys="g i"))
    source = engines["django"].from_string("{% palette_data %}")
    drawn = source.render({"person": "amira", "menu": registry.menu_for("amira")})
    data = json.loads(drawn)
    assert "<" not in drawn
    assert data["actions"][0]["keys"] == "c"
    assert data["menu"][0]["keys"] == "g i"
    assert "inbox" in data["icons"]


def test_a_place_of_the_menu_is_named_once_and_keeps_the_keys_of_its_action():
    register_action(PaletteAction("inbox", "Open the inbox", "inbox", keys="g i"))
    register_menu(MenuEntry("inbox", "Inbox", "inbox"))
    source = engines["django"].from_string("{% palette_data %}")
    data = json.loads(source.render({"person": "amira", "menu": registry.menu_for("amira")}))
    assert data["actions"] == []
    assert [(place["label"], place["keys"]) for place in data["menu"]] == [("Inbox", "g i")]


def test_places_stand_in_their_groups_whatever_their_order():
    register_menu(MenuEntry("old", "Settings", "home", order=1, group="house"))
    register_menu(MenuEntry("inbox", "Inbox", "inbox", order=90))
    found = registry.menu_for("amira")
    assert [(item.label, str(item.group)) for item in found] == [
        ("Inbox", ""),
        ("Settings", "People and settings"),
    ]

"""Every page of the demonstration, as people see it: no fault for screen readers, nothing outside the screen,
nothing refused by the content security policy."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.riverside import Riverside, open_riverside

pytestmark = pytest.mark.browser

PAGES = {
    "": [
        "/report/",
        "/report/?lang=ar",
        "/report/protection/",
        "/receipt/",
        "/wall/",
        "/account/login/",
        "/account/password/reset/",
        "/nowhere/",
    ],
    "member": [
        "/shadow-tools/",
        "/shadow-tools/?view=board",
        "/shadow-tools/new/",
        "/shadow-tools/2/change/",
        "/skills/mine/",
        "/equipment/1/",
        "/",
        "/reports/mine/",
        "/boards/",
        "/cards/1/",
        "/procedures/1/",
        "/checks/",
        "/checks/run/1/",
        "/checks/runs/1/",
        "/procedures/2/versions/2/difference/",
        "/procedures/2/versions/2/read/",
        "/procedures/5/suggest/?step=leak",
        "/metrics/8/",
        "/cost-of-quality/",
        "/search/?q=drawing",
        "/notifications/",
        "/settings/",
    ],
    "team lead": [
        "/skills/",
        "/skills/teams/1/",
        "/skills/people/7/",
        "/",
        "/inbox/",
        "/boards/1/",
        "/boards/1/table/",
        "/cards/new/",
        "/cards/12/",
        "/work/",
        "/work/streams/1/",
        "/work/streams/1/map/",
        "/work/streams/new/",
        "/work/processes/3/",
        "/checks/of/1/rounds/",
        "/work/processes/3/?edit=details",
        "/loop/",
        "/people/",
    ],
    "quality": [
        "/families/",
        "/families/1/",
        "/families/2/",
        "/alike/card/1/",
        "/documents/",
        "/documents/1/",
        "/documents/4/",
        "/documents/new/",
        "/equipment/",
        "/equipment/2/",
        "/equipment/new/",
        "/",
        "/procedures/",
        "/procedures/new/",
        "/procedures/import/",
        "/procedures/6/versions/2/",
        "/procedures/6/versions/2/edit/",
        "/procedures/6/versions/2/fit/",
        "/code/",
        "/code/1/",
        "/reviews/",
        "/inbox/",
        "/imports/",
        "/worker/",
        "/boards/",
        "/history/improve.card/1/",
        "/people/teams/",
        "/shadow-tools/1/",
        "/feeds/",
        "/feeds/1/",
        "/feeds/2/details/",
        "/metrics/1/feeds/",
        "/metrics/1/feeds/new/sql/",
        "/shadow-tools/hour/",
        "/rules/",
        "/rules/improve.card.board/why/",
        "/signs/",
        "/signs/1/",
        "/signs/2/",
        "/audit-dates/",
        "/audit-dates/new/",
        "/audit-dates/1/",
        "/metrics/",
        "/metrics/grid/",
        "/metrics/grid/?look=icons",
        "/metrics/library/",
        "/metrics/new/",
        "/metrics/2/",
        "/metrics/2/?view=table",
        "/metrics/2/target/",
        "/metrics/12/",
        "/cost-of-quality/",
        "/cost-of-quality/new/",
        "/cost-of-quality/6/",
        "/imports/new/readings/",
    ],
    "top management": ["/skills/", "/", "/loop/", "/people/organisation/"],
    "auditor": ["/", "/history/improve.card/2/"],
    "administrator": [
        "/",
        "/backups/",
        "/people/",
        "/people/places/",
        "/people/tokens/",
        "/ui/",
        "/account/2fa/",
    ],
}
LOOKS = {
    "phone": {"width": 390},
    "desk, dark": {"width": 1280, "color_scheme": "dark"},
    "phone, right to left": {"width": 390, "locale": "ar"},
}


@pytest.fixture(scope="module")
def riverside() -> Iterator[Riverside]:
    with open_riverside() as riverside:
        yield riverside


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("role", PAGES)
def test_every_page_is_sound(riverside, role, look):
    page = riverside.page(role, **LOOKS[look])
    faults = []
    for path in PAGES[role]:
        answer = page.goto(path)
        if answer.status >= 400 and path != "/nowhere/":
            faults.append(f"{path}: {answer.status}")
            continue
        found = Axe().run(page).response["violations"]
        faults += [f"{path}: {fault['id']} {fault['nodes'][0]['html'][:160]}" for fault in found]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            faults.append(f"{path}: {wide} pixels wider than the screen")
    assert faults == []
    assert riverside.complaints == []

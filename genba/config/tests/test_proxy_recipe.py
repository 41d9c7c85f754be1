"""The recipe for the proxy, as it is shipped: one file, with a public name or in a network of one's own."""

import ssl
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from genba.config.tests.proxies import caddy, command, surroundings
from genba.config.tests.test_up import free_port
from tests.browser import CHROMIUM, open_house

pytestmark = pytest.mark.once
WORDS = "The guard at the press is loose."


@contextmanager
def proxy(home, upstream):
    """The recipe at work with its own certificates; its port and its root."""
    root = home / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    with caddy(home, upstream, tls=True) as port:
        for _wait in range(200):
            if root.exists() and status_of(port, root):
                break
            time.sleep(0.1)
        yield port, root


def opened(port, root, path="/report/"):
    trusting = ssl.create_default_context(cafile=root)
    return urllib.request.urlopen(f"https://localhost:{port}{path}", context=trusting, timeout=20)


def status_of(port, root):
    try:
        return opened(port, root).status
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return 0


@pytest.mark.parametrize("tls", [False, True])
def test_caddy_takes_the_recipe_as_it_is(tmp_path, tls):
    asked = subprocess.run(
        command("validate"),
        env=surroundings(tmp_path, 8000, 8443, tls=tls),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    assert asked.returncode == 0, asked.stdout
    assert "Valid configuration" in asked.stdout
    assert '"level":"warn"' not in asked.stdout


def test_a_device_that_trusts_its_root_is_told_to_come_back_over_tls_even_when_genba_is_down(tmp_path):
    with proxy(tmp_path, free_port()) as (port, root):
        with pytest.raises(urllib.error.HTTPError) as down:
            opened(port, root)
        assert down.value.code == 502
        assert down.value.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(f"https://localhost:{port}/report/", timeout=20)


@pytest.mark.browser
def test_behind_the_recipe_the_form_opens_without_a_signal_and_sends_when_it_is_back(tmp_path):
    with (
        open_house(GENBA_PROOF_OF_WORK="on") as house,
        proxy(tmp_path, int(house.url.rpartition(":")[2])) as (port, root),
    ):
        answer = opened(port, root)
        assert answer.headers.get_all("Strict-Transport-Security") == ["max-age=31536000; includeSubDomains"]
        trusting = house.browser.browser_type.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--ignore-certificate-errors"]
        )
        page = trusting.new_page(base_url=f"https://localhost:{port}")
        page.goto("/report/")
        expect(page.locator("html[data-offline=ready]")).to_have_count(1)
        page.context.set_offline(True)
        page.goto("/report/")
        page.get_by_label("What happened?").fill(WORDS)
        page.get_by_role("button", name="Send").click()
        expect(page.locator("[data-outbox]")).to_contain_text("1 waiting")
        page.context.set_offline(False)
        expect(page.locator("[data-outbox]")).to_contain_text("Your report was sent")
        trusting.close()

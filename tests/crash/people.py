"""People who report while everything dies around them: each sends the same again until it is acknowledged."""

import random
import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import requests

RECEIPT = re.compile(r"\b([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z])\b")
WAYS = ["anonymous form", "anonymous api", "named form", "named api"]


@dataclass
class Said:
    """One thing somebody said, and what Genba acknowledged."""

    words: str
    way: str
    danger: bool
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    tries: int = 0
    receipt: str = ""
    number: str = ""


@dataclass
class Crowd:
    """Some people who report at the same time. `acknowledged` is what must be there in the end."""

    address: str
    known: dict[str, Any]
    dice: random.Random
    people: int = 4
    pause: float = 0.02
    acknowledged: list[Said] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for number in range(self.people):
            dice = random.Random(self.dice.random())
            thread = threading.Thread(target=self._report, args=(number, dice), daemon=True)
            thread.start()
            self.threads.append(thread)

    def stop(self, seconds: float = 90) -> None:
        """Nobody begins anything new; what is under way is sent until it is acknowledged."""
        self.stopping.set()
        deadline = time.monotonic() + seconds
        for thread in self.threads:
            thread.join(max(0.1, deadline - time.monotonic()))
        if any(thread.is_alive() for thread in self.threads):
            self.complaints.append("somebody was never answered")

    def _report(self, number: int, dice: random.Random) -> None:
        count = 0
        while not self.stopping.is_set():
            count += 1
            said = Said(
                words=f"The press of person {number} stopped, time {count}, {dice.randrange(10**9)}.",
                way=dice.choice(WAYS),
                danger=dice.random() < 0.4,
            )
            self._send_until_acknowledged(said)
            self.acknowledged.append(said)
            time.sleep(self.pause)

    def _send_until_acknowledged(self, said: Said) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            said.tries += 1
            try:
                answer = self._send(said)
            except requests.RequestException:
                time.sleep(0.1)
                continue
            if answer.status_code in {200, 201}:
                self._note(said, answer)
                return
            if answer.status_code < 500 and answer.status_code != 429:
                self.complaints.append(f"{said.way}: {answer.status_code} {answer.text[:500]}")
                return
            time.sleep(0.1)
        self.complaints.append(f"{said.way} was never acknowledged: {said.words}")

    def _send(self, said: Said) -> requests.Response:
        severity = "high" if said.danger else ""
        timeout = (5, 30)
        if said.way.endswith("form"):
            named = said.way == "named form"
            form = {"text": said.words, "severity": severity, "idempotency_key": said.key}
            form |= {"sender": "person"} if named else {}
            cookies = {"sessionid": self.known["people"]["tomas"]["session"]} if named else {}
            return requests.post(f"{self.address}/report/", data=form, cookies=cookies, timeout=timeout)
        headers = {"Idempotency-Key": said.key}
        if said.way == "named api":
            headers["Authorization"] = f"Bearer {self.known['people']['tomas']['token']}"
        body = {"text": said.words, "severity": severity}
        return requests.post(f"{self.address}/api/v1/reports", json=body, headers=headers, timeout=timeout)

    def _note(self, said: Said, answer: requests.Response) -> None:
        if said.way.endswith("api"):
            given = answer.json()
            said.receipt, said.number = given.get("receipt") or "", str(given.get("id") or "")
        elif said.way == "anonymous form":
            said.receipt = found[1] if (found := RECEIPT.search(re.sub(r"<[^>]+>", "", answer.text))) else ""
        if said.way.startswith("anonymous") and not said.receipt:
            self.complaints.append(f"no receipt came: {answer.text[:500]}")

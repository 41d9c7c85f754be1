"""A mail server for tests: it takes mails, refuses them, asks to come back later, or hangs."""

import contextlib
import email
import socketserver
import threading
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default


@dataclass
class Manners:
    """How the server behaves. A test changes it while it runs."""

    greeting: str = "220 sink\r\n"
    hang: threading.Event = field(default_factory=threading.Event)
    refused: dict[str, str] = field(
        default_factory=dict
    )  # recipient → answer, for example "550 no such user"
    after_data: str = "250 taken"


class _Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    server: "MailSink"

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            self._talk()

    def _talk(self) -> None:
        manners, recipients = self.server.manners, []
        self.server.connections += 1
        if manners.hang.is_set():
            self.rfile.readline()
            return
        self._say(manners.greeting)
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("DATA"):
                self._say("354 go on")
                self._take(recipients)
                self._say(manners.after_data)
            elif word.startswith("RCPT"):
                address = line.partition("<")[2].partition(">")[0]
                answer = manners.refused.get(address, "250 fine")
                recipients += [address] if answer.startswith("2") else []
                self._say(answer)
            elif word.startswith("QUIT"):
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _say(self, line: str) -> None:
        self.wfile.write(line.strip().encode() + b"\r\n")

    def _take(self, recipients: list[str]) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        if self.server.manners.after_data.startswith("2"):
            message = email.message_from_bytes(b"".join(lines), policy=default)
            with self.server.lock:
                self.server.mails += [(recipient, message) for recipient in recipients]


class MailSink(socketserver.ThreadingTCPServer):
    """Listens on a port of its own while the `with` block lasts; `mails` are (recipient, message)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.manners = Manners()
        self.mails: list[tuple[str, EmailMessage]] = []
        self.connections = 0
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def url(self) -> str:
        """For GENBA_EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def once_each(self) -> list[tuple[str, EmailMessage]]:
        """The mails as mail programs show them: the same Message-ID twice is one mail."""
        return list({(to, mail["Message-ID"]): (to, mail) for to, mail in self.mails}.values())

    def handed_over_twice(self) -> int:
        """How many mails came more than once with the same Message-ID."""
        seen = Counter((to, mail["Message-ID"]) for to, mail in self.mails)
        return sum(count - 1 for count in seen.values())

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

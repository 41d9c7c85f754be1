"""Other machines for tests: a web server on this one, and a telephone book of our own."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Reply = Callable[[BaseHTTPRequestHandler], None]


class Machine:
    """A server that remembers what it was asked."""

    def __init__(self, reply: Reply, *, host: str = "127.0.0.1", port: int = 0, cert: Path | None = None):
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        machine = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                machine.asked.append((self.command, self.path, headers, self.rfile.read(length)))
                reply(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self.server = ThreadingHTTPServer((host, port), Handler)
        if cert:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(cert)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]

    def url(self, path: str = "/", name: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{name}:{self.port}{path}"


@contextmanager
def running(machine: Machine) -> Iterator[Machine]:
    thread = threading.Thread(target=machine.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield machine
    finally:
        machine.server.shutdown()
        machine.server.server_close()
        thread.join()


def says(body: bytes = b"hello", status: int = 200, **headers: str) -> Reply:
    """A plain answer."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


class PhoneBook:
    """Names and what they mean at each look; the last meaning stays."""

    def __init__(self, monkeypatch, **meanings: list[str]) -> None:
        self.meanings = {name.replace("_", "."): list(found) for name, found in meanings.items()}
        self.looks: list[str] = []
        self.real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self.look)

    def look(self, host, port, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host
        if name not in self.meanings:
            return self.real(host, port, *args, **kwargs)
        self.looks.append(name)
        found = self.meanings[name]
        now = found.pop(0) if len(found) > 1 else found[0]
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (address, port),
            )
            for address in now.split()
        ]


def certificate_for(name: str, folder: Path) -> Path:
    """A certificate that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    try:
        named: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        named = x509.DNSName(name)
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([named]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(pem, pkcs8, plain) + certificate.public_bytes(pem))
    return path

"""A time stamp authority for tests: `openssl ts` with a certificate of its own, behind a web server."""

import subprocess
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIGURATION = """
[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class StampAuthority:
    """Answers what it is asked with a stamp, or with something else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.other_words: bytes | None = None
        (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self._make_certificates()

    def stamp(self, query: bytes) -> bytes:
        (self.folder / "query.tsq").write_bytes(query)
        self._openssl("-reply", "-queryfile", "query.tsq", "-section", "tsa", "-config", "tsa.cnf", "-signer")
        return (self.folder / "answer.tsr").read_bytes()

    def _openssl(self, *words: str) -> None:
        command = ["openssl", "ts", *words, "tsa.pem", "-inkey", "tsa.key", "-out", "answer.tsr"]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)

    def reply(self, handler: BaseHTTPRequestHandler) -> None:
        """For `Machine`: the question was read before, so it is taken from what the machine remembers."""
        answer = self.stamp(self.machine.asked[-1][3])
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)

    def _make_certificates(self) -> None:
        root_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _n in range(2))
        root = _certificate("Root", "Root", key=root_key, signed_by=root_key, is_root=True)
        own = _certificate("Authority", "Root", key=key, signed_by=root_key, is_root=False)
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        (self.folder / "root.pem").write_bytes(root.public_bytes(pem))
        (self.folder / "tsa.pem").write_bytes(own.public_bytes(pem))
        pkcs8 = serialization.PrivateFormat.PKCS8
        (self.folder / "tsa.key").write_bytes(key.private_bytes(pem, pkcs8, plain))


def _certificate(subject, issuer, *, key, signed_by, is_root):
    now = datetime.now(UTC)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_by.public_key()), critical=False
        )
    )
    if not is_root:
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(signed_by, hashes.SHA256())

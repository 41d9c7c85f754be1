"""Checks the stamps of authorities (RFC 3161): over which words, and signed by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from rfc3161_client import VerificationError, Verifier, VerifierBuilder, decode_timestamp_response

from genba.trail.verifying.report import Kind, Report


@dataclass(frozen=True)
class Stamped:
    """A stamp, and the note that it should be over where that is known."""

    source: str
    answer: bytes
    note: str | None


def judge_stamps(report: Report, stamps: Sequence[Stamped], roots: Path | None) -> None:
    """Whether each stamp is over its note; with root certificates also whether an authority signed it."""
    verifier = _verifier(roots) if roots else None
    for stamped in stamps:
        report.stamps += 1
        trouble = _trouble(stamped, verifier)
        if trouble:
            report.add(Kind.CHECKPOINT, f"{stamped.source} {trouble}")
    if stamps and verifier is None:
        report.notes.append("Who signed the time stamps was not checked; --stamp-roots FILE does it.")


def _trouble(stamped: Stamped, verifier: Verifier | None) -> str:
    if stamped.note is None:
        return "is over a checkpoint that is not there any more."
    try:
        answer = decode_timestamp_response(stamped.answer)
        over = answer.tst_info.message_imprint.message
    except ValueError:
        return "cannot be read."
    if over != sha256(stamped.note.encode()).digest():
        return "is over other words than the checkpoint now has."
    try:
        if verifier is not None:
            verifier.verify_message(answer, stamped.note.encode())
    except VerificationError as trouble:
        return f"is not signed by an authority that you trust: {trouble}."
    return ""


def _verifier(roots: Path) -> Verifier:
    builder = VerifierBuilder()
    for certificate in x509.load_pem_x509_certificates(roots.read_bytes()):
        builder = builder.add_root_certificate(certificate)
    return builder.build()

"""Whether every signature agrees with the line of the trail that tells of it. `genba verify` asks here."""

from collections.abc import Iterator
from itertools import islice

from genba.trail.facts import SIGNED
from genba.trail.models import Fact, Signature, SignatureWords

AT_ONCE = 1000


def signature_faults() -> Iterator[str]:
    """A plain sentence for each signature that was altered, put in or taken away."""
    left = set(Signature.objects.values_list("pk", flat=True))
    told = Fact.objects.filter(name=SIGNED.name).order_by("pk").iterator(chunk_size=AT_ONCE)
    while facts := list(islice(told, AT_ONCE)):
        kept = Signature.objects.select_related("words").in_bulk(
            [fact.data.get("signature") for fact in facts]
        )
        for fact in facts:
            signature = kept.get(fact.data.get("signature"))
            left.discard(signature.pk if signature else 0)
            if fault := _fault(fact, signature):
                yield fault
    for key in sorted(left):
        yield f"Signature {key} is told by no fact."


def _fault(fact: Fact, signature: Signature | None) -> str:
    key = fact.data.get("signature")
    if signature is None:
        return f"Signature {key}, told by fact {fact.pk}, is not there."
    told = (fact.by_id, fact.at, *(fact.data.get(name) for name in ("meaning", "version", "words")))
    kept = (signature.signer_id, signature.at, signature.meaning)
    if told != (*kept, signature.version_hash, signature.words_hash):
        return f"Signature {key} is not as fact {fact.pk} tells it."
    if not SignatureWords.of(signature).agree:
        return f"The name, the reason or the content of signature {key} was altered."
    return ""

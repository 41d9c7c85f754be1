"""Whether every signature agrees with the line of the trail that tells of it. `genba verify` asks here."""

from collections.abc import Iterator

from genba.trail.facts import SIGNED
from genba.trail.models import Fact, Signature


def signature_faults() -> Iterator[str]:
    """A plain sentence for each signature that was altered, put in or taken away."""
    left = set(Signature.objects.values_list("pk", flat=True))
    for fact in Fact.objects.filter(name=SIGNED.name).order_by("pk").iterator(chunk_size=1000):
        key = fact.data.get("signature")
        signature = Signature.objects.filter(pk=key).select_related("words").first()
        if signature is None:
            yield f"Signature {key}, told by fact {fact.pk}, is not there."
            continue
        left.discard(signature.pk)
        told = (fact.by_id, fact.at, *(fact.data.get(name) for name in ("meaning", "version", "words")))
        kept = (signature.signer_id, signature.at, signature.meaning)
        if told != (*kept, signature.version_hash, signature.words_hash):
            yield f"Signature {key} is not as fact {fact.pk} tells it."
        elif not signature.words.agree:
            yield f"The name, the reason or the content of signature {key} was altered."
    for key in sorted(left):
        yield f"Signature {key} is told by no fact."

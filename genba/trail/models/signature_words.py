import hashlib
import json

from django.db import models

from genba.trail.models.signature import Signature


def hash_of_words(*, printed_name: str, reason: str, salt: str) -> str:
    """What binds the words to the signature. Without the salt, which goes with the name, nobody guesses."""
    words = json.dumps([salt, printed_name, reason], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


class SignatureWords(models.Model):
    """What a signature says in words: the printed name at the time, the reason, and what was signed.

    It lies apart from the signature, so that a name can be erased while the signature stands.
    """

    signature = models.OneToOneField(
        Signature, on_delete=models.PROTECT, primary_key=True, related_name="words"
    )
    printed_name = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.printed_name

    @classmethod
    def of(cls, signature: Signature) -> "SignatureWords":
        """The words of a signature; empty ones, which agree with nothing, where somebody took them away."""
        return getattr(signature, "words", None) or cls(signature=signature, content=b"")

    @property
    def agree(self) -> bool:
        """Whether name, reason and content are as they were signed; an erased name cannot be compared."""
        content_is_same = hashlib.sha256(bytes(self.content)).hexdigest() == self.signature.version_hash
        if not self.salt:
            return content_is_same and not self.printed_name
        found = hash_of_words(printed_name=self.printed_name, reason=self.reason, salt=self.salt)
        return content_is_same and found == self.signature.words_hash

from genba.trail.models.beat import Beat
from genba.trail.models.blob import Blob
from genba.trail.models.fact import Fact
from genba.trail.models.file import File
from genba.trail.models.link import Link
from genba.trail.models.signature import Signature
from genba.trail.models.signature_words import SignatureWords
from genba.trail.models.turn import Turn

__all__ = ["Beat", "Blob", "Fact", "File", "Link", "Signature", "SignatureWords", "Turn"]

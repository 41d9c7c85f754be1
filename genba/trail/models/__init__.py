from genba.trail.models.answer_given import AnswerGiven
from genba.trail.models.beat import Beat
from genba.trail.models.blob import Blob
from genba.trail.models.checkpoint import Checkpoint
from genba.trail.models.fact import Fact
from genba.trail.models.file import File
from genba.trail.models.leaf import Leaf
from genba.trail.models.link import Link
from genba.trail.models.seal_key import SealKey
from genba.trail.models.signature import Signature
from genba.trail.models.signature_words import SignatureWords
from genba.trail.models.stamp import Stamp
from genba.trail.models.tile import Tile
from genba.trail.models.tree import Tree
from genba.trail.models.turn import Turn
from genba.trail.models.witness import Witness

__all__ = [
    "AnswerGiven",
    "Beat",
    "Blob",
    "Checkpoint",
    "Fact",
    "File",
    "Leaf",
    "Link",
    "SealKey",
    "Signature",
    "SignatureWords",
    "Stamp",
    "Tile",
    "Tree",
    "Turn",
    "Witness",
]

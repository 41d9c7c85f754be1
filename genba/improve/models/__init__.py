from genba.improve.models.board import Board
from genba.improve.models.board_flow import BoardFlow
from genba.improve.models.card import Card
from genba.improve.models.card_report import CardReport
from genba.improve.models.cause import Cause
from genba.improve.models.check_item import CheckItem
from genba.improve.models.column import Column
from genba.improve.models.comment import Comment
from genba.improve.models.effectiveness_check import EffectivenessCheck
from genba.improve.models.experiment import Experiment
from genba.improve.models.family import Family, FamilyMember
from genba.improve.models.not_the_same import NotTheSame
from genba.improve.models.stay import Stay
from genba.improve.models.why import Why

__all__ = [
    "Board",
    "BoardFlow",
    "Card",
    "CardReport",
    "Cause",
    "CheckItem",
    "Column",
    "Comment",
    "EffectivenessCheck",
    "Experiment",
    "Family",
    "FamilyMember",
    "NotTheSame",
    "Stay",
    "Why",
]

from genba.work.models.calibration import Calibration
from genba.work.models.check_round import CheckRound
from genba.work.models.competence import Competence
from genba.work.models.document import Document
from genba.work.models.document_use import DocumentUse
from genba.work.models.document_version import DocumentVersion
from genba.work.models.due_check import DueCheck
from genba.work.models.equipment import Equipment
from genba.work.models.field_count import FieldCount
from genba.work.models.field_off import FieldOff
from genba.work.models.first_pass import FirstPass
from genba.work.models.flow import Flow
from genba.work.models.help_lot import HelpLot
from genba.work.models.help_sentence import HelpSentence
from genba.work.models.help_vote import HelpVote
from genba.work.models.hook_delivery import HookDelivery
from genba.work.models.hour_cost import HourCost
from genba.work.models.known_step import KnownStep
from genba.work.models.measurement import Measurement
from genba.work.models.merge_look import MergeLook
from genba.work.models.merge_request import MergeRequest
from genba.work.models.need import Need
from genba.work.models.peer_review import PeerReview
from genba.work.models.pilot import Pilot, PilotPerson
from genba.work.models.printed_copy import PrintedCopy
from genba.work.models.procedure import Procedure
from genba.work.models.procedure_import import ProcedureImport
from genba.work.models.process import Process
from genba.work.models.reading import Reading
from genba.work.models.repository import Repository
from genba.work.models.retirement import Retirement
from genba.work.models.rule_why import RuleWhy
from genba.work.models.run import Run
from genba.work.models.shadow_tool import ShadowTool
from genba.work.models.skill import Skill
from genba.work.models.step_answer import StepAnswer
from genba.work.models.step_question import StepQuestion
from genba.work.models.step_result import StepResult
from genba.work.models.suggestion import Suggestion
from genba.work.models.teacher import Teacher
from genba.work.models.use_count import UseCount
from genba.work.models.value_stream import ValueStream
from genba.work.models.version import Version
from genba.work.models.work_role import RoleHolder, WorkRole

__all__ = [
    "Calibration",
    "CheckRound",
    "Competence",
    "Document",
    "DocumentUse",
    "DocumentVersion",
    "DueCheck",
    "Equipment",
    "FieldCount",
    "FieldOff",
    "FirstPass",
    "Flow",
    "HelpLot",
    "HelpSentence",
    "HelpVote",
    "HookDelivery",
    "HourCost",
    "KnownStep",
    "Measurement",
    "MergeLook",
    "MergeRequest",
    "Need",
    "PeerReview",
    "Pilot",
    "PilotPerson",
    "PrintedCopy",
    "Procedure",
    "ProcedureImport",
    "Process",
    "Reading",
    "Repository",
    "Retirement",
    "RoleHolder",
    "RuleWhy",
    "Run",
    "ShadowTool",
    "Skill",
    "StepAnswer",
    "StepQuestion",
    "StepResult",
    "Suggestion",
    "Teacher",
    "UseCount",
    "ValueStream",
    "Version",
    "WorkRole",
]

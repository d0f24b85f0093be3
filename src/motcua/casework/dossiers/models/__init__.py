"""The dossier and what belongs to it: its tasks, its clock, its papers, what it waits for, what was said."""

from motcua.casework.dossiers.models.bulk import BulkChange, BulkLine
from motcua.casework.dossiers.models.clock import Pause, Segment
from motcua.casework.dossiers.models.correction import Correction
from motcua.casework.dossiers.models.counter import CounterNotice, DayCounter, NoticeCounter
from motcua.casework.dossiers.models.dossier import Dossier, ReturnMethod
from motcua.casework.dossiers.models.late import Apology, Lateness
from motcua.casework.dossiers.models.owed import Obligation
from motcua.casework.dossiers.models.papers import Attachment, DossierPaper, PaperFile
from motcua.casework.dossiers.models.splits import PartAssignment
from motcua.casework.dossiers.models.task import Task
from motcua.casework.dossiers.models.words import Decision, Handover, Remark, UndoneHandover

__all__ = [
    "Apology",
    "Attachment",
    "BulkChange",
    "BulkLine",
    "Correction",
    "CounterNotice",
    "DayCounter",
    "Decision",
    "Dossier",
    "DossierPaper",
    "Handover",
    "Lateness",
    "NoticeCounter",
    "Obligation",
    "PaperFile",
    "PartAssignment",
    "Pause",
    "Remark",
    "ReturnMethod",
    "Segment",
    "Task",
    "UndoneHandover",
]

"""The verbs of the dossier: the only code that writes it. Each locks the dossier, asks, writes, tells one event."""

from motcua.casework.dossiers.actions.applicants import Applicant
from motcua.casework.dossiers.actions.collecting import note_call, undo_return
from motcua.casework.dossiers.actions.completing import receive_completion, request_completion
from motcua.casework.dossiers.actions.correcting import correct
from motcua.casework.dossiers.actions.ending import stop, void, withdraw
from motcua.casework.dossiers.actions.late.apologising import Said, draft_apology, issue_apology
from motcua.casework.dossiers.actions.late.lateness import fall_late, fall_late_all, name_cause
from motcua.casework.dossiers.actions.owing import (
    Awaited,
    ask_answer,
    bring_paper,
    expect_paper,
    note_answer,
    waive,
)
from motcua.casework.dossiers.actions.papers import hand_over_papers
from motcua.casework.dossiers.actions.printing import AT_ONCE, print_forms, print_notice, print_register
from motcua.casework.dossiers.actions.receiving import (
    HandedIn,
    Intake,
    Received,
    give_notice,
    receive,
)
from motcua.casework.dossiers.actions.stepping import (
    Advanced,
    Document,
    approve,
    finish,
    forward,
    reassign,
    reject,
    return_result,
    send_back,
    take,
)
from motcua.casework.dossiers.actions.telling import attach, attach_scans, collect_fee, note

__all__ = [
    "AT_ONCE",
    "Advanced",
    "Applicant",
    "Awaited",
    "Document",
    "HandedIn",
    "Intake",
    "Received",
    "Said",
    "approve",
    "ask_answer",
    "attach",
    "attach_scans",
    "bring_paper",
    "collect_fee",
    "correct",
    "draft_apology",
    "expect_paper",
    "fall_late",
    "fall_late_all",
    "finish",
    "forward",
    "give_notice",
    "hand_over_papers",
    "issue_apology",
    "name_cause",
    "note",
    "note_answer",
    "note_call",
    "print_forms",
    "print_notice",
    "print_register",
    "reassign",
    "receive",
    "receive_completion",
    "reject",
    "request_completion",
    "return_result",
    "send_back",
    "stop",
    "take",
    "undo_return",
    "void",
    "waive",
    "withdraw",
]

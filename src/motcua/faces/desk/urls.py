"""Addresses of the desk: the counter, the worklists, the dossier and its verbs. No address holds personal data."""

from __future__ import annotations

from django.urls import path

from motcua.faces.desk import home, reminders, returning, search, uncollected, worklist
from motcua.faces.desk.counter import correcting
from motcua.faces.desk.counter import views as counter
from motcua.faces.desk.dossier import files, steps
from motcua.faces.desk.dossier import page as dossier
from motcua.faces.desk.handovers import page as handovers
from motcua.faces.desk.printing import register
from motcua.faces.desk.printing import views as printing
from motcua.faces.desk.scans import views as scans
from motcua.faces.desk.together import ending, sharing

TASK = "dossiers/<str:code>/tasks/<int:task_id>/"

urlpatterns = [
    path("counter/", counter.counter, name="counter"),
    path("counter/slip/", counter.counter_slip, name="counter_slip"),
    path("counter/procedures/", counter.counter_procedures, name="counter_procedures"),
    path("counter/notices/", counter.counter_notice, name="counter_notice"),
    path("counter/notices/<int:notice_id>/prints/", printing.print_notice, name="print_notice"),
    path("counter/draft/", counter.counter_draft_discarded, name="counter_draft_discarded"),
    path("dossiers/<str:code>/files/<int:attachment_id>/", files.dossier_file, name="dossier_file"),
    path("prints/", printing.print_forms, name="print_forms"),
    path("prints/<str:places>/", printing.printed, name="printed"),
    path("prints/<str:places>/paper.pdf", printing.printed_paper, name="printed_paper"),
    path("register/", register.register_page, name="register"),
    path("register/prints/", register.print_register, name="print_register"),
    path("home/", home.home_of_office, name="home_of_office"),
    path("work/", worklist.worklist, name="worklist"),
    path("work/taking/", worklist.taking_many, name="take_tasks"),
    path("work/reminders/", reminders.reminders, name="reminders"),
    path("work/reminders/read/", reminders.reminders_read, name="reminders_read"),
    path("work/apologies/", reminders.apologies_to_sign, name="apologies_to_sign"),
    path("work/together/", ending.ending, name="together"),
    path("work/together/chosen/", ending.chosen, name="together_chosen"),
    path("work/sharing/", sharing.sharing, name="share_out"),
    path("work/next/", worklist.taking_next, name="take_next"),
    path("returning/", returning.returning, name="returning"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/<int:handover_id>/", handovers.handover, name="handover"),
    path("handovers/<int:handover_id>/settlement/", handovers.settlement, name="settle_handover"),
    path("handovers/<int:handover_id>/cancellation/", handovers.cancellation, name="cancel_handover"),
    path("search/", search.search, name="search"),
    path("dossiers/<str:code>/", dossier.dossier, name="dossier"),
    path("dossiers/<str:code>/identity/", dossier.identity, name="dossier_identity"),
    path("dossiers/<str:code>/notes/", steps.notes, name="note_on_dossier"),
    path("dossiers/<str:code>/fee/", steps.fee, name="collect_fee"),
    path("dossiers/<str:code>/cause/", steps.cause, name="name_cause"),
    path("dossiers/<str:code>/apology/draft/", steps.apology_draft, name="draft_apology"),
    path("dossiers/<str:code>/apology/", steps.apology, name="issue_apology"),
    path("dossiers/<str:code>/files/", steps.files, name="attach_files"),
    path("dossiers/<str:code>/scans/", scans.arranging, name="scans"),
    path(
        "dossiers/<str:code>/scans/<str:key>/<int:source>/<int:page>/", scans.picture, name="scanned_picture"
    ),
    path("dossiers/<str:code>/papers-expected/", steps.papers_expected, name="expect_paper"),
    path("dossiers/<str:code>/papers-brought/", steps.papers_brought, name="bring_paper"),
    path("dossiers/<str:code>/answers-asked/", steps.answers_asked, name="ask_answer"),
    path("dossiers/<str:code>/answers-noted/", steps.answers_noted, name="note_answer"),
    path("dossiers/<str:code>/waivers/", steps.waivers, name="waive_obligation"),
    path("dossiers/<str:code>/calls/", steps.calls, name="note_call"),
    path("dossiers/<str:code>/return-undone/", steps.return_undone, name="undo_return"),
    path("uncollected/", uncollected.uncollected, name="uncollected"),
    path("uncollected/<str:code>/calls/", uncollected.called, name="note_call_in_list"),
    path("dossiers/<str:code>/correction/", correcting.correcting, name="correct_dossier"),
    path("dossiers/<str:code>/correction/slip/", correcting.correcting_slip, name="correct_dossier_slip"),
    path("dossiers/<str:code>/voiding/", steps.voiding, name="void_dossier"),
    path("dossiers/<str:code>/withdrawal/", steps.withdrawal, name="withdraw_dossier"),
    path("dossiers/<str:code>/stop/", steps.stopping, name="stop_dossier"),
    path(TASK + "taking/", steps.taking, name="take_task"),
    path(TASK + "forwarding/", steps.forwarding, name="forward_dossier"),
    path(TASK + "approval/", steps.approval, name="approve_dossier"),
    path(TASK + "result/", steps.result, name="finish_dossier"),
    path(TASK + "return/", steps.handing_over, name="return_result"),
    path(TASK + "sending-back/", steps.sending_back, name="send_back_dossier"),
    path(TASK + "completion-request/", steps.completion_request, name="request_completion"),
    path(TASK + "completion/", steps.completion, name="receive_completion"),
    path(TASK + "rejection/", steps.rejection, name="reject_dossier"),
    path(TASK + "reassignment/", steps.reassignment, name="reassign_task"),
]

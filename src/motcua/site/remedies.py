"""What mends a broken rule: for each kind of finding of `./motcua check` the command or the screen.

A row that was changed behind the verbs' back is never put right by another verb: the journal would go on telling
another story. What it was stands in a backup; the database's owner puts that value back, and the check holds again.
"""

from __future__ import annotations

BACKUP = (
    "Không sửa thêm gì; lưu lại nhật ký máy chủ. Khôi phục bản sao lưu gần nhất còn đạt vào nơi khác "
    "(./motcua restore TỆP --data NƠI_KHÁC) để xem giá trị đúng; chủ sở hữu cơ sở dữ liệu trả dòng ấy về giá trị đó, "
    "hoặc dùng luôn bản khôi phục / Change nothing more; keep the server's log. Restore the newest backup that still "
    "holds elsewhere (./motcua restore FILE --data ELSEWHERE) to see the right value; the database's owner puts that "
    "row back, or the restored place is taken into use"
)
SEALS_FILE = (
    "Lấy lại tệp từ bản sao lưu: tar -xOf TỆP beside/seals.txt; các dòng sau đó phải còn nguyên trong tệp đang có / "
    "Take the file from a backup: tar -xOf FILE beside/seals.txt; the lines after it must stand in the present one"
)
SEALER = (
    "Chạy ./motcua worker để ghi tiếp; nếu dòng ở giữa bị thiếu, lấy tệp từ bản sao lưu: tar -xOf TỆP beside/seals.txt "
    "/ Run ./motcua worker, which goes on writing; if a line is missing amidst the file, take it from a backup: "
    "tar -xOf FILE beside/seals.txt"
)
CONTENT = (
    "Lấy tệp từ bản sao lưu: tar -xOf TỆP files/MÃ_BĂM vào thư mục files/ của dữ liệu (hai cấp theo bốn chữ số đầu); "
    "không còn ở đâu thì mở hồ sơ, đề nghị người nộp nộp lại và đính kèm lại / Take the content from a backup: "
    "tar -xOf FILE files/HASH into files/ of the data folder (two levels by its first four digits); if it is nowhere, "
    "open the dossier, ask the applicant for it and attach it anew"
)
UPGRADE = "Chạy ./motcua upgrade / Run ./motcua upgrade"
RIGHTS = (
    "Chạy ./motcua migrate để đặt lại quyền, và kiểm tra DATABASE_URL dùng vai trò của ứng dụng, không phải chủ sở hữu "
    "/ Run ./motcua migrate, which sets the rights anew, and see that DATABASE_URL names the application's role, not "
    "the owner"
)
PASSWORD = (
    "Khóa tài khoản ngay, rồi đặt lại mật khẩu tại màn hình Tài khoản (/setup/accounts/) / Close the account at once, "
    "then reset its password on the screen Accounts (/setup/accounts/)"
)
FACTOR = (
    "Kết thúc các phiên và yêu cầu thiết lập lại xác thực hai lớp tại màn hình Tài khoản (/setup/accounts/) / End its "
    "sessions and have the second factor set up anew on the screen Accounts (/setup/accounts/)"
)
CLOSING = (
    "Khóa hoặc mở lại tài khoản tại màn hình Tài khoản (/setup/accounts/) / Close or reopen the account on the screen "
    "Accounts (/setup/accounts/)"
)
UNITS = (
    "Xem lịch sử tên và nơi trực thuộc của đơn vị (/setup/units/); dòng bị xóa hoặc sửa thì khôi phục từ bản sao lưu: "
    "./motcua restore TỆP --data NƠI_KHÁC / See the unit's history of names and places (/setup/units/); what was "
    "removed or changed comes back from a backup: ./motcua restore FILE --data ELSEWHERE"
)

# By the kind of the finding; the codes of the packages' proofs, and those of the checks themselves.
REMEDIES: dict[str, str] = {
    "migration_missing": UPGRADE,
    "right_too_many": RIGHTS,
    "events_missing_or_added": BACKUP,
    "events_changed": BACKUP,
    "seals_file_unreadable": SEALS_FILE,
    "seal_missing_in_file": SEALER,
    "seal_differs_from_file": BACKUP,
    "codes_have_a_gap": BACKUP,
    "notices_have_a_gap": BACKUP,
    "content_missing_or_changed": CONTENT,
    "names_uncovered": UNITS,
    "parents_uncovered": UNITS,
    "password_differs": PASSWORD,
    "second_factor_differs": FACTOR,
    "closing_differs": CLOSING,
    "dossier_missing": BACKUP,
    "events_are_not_numbered_in_order": BACKUP,
    "state_differs_from_events": BACKUP,
    "due_date_differs_from_events": BACKUP,
    "open_tasks_differ_from_events": BACKUP,
    "done_tasks_differ_from_events": BACKUP,
    "facts_differ_from_events": BACKUP,
    "clock_differs_from_events": BACKUP,
    "obligations_differ_from_events": BACKUP,
    "papers_differ_from_events": BACKUP,
    "lateness_differs_from_events": BACKUP,
    "apology_differs_from_events": BACKUP,
    "prints_are_not_counted": BACKUP,
    "words_without_event": BACKUP,
    "notice_differs_from_event": BACKUP,
    "notice_missing": BACKUP,
    "words_differ_from_event": BACKUP,
    "without_event": BACKUP,
    "is_gone": BACKUP,
    "events_cannot_be_read": BACKUP,
    "differs": BACKUP,
    "facts_differ": BACKUP,
    "words_differ": BACKUP,
    "lines_differ": BACKUP,
    "items_differ": BACKUP,
    "state_differs": BACKUP,
    "versions_differ": BACKUP,
    "offers_differ": BACKUP,
    "names_differ": BACKUP,
    "parents_differ": BACKUP,
    "calendars_differ": BACKUP,
    "changed_between_events": BACKUP,
}


def remedy(code: str) -> str:
    """What mends a finding of this kind."""
    return REMEDIES.get(code, BACKUP)

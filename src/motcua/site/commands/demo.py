"""`./motcua demo`: the demonstration province, made at the first start and run at every one."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from django.db import connections

from motcua.ground.kernel import clock
from motcua.site.database import migrate_database, pending
from motcua.site.launch import parent, places, processes, province
from motcua.site.launch.arguments import CommandParser, port_number, up_to
from motcua.site.launch.databases import Opened, check_not_newer, opened, set_django_up
from motcua.site.launch.dispatch import function_named
from motcua.site.launch.embedded.lodging import engine_folder
from motcua.site.launch.failures import BadUse
from motcua.site.launch.locks import FileLock
from motcua.site.launch.processes import DEFAULT_HOST, DEFAULT_PORT
from motcua.site.launch.setup.assets import build_front_end, collect_static_files
from motcua.site.launch.setup.bars import Bar, Steps

DEFAULT_DOSSIERS = 3000
MOST_DOSSIERS = 1_000_000


def run(argv: list[str]) -> int:
    """Make what is missing, then run web server and worker until Ctrl-C."""
    parser = CommandParser("demo", "make the demonstration province and run it")
    parser.add_argument("--port", type=port_number, default=DEFAULT_PORT)
    parser.add_argument(
        "--dossiers", type=up_to(MOST_DOSSIERS), metavar="N", help=f"default {DEFAULT_DOSSIERS}"
    )
    parser.add_argument("--fresh", action="store_true", help="throw the data away and make it anew")
    parser.add_argument("--no-serve", action="store_true", help="make the data and stop")
    options = parser.parse_args(argv)
    data = places.data_folder(os.environ.get(places.DATA_VARIABLE))
    lock = FileLock(data / "demo.lock")
    if not lock.try_take():
        raise BadUse(
            f"Một bản trình diễn khác đang chạy trên {data}.",
            f"Another demonstration is running on {data}.",
        )
    if not options.no_serve:
        parent.check_port_is_free(DEFAULT_HOST, options.port)
    with opened() as database:
        if database.is_embedded and database.engine is None:
            raise BadUse(
                f"Cơ sở dữ liệu trong {data} đang do một lệnh khác chạy; hãy dừng lệnh đó trước.",
                f"The database in {data} is run by another command; stop that one first.",
            )
        dossiers = settle(database, options)
        build_front_end()
        set_django_up()
        check_not_newer()
        collect_static_files()
        _fill(database, dossiers)
        if not options.no_serve:
            _serve(database, options.port)
    return 0


def settle(database: Opened, options: Namespace) -> int:
    """Decide what happens to the data that is there; returns how many dossiers it has or will have."""
    note = province.read_note(database.data) if not options.fresh else None
    here = province.identity(database)
    if note is None or note.database != here:
        if province.empty(database) and not options.fresh:
            _say_made_anew()
        return options.dossiers or DEFAULT_DOSSIERS
    if not note.is_whole or not province.holds_demonstration(database):
        province.empty(database)
        _say_made_anew()
        return options.dossiers or note.dossiers
    if options.dossiers not in (None, note.dossiers):
        raise BadUse(
            f"Dữ liệu đang có {note.dossiers} hồ sơ, không phải {options.dossiers}; thêm --fresh để làm lại.",
            f"The data holds {note.dossiers} dossiers, not {options.dossiers}; add --fresh to make it anew.",
        )
    return note.dossiers


def _say_made_anew() -> None:
    _say("Lần chạy trước dừng giữa chừng: dữ liệu được làm lại từ đầu.")
    _say("The last run stopped in the middle: the data is made anew.")


def _fill(database: Opened, dossiers: int) -> None:
    """Migrate, and make the province when it is not there."""
    is_new = province.read_note(database.data) is None
    here = province.identity(database)
    if is_new:
        # Before the first table, so that a start killed among the migrations is known for what it was.
        province.write_note(database.data, province.Note(here, dossiers, is_whole=False))
    if pending():
        with Bar("Cơ sở dữ liệu / database schema"):
            migrate_database()
    if is_new:
        with Steps() as steps:
            # By name: the simulator's modules load only once Django is set up.
            made = function_named("motcua.scenario.commands:prepare")(
                dossiers, processes.default_workers(), steps
            )
        _say(made.sentence())
        province.write_note(database.data, province.Note(here, dossiers, is_whole=True))


def _serve(database: Opened, port: int) -> None:
    clock.start()
    connections.close_all()
    logs = database.data / "logs"
    try:
        parent.run(
            [
                processes.web(DEFAULT_HOST, port, processes.default_workers(), log=logs),
                processes.worker(log=logs),
            ],
            engine=database.engine,
            address=(DEFAULT_HOST, port),
            on_ready=lambda: _welcome(database, port),
        )
    finally:
        clock.stop()
        connections.close_all()
    _say("Đã dừng; đồng hồ của bản trình diễn đứng lại. / Stopped; the demonstration's clock stands still.")


def _welcome(database: Opened, port: int) -> None:
    data = database.data
    _say("")
    _say(f"Một Cửa: http://{DEFAULT_HOST}:{port}/")
    _say(f"Dữ liệu / data: {data}")
    if database.is_embedded:
        _say(f"Cơ sở dữ liệu / database: {engine_folder(data)}")
    _say(province.accounts_table(data))
    _say(
        "Các tài khoản này xử lý trọn vẹn hồ sơ đất đai cấp huyện, từ tiếp nhận đến trả kết quả; "
        "hồ sơ lĩnh vực khác do phòng chuyên môn khác thụ lý."
    )
    _say(
        "A land dossier of the district goes its whole way through these accounts; other fields, other divisions."
    )
    _say("Dừng bằng Ctrl-C. / Stop with Ctrl-C.")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()

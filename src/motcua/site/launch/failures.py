"""Bad use: one clear sentence, Vietnamese first and English after it, exit code 2."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

BAD_USE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141
NO_SPACE_TEXT = "No space left on device"


class BadUse(Exception):
    """The command cannot do what was asked, for a reason that the person can mend."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(english)
        self.vietnamese = vietnamese
        self.english = english

    def say(self) -> None:
        """Write the sentence in both languages to the error output."""
        sys.stderr.write(f"{self.vietnamese}\n{self.english}\n")
        sys.stderr.flush()


def disk_full(where: str = "") -> BadUse:
    """The sentence for a full disk."""
    return BadUse(
        f"Đĩa đã đầy{where and f' tại {where}'}; hãy giải phóng chỗ rồi chạy lại.",
        f"The disk is full{where and f' at {where}'}; free some space and run again.",
    )


def not_writable(where: str) -> BadUse:
    """The sentence for a folder that this user may not write."""
    return BadUse(
        f"Không có quyền ghi vào {where or 'thư mục dữ liệu'}; hãy đổi chủ sở hữu hoặc chọn nơi khác bằng --data.",
        f"No permission to write to {where or 'the data folder'}; change its owner or choose another with --data.",
    )


def from_os_error(failure: OSError) -> BadUse | None:
    """The sentence for a failure of the machine, or None when it is not one that a person can mend."""
    where = str(failure.filename or "")
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(where)
    if failure.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return not_writable(where)
    if failure.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
        return BadUse(f"{where} không phải là thư mục dùng được.", f"{where} is not a usable folder.")
    return None


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn bad use and Ctrl-C into their exit codes; anything else is a bug and keeps its traceback."""
    try:
        yield
    except BadUse as failure:
        failure.say()
        sys.exit(BAD_USE)
    except KeyboardInterrupt:
        sys.stderr.write("\nĐã dừng. / Stopped.\n")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`); what Python still holds for it goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)
    except OSError as failure:
        sentence = from_os_error(failure)
        if sentence is None:
            raise
        sentence.say()
        sys.exit(BAD_USE)

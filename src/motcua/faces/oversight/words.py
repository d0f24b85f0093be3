"""What the figures are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from motcua.casework.dossiers.rules import Cause
from motcua.catalogue.processes.rules import StepKind
from motcua.faces.look.formats import date_words, moment_words, number, short_date
from motcua.ground.kernel.clock import LOCAL
from motcua.insight.figures.queries.counts import By
from motcua.insight.figures.queries.narrowing import Blamed, Narrow, NoCause, NoStep
from motcua.insight.figures.rules import Age, Left, Measure, Period, Reading, Shape, by_week

Words = str | Promise

MEASURES: Mapping[Measure, Words] = {
    Measure.RECEIVED: gettext_lazy("Tiếp nhận trong kỳ"),
    Measure.CARRIED_OVER: gettext_lazy("Tồn từ kỳ trước"),
    Measure.RESOLVED: gettext_lazy("Đã giải quyết"),
    Measure.EARLY: gettext_lazy("Giải quyết trước hạn"),
    Measure.ON_TIME: gettext_lazy("Giải quyết đúng hạn"),
    Measure.LATE: gettext_lazy("Giải quyết trễ hạn"),
    Measure.IN_TIME: gettext_lazy("Giải quyết đúng và trước hạn"),
    Measure.OPEN: gettext_lazy("Đang giải quyết"),
    Measure.WITHIN: gettext_lazy("Đang giải quyết, trong hạn"),
    Measure.WAITING: gettext_lazy("Đang chờ bổ sung, trong hạn"),
    Measure.PAST: gettext_lazy("Đang giải quyết, quá hạn"),
    Measure.WITHDRAWN: gettext_lazy("Công dân rút"),
    Measure.VOIDED: gettext_lazy("Đã hủy tiếp nhận"),
}
# The columns of a table, in their order.
COLUMNS: Mapping[Measure, Words] = {
    Measure.CARRIED_OVER: pgettext_lazy("số liệu", "Tồn kỳ trước"),
    Measure.RECEIVED: pgettext_lazy("số liệu", "Tiếp nhận"),
    Measure.EARLY: pgettext_lazy("số liệu", "Trước hạn"),
    Measure.ON_TIME: pgettext_lazy("số liệu", "Đúng hạn"),
    Measure.LATE: pgettext_lazy("số liệu", "Trễ hạn"),
    Measure.WITHIN: pgettext_lazy("số liệu", "Trong hạn"),
    Measure.PAST: pgettext_lazy("số liệu", "Quá hạn"),
}
# What each measure counts, in a sentence.
MEANINGS: Mapping[Measure, Words] = {
    Measure.RECEIVED: gettext_lazy("Hồ sơ được tiếp nhận trong kỳ."),
    Measure.CARRIED_OVER: gettext_lazy("Hồ sơ tiếp nhận trước kỳ, đầu kỳ chưa giải quyết xong."),
    Measure.RESOLVED: gettext_lazy(
        "Hồ sơ có kết quả hoặc văn bản không giải quyết trong kỳ, dù người nộp đã nhận hay chưa."
    ),
    Measure.EARLY: gettext_lazy("Hồ sơ có kết quả vào một ngày trước ngày hẹn trả."),
    Measure.ON_TIME: gettext_lazy("Hồ sơ có kết quả trong ngày hẹn trả."),
    Measure.LATE: gettext_lazy("Hồ sơ có kết quả sau khi đã quá hạn trả."),
    Measure.IN_TIME: gettext_lazy("Hồ sơ có kết quả không trễ hạn."),
    Measure.OPEN: gettext_lazy("Hồ sơ chưa giải quyết xong vào cuối kỳ."),
    Measure.WITHIN: gettext_lazy(
        "Hồ sơ chưa giải quyết xong và chưa quá hạn vào cuối kỳ, kể cả hồ sơ chờ bổ sung."
    ),
    Measure.WAITING: gettext_lazy(
        "Hồ sơ chờ người nộp bổ sung vào cuối kỳ; thời hạn tạm dừng nên chưa quá hạn."
    ),
    Measure.PAST: gettext_lazy("Hồ sơ chưa giải quyết xong và đã quá hạn vào cuối kỳ."),
    Measure.WITHDRAWN: gettext_lazy(
        "Hồ sơ mà người nộp rút trong kỳ; không tính là đã giải quyết, đúng hạn hay trễ hạn."
    ),
    Measure.VOIDED: gettext_lazy("Lần tiếp nhận bị hủy trong kỳ; không tính vào mục nào khác."),
}
OUTCOMES: Mapping[Measure, Words] = {
    Measure.EARLY: gettext_lazy("trước hạn"),
    Measure.ON_TIME: gettext_lazy("đúng hạn"),
    Measure.LATE: gettext_lazy("trễ hạn"),
}
READINGS: Mapping[Reading, Words] = {
    Reading.HANDLED: gettext_lazy("Theo nơi giải quyết"),
    Reading.RECEIVED: gettext_lazy("Theo nơi tiếp nhận"),
}
# Why no dossier is counted twice (district totals that count their communes' again had to be explained to the public).
READ: Mapping[Reading, Words] = {
    Reading.HANDLED: gettext_lazy(
        "Mỗi hồ sơ được tính một lần, cho đơn vị thụ lý. Hồ sơ nộp tại xã nhưng do huyện giải quyết được tính cho "
        "huyện, không tính lại cho xã."
    ),
    Reading.RECEIVED: gettext_lazy(
        "Mỗi hồ sơ được tính một lần, cho Bộ phận Một cửa đã tiếp nhận. Hồ sơ nộp tại xã nhưng do huyện giải quyết "
        "được tính cho xã, không tính lại cho huyện."
    ),
}
PLACES: Mapping[Reading, Words] = {
    Reading.HANDLED: gettext_lazy("Nơi giải quyết"),
    Reading.RECEIVED: gettext_lazy("Nơi tiếp nhận"),
}
TABS: Mapping[By, Words] = {
    By.UNIT: gettext_lazy("Theo đơn vị"),
    By.PROCEDURE: gettext_lazy("Theo thủ tục"),
    By.FIELD: gettext_lazy("Theo lĩnh vực"),
    By.CHANNEL: gettext_lazy("Theo kênh nộp"),
    By.STEP: gettext_lazy("Theo bước"),
    By.CAUSE: gettext_lazy("Theo nguyên nhân trễ"),
    By.OFFICER: gettext_lazy("Theo cán bộ"),
    By.AGE: gettext_lazy("Theo tuổi hồ sơ"),
}
HEADINGS: Mapping[By, Words] = {
    By.UNIT: gettext_lazy("Đơn vị"),
    By.PROCEDURE: gettext_lazy("Thủ tục"),
    By.FIELD: gettext_lazy("Lĩnh vực"),
    By.CHANNEL: gettext_lazy("Kênh nộp"),
    By.STEP: gettext_lazy("Bước"),
    By.CAUSE: gettext_lazy("Nguyên nhân"),
    By.OFFICER: gettext_lazy("Cán bộ"),
    By.AGE: gettext_lazy("Từ ngày tiếp nhận"),
}
AGES: Mapping[Age, Words] = {
    Age.WEEK: gettext_lazy("đến 7 ngày"),
    Age.MONTH: gettext_lazy("trên 7 đến 30 ngày"),
    Age.QUARTER: gettext_lazy("trên 30 đến 90 ngày"),
    Age.HALF: gettext_lazy("trên 90 đến 180 ngày"),
    Age.YEAR: gettext_lazy("trên 180 ngày đến 1 năm"),
    Age.OLDER: gettext_lazy("trên 1 năm"),
}
LEFT: Mapping[Left, Words] = {
    Left.OVER_MONTH: gettext_lazy("quá hạn trên 30 ngày"),
    Left.OVER_WEEK: gettext_lazy("quá hạn trên 7 đến 30 ngày"),
    Left.OVER: gettext_lazy("quá hạn đến 7 ngày"),
    Left.STOPPED: gettext_lazy("chờ người nộp bổ sung"),
    Left.DAYS: gettext_lazy("còn dưới 3 ngày"),
    Left.WEEK: gettext_lazy("còn 3 đến dưới 7 ngày"),
    Left.LATER: gettext_lazy("còn từ 7 ngày"),
}
STEPS: Mapping[StepKind, Words] = {
    StepKind.RECEIVE: pgettext_lazy("bước", "Tiếp nhận"),
    StepKind.ASSIGN: pgettext_lazy("bước", "Phân công thụ lý"),
    StepKind.HANDLE: pgettext_lazy("bước", "Thụ lý, thẩm tra"),
    StepKind.VERIFY: pgettext_lazy("bước", "Kiểm tra, trình ký"),
    StepKind.SIGN: pgettext_lazy("bước", "Ký duyệt"),
    StepKind.STAMP: pgettext_lazy("bước", "Đóng dấu, phát hành"),
    StepKind.RETURN: pgettext_lazy("bước", "Trả kết quả"),
}


def step_words(step: Blamed) -> str:
    """The kind of step that made dossiers late."""
    if step is None or isinstance(step, NoStep):
        return _("Không bước nào vượt thời hạn")
    return str(STEPS[step])


def place_words(step: Blamed) -> str:
    """Where open dossiers are."""
    return _("Chờ người nộp bổ sung") if step is NoStep.NONE else step_words(step)


def cause_words(cause: Cause | NoCause) -> str:
    """The cause that was named."""
    return _("Chưa nêu nguyên nhân") if isinstance(cause, NoCause) else str(cause.label)


def narrow_words(narrow: Narrow) -> Iterator[str]:
    """To which step, cause or age a list is narrowed; an officer's name is read by the page."""
    if narrow.step is not None:
        yield _("Bước gây trễ hạn: %(step)s") % {"step": step_words(narrow.step)}
    if narrow.cause is not None:
        yield _("Nguyên nhân trễ: %(cause)s") % {"cause": cause_words(narrow.cause)}
    if narrow.at is not None:
        yield _("Đang ở bước: %(step)s") % {"step": place_words(narrow.at)}
    if narrow.age is not None:
        yield _("Tuổi hồ sơ: %(age)s") % {"age": AGES[narrow.age]}
    if narrow.left is not None:
        yield _("So với hạn trả: %(left)s") % {"left": LEFT[narrow.left]}


def period_words(period: Period) -> str:
    """Năm 2017, Quý IV/2017, Tháng 12/2017, 15/01/2017–03/02/2017."""
    first = period.first
    said = {"year": first.year, "month": f"{first:%m}"}
    match period.shape:
        case Shape.YEAR:
            return _("Năm %(year)s") % said
        case Shape.QUARTER:
            return _("Quý %(quarter)s/%(year)s") % (
                said | {"quarter": ("I", "II", "III", "IV")[(first.month - 1) // 3]}
            )
        case Shape.MONTH:
            return _("Tháng %(month)s/%(year)s") % said
        case _:
            return f"{date_words(first)}–{date_words(period.last)}"


def bar_words(bar: Period, whole: Period) -> str:
    """A week by its first day; a month by its number, with its year when the period has more than one."""
    if by_week(whole):
        return short_date(bar.first)
    return f"{bar.first.month}" if whole.first.year == whole.last.year else f"{bar.first:%m/%y}"


def counted_words(period: Period, now: datetime) -> str:
    """When it was counted, and as of when open dossiers were judged."""
    said = {"now": moment_words(now), "last": date_words(period.last)}
    if period.end <= now:
        # The due date is not kept as of the period's end: a calendar or a completion may have moved it since.
        return " ".join(
            (
                _("Số liệu tại thời điểm %(now)s; hồ sơ đang giải quyết tính đến hết ngày %(last)s.") % said,
                _("Việc đúng hạn hay quá hạn được xét theo hạn trả hiện nay, kể cả khi hạn thay đổi sau kỳ."),
            )
        )
    return (
        _("Số liệu tại thời điểm %(now)s; kỳ chưa kết thúc, hồ sơ đang giải quyết tính đến thời điểm này.")
        % said
    )


def days_words(since: datetime, until: datetime) -> str:
    """How many days of the calendar lie between two moments."""
    days = (until.astimezone(LOCAL).date() - since.astimezone(LOCAL).date()).days
    if days < 1:
        return _("trong ngày")
    return ngettext("%(n)s ngày", "%(n)s ngày", days) % {"n": number(days)}


def dossiers_words(count: int) -> str:
    """How many dossiers."""
    return ngettext("%(n)s hồ sơ", "%(n)s hồ sơ", count) % {"n": number(count)}

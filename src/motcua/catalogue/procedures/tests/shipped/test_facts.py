"""The facts shipped against a second, reviewed list: a slip in a data file is seen here."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from motcua.catalogue.procedures.rules import LimitRow, fee_for, limit_for
from motcua.catalogue.procedures.rules.shipped import shipped
from motcua.people.calendars.rules import AllowanceUnit

UNITS = {
    AllowanceUnit.WORKING_DAY: "ngày làm việc",
    AllowanceUnit.CALENDAR_DAY: "ngày",
    AllowanceUnit.WORKING_HOUR: "giờ làm việc",
}


class Facts(NamedTuple):
    """What the usual case promises and asks for, and who decided it in 2017."""

    code: str
    limit: str
    fee: int
    required_papers: int
    level: str
    agency: str
    result: str


REVIEWED = [
    Facts("2.000809", "5 ngày làm việc", 0, 0, "district", "social_insurance", "KQ.G24.000026"),
    Facts("2.000815", "1 ngày làm việc, trước 15 giờ", 2000, 1, "commune", "", "KQ.G15.000021"),
    Facts("2.000884", "1 ngày làm việc, trước 15 giờ", 10000, 2, "commune", "", "KQ.G15.000022"),
    Facts("2.000908", "1 ngày làm việc", 0, 1, "district", "justice", "KQ.G15.000020"),
    Facts("2.001035", "2 ngày làm việc", 50000, 3, "commune", "", "KQ.G15.000023"),
    Facts("2.001019", "2 ngày làm việc", 50000, 2, "commune", "", "KQ.G15.000029"),
    Facts("2.001016", "2 ngày làm việc", 50000, 2, "commune", "", "KQ.G15.000030"),
    Facts("2.000913", "2 ngày làm việc", 30000, 3, "commune", "", "KQ.G15.000023"),
    Facts("2.001406", "2 ngày làm việc", 50000, 3, "commune", "", "KQ.G15.000027"),
    Facts("1.004222", "7 ngày làm việc", 20000, 1, "commune", "police", "KQ.G01.000064"),
    Facts("1.004194", "3 ngày làm việc", 10000, 1, "commune", "police", "KQ.G01.000067"),
    Facts("1.003197", "5 ngày làm việc", 0, 1, "commune", "police", "KQ.G01.000064"),
    Facts("1.010038", "5 ngày làm việc", 10000, 1, "commune", "police", "KQ.G01.000066"),
    Facts("1.010041", "1 ngày làm việc", 0, 1, "commune", "police", "KQ.G01.000067"),
    Facts("2.001159", "1 giờ làm việc", 0, 1, "commune", "police", "KQ.G01.000066"),
    Facts("1.002755", "3 ngày làm việc", 10000, 1, "commune", "police", "KQ.G01.000064"),
    Facts("1.012575", "2 ngày", 0, 3, "district", "police", "KQ.G01.000014"),
    Facts("1.012753", "20 ngày làm việc", 0, 2, "province", "stnmt", "KQ.G10.001148"),
    Facts("1.013978", "20 ngày làm việc", 0, 1, "district", "environment", "KQ.G10.001148"),
    Facts("1.012756", "17 ngày làm việc", 0, 2, "province", "stnmt", "KQ.G10.000846"),
    Facts("1.013831", "8 ngày làm việc", 0, 3, "district", "environment", "KQ.G10.001147"),
    Facts("1.012784", "12 ngày làm việc", 0, 3, "district", "environment", "KQ.G10.001147"),
    Facts("1.012783", "5 ngày làm việc", 0, 2, "district", "environment", "KQ.G10.001147"),
    Facts("1.012786", "10 ngày làm việc", 0, 1, "district", "environment", "KQ.G10.001148"),
    Facts("1.012790", "8 ngày làm việc", 0, 2, "district", "environment", "KQ.G10.001147"),
    Facts("1.012766", "3 ngày làm việc", 0, 3, "province", "stnmt", "KQ.G10.001147"),
    Facts("1.012781", "10 ngày làm việc", 0, 3, "district", "environment", "KQ.G10.001147"),
    Facts("1.012782", "20 ngày làm việc", 0, 2, "district", "environment", "KQ.G10.001147"),
    Facts("1.013833", "10 ngày làm việc", 0, 3, "district", "environment", "KQ.G10.001147"),
    Facts("1.013949", "15 ngày", 0, 2, "district", "environment", "KQ.G10.000868"),
    Facts("1.013992", "7 ngày làm việc", 0, 2, "district", "environment", "KQ.G10.001147"),
    Facts("1.012817", "20 ngày làm việc", 0, 2, "district", "environment", "KQ.G10.001147"),
    Facts("1.012812", "30 ngày", 0, 1, "commune", "", "KQ.G10.001159"),
    Facts("1.013988", "1 ngày làm việc", 0, 3, "district", "environment", "KQ.G10.001147"),
    Facts("1.012791", "20 ngày làm việc", 0, 2, "province", "stnmt", "KQ.G10.001149"),
    Facts("2.001610", "3 ngày làm việc", 0, 2, "province", "skhdt", "KQ.G12.001044"),
    Facts("2.001583", "3 ngày làm việc", 50000, 3, "province", "skhdt", "KQ.G12.001046"),
    Facts("2.002043", "3 ngày làm việc", 50000, 4, "province", "skhdt", "KQ.G12.001080"),
    Facts("1.004088", "2 ngày làm việc", 0, 2, "province", "sgtvt", "KQ.G17.000321"),
    Facts("3.000348", "5 ngày làm việc", 0, 2, "province", "sgtvt", "KQ.G01.000185"),
    Facts("1.001612", "3 ngày làm việc", 0, 1, "district", "finance", "KQ.G12.001041"),
    Facts("2.000720", "1 ngày làm việc", 0, 1, "district", "finance", "KQ.G12.001041"),
    Facts("1.001266", "1 ngày làm việc", 0, 1, "district", "finance", "KQ.G12.001349"),
    Facts("1.001570", "1 ngày làm việc", 0, 1, "district", "finance", "KQ.G12.001049"),
    Facts("2.000575", "1 ngày làm việc", 0, 1, "district", "finance", "KQ.G12.001053"),
    Facts("1.001193", "1 ngày làm việc, trước 15 giờ", 0, 3, "commune", "", "KQ.G15.000031"),
    Facts("1.003583", "5 ngày làm việc", 0, 3, "commune", "", "KQ.G15.000031"),
    Facts("1.004884", "5 ngày làm việc", 0, 3, "commune", "", "KQ.G15.000031"),
    Facts("1.004772", "5 ngày làm việc", 0, 4, "commune", "", "KQ.G15.000031"),
    Facts("1.000689", "3 ngày làm việc", 0, 4, "commune", "", "KQ.G15.000031"),
    Facts("2.000635", "1 ngày làm việc, trước 15 giờ", 0, 2, "commune", "", "KQ.G15.000342"),
    Facts("1.000894", "1 ngày làm việc, trước 15 giờ", 0, 2, "commune", "", "KQ.G15.000032"),
    Facts("2.000806", "5 ngày làm việc", 0, 5, "district", "justice", "KQ.G15.000032"),
    Facts("1.004746", "5 ngày làm việc", 0, 3, "commune", "", "KQ.G15.000032"),
    Facts("1.000656", "1 ngày làm việc, trước 15 giờ", 0, 3, "commune", "", "KQ.G15.000034"),
    Facts("1.005461", "5 ngày làm việc", 0, 3, "commune", "", "KQ.G15.000034"),
    Facts("1.004873", "3 ngày làm việc", 0, 2, "commune", "", "KQ.G15.000038"),
    Facts("1.001022", "3 ngày làm việc", 0, 2, "commune", "", "KQ.G15.000033"),
    Facts("1.004837", "3 ngày làm việc", 0, 2, "commune", "", "KQ.G15.000035"),
    Facts("1.004845", "2 ngày làm việc", 0, 2, "commune", "", "KQ.G15.000036"),
    Facts("1.004859", "3 ngày làm việc", 0, 2, "district", "justice", "KQ.G15.000037"),
    Facts("2.000986", "20 ngày làm việc", 0, 4, "commune", "", "KQ.G01.000065"),
    Facts("2.001023", "15 ngày làm việc", 0, 3, "commune", "", "KQ.G15.000031"),
    Facts("3.000333", "10 ngày", 0, 2, "province", "stp", "KQ.G01.000199"),
    Facts("1.010736", "15 ngày", 0, 3, "commune", "", "KQ.G10.000721"),
    Facts("1.010727", "30 ngày", 0, 2, "province", "stnmt", "KQ.G10.000894"),
    Facts("1.010733", "35 ngày", 0, 2, "province", "stnmt", "KQ.G10.001457"),
    Facts("2.001263", "30 ngày", 400000, 8, "commune", "", "KQ.G15.000002"),
    Facts("2.001255", "5 ngày làm việc", 0, 1, "commune", "", "KQ.G15.000002"),
    Facts("1.013225", "20 ngày", 0, 3, "district", "infrastructure", "KQ.G17.000311"),
    Facts("1.013226", "20 ngày", 0, 3, "district", "infrastructure", "KQ.G17.000314"),
    Facts("1.013227", "5 ngày làm việc", 0, 2, "district", "infrastructure", "KQ.G17.000315"),
    Facts("1.013228", "5 ngày làm việc", 0, 1, "district", "infrastructure", "KQ.G17.000316"),
    Facts("1.013229", "20 ngày", 0, 4, "district", "infrastructure", "KQ.G17.000312"),
    Facts("1.013236", "20 ngày", 0, 3, "province", "sxd", "KQ.G17.000232"),
    Facts("1.013237", "6 ngày", 0, 4, "province", "sxd", "KQ.G17.000233"),
    Facts("1.013239", "35 ngày", 0, 4, "province", "sxd", "KQ.G17.000235"),
]


def said(limit: LimitRow) -> str:
    """A limit in words."""
    before = ", trước 15 giờ" if limit.same_day_before else ""
    return f"{limit.amount} {UNITS[limit.unit]}{before}"


@pytest.mark.parametrize("facts", REVIEWED, ids=lambda facts: facts.code)
def test_the_shipped_facts_are_those_reviewed(facts: Facts) -> None:
    item = next(found for found in shipped() if found.code == facts.code)
    content = item.content
    usual = ("", "", content.channels[0])
    assert said(limit_for(content.time_limits, *usual)) == facts.limit
    assert fee_for(content.fees, *usual) == facts.fee
    assert sum(paper.is_required for paper in content.papers) == facts.required_papers
    assert (item.reading.level, item.reading.agency) == (facts.level, facts.agency)
    assert content.result_code == facts.result


def test_the_review_leaves_none_out() -> None:
    assert {facts.code for facts in REVIEWED} == {item.code for item in shipped() if not item.is_illustrative}

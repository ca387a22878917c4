"""The fictional county: its headline figures, counted from the written files without our own readers."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from data.demo import DemoFile, write_files
from data.demo.county import MONTHS, TOWNSHIPS
from data.store import Store
from tests.data.demo_tables import UPPER_LEVELS, encoding_of, in_year, petitions, read, standing_rows

BY_MONTH = ("petitions", "incidents", "hazards", "activities")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[DemoFile]:
    return write_files(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def requests(files: list[DemoFile]) -> pd.DataFrame:
    return petitions(files)


@pytest.fixture(scope="module")
def work(files: list[DemoFile]) -> pd.DataFrame:
    rows = standing_rows(files, "activities", ["乡镇", "月份", "工作项目"])
    months = rows["月份"].astype(str).str.replace("年", "-").str.replace("月", "")
    return rows.assign(year=pd.to_datetime(months, format="%Y-%m").dt.year)


def done_and_planned(work: pd.DataFrame, item: str, year: int) -> tuple[int, int]:
    own = work[(work["工作项目"] == item) & (work["year"] == year)]
    return own["已完成"].astype(int).sum(), pd.to_numeric(own["应完成"]).fillna(0).astype(int).sum()


@pytest.mark.parametrize(("year", "first", "repeat"), [(2025, 3109, 167), (2024, 3691, 334)])
def test_requests_fall_from_4025_to_3276_and_repeats_from_334_to_167(
    requests: pd.DataFrame, year: int, first: int, repeat: int
) -> None:
    received = in_year(requests, "received", year)
    assert ((~received["repeat"]).sum(), received["repeat"].sum()) == (first, repeat)


def first_contact(requests: pd.DataFrame, year: int) -> tuple[int, int]:
    closed = in_year(requests, "closed", year)
    first = closed[~closed["repeat"]]
    return int((first["well"] & ~first["came_back"]).sum()), len(first)


def test_2769_of_3000_first_requests_are_solved_at_once_and_fewer_the_year_before(
    requests: pd.DataFrame,
) -> None:
    assert first_contact(requests, 2025) == (2769, 3000)
    solved, closed = first_contact(requests, 2024)
    assert 0.87 < solved / closed < 0.915


@pytest.mark.parametrize(("year", "satisfied"), [(2025, 1884), (2024, 1794)])
def test_of_2000_ratings_a_year_1884_are_good_after_1794(
    requests: pd.DataFrame, year: int, satisfied: int
) -> None:
    ratings = Counter(in_year(requests, "closed", year)["满意度"])
    good = ratings["满意"] + ratings["基本满意"]
    assert (good, good + ratings["不满意"]) == (satisfied, 2000)


def test_all_46_requests_assigned_from_above_are_solved(requests: pd.DataFrame) -> None:
    due = in_year(requests, "due", 2025)
    assigned = due[due["交办层级"].isin(UPPER_LEVELS)]
    assert (assigned["well"].sum(), len(assigned)) == (46, 46)


def test_all_213_agent_cases_are_closed(requests: pd.DataFrame) -> None:
    due = in_year(requests, "due", 2025)
    agent = due[due["是否代理"] == "是"]
    assert (agent["closed"].notna().sum(), len(agent)) == (213, 213)


def test_37_of_41_long_standing_cases_are_solved(requests: pd.DataFrame) -> None:
    due = in_year(requests, "due", 2025)
    old = due[due["是否积案"] == "是"]
    assert (old["well"].sum(), len(old)) == (37, 41)


def test_118_wage_requests_come_after_200_and_68_of_100_solved_came_online(requests: pd.DataFrame) -> None:
    wages = requests[requests["问题类别"] == "农民工欠薪"]
    assert [len(in_year(wages, "received", year)) for year in (2024, 2025)] == [200, 118]
    closed = in_year(wages, "closed", 2025)
    solved = closed[closed["well"]]
    assert ((solved["诉求渠道"] == "网上").sum(), len(solved)) == (68, 100)


def test_297_of_1100_online_requests_are_about_property(requests: pd.DataFrame) -> None:
    received = in_year(requests, "received", 2025)
    online = received[received["诉求渠道"] == "网上"]
    assert ((online["问题类别"] == "物业纠纷").sum(), len(online)) == (297, 1100)


def test_leaders_receive_126_times_and_households_are_visited_12000_times(work: pd.DataFrame) -> None:
    assert done_and_planned(work, "领导接访", 2025)[0] == 126
    assert done_and_planned(work, "入户走访", 2025)[0] == 12000


def test_all_52_decisions_are_assessed(work: pd.DataFrame) -> None:
    assert done_and_planned(work, "重大决策风险评估", 2025) == (52, 52)


def test_the_levels_are_those_of_a_real_county(requests: pd.DataFrame) -> None:
    due = in_year(requests, "due", 2025)
    assert 0.93 < (due["closed"] <= due["due"]).mean() < 0.97
    closed = in_year(requests, "closed", 2025)
    assert 15 < (closed["closed"] - closed["received"]).dt.days.mean() < 22
    assert 470_000 < sum(township.population for township in TOWNSHIPS) < 490_000
    assert sum(township.population < 2_000 for township in TOWNSHIPS) == 2


def test_one_township_got_worse_and_one_better(requests: pd.DataFrame) -> None:
    share = requests.groupby([requests["乡镇"], requests["received"].dt.year])["repeat"].mean()
    codes = {township.name: township.code for township in TOWNSHIPS}
    assert share[codes["沙湾镇"], 2025] > 2 * 167 / 3276
    assert share[codes["石桥镇"], 2025] < 0.5 * share[codes["石桥镇"], 2023]


def test_one_township_has_a_burst_in_one_month(requests: pd.DataFrame) -> None:
    flooded = requests[requests["乡镇"] == next(t.code for t in TOWNSHIPS if t.name == "龙泉镇")]
    by_month = flooded.groupby(flooded["received"].dt.strftime("%Y-%m")).size()
    assert by_month.idxmax() == "2025-08"
    assert by_month.max() > 2.5 * by_month.median()


def test_a_case_comes_again_whenever_it_changed(files: list[DemoFile], requests: pd.DataFrame) -> None:
    parts = [read(file, "办件编号") for file in files if file.export == "petitions"]
    assert sum(map(len, parts)) > 1.3 * len(requests)


def test_every_month_of_the_three_years_has_its_files(files: list[DemoFile]) -> None:
    for export in BY_MONTH:
        assert sorted(file.month for file in files if file.export == export and file.month) == list(MONTHS)
    halves = [f"{file.month:%Y-%m}" for file in files if file.export == "surveys"]
    assert halves == ["2023-06", "2023-12", "2024-06", "2024-12", "2025-06", "2025-12"]


def test_what_a_township_did_not_report_is_neither_covered_nor_in_the_file(files: list[DemoFile]) -> None:
    missing = {}
    for file in files:
        if file.covers not in (None, "all"):
            absent = [t for t in TOWNSHIPS if t.code not in file.covers.split(",")]
            missing[file.export, f"{file.month:%Y-%m}"] = [t.name for t in absent]
            written = set(read(file, "乡镇")["乡镇"].astype(str))
            assert not written & {text for t in absent for text in (t.code, t.name, *t.aliases)}
    assert missing == {
        ("petitions", "2023-05"): ["梅岭乡"],
        ("petitions", "2023-06"): ["梅岭乡"],
        ("hazards", "2024-08"): ["红石乡"],
        ("hazards", "2025-12"): ["云雾乡"],
        ("surveys", "2025-12"): ["云雾乡"],
    }


def test_staff_use_three_text_encodings_and_workbooks(files: list[DemoFile]) -> None:
    kinds = Counter(f.path.suffix if f.path.suffix == ".xlsx" else encoding_of(f.path) for f in files)
    assert set(kinds) == {".xlsx", "utf-8", "utf-8-sig", "gb18030"}
    assert min(kinds.values()) >= 12


def test_files_come_in_the_order_received_and_never_before_their_month_ended(files: list[DemoFile]) -> None:
    assert [file.received for file in files] == sorted(file.received for file in files)
    reports = [file for file in files if file.covers and file.month]
    delays = Counter((file.received - (file.month + pd.offsets.MonthEnd(0)).date()).days for file in reports)
    assert set(delays) >= {2, 3, 4, 5}
    assert sum(count for days, count in delays.items() if days > 5) == 6


def test_the_same_bytes_are_written_every_time(files: list[DemoFile], published_demo: Path) -> None:
    """As another process wrote, which published them."""
    uploads = Store(published_demo).catalogue.uploads()
    published = {upload.file: upload.sha256 for upload in uploads}
    written = {file.path.name: hashlib.sha256(file.path.read_bytes()).hexdigest() for file in files}
    assert len(uploads) == len(files) == len(written)
    assert published == written

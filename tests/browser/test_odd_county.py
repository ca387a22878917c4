"""A county unlike the demo: long names, two of them nearly alike, and figures of ten digits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from data.store import Store
from metrics.publication import Options, publish
from tests.browser.conftest import DESKTOP, PHONE, Dashboard, OpenPage, serving
from tests.store_builder import csv_file, publish_texts

# of 18 characters
ALIKE = ("孟连傣族拉祜族佤族边境经济合作区街道", "孟连傣族拉祜族佤族边境经济合作区东乡")
BILLION = 1_000_000_000
CUT = """names => names.filter(name => name.scrollWidth > name.clientWidth + 1
  || name.parentElement.scrollWidth > name.parentElement.clientWidth + 1).length"""
BEYOND_ITS_CARD = """cards => cards.filter(card => [...card.querySelectorAll('*')].some(
  each => each.getBoundingClientRect().right > card.getBoundingClientRect().right + 1)).length"""
OVER_EACH_OTHER = """numbers => numbers.map(each => each.getBoundingClientRect()).filter(box => box.width)
  .some((box, at, all) => at && box.left < all[at - 1].right)"""
LEFT_OF_THE_SCREEN = "numbers => numbers.filter(each => each.getBoundingClientRect().left < 0).length"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    store = Store(tmp_path_factory.mktemp("odd") / "store")
    townships = "".join(f"A{at},{name},乡,9000\n" for at, name in enumerate(ALIKE))
    register = f"行政区划代码,乡镇,类型,常住人口\n{townships}"
    publish(store, [csv_file("乡镇", register, month=date(2025, 1, 1))], Options())
    visits = "".join(f"{name},2025-05,入户走访,{4 * BILLION},\n" for name in ALIKE)
    drills = "".join(f"{name},2025-05,应急演练,18,20\n" for name in ALIKE)
    losses = "".join(f"S{at},{name},2025-05-02,电信网络诈骗,{BILLION}\n" for at, name in enumerate(ALIKE))
    texts = [
        f"乡镇,月份,工作项目,已完成,应完成\n{visits}{drills}",
        f"事件编号,乡镇,发生日期,事件类型,损失金额\n{losses}",
        f"办件编号,乡镇,登记日期\nX1,{ALIKE[1]},2025-05-02\n",  # of the other there is nothing
    ]
    publish_texts(store, texts)
    with serving(store.folder) as started:
        yield started


@pytest.mark.parametrize(
    ("address", "names", "size"),
    [
        ("", ".heat th[scope=row] a", DESKTOP),
        ("indicator?indicator=drills_done", ".rank-row .name a", DESKTOP),
        ("indicator?indicator=drills_done", ".rank-row .name a", PHONE),
        ("quality", "table.coverage tbody th a", DESKTOP),
        ("upload", "table.due-calendar tbody th a", DESKTOP),
    ],
)
def test_long_names_stand_whole_so_that_two_alike_can_be_told_apart(
    county: Dashboard, open_page: OpenPage, address: str, names: str, size: tuple[int, int]
) -> None:
    page = open_page(county.address + address, size)
    assert page.locator(names).all_inner_texts() == [*ALIKE]
    assert page.locator(names).evaluate_all(CUT) == 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_figure_of_ten_digits_stays_in_its_card(
    county: Dashboard, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(county.address, size)
    assert "8,000,000,000" in page.locator(".cards").inner_text()
    assert page.locator(".card").evaluate_all(BEYOND_ITS_CARD) == 0


def test_the_numbers_beside_small_trends_are_whole_on_a_phone(county: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{county.address}indicator?indicator=fraud_loss&view=townships", PHONE)
    numbers = page.locator(".small-trends .plot u span")
    assert numbers.count()
    assert numbers.evaluate_all(LEFT_OF_THE_SCREEN) == 0


@pytest.mark.parametrize(("language", "due"), [("zh", "应报"), ("en", "Due")])
def test_who_has_not_reported_fits_a_small_phone_though_names_are_long(
    county: Dashboard, open_page: OpenPage, language: str, due: str
) -> None:
    page = open_page(f"{county.address}upload?lang={language}", (360, 740))
    assert ALIKE[0] in page.locator("table.plain", has_text=due).first.inner_text()
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth") <= 360


def test_a_ranking_of_long_names_keeps_room_for_its_scale_on_a_phone(
    county: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{county.address}indicator?indicator=drills_done", PHONE)
    assert page.locator(".rank-row .track").first.bounding_box()["width"] >= 90  # type: ignore[index]
    assert page.locator(".rank-axis .axis span").evaluate_all(OVER_EACH_OTHER) is False


def test_reports_that_are_not_in_fit_a_phone_though_names_are_long(
    county: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{county.address}alerts", PHONE)
    answers = page.locator(".reports-due a.answer")
    assert answers.count()
    assert answers.evaluate_all("all => Math.max(...all.map(a => a.getBoundingClientRect().right))") <= 390


def test_large_sums_in_english_do_not_widen_a_phone(county: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{county.address}indicator?indicator=fraud_loss&lang=en", PHONE)
    assert "1,000,000.0 thousand yuan" in page.locator(".rank").inner_text()
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth") <= 390


def test_no_unit_stands_alone_on_a_line_of_a_township_on_a_phone(
    county: Dashboard, open_page: OpenPage
) -> None:
    units = open_page(f"{county.address}township?lang=en", PHONE).locator(".profile td.unit:visible")
    assert units.count()
    before = """units => units.filter(unit => Math.abs(unit.getBoundingClientRect().bottom
      - unit.previousElementSibling.getBoundingClientRect().bottom) > 8).length"""
    assert units.evaluate_all(before) == 0


def test_what_is_overdue_stands_under_the_name_of_the_report_on_a_phone(
    county: Dashboard, open_page: OpenPage
) -> None:
    line = open_page(f"{county.address}upload?lang=en", PHONE).locator(".due-line:has(.is-late)").first
    name, late = line.locator("b").bounding_box(), line.locator(".is-late").bounding_box()
    assert name and late and late["x"] >= name["x"]


def test_large_numbers_under_a_ranking_do_not_run_into_each_other(
    county: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{county.address}indicator?indicator=fraud_loss", PHONE)
    numbers = page.locator(".rank-axis .axis span")
    assert numbers.count() > 2
    assert numbers.evaluate_all(OVER_EACH_OTHER) is False


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_name_of_an_uploaded_file_is_no_column_of_single_letters(
    county: Dashboard, open_page: OpenPage, size: tuple[int, int]
) -> None:
    cells = open_page(f"{county.address}upload", size).locator("table.plain td.file")
    assert cells.count()
    assert cells.evaluate_all("cells => Math.min(...cells.map(cell => cell.clientWidth))") >= 150


def test_a_verdict_stays_in_sight_after_a_long_name_above_a_small_trend(
    county: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{county.address}indicator?indicator=drills_done&view=townships")
    heads = page.locator(".small-trends .head")
    assert heads.count() == len(ALIKE)
    # what is said of a township stands behind its name: here in the words of the longest
    said = "heads => heads.forEach(head => head.lastElementChild.textContent = '▼ 接连逼近下限')"
    heads.evaluate_all(said)
    beyond = "heads => heads.filter(head => head.scrollWidth > head.clientWidth + 1).length"
    assert heads.evaluate_all(beyond) == 0


def test_the_mark_of_an_alert_stays_on_the_line_of_a_long_name(
    county: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{county.address}alerts", PHONE)
    page.locator(".alerts-grid").evaluate(
        """grid => grid.insertAdjacentHTML('afterbegin', '<div class="alert"><h3><i>▼</i>'
          + '<a>孟连傣族拉祜族佤族自治乡芒信口岸经济开发区 · 按期受理告知率</a></h3></div>')"""
    )
    mark, name = page.locator(".alert h3 i").first, page.locator(".alert h3 a").first
    tops = [each.evaluate("each => each.getClientRects()[0].top") for each in (mark, name)]
    assert abs(tops[0] - tops[1]) < 8


def test_the_file_of_a_receipt_is_no_column_of_single_letters_on_a_phone(
    county: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{county.address}?receipt=drills_done|county|month|2025-05", PHONE)
    cell = page.get_by_role("dialog").locator("table.plain td.file").first
    assert cell.evaluate("cell => cell.clientWidth") >= 150

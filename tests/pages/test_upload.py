"""报送: the report in words, what changes, what is due, what was uploaded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.export_format import load_exports
from data.findings import Checked, Finding
from data.language import speaking
from data.live_register import live_register
from data.store import Store
from metrics.mart_reader import Mart
from metrics.preview import changed_figures
from metrics.publication import Options, preview, publish
from pages.shared.upload.effects import effects_sentence, effects_table
from pages.shared.upload.report import summary_sentence
from pages.shared.upload.rule_titles import TITLES, rule_title
from tests.pages.conftest import ShowPage, html_of
from tests.store_builder import csv_file, new_store, petitions, value

MAY = petitions("2025-05", "1,甲镇,03", "2,乙乡,04,20")


def checked(**facts: object) -> Checked:
    return Checked("五月.csv", date(2025, 6, 1), 10, "0" * 64, **facts)  # type: ignore[arg-type]


def changed(store: Store, folder: Path, *texts: str) -> pd.DataFrame:
    """What publishing these petitions would change."""
    files = [csv_file(f"文件{number}", text) for number, text in enumerate(texts)]
    _, path = preview(store, files, Options(), folder)
    now = store.current_mart()
    assert path and now
    with Mart(now) as before, Mart(path) as after:
        return changed_figures(before, after)


def test_the_summary_says_what_became_of_rows_and_columns() -> None:
    sentence = summary_sentence(
        checked(
            rows_read=5,
            rows_accepted=3,
            rows_rejected=1,
            rows_repeat=1,
            rows_total=1,
            private_columns=("姓名", "电话"),
            private_values_dropped=7,
            ignored_columns=("备注",),
            absent_columns=("满意度",),
        )
    )
    assert "读取5行：收下3行，退回1行。" in sentence
    assert "含个人信息的2列（“姓名”和“电话”）已丢弃，没有保存。" in sentence
    assert "像个人信息的值共丢弃7个。" in sentence
    assert "报表没有声明的列没有保存：备注。" in sentence
    assert "文件没有这些列，按没有填写计算，用到它们的指标会因此不准：满意度。" in sentence


def test_english_sentences_of_the_summary_stand_apart() -> None:
    with speaking("en"):
        sentence = summary_sentence(
            checked(rows_read=1, rows_accepted=1, rows_rejected=0, private_columns=("姓名",))
        )
    assert sentence.startswith("1 row read: 1 accepted, 0 refused. ")
    assert "refused. Columns with personal data were dropped" in sentence


def test_a_file_that_cannot_be_read_is_said_to_be_refused() -> None:
    assert summary_sentence(checked()) == "这份文件整份退回，原因如下。"


def test_every_rule_that_the_check_knows_has_a_title() -> None:
    assert (
        rule_title(Finding(2, "登记日期", "received_on", "x", "", "not_a_date")) == "登记日期：不是有效的日期"
    )
    exports = load_exports().values()
    rules = {rule.id for export in exports for rule in (*export.refuse, *export.warn)}
    assert rules - set(TITLES) == set()


def test_the_figures_that_would_change_are_found_and_nothing_else(tmp_path: Path) -> None:
    store = new_store(tmp_path / "store")
    publish(store, [csv_file("五月", MAY)], Options())
    june = petitions("2025-06", "3,甲镇,03")
    found = changed(store, tmp_path, june)
    received = found[found["indicator"] == "petitions_received"].set_index(["area", "period"])
    assert received.loc[("county", "2025-06"), "value_after"] == 1
    assert pd.isna(received.loc[("county", "2025-06"), "value_before"])
    assert ("county", "2025-05") not in received.index


@pytest.mark.integration
def test_a_correction_shows_the_value_before_and_after(tmp_path: Path) -> None:
    store = new_store(tmp_path / "store")
    publish(store, [csv_file("五月", MAY)], Options())
    found = changed(store, tmp_path, petitions("2025-05", "3,甲镇,05"))
    row = found[(found["indicator"] == "petitions_received") & (found["area"] == "A")].iloc[0]
    assert (row["value_before"], row["value_after"]) == (1, 2)


def test_the_effects_name_the_month_and_count_the_rest() -> None:
    figures = pd.DataFrame(
        [
            ("petitions_received", "county", "2025-06", None, 5.0),
            ("petitions_received", "A", "2025-06", None, 5.0),
            ("petitions_received", "county", "2025-05", 4.0, 3.0),
        ],
        columns=["indicator", "area", "period", "value_before", "value_after"],
    )
    assert effects_sentence(figures) == "全县2025年6月有1项指标变化；另有更早的1个月共1处变化。"
    assert effects_sentence(figures.iloc[:0]) == "发布后没有数字变化。"
    assert effects_table(figures.iloc[:0], {}) == ""


def test_the_history_offers_to_withdraw_what_stands(tmp_path: Path, show_page: ShowPage) -> None:
    store = new_store(tmp_path)
    publish(store, [csv_file("五月", MAY)], Options(by="综治中心"))
    html = html_of(show_page(tmp_path, "upload"))
    assert "五月.csv" in html
    assert "综治中心" in html
    assert 'href="?withdraw=2"' in html


def test_a_file_goes_from_the_form_to_a_changed_figure_and_back(tmp_path: Path, show_page: ShowPage) -> None:
    store = new_store(tmp_path)
    app = show_page(tmp_path, "upload")
    app.file_uploader[0].set_value([("五月.csv", MAY.encode("utf-8"), "text/csv")]).run()
    assert "读取2行：收下2行，退回0行。" in html_of(app)
    assert store.current_mart() and len(store.catalogue.publications()) == 1
    app.button(key="publish").click().run()
    assert "已发布1份文件，共2行。" in html_of(app)
    assert len(store.catalogue.publications()) == 2
    app.button(key="take-back-last").click().run()
    assert store.catalogue.uploads()[-1].rolled_back
    assert "已撤回五月.csv" in app.success[0].value


@pytest.mark.integration
def test_a_township_without_cases_reports_zero_at_one_click(tmp_path: Path, show_page: ShowPage) -> None:
    store = new_store(tmp_path)
    publish(store, [csv_file("五月", petitions("2025-05", "1,甲镇,03"))], Options())
    app = show_page(tmp_path, "upload")
    app.selectbox(key="zero-report-of").set_value("petitions|B")
    app.button(key="report-zero").click().run()
    assert "零报告-乙乡：诉求办件-2025年5月.csv" in html_of(app)
    assert value(store, "petitions_received", "2025-05", "B") == 0


@pytest.mark.parametrize("found", ["petitions_received|county|month|2025-05", "nothing|county|month|2025-05"])
def test_a_receipt_opens_from_the_address(tmp_path: Path, show_page: ShowPage, found: str) -> None:
    store = new_store(tmp_path)
    publish(store, [csv_file("五月", MAY)], Options(by="综治中心"))
    app = show_page(tmp_path, "overview", receipt=found)
    assert not app.exception
    if found.startswith("nothing"):
        assert "没有" in app.warning[0].value
    else:
        html = html_of(app)
        assert "诉求办件的件数，按登记日期计入月份" in html
        assert "来自1份上报" in html


def test_in_an_empty_store_the_county_is_chosen_and_its_townships_are_published(
    tmp_path: Path, show_page: ShowPage
) -> None:
    app = show_page(tmp_path / "store", "upload")
    for step, code in enumerate(("33", "3301", "330106")):
        app.selectbox[step].set_value(code).run()
    assert "浙江省杭州市西湖区：12个乡镇" in html_of(app)
    app.button(key="publish-county").click().run()
    assert "已发布1份文件，共12行。" in html_of(app)
    register = live_register(Store(tmp_path / "store").live())
    assert [(each.code, each.county) for each in register.townships[:2]] == [
        ("330106002", "西湖区"),
        ("330106004", "西湖区"),
    ]
    assert "先选本县" not in html_of(app)


def test_where_there_is_a_register_no_county_is_asked_for(tmp_path: Path, show_page: ShowPage) -> None:
    new_store(tmp_path)
    app = show_page(tmp_path, "upload", lang="en")
    assert "First choose your county" not in html_of(app)
    labels = [each.label for each in app.expander]
    assert labels == [
        "Rarely needed: export, month, coverage, replacing",
        "Empty forms as CSV or in Chinese",
        "A township register filled in from the national one",
    ]


@pytest.mark.integration
def test_a_figure_of_the_paper_report_is_compared_before_publishing(
    tmp_path: Path, show_page: ShowPage
) -> None:
    new_store(tmp_path)
    app = show_page(tmp_path, "upload")
    app.file_uploader[0].set_value([("五月.csv", MAY.encode("utf-8"), "text/csv")]).run()
    app.multiselect(key="paper-figures").set_value(["rows", "petitions_received"]).run()
    app.text_input(key="paper-rows").set_value("2")
    app.text_input(key="paper-petitions_received").set_value("6").run()
    assert not app.exception
    assert [each.value for each in app.warning] == [
        "受理诉求件次：纸质报表6；按文件计算的2；纸质报表上的正好是它的3倍，像是导入了3次（甲镇1、乙乡1）"
    ]
    assert "一致" in html_of(app)


@pytest.mark.integration
def test_refused_rows_are_offered_to_be_mended(tmp_path: Path, show_page: ShowPage) -> None:
    new_store(tmp_path)
    app = show_page(tmp_path, "upload")
    bad = petitions("2025-05", "1,甲镇,03", "2,丁镇,04")
    app.file_uploader[0].set_value([("五月.csv", bad.encode("utf-8"), "text/csv")]).run()
    labels = [button.proto.label for button in app.get("download_button")]
    assert [label for label in labels if label.startswith("下载退回的1行")] == [
        "下载退回的1行（XLSX，标出要改的格子）",
        "下载退回的1行（CSV）",
    ]

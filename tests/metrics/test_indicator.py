"""The catalogue of indicators: every file in its folder, and what a bad file is told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from data.clean_table import CleanTable, clean_tables
from data.language import speaking
from data.refusal import Refused
from metrics.indicator import Counted, Indicator, domains, load_indicators
from metrics.indicator_definition import INDICATORS_FOLDER
from metrics.indicator_examples import counts_of
from metrics.indicator_file import IndicatorFile
from metrics.receipts import definitions_of
from tests.small_county import our_exports

FILES = sorted(INDICATORS_FOLDER.glob("*.toml"))
TABLES = clean_tables(our_exports())
# the order of the catalogue, domain by domain: * = good when high, - = when low, . = no judgement
CATALOGUE = {
    "requests": """petitions_received. petitions_per_10k. first_contact_resolution* resolution_rate*
        repeat_visit_share- reopened_90d- acceptance_on_time* completion_on_time* mean_days_to_close-
        closed_within_30d* open_requests. overdue_requests- satisfaction_rate* rating_participation*
        assigned_resolution* long_standing_resolved* agent_completion* online_share. property_online_share.
        wage_arrears_requests. wage_arrears_online_solved.""",
    "public_safety": """work_safety_deaths- road_deaths_per_100k- road_accidents. fires_per_10k-
        school_incidents- hazard_rectification* major_hazard_on_time* hazards_open. hazards_overdue-
        geo_sites_guarded* drills_done* school_drills_done*""",
    "public_order": """fraud_cases_per_10k. fraud_loss. theft_robbery_per_10k. clearance_rate*
        patrol_coverage*""",
    "economy": "labour_arbitration. funds_in_place* housing_delivered*",
    "feelings": "sense_of_safety* justice_satisfaction* judicial_credibility* service_satisfaction*",
    "grassroots": "leader_receptions. household_visits. grid_staffing* safe_places* decisions_assessed*",
    "reporting": "submitted_on_time* rows_rejected- corrections.",
}
GOOD = {"*": "high", "-": "low", ".": "neither"}
STOCKS = {
    *("open_requests", "overdue_requests", "hazards_open", "hazards_overdue"),
    *("geo_sites_guarded", "funds_in_place", "housing_delivered", "grid_staffing", "safe_places"),
}


@pytest.fixture(scope="module")
def indicators() -> dict[str, Indicator]:
    return load_indicators(exports=our_exports())


def test_the_catalogue_is_complete_and_in_its_order(indicators: dict[str, Indicator]) -> None:
    wanted = [
        (domain, entry[:-1], GOOD[entry[-1]]) for domain, text in CATALOGUE.items() for entry in text.split()
    ]
    assert [(each.domain, each.id, each.good) for each in indicators.values()] == wanted
    assert list(domains()) == list(CATALOGUE)


def test_the_stocks_of_the_catalogue_are_stocks(indicators: dict[str, Indicator]) -> None:
    assert {each.id for each in indicators.values() if each.stock} == STOCKS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_indicator_tells_people_what_it_is_for(path: Path) -> None:
    indicator = IndicatorFile(path, path.name, TABLES).indicator()
    for texts in (indicator.names, indicator.why):
        assert texts["zh"] and texts["en"]
        assert not re.search(r"[\u4e00-\u9fff]", texts["en"])
    assert indicator.source
    assert indicator.reviewed is not None
    assert indicator.examples


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_examples_of_an_indicator_come_out(path: Path) -> None:
    indicator = IndicatorFile(path, path.name, TABLES).indicator()
    for example in indicator.examples:
        counted = counts_of(indicator, example, TABLES[example.table])
        assert {role: counted[role] for role in example.counts} == example.counts


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_example_counts_above_the_line_and_not_below(path: Path) -> None:
    indicator = IndicatorFile(path, path.name, TABLES).indicator()
    if indicator.unit != "percent":
        return
    for example in indicator.examples:
        counted = counts_of(indicator, example, TABLES[example.table])
        assert counted["numerator"] <= counted["denominator"]


def test_only_figures_within_their_ninety_days_are_provisional(indicators: dict[str, Indicator]) -> None:
    moving = {each.id: each.provisional_days for each in indicators.values() if each.provisional_days}
    assert moving == {"first_contact_resolution": 90, "reopened_90d": 90, "clearance_rate": 90}


def test_limits_are_for_shares_means_rates_and_events(indicators: dict[str, Indicator]) -> None:
    limits = {each.id: each.limits for each in indicators.values()}
    of_counts = {each.id: each.limits for each in indicators.values() if each.unit in ("count", "yuan")}
    assert {name for name, method in of_counts.items() if method == "poisson"} == {
        *("petitions_received", "wage_arrears_requests", "work_safety_deaths", "road_accidents"),
        "school_incidents",
    }
    assert limits["resolution_rate"] == "wilson"
    assert limits["fires_per_10k"] == "poisson"
    assert limits["mean_days_to_close"] == "t"


def test_counts_stocks_money_and_neutral_indicators_are_never_judged(
    indicators: dict[str, Indicator],
) -> None:
    judged = {each.id for each in indicators.values() if each.is_judged}
    assert {"resolution_rate", "mean_days_to_close", "fires_per_10k", "geo_sites_guarded"} <= judged
    for each in indicators.values():
        if each.unit in ("count", "yuan") or each.is_neutral:
            assert each.id not in judged


def test_no_indicator_speaks_of_the_earlier_case(indicators: dict[str, Indicator]) -> None:
    assert not [path.name for path in FILES if "previous_case_id" in path.read_text(encoding="utf-8")]


# --- files with mistakes

GOOD_FILE = """
[name]
zh = "重复访占比"
en = "Repeat-visit share"
[why]
zh = "…"
en = "…"
domain = "requests"
unit   = "percent"
good   = "low"
source = "…"
reviewed = 2026-11-21

[numerator]
table = "petitions"
by    = "received_on"
where = "visit_kind = 'repeat'"

[denominator]
table = "petitions"
by    = "received_on"

[[example]]
row    = { visit_kind = "repeat" }
counts = { numerator = 1, denominator = 1 }
"""


def read(folder: Path, text: str, tables: dict[str, CleanTable] = TABLES) -> Indicator:
    path = folder / "x.toml"
    path.write_text(text, encoding="utf-8")
    return IndicatorFile(path, "metrics/indicators/x.toml", tables).indicator()


def test_keys_written_below_a_section_of_texts_are_the_files_own(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD_FILE)
    assert (found.unit, found.good, found.reviewed) == ("percent", "low", date(2026, 11, 21))
    assert found.why == {"zh": "…", "en": "…"}
    assert found.numerator == Counted("petitions", "received_on", "visit_kind = 'repeat'")


def test_its_values_may_be_cut_off_after_their_decimals(tmp_path: Path) -> None:
    assert not read(tmp_path, GOOD_FILE).truncate
    cut_off = read(tmp_path, GOOD_FILE.replace('source = "…"', "truncate = true", 1))
    assert [each.truncate for each in definitions_of({"x": cut_off}, {})] == [True]


MISTAKES = [
    ('[numerator]\ntable', '[numerator]\ntabel', "[numerator] has no key 'tabel'. Did you mean 'table'?"),
    ('table = "petitions"', 'table = "petition"', "table cannot be 'petition'. Did you mean 'petitions'?"),
    ('by    = "received_on"', 'by    = "recieved_on"', "'recieved_on'. Did you mean 'received_on'?"),
    ('by    = "received_on"', 'by    = "channel"', "[numerator] by cannot be 'channel'."),
    ('"percent"', '"per_100"', "unit cannot be 'per_100'."),
    ('"low"', '"down"', "good cannot be 'down'."),
    ('"requests"', '"request"', "domain cannot be 'request'. Did you mean 'requests'?"),
    ("visit_kind = 'repeat'\"", "visit_kin = 'repeat'\"", "visit_kin"),
    ("visit_kind = 'repeat'\"", "previous_case_id is null\"", "previous_case_id"),
    ("visit_kind = 'repeat'\"", "lower(visit_kind) = 'repeat'\"", "lower(visit_kind)"),
    ("{ visit_kind =", "{ visit_kid =", "[example.row] has no key 'visit_kid'. Did you mean 'visit_kind'?"),
    ("{ numerator = 1,", "{ numerater = 1,", "has no key 'numerater'. Did you mean 'numerator'?"),
    ("reviewed = 2026-11-21", 'reviewed = "today"', "reviewed should be a date"),
    ("[denominator]", "[denominater]", "has no key 'denominater'. Did you mean 'denominator'?"),
    ('"percent"', '"count"', "An indicator with unit = 'count' cannot have a [denominator]."),
    ('"percent"', '"days"', "An indicator with unit = 'days' needs a sum in [numerator]."),
    ("where = ", "sum = \"channel\"\nwhere = ", "[numerator] sum cannot be 'channel'."),
    ("where = ", "minus = { table = \"petitions\", by = \"closed_on\" }\nwhere = ", "stock = true"),
    ('unit   = "percent"\n', "", "lacks the key 'unit'"),
    ("zh = \"重复访占比\"\n", "", "[name] lacks the key 'zh'"),
    ("[name]", "[name", "Not a valid TOML file"),
    ('source = "…"', 'truncate = "yes"', "truncate should be true / false, found 'yes'."),
    ('source = "…"', "decimals = 99", "decimals should be a whole number from 0 to 6, found 99."),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "message"), MISTAKES, ids=[mistake[2][:40] for mistake in MISTAKES])
def test_a_mistake_is_named_with_file_key_what_was_found_and_the_nearest_word(
    tmp_path: Path, good: str, bad: str, message: str
) -> None:
    assert good in GOOD_FILE
    with speaking("en"), pytest.raises(Refused) as refused:
        read(tmp_path, GOOD_FILE.replace(good, bad, 1))
    assert str(refused.value).startswith("metrics/indicators/x.toml: ")
    assert message in str(refused.value)


def test_a_mistake_is_named_in_chinese_first(tmp_path: Path) -> None:
    with pytest.raises(
        Refused, match=r"^metrics/indicators/x\.toml: \[numerator\] 没有名为 'tabel' 的键。是不是“table”？"
    ):
        read(tmp_path, GOOD_FILE.replace("[numerator]\ntable", "[numerator]\ntabel"))


# --- a county's own files


def own(store: Path, name: str, text: str) -> dict[str, Indicator]:
    folder = store / "indicators"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_indicators(store, our_exports())


def test_a_county_adds_an_indicator_which_comes_last(tmp_path: Path) -> None:
    found = own(tmp_path, "our_share", GOOD_FILE)
    assert list(found)[-1] == "our_share"
    assert found["our_share"].is_own


def test_a_countys_file_takes_the_place_of_ours(tmp_path: Path) -> None:
    found = own(tmp_path, "repeat_visit_share", GOOD_FILE)
    assert found["repeat_visit_share"].is_own
    assert list(found) == list(load_indicators(exports=our_exports()))


def test_a_countys_example_that_does_not_come_out_is_refused(tmp_path: Path) -> None:
    with (
        speaking("en"),
        pytest.raises(Refused, match=r"our_share\.toml: \[\[example\]\] number 1: numerator"),
    ):
        own(tmp_path, "our_share", GOOD_FILE.replace("{ numerator = 1,", "{ numerator = 0,"))


@pytest.mark.parametrize("place", ["top", "numerator"])
def test_stock_may_stand_with_the_file_or_with_the_numerator(tmp_path: Path, place: str) -> None:
    text = GOOD_FILE.split("[denominator]")[0].replace('"percent"', '"count"')
    anchor = "[name]" if place == "top" else "[numerator]"
    said = "stock = true\n[name]" if place == "top" else "[numerator]\nstock = true"
    assert read(tmp_path, text.replace(anchor, said)).stock

import pandas as pd

from metrics.findings import real_changes, townships_apart, within_noise

GOOD = {"share": "low", "rate": "high", "volume": "neither"}


def county(*rows: tuple[str, float, str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"indicator": name, "value": 50.0, "last_year_change": change, "previous_change": change,
             "last_year_change_class": last_year, "previous_change_class": previous}
            for name, change, last_year, previous in rows
        ]
    )  # fmt: skip


def test_only_a_difference_at_99_8_percent_is_a_change():
    found = real_changes(county(("share", -3.0, "real", "noise"), ("rate", 2.0, "possible", "noise")), GOOD)
    assert [(change.indicator, change.basis, change.is_better) for change in found] == [
        ("share", "last_year", True)
    ]


def test_a_volume_is_never_a_change_for_better_or_worse():
    assert real_changes(county(("volume", -18.0, "real", "real")), GOOD) == []


def test_worse_comes_first():
    found = real_changes(county(("share", -3.0, "real", None), ("rate", -2.0, None, "real")), GOOD)
    assert [change.indicator for change in found] == ["rate", "share"]


def test_the_rest_is_noise_only_where_it_was_tested():
    rows = county(("share", -3.0, "real", None), ("rate", 1.0, "noise", None), ("volume", 1.0, "noise", None))
    assert within_noise(rows, GOOD) == 1
    assert within_noise(county(("rate", 1.0, None, None)), GOOD) == 0


def test_a_real_rise_from_nothing_is_no_noise():
    assert within_noise(county(("share", float("nan"), "real", None)), GOOD) == 0
    assert within_noise(county(("share", float("nan"), "noise", None)), GOOD) == 1


def test_a_real_rise_from_nothing_is_a_change_without_a_percentage():
    [found] = real_changes(county(("share", float("nan"), "real", None)), GOOD)
    assert (found.basis, found.change, found.is_better) == ("last_year", None, False)


def township(area: str, verdict: str, numerator: float, denominator: float) -> dict[str, object]:
    return {
        "indicator": "rate", "area": area, "value": 100 * numerator / denominator, "numerator": numerator,
        "denominator": denominator, "county_value": 92.0, "verdict_county_class": verdict,
    }  # fmt: skip


def test_a_township_apart_knows_how_many_cases_it_is_short():
    table = pd.DataFrame([township("1", "worse_99_8", 88, 105), township("2", "worse_95", 50, 60)])
    found = townships_apart(table, GOOD, {"rate": "percent"})
    assert [(apart.township, apart.cases_to_county) for apart in found] == [("1", 9)]


def test_a_difference_of_many_cases_comes_before_one_of_few():
    table = pd.DataFrame([township("1", "worse_99_8", 30, 50), township("2", "worse_99_8", 800, 1000)])
    assert [apart.township for apart in townships_apart(table, GOOD, {"rate": "percent"})] == ["2", "1"]

"""A scoring standard that is wrong is refused with file, key, what was found and the nearest valid word."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.refusal import Refused
from metrics.index.standard_file import NEVER_SCORED, standard_texts
from metrics.index.stored import load_standards, standard_of_year
from metrics.indicator import load_indicators

CATALOGUE = load_indicators()
PLAIN = "[requests]\nweight = 1\n[requests.indicators]\nresolution_rate = 1\n"


def read(store: Path, text: str, name: str = "2026.toml") -> object:
    (store / "scoring").mkdir(exist_ok=True)
    (store / "scoring" / name).write_text(text, encoding="utf-8")
    return next(each.standard for each in load_standards(store, CATALOGUE) if each.stated.is_own)


def test_the_shipped_standard_weighs_only_what_may_be_weighed() -> None:
    shipped = load_standards(None, CATALOGUE)
    assert shipped
    for each in shipped:
        weighted = [CATALOGUE[name] for name in each.standard.weighted]
        assert {indicator.unit for indicator in weighted} <= {"percent", "days"}
        assert {indicator.good for indicator in weighted} <= {"high", "low"}
        assert NEVER_SCORED not in each.standard.weighted
        assert sum(domain.weight for domain in each.standard.domains) == 100
        assert {sum(domain.indicators.values()) for domain in each.standard.domains} == {100}


def test_the_shipped_standard_deducts_deaths() -> None:
    (shipped,) = load_standards(None, CATALOGUE)
    assert {each.indicator for each in shipped.standard.deductions} == {
        "work_safety_deaths",
        "road_deaths_per_100k",
    }


def test_the_words_of_a_file_stand_as_they_were_written(tmp_path: Path) -> None:
    text = 'mean = "geometric"\n' + PLAIN + "[goal_posts.resolution_rate]\npoints_100 = 95\npoints_60 = 85\n"
    found = read(tmp_path, text)
    assert (found.mean, found.year) == ("geometric", 2026)
    assert found.goal_posts["resolution_rate"].points_60 == 85


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("wieght = 1\n" + PLAIN, ["2026.toml", "wieght"]),
        (
            PLAIN.replace("resolution_rate", "resolution_rat"),
            ["[requests.indicators]", "resolution_rat", "resolution_rate"],
        ),
        (PLAIN.replace("resolution_rate = 1", "petitions_received = 1"), ["petitions_received", "中性"]),
        (PLAIN.replace("resolution_rate = 1", "petitions_per_10k = 1"), ["petitions_per_10k", "中性"]),
        (
            PLAIN.replace("resolution_rate = 1", "repeat_visit_share = 1"),
            ["repeat_visit_share", "不能进入平安指数"],
        ),
        (
            PLAIN.replace("resolution_rate = 1", "overdue_requests = 1"),
            ["overdue_requests", "百分比和平均天数"],
        ),
        (
            PLAIN.replace("resolution_rate = 1", "sense_of_safety = 1"),
            ["sense_of_safety", "[feelings.indicators]"],
        ),
        (PLAIN.replace("resolution_rate = 1", "resolution_rate = -1"), ["resolution_rate", "-1"]),
        (PLAIN.replace("resolution_rate = 1", "resolution_rate = nan"), ["resolution_rate", "nan"]),
        (PLAIN.replace("weight = 1\n", ""), ["[requests]", "weight"]),
        ('mean = "harmonic"\n' + PLAIN, ["mean", "harmonic"]),
        (PLAIN + "[bands]\nexcellent = 70\ngood = 80\n", ["[bands]"]),
        (
            PLAIN + "[goal_posts.satisfaction_rate]\npoints_100 = 9\npoints_60 = 8\n",
            ["goal_posts", "satisfaction_rate"],
        ),
        (
            PLAIN + "[goal_posts.resolution_rate]\npoints_100 = 80\npoints_60 = 90\n",
            ["resolution_rate", "points_100"],
        ),
        (
            PLAIN + '[[deduction]]\nindicator = "fraud_cases_per_10k"\npoints = 1\n',
            ["fraud_cases_per_10k", "中性"],
        ),
        (PLAIN + '[[deduction]]\nindicator = "resolution_rate"\npoints = 1\n', ["resolution_rate", "死亡"]),
        (PLAIN + '[[deduction]]\nindicator = "work_safety_death"\npoints = 1\n', ["work_safety_deaths"]),
        ("", ["2026.toml"]),
        ("= 3", ["2026.toml", "TOML"]),
    ],
)
def test_a_wrong_standard_is_refused_by_file_and_key(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, text)
    for word in words:
        assert word in str(refused.value)


@pytest.mark.parametrize("name", [name for name, each in CATALOGUE.items() if each.is_neutral])
def test_no_neutral_indicator_can_ever_carry_weight(tmp_path: Path, name: str) -> None:
    domain = CATALOGUE[name].domain
    with pytest.raises(Refused, match="中性"):
        read(tmp_path, f"[{domain}]\nweight = 1\n[{domain}.indicators]\n{name} = 1\n")


def test_a_file_that_is_not_named_by_its_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="2026年"):
        read(tmp_path, PLAIN, "2026年.toml")


def test_a_county_file_counts_from_its_year_on_and_ours_before_it(tmp_path: Path) -> None:
    import json
    from dataclasses import asdict

    read(tmp_path, PLAIN)
    rows = [
        (each.stated.is_own, json.dumps(asdict(each.standard)))
        for each in load_standards(tmp_path, CATALOGUE)
    ]
    labels = {year: standard_of_year(rows, year) for year in (2019, 2025, 2026, 2027)}
    assert labels[2019] is None
    assert [labels[year].label.rsplit("/", 1)[0] for year in (2025, 2026)] == [
        "metrics/scoring",
        f"{tmp_path.name}/scoring",
    ]
    assert labels[2027] == labels[2026]


def test_ours_fits_a_county_that_took_an_indicator_out_of_judgement(tmp_path: Path) -> None:
    without = {name: each for name, each in CATALOGUE.items() if name != "satisfaction_rate"}
    (shipped,) = load_standards(None, without)
    assert "satisfaction_rate" not in shipped.standard.weighted


def test_every_shipped_file_is_found() -> None:
    assert [each.year for each in standard_texts(None)] == [2020]

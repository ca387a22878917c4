"""The score of one township alone is the one that it has in its county."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from metrics.index.period_index import score_of_township, scores_of_period
from metrics.mart_reader import Mart
from tests.metrics.index.scored_county import scored, standard
from tests.metrics.tiny_mart import definition, months

COUNTY = standard(
    {"requests": (2, {"rate": 1}), "public_safety": (1, {"other": 3, "nobody": 1})},
    dict.fromkeys(("rate", "other", "nobody"), (90, 70)),
)
DEFINITIONS = [definition("rate"), definition("other"), definition("nobody")]
CHANCE = {"score_low", "score_high", "listed", "ranked", "rank"} | {
    f"rank_{end}" for end in ("low", "high", "low_99", "high_99")
}
NOTHING = {name: "" if name == "listed" else 0 if name == "ranked" else None for name in CHANCE}


def test_a_township_alone_scores_as_it_does_among_the_others(tmp_path: Path) -> None:
    figures = [*months("rate", "A", "2025-01", (80, 101)), *months("rate", "B", "2025-01", (77, 103))]
    figures += months("other", "A", "2025-01", (9, 11))
    among = scored(tmp_path, COUNTY, figures, DEFINITIONS).of("A")
    with Mart(tmp_path / "scored.duckdb") as mart:
        found = score_of_township(mart, "month", "2025-01", "A")
    assert among is not None
    assert found.townships == (replace(among, **NOTHING),)
    assert (found.county, found.standard) == (None, COUNTY)


def test_scores_without_chance_are_those_of_the_index(tmp_path: Path) -> None:
    figures = [*months("rate", "A", "2025-01", (80, 101)), *months("rate", "B", "2025-01", (77, 103))]
    whole = scored(tmp_path, COUNTY, figures, DEFINITIONS)
    with Mart(tmp_path / "scored.duckdb") as mart:
        found = scores_of_period(mart, "month", "2025-01")
        nobody = scores_of_period(mart, "month", "2031-01")
    assert (whole.is_drawn, found.is_drawn) == (True, False)
    assert found.townships == tuple(replace(each, **NOTHING) for each in whole.townships)
    assert whole.county is not None
    assert found.county == replace(whole.county, **NOTHING)
    assert (nobody.county, nobody.townships, nobody.is_drawn) == (None, (), True)


def test_a_township_without_figures_has_no_score_of_its_own(tmp_path: Path) -> None:
    scored(tmp_path, COUNTY, months("rate", "A", "2025-01", (80, 101)), DEFINITIONS)
    with Mart(tmp_path / "scored.duckdb") as mart:
        assert score_of_township(mart, "month", "2025-01", "B").of("B") is None
        assert score_of_township(mart, "month", "2031-01", "A").townships == ()

"""What chance does to a period is drawn once for the same figures, whatever mart they lie in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from metrics.index import period_index
from metrics.index.figures import PeriodFigures
from tests.metrics.index.scored_county import scored, standard
from tests.metrics.tiny_mart import definition, months

if TYPE_CHECKING:
    from metrics.index.scoring import Numbers

COUNTY = standard({"requests": (1, {"rate": 1})}, {"rate": (90, 70)})


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A number for every time that a period was drawn."""
    draw, found = period_index.drawn_scores, list[int]()

    def counted(figures: PeriodFigures, draws: int) -> Numbers:
        found.append(draws)
        return draw(figures, draws)

    monkeypatch.setattr(period_index, "drawn_scores", counted)
    return found


def test_figures_that_a_publication_left_alone_are_not_drawn_again(tmp_path: Path, drawn: list[int]) -> None:
    figures = [*months("rate", "A", "2025-01", (80, 101)), *months("rate", "B", "2025-01", (77, 103))]
    found = []
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
        found.append(scored(tmp_path / name, COUNTY, figures, [definition()]))
    assert found[0] == found[1]
    assert len(drawn) == 1


def test_one_case_more_is_another_drawing(tmp_path: Path, drawn: list[int]) -> None:
    limits = []
    for cases in (79, 80):
        (tmp_path / str(cases)).mkdir()
        figures = [*months("rate", "A", "2025-01", (cases, 107)), *months("rate", "B", "2025-01", (77, 109))]
        area = scored(tmp_path / str(cases), COUNTY, figures, [definition()]).of("A")
        assert area is not None
        limits.append((area.score_low, area.score_high))
    assert limits[0] != limits[1]
    assert len(drawn) == 2

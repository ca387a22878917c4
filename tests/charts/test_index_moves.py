"""What moved a score, and the trial of other weights."""

import re

from charts.index_moves import indicator_moves, moved_by, moves_waterfall
from charts.index_trial import trial_table, weight_links
from charts.measure import Measure
from metrics.index.figures import Figure
from metrics.index.results import AreaIndex, Part, PeriodIndex
from metrics.index.standard import Domain, Standard

STANDARD = Standard(
    2025, "2025.toml", "arithmetic", {"excellent": 90.0},
    (Domain("requests", 60.0, {"a": 100.0}), Domain("feelings", 40.0, {"c": 100.0})), {}, (),
)  # fmt: skip
MEASURES = {name: Measure(name, f"指标{name}", "percent", "high") for name in ("a", "c")}


def area(
    score: float | None, points: tuple[float, float] = (90.0, 90.0), code: str = "101", **more: object
) -> AreaIndex:
    parts = tuple(
        Part(name, domain, Figure(90.0), each, weight, 90.0, None)
        for name, domain, weight, each in (
            ("a", "requests", 0.6, points[0]),
            ("c", "feelings", 0.4, points[1]),
        )
    )
    return AreaIndex(code, "沙湾镇", "town", score, "good", score, 0.0, 1.0, True, {}, parts, (), **more)  # type: ignore[arg-type]


def test_the_steps_lead_from_the_old_score_to_the_new_one():
    shown = moves_waterfall(
        area(80.0), area(83.5), {"requests": 6.0, "feelings": -2.5}, STANDARD, ("2024年", "2025年")
    )
    assert re.findall(r"<b>([^<]+)</b></li>", shown) == ["80.0", "+6.0", "−2.5", "83.5"]
    assert re.findall(r'<li class="(\w+)">', shown) == ["end", "up", "down", "end"]
    lefts = [float(left) for left in re.findall(r"left:([\d.]+)%", shown)]
    assert lefts[1] == lefts[0]  # the first step begins where the old score stands
    assert moves_waterfall(area(None), area(80.0), {}, STANDARD, ("", "")) == ""


def test_the_indicators_behind_a_move_are_named_both_ways():
    before, now = area(90.0, (80.0, 95.0)), area(90.0, (90.0, 85.0))
    assert indicator_moves(before, now) == {"a": 6.0, "c": -4.0}
    shown = moved_by(before, now, MEASURES, lambda name: f"?{name}")
    assert '升的主要是 <a href="?a" target="_self">指标a</a> +6.0' in shown
    assert '降的主要是 <a href="?c" target="_self">指标c</a> −4.0' in shown
    assert moved_by(now, now, MEASURES, lambda name: "?") == ""


def test_every_weight_has_a_link_to_less_and_to_more_within_bounds():
    shown = weight_links(STANDARD, {"requests": 3.0}, MEASURES, lambda name, weight: f"?{name}:{weight:g}")
    assert 'href="?requests:0"' in shown
    assert 'href="?requests:8"' in shown
    assert 'href="?a:100"' in shown
    assert "原为60" in shown
    assert "诉求办理的权重加到8" in shown


def test_a_trial_stands_beside_the_score_and_never_in_its_place():
    now = PeriodIndex(
        "year", "2025", STANDARD, None, (area(80.0, rank=2, ranked=3, rank_low=1, rank_high=3),)
    )
    then = PeriodIndex(
        "year", "2025", STANDARD, None, (area(84.2, rank=1, ranked=3, rank_low=1, rank_high=2),)
    )
    shown = trial_table(now, then, {"town": "镇"})
    cells = re.findall(r'<td class="number">([^<]*)</td>', shown)
    assert cells == ["80.0", "2/3（1–3）", "84.2", "1/3（1–2）", "+4.2"]

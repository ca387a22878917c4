"""Whatever the rows: a breakdown adds up to its whole, and what is above the line is below it too."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.indicator import Indicator, load_indicators
from metrics.indicator_months import build_indicator_months
from tests.small_county import SmallCounty, our_exports, request_

INDICATORS = load_indicators(exports=our_exports())


def random_requests(chance: random.Random, count: int) -> list[dict[str, Any]]:
    return [random_request(chance, number, count) for number in range(count)]


def random_request(chance: random.Random, number: int, count: int) -> dict[str, Any]:
    received = date(2025, 1, 1) + timedelta(chance.randint(0, 180))

    def later(days: int) -> str | None:
        return None if chance.random() < 0.3 else (received + timedelta(chance.randint(0, days))).isoformat()

    return request_(
        str(number),
        received.isoformat(),
        chance.choice(["T1", "T2"]),
        channel=chance.choice(["online", "visit", None]),
        category=chance.choice(["物业纠纷", "农民工欠薪", None]),
        handled_by=chance.choice(["办公室", None]),
        visit_kind=chance.choice(["first", "repeat", None]),
        accepted_on=later(30),
        due_on=later(100),
        closed_on=later(120),
        outcome=chance.choice(["resolved", "unresolved", "withdrawn", None]),
        satisfaction=chance.choice(["satisfied", "dissatisfied", None]),
        assigned_by=chance.choice(["city", "county", None]),
        is_long_standing=chance.choice([True, False, None]),
        is_agent_case=chance.choice([True, False, None]),
        previous_case_id=chance.choice([None, None, str(chance.randint(0, count))]),
    )


def test_the_items_of_a_breakdown_add_up_to_the_whole(tmp_path: Path) -> None:
    county = SmallCounty(tmp_path)
    county.publish("petitions", "2025-03", random_requests(random.Random(1), 60), covers=["T1", "T2"])
    with county.open() as engine:
        build_indicator_months(engine, INDICATORS)
        wrong = engine.rows("""
            select indicator, dimension, township, month, sum(b.numerator), any_value(m.numerator)
            from breakdown_months as b join indicator_months as m using (indicator, township, month)
            group by all
            having sum(b.numerator) <> any_value(m.numerator)
                or sum(b.denominator) <> any_value(m.denominator)
        """)
        assert engine.rows("select count(distinct dimension) from breakdown_months") == [(4,)]
    assert wrong == []


def random_hazards_and_events(chance: random.Random) -> tuple[list[dict], list[dict]]:
    def some_day() -> str | None:
        return chance.choice([None, (date(2025, 1, 1) + timedelta(chance.randint(0, 250))).isoformat()])

    hazards = [
        {
            **{"hazard_id": str(n), "township": "T1", "found_on": some_day() or "2025-01-01"},
            **{"severity": chance.choice(["major", "general", None]), "due_on": some_day()},
            "rectified_on": some_day(),
        }
        for n in range(20)
    ]
    events = [
        {
            **{"incident_id": str(n), "township": "T1", "occurred_on": some_day() or "2025-01-01"},
            **{"kind": chance.choice(["fraud", "theft_robbery", "fire"]), "solved_on": some_day()},
        }
        for n in range(20)
    ]
    return hazards, events


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_every_row_above_the_line_is_below_it_too(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    county = SmallCounty(tmp_path)
    county.publish("petitions", "2025-06", random_requests(chance, 40))
    hazards, events = random_hazards_and_events(chance)
    county.publish("hazards", "2025-06", hazards)
    county.publish("incidents", "2025-06", events)
    shares = [each for each in INDICATORS.values() if each.unit == "percent" and not each.numerator.sum]
    with county.open() as engine:
        for each in shares:
            if each.numerator.table in ("petitions", "hazards", "incidents"):
                assert engine.rows(rows_outside(each)) == [(0,)], each.id


def rows_outside(share: Indicator) -> str:
    """Rows that the numerator counts and the denominator does not, or in another month."""
    above, below = share.numerator, share.denominator
    assert below is not None
    assert (above.table, above.by) == (below.table, below.by)
    return (
        f"select count(*) from {above.table} where {above.by} is not null "
        f"and ({above.where or 'true'}) and not coalesce(({below.where or 'true'}), false)"
    )

"""What this process has done since it began, counted for Prometheus: by page, not by person or place.

What the store knows (publications, sign-ins that failed, open sessions, age of the figures) is asked when
somebody wants to see it, so that it is the same in every process of a store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from access.identity import sessions_of
from data.clock import now

if TYPE_CHECKING:
    from data.store import Store

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# a click of up to a quarter of a second is felt as at once; what takes ten is looked into
SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
FAILED = "select count(*) as number from audit where what in ('sign_in_failed', 'sign_in_throttled')"

disable_created_metrics()
OURS = CollectorRegistry()
ProcessCollector(registry=OURS)
RUN_SECONDS = Histogram(
    "safety_report_page_run_seconds", "Runs of a page, and how long", ["page"], buckets=SECONDS, registry=OURS
)
RUNS_FAILED = Counter(
    "safety_report_page_runs_failed", "Runs that ended in an error", ["page"], registry=OURS
)
FILES_REFUSED = Counter(
    "safety_report_files_refused", "Files refused as a whole on the page of uploads", registry=OURS
)
REQUESTS = Counter("safety_report_requests", "Answers by first digit of status", ["status"], registry=OURS)
OPEN_TABS = Gauge("safety_report_open_tabs", "Open websockets", registry=OURS)


@dataclass(frozen=True)
class CountRow:
    """One number that the catalogue was asked for."""

    number: int


class StoreCollector:
    """What the store knows, asked at every collection."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[Metric]:
        """The figures; those of an account's doings where the store was ever written to."""
        publication = self._store.publication()
        number = publication.id if publication else 0
        yield CounterMetricFamily("safety_report_publications", "Publications, withdrawals too", value=number)
        if publication is not None:
            age = seconds_since(publication.at)
            yield GaugeMetricFamily("safety_report_mart_age_seconds", "Since the last publication", value=age)
        failed = failed_sign_ins(self._store)
        yield CounterMetricFamily("safety_report_sign_in_failures", "Sign-ins that failed", value=failed)
        standing = len(sessions_of(self._store).refreshed())
        yield GaugeMetricFamily("safety_report_open_sessions", "People signed in", value=standing)


def failed_sign_ins(store: Store) -> int:
    """How many the trail holds; none in a catalogue that has no trail yet."""
    with store.catalogue.database.reading() as connection:
        is_there = connection is not None and "audit" in connection.names()
    return store.catalogue.read(CountRow, FAILED)[0].number if is_there else 0


def seconds_since(moment: datetime) -> float:
    """How long ago; never less than nothing, for clocks are set back."""
    return max(0.0, (now() - moment).total_seconds())


def work_done(store: Store) -> bytes:
    """All of it in the text format of Prometheus. Raises what a store raises that cannot be read."""
    once = CollectorRegistry()
    once.register(StoreCollector(store))
    return generate_latest(OURS) + generate_latest(once)

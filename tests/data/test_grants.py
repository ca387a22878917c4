"""What a grant allows, where the data is read and written: no page is asked, and none needs to remember."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.acknowledging import acknowledge
from data.audit import trail
from data.backup import back_up
from data.banner import banner, set_banner
from data.grants import ADMIN, NO_GRANT, UPLOADER, VIEWER, Grant, NotAllowed
from data.own_townships import own_uploads
from data.store import Store
from data.visible import visible_coverage, visible_findings, visible_uploads
from metrics.form_choices import form_choices
from metrics.month_locks import lock, unlock
from metrics.publication import Options, preview, publish, rebuild, roll_back
from tests.store_builder import csv_file, new_store, petitions, value

JUNE = date(2025, 6, 1)
A = frozenset({"A"})
CLERK_OF_A = Grant(UPLOADER, A, "clerk-of-a")
OWN = petitions("2025-06", "11,甲镇,03", "12,甲镇,04")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store", petitions("2025-05", "1,甲镇,03", "2,乙乡,04"))


def sent(store: Store, grant: Grant, text: str, **said: object) -> tuple[bool, list[str]]:
    """(refused, rules): one file published with a grant."""
    done = publish(store.granted(grant), [csv_file("诉求办件", text, **said)], Options("somebody"))
    return done.refused, [each.rule for each in done.results[0].checked.errors]


def test_a_clerk_publishes_the_own_townships_rows_under_the_own_name(store: Store) -> None:
    assert sent(store, CLERK_OF_A, OWN) == (False, [])
    assert value(store, "petitions_received", "2025-06", "A") == 2
    assert value(store, "petitions_received", "2025-06", "B") is None
    assert store.catalogue.uploads()[-1].by == "clerk-of-a"
    assert trail(store.catalogue)[0].who == "clerk-of-a"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (petitions("2025-06", "11,甲镇,03", "12,乙乡,04"), {}),
        (petitions("2025-06", "12,乙乡,04"), {}),
        (petitions("2025-06", "12,乙乡,04"), {"covers": "B"}),
        (petitions("2025-06", "12,乙乡,04"), {"covers": "A,B"}),
        (petitions("2025-06", "2,甲镇,04"), {}),  # the number of a case of B
    ],
)
def test_a_file_with_a_row_of_another_township_is_refused_as_a_whole(
    store: Store, text: str, said: dict[str, str]
) -> None:
    before = store.current_mart()
    refused, rules = sent(store, CLERK_OF_A, text, **said)
    assert refused
    assert rules[0] == "township_not_yours"
    assert store.current_mart() == before


def test_a_clerk_is_not_told_in_which_township_the_number_of_a_case_lives(store: Store) -> None:
    done = publish(
        store.granted(CLERK_OF_A), [csv_file("诉求办件", petitions("2025-06", "2,甲镇,04"))], Options()
    )
    [told] = [each for each in done.results[0].checked.errors if each.rule == "id_of_another_township"]
    assert "别的乡镇" in told.expected
    assert "乙乡" not in told.expected


def test_the_forms_of_a_clerk_offer_the_own_townships(store: Store) -> None:
    def offered(grant: Grant) -> list[str]:
        return [name for names in form_choices(store.granted(grant)).values() for name in names]

    assert {"甲镇", "乙乡"} <= set(offered(Grant(UPLOADER)))
    assert "甲镇" in offered(CLERK_OF_A)
    assert "乙乡" not in offered(CLERK_OF_A)


def test_what_covers_everybody_covers_the_own_townships(store: Store) -> None:
    assert sent(store, CLERK_OF_A, OWN, covers="all") == (False, [])
    rows = [row for row in store.catalogue.coverage() if row.upload == store.catalogue.uploads()[-1].id]
    assert {row.township for row in rows} == {"A"}


def test_the_register_and_the_targets_are_the_countys(store: Store) -> None:
    register = "行政区划代码,乡镇,别名,类型,常住人口\nA,甲镇,甲,镇,1\n"
    refused, _ = sent(store, CLERK_OF_A, register, export="townships", month=JUNE)
    assert refused


@pytest.mark.parametrize("grant", [NO_GRANT, Grant(VIEWER, None, "leader"), Grant(VIEWER, A, "leader")])
def test_who_may_only_look_writes_nothing(store: Store, grant: Grant, tmp_path: Path) -> None:
    theirs, mart = store.granted(grant), store.current_mart()
    for write in (
        lambda: sent(store, grant, OWN),
        lambda: roll_back(theirs, 2),
        lambda: rebuild(theirs),
        lambda: lock(theirs, JUNE),
        lambda: unlock(theirs, JUNE),
        lambda: acknowledge(theirs, ("figure", "x", "A"), JUNE, ("a",), "已核对", None, "科室"),
        lambda: set_banner(theirs, "x"),
        lambda: back_up(theirs, tmp_path / "b.zip"),
    ):
        with pytest.raises(NotAllowed):
            write()
    assert store.current_mart() == mart
    assert [row.what for row in trail(store.catalogue)] == ["publish", "publish"]


def test_a_clerk_of_all_townships_does_what_needs_no_admin(store: Store, tmp_path: Path) -> None:
    theirs = store.granted(Grant(UPLOADER, None, "clerk"))
    roll_back(theirs, 2)
    for write in (lambda: rebuild(theirs), lambda: lock(theirs, JUNE), lambda: set_banner(theirs, "x")):
        with pytest.raises(NotAllowed):
            write()


@pytest.mark.integration
def test_a_clerk_takes_back_the_own_upload_and_no_other(store: Store) -> None:
    theirs = store.granted(CLERK_OF_A)
    sent(store, CLERK_OF_A, OWN)
    assert own_uploads(theirs, [1, 2, 3]) == {3}
    roll_back(theirs, 3)
    for others in (1, 2):
        with pytest.raises(NotAllowed) as refused:
            roll_back(theirs, others)
        assert "乙乡" not in str(refused.value)


def test_a_clerk_answers_alerts_of_the_own_townships(store: Store) -> None:
    theirs = store.granted(CLERK_OF_A)
    acknowledge(theirs, ("figure", "x", "A"), JUNE, ("a",), "已核对", None, "说是别人")
    assert store.catalogue.acknowledgements()[0].by == "clerk-of-a"
    for area in ("B", "county"):
        with pytest.raises(NotAllowed):
            acknowledge(theirs, ("figure", "x", area), JUNE, ("a",), "已核对", None, "")


def test_the_catalogue_shows_a_limited_reader_the_own_part(store: Store) -> None:
    sent(store, Grant(UPLOADER), petitions("2025-06", "12,乙乡,04", "13,丙乡,04"), covers="B")
    theirs = store.granted(Grant(VIEWER, A))
    assert [each.id for each in visible_uploads(theirs)] == [1, 2]
    assert {row.township for row in visible_coverage(theirs)} == {"A"}
    assert visible_findings(theirs) == ()
    assert len(visible_uploads(store)) == 3


def test_an_upload_of_several_townships_has_the_rows_of_the_readers_own(store: Store) -> None:
    sent(store, Grant(UPLOADER), petitions("2025-06", "11,甲镇,04", "12,乙乡,04", "13,乙乡,31"))
    newest = visible_uploads(store.granted(Grant(VIEWER, A)))[-1]
    assert (newest.rows_read, newest.rows, newest.rows_rejected) == (1, 1, 0)
    assert visible_uploads(store)[-1].rows == 2


def test_a_register_does_not_tell_a_limited_reader_how_many_townships_there_are(store: Store) -> None:
    register = visible_uploads(store.granted(Grant(VIEWER, A)))[0]
    assert (register.export, register.rows_read, register.rows) == ("townships", 0, 0)
    assert visible_uploads(store)[0].rows == 2


def test_the_previews_of_an_own_file_write_nothing(store: Store, tmp_path: Path) -> None:
    checked, mart = preview(store.granted(CLERK_OF_A), [csv_file("诉求办件", OWN)], Options(), tmp_path)
    assert not checked[0].refused
    assert mart is not None
    assert len(store.catalogue.uploads()) == 2


def test_the_newest_banner_counts_and_an_empty_one_is_none(store: Store) -> None:
    theirs = store.granted(Grant(ADMIN, None, "chief"))
    set_banner(theirs, "五号前报齐", "Due on the 5th")
    shown = banner(store)
    assert shown is not None
    assert (shown.words, shown.by) == ("五号前报齐", "chief")
    set_banner(theirs, " ")
    assert banner(store) is None


def test_a_role_holds_what_the_one_before_it_holds() -> None:
    assert [Grant(role).may(UPLOADER) for role in ("nobody", VIEWER, UPLOADER, ADMIN)] == [
        False,
        False,
        True,
        True,
    ]
    assert not Grant("made-up").may(VIEWER)
    assert Grant(VIEWER, A).sees("county")
    assert not Grant(VIEWER, A).sees("kind:town")
    assert not NO_GRANT.sees("county")


def test_who_did_it_is_an_office_and_never_a_telephone() -> None:
    assert Grant().signature("信访科 13812345678") == "信访科 ▇▇"
    assert Grant().signature("信访科") == "信访科"
    assert Grant(account="zhang").signature("信访科") == "zhang"

"""What the catalogue's SQL means, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.database.connection import Database, IntegrityError
from data.database.postgresql_words import definition_in_postgresql, in_postgresql
from data.database.schema import definitions, definitions_in, tables
from data.refusal import Refused

COLUMNS = "kind, subject, area, month, reasons, note, until, by, at"
ROW = ("figure", "x", "A", date(2025, 5, 1), "", "100 %", None, "王", "2025-06-02T09:30:00")


def add(database: Database, *changes: tuple[int, str]) -> None:
    """Acknowledgements that differ in one place each: (place, value)."""
    with database.writing() as connection:
        for place, value in changes or ((0, "figure"),):
            row = [*ROW[:place], value, *ROW[place + 1 :]]
            marks = ", ".join("?" * len(row))
            connection.execute(f"insert into acknowledgements ({COLUMNS}) values ({marks})", row)


def asked(database: Database, sql: str, *values: object) -> list[object]:
    with database.reading() as connection:
        assert connection is not None
        return [row[0] for row in connection.execute(sql, values)]


def test_days_and_flags_are_written_as_they_are_read(any_database: Database) -> None:
    add(any_database)
    assert asked(any_database, "select month from acknowledgements where month = ?", date(2025, 5, 1)) == [
        "2025-05-01"
    ]
    assert asked(any_database, "select id from acknowledgements where id = ?", True) == [1]


def test_a_missing_value_is_found_by_is(any_database: Database) -> None:
    add(any_database)
    assert asked(any_database, "select id from acknowledgements where until is ?", None) == [1]
    assert asked(any_database, "select id from acknowledgements where until is not ?", None) == []


def test_a_per_cent_sign_and_a_question_mark_in_a_text_are_themselves(any_database: Database) -> None:
    add(any_database)
    assert asked(any_database, "select note from acknowledgements where note like '100 %'") == ["100 %"]
    assert asked(any_database, "select '?' || note from acknowledgements where by = ?", "王") == ["?100 %"]


def test_texts_are_ordered_by_their_characters(any_database: Database) -> None:
    add(any_database, *((2, area) for area in ("b", "B", "a", "乙", "_")))
    order = "select area from acknowledgements order by area"
    assert asked(any_database, order) == ["B", "_", "a", "b", "乙"]


def test_rows_are_numbered_after_the_highest_whoever_gave_it(any_database: Database) -> None:
    with any_database.writing() as connection:
        sql = f"insert into acknowledgements (id, {COLUMNS}) values (7{', ?' * 9})"
        connection.execute(sql, ROW)
    add(any_database)
    assert asked(any_database, "select id from acknowledgements order by id") == [7, 8]


def test_a_sum_is_a_whole_number_and_a_mean_is_not(any_database: Database) -> None:
    add(any_database, (0, "a"), (0, "b"))
    assert asked(any_database, "select sum(id) from acknowledgements") == [3]
    assert asked(any_database, "select avg(id) from acknowledgements") == [1.5]


def test_a_row_that_is_there_is_refused_ignored_or_changed(any_database: Database) -> None:
    sql = "insert into locks (month, by, at) values (?, ?, '')"
    with any_database.writing() as connection:
        connection.execute(sql, ["2025-05-01", "王"])
        connection.execute(sql.replace("insert", "insert or ignore"), ["2025-05-01", "李"])
        changed = connection.execute(
            f"{sql} on conflict (month) do update set by = excluded.by", ["2025-05-01", "张"]
        )
        assert changed.rowcount == 1
    assert asked(any_database, "select by from locks") == ["张"]
    with pytest.raises(IntegrityError), any_database.writing() as connection:
        connection.execute(sql, ["2025-05-01", "王"])
    with pytest.raises(IntegrityError), any_database.writing() as connection:
        connection.execute("insert into coverage values (9, '2025-05', 'A', 0, 0, 0)")


def test_what_raises_leaves_nothing_behind_and_the_next_writer_goes_on(any_database: Database) -> None:
    with pytest.raises(RuntimeError), any_database.writing() as connection:
        connection.execute("insert into locks values ('2025-05-01', '王', '')")
        raise RuntimeError
    add(any_database)
    assert asked(any_database, "select count(*) from locks") == [0]


def test_a_reader_sees_the_old_state_until_a_writer_is_done(any_database: Database) -> None:
    add(any_database)
    with any_database.writing() as connection:
        connection.execute("delete from acknowledgements")
        assert asked(any_database, "select count(*) from acknowledgements") == [1]
    assert asked(any_database, "select count(*) from acknowledgements") == [0]


GUARD = """
create trigger if not exists locks_are_kept before delete on locks
begin
    select raise(abort, 'a lock isn''t taken away');
end;
"""


def test_a_trigger_that_refuses_does_so_in_both(any_database: Database) -> None:
    with any_database.writing() as connection:
        connection.execute("insert into locks values ('2025-05-01', '王', '')")
        [guard] = definitions_in(GUARD).values()
        connection.run_definition(guard)
        assert "locks_are_kept" in connection.names()
    with pytest.raises(IntegrityError, match="isn't taken away"), any_database.writing() as connection:
        connection.execute("delete from locks")
    assert asked(any_database, "select count(*) from locks") == [1]


def test_a_column_is_added_and_holds_a_text_as_any_other(any_database: Database) -> None:
    add(any_database)
    with any_database.writing() as connection:
        connection.run_definition("alter table locks add column reason text")
        for reason in ("b", "B", "乙"):
            connection.execute("insert into locks values (?, '王', '', ?)", [reason, reason])
    assert asked(any_database, "select reason from locks order by reason") == ["B", "b", "乙"]


def test_only_one_publishes_at_a_time(any_database: Database, tmp_path: Path) -> None:
    with any_database.held_for_one_writer(tmp_path, 1) as held:
        held.refuse_if_lost()
        with (
            pytest.raises(Refused, match="另一次发布正在进行"),
            any_database.held_for_one_writer(tmp_path, 1),
        ):
            pass
    with any_database.held_for_one_writer(tmp_path, 1):
        pass


def test_a_catalogue_has_the_tables_of_its_file_and_no_other(any_database: Database) -> None:
    add(any_database)
    with any_database.reading() as connection:
        assert connection is not None
        assert set(definitions()) <= connection.names()
    assert tables()[:2] == ["publications", "uploads"]


def test_words_are_translated_where_they_mean_something_else() -> None:
    assert in_postgresql("select '?%' from a where b = ? and c is ?") == (
        "select '?%%' from a where b = %s and c is not distinct from %s"
    )
    assert in_postgresql("insert or ignore into a values (?)") == (
        "insert into a values (%s) on conflict do nothing"
    )


def test_a_trigger_that_does_more_than_refuse_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="only"):
        definition_in_postgresql("create trigger if not exists t before update on a begin delete from b; end")

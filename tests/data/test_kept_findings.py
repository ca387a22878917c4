"""What a check said stays in the catalogue after publication: counted, and without cells of the file."""

from __future__ import annotations

from pathlib import Path

from tests.store_builder import csv_file, new_store, petitions

# three rows of the wrong day and one of a township nobody knows; the total says 9
ROWS = (
    petitions(
        "2025-06", "1,甲镇,03", "2,甲镇,04", "3,乙乡,05", "4,甲镇,31", "5,甲镇,31", "6,乙乡,31", "7,丙镇,09"
    )
    + "合计9件,,,,\n"
)


def test_findings_are_counted_by_rule_and_column_and_quote_only_figures(tmp_path: Path) -> None:
    from metrics.publication import Options, publish

    store = new_store(tmp_path)
    done = publish(store, [csv_file("六月", ROWS, month=None)], Options(by="信访科"))
    assert not done.refused
    upload = store.catalogue.uploads()[-1]
    kept = {(row.rule, row.column_id): row for row in store.catalogue.findings() if row.upload == upload.id}
    wrong_days, unknown = kept["not_a_date", "received_on"], kept["unknown_township", "township"]
    assert (wrong_days.findings, wrong_days.heading, wrong_days.is_error) == (3, "登记日期", True)
    assert unknown.findings == 1
    # the file's own cells are not kept
    assert (wrong_days.found, unknown.found) == ("", "")
    total = kept["total_differs", ""]
    assert (total.is_error, total.found, total.findings) == (False, "9", 1)
    assert "7" in total.expected

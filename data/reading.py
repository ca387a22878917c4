"""Bytes → a grid of texts, whatever program wrote them; or a refusal that says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from data.grid import CodedRows, Grid, Progress, Unreadable, Wanted, decoded_rows
from data.language import say
from data.reading_limits import Limits, check_size

__all__ = ["Grid", "Reading", "Unreadable", "Wanted", "read_bytes", "read_grid"]

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# the part of a compound file that holds an XLSX under a password ([MS-OFFCRYPTO] 2.3.4.4)
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHER_KINDS = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"Rar!": "RAR"}
OTHER_KINDS |= {b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip", b"{\\rt": "RTF", b"MIME": "MHTML"}
MARKED_UP = {
    b"<htm": "HTML",
    b"<!do": "HTML",
    b"<tab": "HTML",
    b"<met": "HTML",
    b"<?xm": "XML",
    b"<hea": "HTML",
}
OTHER_SUFFIXES = frozenset(
    (
        *(".et", ".ett", ".wps", ".dps", ".doc", ".docx", ".docm", ".ppt", ".pptx", ".pdf", ".ofd", ".rtf"),
        *(".numbers", ".ods", ".odt", ".xlsb", ".html", ".htm", ".mht", ".mhtml", ".zip", ".rar", ".7z"),
    )
)


@dataclass(frozen=True)
class Reading:
    """A grid on its way: `rows` still coded; the other fields as in `Grid`."""

    encoding: str
    rows: CodedRows
    has_serials: bool | None = False
    hidden_rows: tuple[int, ...] = ()
    merged_rows: tuple[int, ...] = ()


def read_grid(
    content: bytes,
    file_name: str,
    wanted: Wanted,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Grid:
    """The records of a CSV, XLSX or XLS file, read in this process. Raises Unreadable."""
    read = read_bytes(content, file_name, wanted, limits or Limits(), progress)
    rows = decoded_rows(list(read.rows.places), read.rows.codes, read.rows.lengths)
    return Grid(read.encoding, rows, read.has_serials, read.hidden_rows, read.merged_rows)


def read_bytes(
    content: bytes, file_name: str, wanted: Wanted, limits: Limits, progress: Progress | None = None
) -> Reading:
    """The records, still coded. Raises Unreadable."""
    check_size(content, limits)
    _refuse_other_kinds(content, PurePath(file_name).suffix.lower())
    if content.startswith(OLE) and ENCRYPTED in content:
        raise locked_workbook()
    if content.startswith((ZIP, OLE)):
        from data.workbook import read_workbook  # most files are CSV

        return read_workbook(content, wanted, limits, progress)
    from data.csv_text import read_csv

    return read_csv(content, wanted.headings, limits, progress)


def is_plain_text(content: bytes) -> bool:
    """True for what can only be read as CSV: its reading costs no more than its size."""
    return not content.startswith((ZIP, OLE))


def _refuse_other_kinds(content: bytes, suffix: str) -> None:
    if not content[:4096].strip(b"\x00\t\r\n ;,\xef\xbb\xbf\xff\xfe") and not content.strip(
        b"\x00\t\r\n ;,\xef\xbb\xbf\xff\xfe"
    ):
        raise Unreadable(say("文件是空的，请重新导出"), "empty_file")
    kind = OTHER_KINDS.get(content[:4]) or OTHER_KINDS.get(content[:3])
    kind = kind or MARKED_UP.get(content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()[:4].lower())
    if suffix in OTHER_SUFFIXES:
        kind = suffix[1:].upper()
    if kind:
        raise wrong_kind(kind)


def wrong_kind(kind: str) -> Unreadable:
    """The refusal of a kind of file that is not read, with how to save it."""
    message = say("这是{kind}文件，请在原程序中另存为XLSX或CSV（UTF-8）再上传", kind=kind)
    return Unreadable(message, "wrong_kind")


def locked_workbook() -> Unreadable:
    """The refusal of a workbook that opens with a password."""
    return Unreadable(say("这个表格加了密码，请去掉密码、另存后再上传"), "locked_workbook")


def broken_workbook() -> Unreadable:
    """The refusal of a workbook that cannot be opened."""
    message = say("打不开这个表格（可能加了密码、已损坏，或不是XLSX），请另存为XLSX或CSV再上传")
    return Unreadable(message, "broken_workbook")

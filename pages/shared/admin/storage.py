"""存储和备份: what the store takes up, what is free, and the whole of it in one file to take away."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from charts.markup import tag
from data.backup import back_up
from data.clock import now
from data.grants import ADMIN
from data.language import language as running_language
from data.language import say, speaking
from data.store import Store
from pages.shared.html_tables import Column, plain_table

TITLE = "存储和备份"
LITTLE_SPACE = 1_000_000_000  # bytes; a publication writes a new mart beside the old one


def show(store: Store) -> None:
    """A table of what lies where, and the button for a backup."""
    free = shutil.disk_usage(_existing(store.folder)).free
    columns = (
        Column(say("内容"), lambda row: row[0], "short"),
        Column(say("文件数"), lambda row: f"{row[1]:,}", "number"),
        Column(say("大小"), lambda row: size_text(row[2]), "number"),
    )
    st.html(tag("h2", say("存储"), tag("small", str(store.folder)), class_="section"))
    st.html(plain_table(columns, used(store.folder)))
    st.html(tag("p", say("磁盘剩余{size}。", size=size_text(free))))
    if free < LITTLE_SPACE:
        st.warning(say("磁盘空间不多了，请清理或换大一些的磁盘：写不下新的数据集时，发布会被拒绝。"))
    st.html(tag("h2", say("备份"), class_="section"))
    _offer_backup(store)


def used(folder: Path) -> list[tuple[str, int, int]]:
    """(what, files, bytes) of the parts of a store, and of all of it."""
    parts = {say("上传的数据"): "tables/**/*", say("数据集"): "marts/*", say("目录"): "catalogue.sqlite*"}
    rows = [(name, *_sizes(folder, pattern)) for name, pattern in parts.items()]
    return [*rows, (say("合计"), *_sizes(folder, "**/*"))]


def size_text(size: int) -> str:
    """Bytes as people say them."""
    for unit, step in (("GB", 1e9), ("MB", 1e6)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size / 1e3:.0f} kB"


def _sizes(folder: Path, pattern: str) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in folder.glob(pattern) if path.is_file()]
    return len(sizes), sum(sizes)


def _existing(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.exists())


def _offer_backup(store: Store) -> None:
    if not store.publication():
        st.html(tag("p", say("库中还没有数据，无可备份。"), class_="note"))
        return
    text = say(
        "一个文件装下全部：数据、数据集、本县的设置和目录。目录里有账号（密码只有加密后的）和留痕，请妥善保管；用"
        "命令 restore 恢复。"
    )
    st.html(tag("p", text, class_="note"))
    spoken = running_language()

    def content() -> bytes:
        # made when it is asked for, outside the run that knew the language
        with speaking(spoken):
            return backup_of(store)

    name = f"{say('备份')}-{now():%Y-%m-%d-%H%M}.zip"
    st.download_button(
        say("制作并下载备份"),
        content,
        file_name=name,
        mime="application/zip",
        key="backup",
        on_click="ignore",
    )


def backup_of(store: Store) -> bytes:
    """The backup as one file's content. Raises NotAllowed for who is no admin."""
    store.grant.refuse_unless(ADMIN)
    with TemporaryDirectory(prefix="safety-report-backup-") as folder:
        target = Path(folder) / "backup.zip"
        back_up(store, target)
        return target.read_bytes()

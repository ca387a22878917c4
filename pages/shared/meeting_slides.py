"""The slides of a meeting as HTML: one message a screen, drawn from the same story as the PPTX."""

from __future__ import annotations

from dataclasses import dataclass

from charts.figure_words import word_width
from charts.markup import Html, join, link, tag
from data.language import language, say
from pages.shared.address import GLOBAL_CHOICES, href, href_here
from reports.chart_html import chart_html
from reports.chart_marks import with_marks
from reports.story import Chart, Points, Slide, Table

# a title of up to so many em stands in one line at the size
SIZES = ((30.0, "large"), (48.0, "middle"))
SIGNS = {"ArrowLeft": "←", "ArrowRight": "→"}
MARKS = ("better", "worse", "chosen")


@dataclass(frozen=True)
class Deck:
    """What is shown: `number` of its meeting (0: none, the slides of the data in force), its slides.

    `mart`: the number of its data; `frozen`: words in the foot that say since when its figures stand still;
    `views`: how many views were added to it, and `agreed`: what is done of last time, so that the browser
    knows when there is something new.
    """

    number: int
    slides: tuple[Slide, ...]
    mart: str
    frozen: str = ""
    views: int = 0
    wall_seconds: int = 0
    stale: str = ""
    agreed: str = ""


def deck_html(deck: Deck, chosen: str) -> Html:
    """All slides, of which one is shown; the browser moves between them (`browser/meeting.js`)."""
    ids = [slide.id for slide in deck.slides]
    shown = chosen if chosen in ids else ids[0]
    slides = [_slide(deck, slide, place, slide.id == shown) for place, slide in enumerate(deck.slides)]
    tools = _tools(deck)
    return tag(
        "div",
        *slides,
        tag("p", f"▼ {deck.stale}", class_="stale") if deck.stale else "",
        tools,
        _picker(deck),
        class_="deck",
        data_meeting=deck.number or None,
        data_mart=deck.mart,
        data_views=deck.views,
        data_agreed=deck.agreed,
        data_wall=deck.wall_seconds or None,
    )


def _slide(deck: Deck, slide: Slide, place: int, is_shown: bool) -> Html:
    number = say("第{n}页，共{all}页", n=place + 1, all=len(deck.slides))
    head = tag(
        "header",
        tag("p", slide.section, class_="of"),
        tag("h1", _title(slide), class_=f"finding {_size(slide.title)}"),
        tag("p", slide.lead, class_="says") if slide.lead else "",
    )
    # the version of the definitions is a code, not a word
    foot = tag("footer", tag("p", join(_foot(deck, slide), " · "), translate="no"))
    kind = type(slide.exhibit).__name__.lower()
    return tag(
        "section",
        head,
        tag("div", _exhibit(deck, slide), class_=f"exhibit {kind}"),
        _key(slide.exhibit),
        tag("div", class_="agreed-here"),
        foot,
        class_=f"slide tone-{slide.tone}{' on' if is_shown else ''}",
        aria_label=number,
        data_slide=slide.id,
        data_view=_drill_down(deck, slide) or None,
    )


def _size(title: str) -> str:
    return next((name for longest, name in SIZES if word_width(title) <= longest), "small")


def _title(slide: Slide) -> Html:
    """The title with its number set apart in the colour of the finding."""
    before, stress, after = slide.title.partition(slide.stress) if slide.stress else (slide.title, "", "")
    return join((before, tag("em", stress) if stress else "", after))


def _foot(deck: Deck, slide: Slide) -> list[str]:
    return [part for part in (slide.source, deck.frozen) if part]


def _key(exhibit: object) -> Html:
    """How to read a chart, and what its shapes mean; how many rows a table leaves out."""
    if isinstance(exhibit, Table) and exhibit.left_out:
        return tag("p", say("另有{n}项。", n=exhibit.left_out).strip(), class_="slide-key")
    if not isinstance(exhibit, Chart):
        return Html("")
    marks = [series for series in with_marks(exhibit) if series.role in MARKS]
    shapes = [tag("span", tag("i", class_=f"mark {each.role}"), each.name, class_="key") for each in marks]
    return tag("p", join((exhibit.caption, *shapes), " "), class_="slide-key")


def _exhibit(deck: Deck, slide: Slide) -> Html:
    if isinstance(slide.exhibit, Chart):
        return chart_html(slide.exhibit)
    if isinstance(slide.exhibit, Points):
        return tag("ul", *(tag("li", line) for line in slide.exhibit.lines), aria_label=slide.exhibit.says)
    return _table(slide.exhibit, can_change=bool(deck.number))


def _table(table: Table, *, can_change: bool) -> Html:
    columns = tag("colgroup", *(tag("col", style=f"width:{100 * share:.0f}%") for share in table.widths))
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in table.head)))
    tones = table.tones or ("plain",) * len(table.rows)
    keys = table.keys if can_change and table.keys else (0,) * len(table.rows)
    rows = [_row(*each) for each in zip(table.rows, tones, keys, strict=True)]
    return tag("table", columns, head, tag("tbody", *rows), aria_label=table.says)


def _row(row: tuple[str, ...], tone: str, key: int) -> Html:
    """`key`: the number of what was agreed; its state is a button that changes it."""
    *cells, last = row[1:]
    if key:
        is_done = "true" if tone == "better" else "false"
        button = {"data_does": "done", "data_agreed": key, "aria_pressed": is_done, "type": "button"}
        last = tag("button", last, class_="tool state", title=say("按一下：办结，或者还没有"), **button)
    parts = (tag("td", cell) for cell in (*cells, last))
    return tag("tr", tag("th", row[0], scope="row"), *parts, class_=f"tone-{tone}")


def _drill_down(deck: Deck, slide: Slide) -> str:
    """The page behind a slide, on the meeting's data; `slide` brings the reader back to it."""
    if not slide.view:
        return ""
    number = str(deck.number) if deck.number else ""
    page, _, asked = slide.view.partition("?")
    kept = dict.fromkeys(GLOBAL_CHOICES, "") | {"meeting": number, "slide": slide.id}
    kept |= {"lang": "" if language() == "zh" else language()}
    address = href(page, **kept)
    return f"{address}&{asked}" if asked else address


def _tools(deck: Deck) -> Html:
    """What is pressed with a finger or the mouse; every button has its key."""
    buttons = [
        _button("note", say("记一条"), "N") if deck.number else "",
        link("#", say("看明细"), class_="tool drill"),
        _button("back", "←", "ArrowLeft", say("上一页")),
        _button("pick", f"1 / {len(deck.slides)}", "G", say("选页")),
        _button("next", "→", "ArrowRight", say("下一页")),
    ]
    return tag(
        "nav", tag("span", class_="who", role="status"), *buttons, class_="deck-tools", aria_label=say("翻页")
    )


def _button(does: str, words: str, key: str, label: str = "") -> Html:
    return tag(
        "button",
        words,
        type="button",
        class_="tool",
        data_does=does,
        aria_label=label or None,
        aria_keyshortcuts=key,
        title=f"{label or words} ({SIGNS.get(key, key)})",
    )


def _picker(deck: Deck) -> Html:
    """All slides to choose from, and what else can be done."""
    items = [_choice(slide, place) for place, slide in enumerate(deck.slides)]
    actions = [
        _button("full", say("全屏"), "F"),
        _button("blank", say("黑屏"), "B"),
        _button("lead", say("由我主讲"), "P") if deck.number else "",
        _button("follow", say("跟随主讲"), "L") if deck.number else "",
        _other_language(),
        link(href("meeting", meeting="", slide=""), say("结束放映"), class_="tool leave"),
    ]
    keys = say("← → Home End 翻页 · F 全屏 · B 黑屏 · G 选页 · N 记一条 · P 主讲 · L 跟随 · Esc 关闭")
    row, known = tag("p", *actions, class_="row"), tag("p", keys, class_="keys", translate="no")
    parts = (tag("h2", say("选页")), tag("ol", *items), row, known)
    return tag("div", *parts, class_="picker", role="dialog", aria_label=say("选页"), hidden="")


def _choice(slide: Slide, place: int) -> Html:
    words = (tag("small", str(place + 1)), tag("b", slide.section), tag("span", slide.title))
    return tag("li", tag("button", *words, type="button", data_slide=slide.id))


def _other_language() -> Html:
    if language() == "zh":
        return link(href_here(lang="en"), "English", class_="tool", lang="en", translate="no")
    return link(href_here(lang=""), "中文", class_="tool", lang="zh-CN")

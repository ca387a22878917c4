"""数据质量: what came late, what was refused, corrected, or does not add up, each as a short list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from charts.alert_list import months_words
from charts.alert_words import day_text
from charts.markup import Html, join, link, tag
from charts.question_words import question_words
from charts.text import bracketed, listed, month_text, plain_number
from data.catalogue_records import FindingRow, Upload
from data.language import say
from metrics.late_reports import MissingReports
from metrics.questions import Question
from metrics.report_quality import Corrected, Kept, LateReports

MOST_LINES = 8
MOST_NAMED = 3
Names = Mapping[str, str]


def quality_sentence(month: date, now: Kept, refused: int, corrected: int, unequal: int) -> str:
    """The state of the month's reports, and how much there is to look at below."""
    text = say(
        "{month}应报{expected}份，已报{covered}份，其中按时{on_time}份",
        month=month_text(month),
        expected=now.expected,
        covered=now.covered,
        on_time=now.on_time,
    )
    text += say("，还缺{n}份。", n=len(now.missing)) if now.missing else say("。")
    if not (refused or corrected or unequal):
        return text + say("近12个月没有退回的行，没有更正，数也都对得上。")
    return text + say(
        "近12个月退回{refused}行，更正{corrected}份报表，有{unequal}处数值得核对。",
        refused=plain_number(refused, 0),
        corrected=corrected,
        unequal=unequal,
    )


def section(title: str, note: str, lines: Sequence[Html], more: int, none: str) -> Html:
    """A heading, what the list is, its lines, and a calm word where there are none."""
    head = tag("h2", title, tag("small", note))
    if not lines:
        return tag("section", head, tag("p", none, class_="note"))
    rest = tag("p", say("另有{n}项。", n=more), class_="note") if more > 0 else ""
    return tag("section", head, tag("ul", join(lines), class_="found"), rest)


def _line(shape: str, *words: object) -> Html:
    return tag("li", tag("i", shape, aria_hidden="true"), tag("p", *words))


def missing_section(owed: Sequence[MissingReports], names: Names, exports: Names, today: date) -> Html:
    """What is not in."""
    lines = [
        _line(
            "○",
            tag("b", names.get(each.township, each.township)),
            f" {exports.get(each.export, each.export)} {months_words(each)}",
            tag(
                "small",
                " ",
                say("应于{day}前报，已迟{n}天", day=day_text(each.reports[0].deadline), n=_days(each, today)),
            ),
        )
        for each in owed[:MOST_LINES]
    ]
    none = say("应报的都已报送。")
    return section(say("没有报的"), say("{n}份", n=_reports(owed)), lines, len(owed) - len(lines), none)


def _days(each: MissingReports, today: date) -> str:
    return plain_number(each.days_late(today), 0)


def _reports(owed: Sequence[MissingReports]) -> int:
    return sum(len(each.reports) for each in owed)


def late_section(late: Sequence[LateReports], names: Names, exports: Names, townships: int) -> Html:
    """What came after its day."""
    lines = [
        _line(
            "◐",
            tag("b", exports.get(each.export, each.export)),
            f" {month_text(each.month)} ",
            _who(each, names, townships),
            tag("small", " ", say("最多迟{n}天", n=each.days)),
        )
        for each in late[:MOST_LINES]
    ]
    count = say("近12个月")
    return section(say("迟报的"), count, lines, len(late) - len(lines), say("都在期限内报的。"))


def _who(each: LateReports, names: Names, townships: int) -> str:
    if len(each.townships) >= townships > 1:
        return say("全部乡镇")
    named = [names.get(code, code) for code in each.townships[:MOST_NAMED]]
    if len(each.townships) > MOST_NAMED:
        return say("{names}等{n}个乡镇", names=listed(named), n=len(each.townships))
    return listed(named)


def refused_section(
    uploads: Sequence[Upload],
    findings: Mapping[int, Sequence[FindingRow]],
    exports: Names,
    rule_words: Callable[[str], str],
) -> Html:
    """Files of which rows were refused, with the reasons that the check gave."""
    lines = [
        _line(
            "✕",
            tag("b", exports.get(each.export, each.export)),
            f" {month_text(each.month) if each.month else ''} ",
            say(
                "{read}行退回{n}行",
                read=plain_number(each.rows_read, 0),
                n=plain_number(each.rows_rejected, 0),
            ),
            tag("small", " ", _reasons(findings.get(each.id, ()), rule_words)),
        )
        for each in uploads[:MOST_LINES]
    ]
    none = say("没有退回过的行。")
    note = say("退回的行不进任何数字")
    return section(say("退回的"), note, lines, len(uploads) - len(lines), none)


def _reasons(found: Sequence[FindingRow], rule_words: Callable[[str], str]) -> str:
    told = [
        say("{rule}{n}处", rule=rule_words(each.rule) + bracketed(each.heading), n=each.findings)
        for each in found
        if each.is_error
    ]
    return say("；").join(told)


def corrected_section(corrected: Sequence[Corrected], exports: Names) -> Html:
    """Reports that came again or were withdrawn: every version, newest last."""
    lines = [
        _line(
            "↻",
            tag("b", exports.get(each.export, each.export)),
            f" {month_text(each.month) if each.month else ''} ",
            say("{n}个版本", n=len(each.uploads)),
            tag("small", " ", say("；").join(_version(upload) for upload in each.uploads)),
        )
        for each in corrected[:MOST_LINES]
    ]
    none = say("没有重报过，也没有撤回过。")
    return section(say("更正的"), say("后来的算数，先前的留底"), lines, len(corrected) - len(lines), none)


def _version(upload: Upload) -> str:
    text = say(
        "上传{n}：{at}，{by}，{rows}行",
        n=upload.id,
        at=f"{upload.at:%Y-%m-%d}",
        by=upload.by or "—",
        rows=plain_number(upload.rows, 0),
    )
    return text + (say("（已撤回）") if upload.rolled_back else "")


def unequal_section(
    found: Sequence[tuple[Upload, FindingRow]], exports: Names, rule_words: Callable[[str], str]
) -> Html:
    """Figures that should agree and do not, each with both figures."""
    lines = [
        _line(
            "≠",
            tag("b", exports.get(upload.export, upload.export)),
            f" {month_text(upload.month) if upload.month else ''} {rule_words(row.rule)}",
            bracketed(row.heading),
            tag("small", " ", _both_figures(row)),
        )
        for upload, row in found[:MOST_LINES]
    ]
    note = say("只提醒，不退回")
    return section(say("对不上的"), note, lines, len(found) - len(lines), say("该相等的数都相等。"))


def _both_figures(row: FindingRow) -> str:
    text = (
        say("报的是{found}；{expected}", found=row.found, expected=row.expected)
        if row.found
        else row.expected
    )
    return text + (say("（共{n}处）", n=row.findings) if row.findings > 1 else "")


def questions_section(
    questions: Sequence[Question], names: Names, places: Names, address: Callable[[str], str]
) -> Html:
    """Signs in the data as questions, by township in the order given; nobody is accused."""
    lines = [
        _line(
            "？",
            link(address(each.township), places.get(each.township, each.township)),
            " ",
            question_words(each, names),
        )
        for each in questions[:MOST_LINES]
    ]
    none = say("没有需要问一问的：没有集中在到期日办结、别处做不到而独自总是100%、月月同一个数的情形。")
    note = say("只是可以问一问，不是结论")
    return section(say("可以问一问"), note, lines, len(questions) - len(lines), none)

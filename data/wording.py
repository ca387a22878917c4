"""What was expected instead, as a sentence, for every rule about one cell."""

from __future__ import annotations

from data.cell_text import is_blank
from data.day_text import both_readings, has_short_year
from data.export_parts import Column
from data.findings import CheckContext
from data.language import language, say
from data.nearest import nearest_names
from data.telling_apart import several_called

PLAIN = {
    "not_a_date": "日期，如2026-01-05",
    "before_2000": "2000年1月1日以后的日期",
    "not_a_year": "年份，如2026",
    "not_a_count": "不小于0的整数",
    "not_a_number": "数字",
    "not_an_amount": "不小于0的金额（元）",
    "id_lost_digits": "完整的编号（表格软件把长数字改成了科学计数，请把该列设为文本后重新导出）",
    "formula_without_value": "公式的结果（文件里没有存）；请在表格软件里打开、重算并保存后再上传",
    "cell_error": "一个值；表格里的公式出错（如#N/A），请改好后再上传",
    "ambiguous_month": "月份，如2026-01；数字2026.1可能是2026-01，也可能是2026-10，请把该列设为文本再填",
    "neutral_indicator": "要作评价的指标：群众诉求和发案数量只陈述、不设目标",
}


def expected_text(rule: str, column: Column, found: str, context: CheckContext) -> str:
    """The sentence for a rule that `found` breaks in `column`."""
    if rule in ("ambiguous_date", "not_a_date"):
        return _date_text(rule, column, found)
    if rule == "lost_zeros":
        return say("带前导零的代码，请把该列设为文本；已认作{township}", township=_name_of(found, context))
    if rule in PLAIN:
        return say(PLAIN[rule])
    if rule in ("missing_value", "missing_id"):
        return say("“{column}”不能为空", column=column.name)
    if rule == "unknown_township":
        return _township_text(found, context)
    if rule == "unknown_word":
        return say("其中之一：{words}", words=words_text(column))
    if rule == "unknown_indicator":
        names = say("、").join(nearest_names(found, context.indicators))
        return say("指标的名称或标识；最接近的是：{names}", names=names)
    if rule == "unlisted_key":
        return say("清单中的值；已照原样保留")
    return say("清单中的值；记为未归类，管理员加入清单后再上传即可归类")


def _date_text(rule: str, column: Column, found: str) -> str:
    if rule == "ambiguous_date":
        first, second = both_readings(found)
        return say(
            "分得清月和日的日期，如2026-01-05；这里可能是{first}，也可能是{second}",
            first=first,
            second=second,
        )
    if has_short_year(found):
        return say("年份写四位的日期，如2026-01-05")
    if column.type == "month":
        return say("月份，如2026-01")
    if not column.required and not any(map(str.isdigit, found)):
        return say("日期，如2026-01-05；还没有的请留空")  # 在办, 未办结
    return say(PLAIN[rule])


def _township_text(found: str, context: CheckContext) -> str:
    if not context.register.townships:
        return say("名录中的乡镇；名录还是空的，请先上传乡镇名录")
    if is_blank(found):
        return say("名录中的乡镇")
    several = several_called(found, context.register)
    if several:
        return say("名录中的一个乡镇；叫这个名字的有：{names}，请写全称或代码", names=say("、").join(several))
    likely = context.register.likely(found)
    if len(likely) == 1:
        return say("名录中的乡镇；是不是“{name}”？", name=likely[0].name)
    return say("名录中的乡镇；最接近的是：{names}", names=say("、").join(context.register.nearest(found)))


def _name_of(found: str, context: CheckContext) -> str:
    township = context.register.find(found)
    return township.name if township else ""


def words_text(column: Column) -> str:
    """The words that a closed list takes, as the file would write them."""
    if column.type == "boolean":
        return say("是、否")
    firsts = [words[0] if words and language() == "zh" else value for value, words in column.words.items()]
    return say("、").join(first for first in firsts if first)

"""平安指数: every township's score beside its kind, the list, and one score taken apart."""

from collections.abc import Callable

from charts.boxes import how_to_read
from charts.index_list import index_lists
from charts.index_parts import parts_table, waterfall
from charts.index_scores import score_table
from charts.index_words import band_words, kind_words, rank_text, score_text
from charts.markup import Html, tag
from data.language import say
from metrics.index.losses import losses
from metrics.index.results import PeriodIndex
from metrics.mart_reader import Mart
from metrics.period_spans import judged_period
from pages.shared.address import href, receipt_href
from pages.shared.cached_reads import open_mart
from pages.shared.empty_states import show_empty_state
from pages.shared.figures import measures
from pages.shared.filters import Filters, choose_filters, read_filters
from pages.shared.index_beside import get_ready_beside
from pages.shared.index_coming import draw_soon, is_whole
from pages.shared.index_moves import quarter_link, score_moves, weights_trial
from pages.shared.index_periods import newest_scored
from pages.shared.index_reads import index_of, scores_of
from pages.shared.judged_words import judged_words
from pages.shared.prepared import prepared_view
from pages.shared.rows_shown import part_of
from pages.shared.view import show_html

AGAIN_MILLISECONDS = 500  # after so long the page asks whether chance is drawn


def show_page(mart: Mart) -> None:
    filters = read_filters(mart, newest_scored)
    of_period = judged_period(filters.period_type, filters.period)
    if is_whole(mart, *of_period):
        show_index(mart)
    else:
        show_scores(mart)
        draw_soon(mart, *of_period)  # not before: it would take the processor from the scores


@prepared_view
def show_index(mart: Mart) -> None:
    _show(mart, index_of)


@prepared_view
def show_scores(mart: Mart) -> None:
    _show(mart, scores_of)


def _show(mart: Mart, read: Callable[[Mart, str, str], PeriodIndex]) -> None:
    filters = choose_filters(mart, "period", "kind", "township", newest=newest_scored)
    found = read(mart, *judged_period(filters.period_type, filters.period))
    if found.county is None or not _can_be_scored(found):
        hint = say("需要评分标准和当年的目标值；换一个时期，或者先报送目标值。")
        show_empty_state(say("这一时期没有平安指数"), hint)
        return
    show_html(_page(mart, filters, found))
    if found.is_drawn:
        get_ready_beside(mart, found)


def _can_be_scored(found: PeriodIndex) -> bool:
    """Whether there are townships, and anything that says what is good: a target, or the standard's own."""
    return any(part.goal_posts for area in found.townships for part in area.parts)


def _page(mart: Mart, filters: Filters, found: PeriodIndex) -> Html:
    kinds = [kind for kind in found.kinds if filters.kind in ("", kind)]
    period = judged_words(mart, filters.period_type, found.period_type, found.period)
    head = tag("h2", say("各类乡镇得分"), tag("small", period))
    shown, others = part_of([area.area for kind in kinds for area in found.of_kind(kind)])
    table = score_table(found, kinds, _township_here, filters.township, frozenset(shown))
    side = tag(
        "aside",
        index_lists(found, measures(mart), _township_here),
        quarter_link(mart, found.period_type),
        _how(found, kinds),
        class_="index-side",
    )
    grid = tag("div", tag("div", head, table, others), side, class_="index-grid")
    return tag(
        "div",
        *(_lead(found), grid, _detail(mart, found, filters)),
        weights_trial(mart, found),
        class_="stack",
    )


def _township_here(township: str) -> str:
    return href("index", township=township)


def _indicator_page(indicator: str) -> str:
    return href("indicator", indicator=indicator)


def _lead(found: PeriodIndex) -> Html:
    again = None if found.is_drawn else AGAIN_MILLISECONDS
    return tag("p", _lead_words(found), class_="lead", data_again=again)


def _lead_words(found: PeriodIndex) -> str:
    county, scored = found.county, [area for area in found.townships if area.score is not None]
    if not scored:
        return say("没有一个乡镇有得分：有数的权重都不足三分之二。")
    apart = sum(1 for area in scored if area.listed)
    text = say(
        "全县{score}分（{band}），{n}个乡镇有得分。",
        score=score_text(county.score if county else None, found.standard),
        band=band_words(county.band if county else None),
        n=len(scored),
    )
    if not found.is_drawn:
        text += say("区间、位次和名单正在计算，马上就来。")
    elif apart:
        text += say("其中{n}个与全县的差别超出偶然，其余名次先后没有意义。", n=apart)
    else:
        text += say("与全县的差别都可能只是偶然，名次先后没有意义。")
    without = len(found.townships) - len(scored)
    return text + (say("{n}个乡镇数据不足，不计分。", n=without) if without else "")


def _how(found: PeriodIndex, kinds: list[str]) -> Html:
    words = say(
        "得分越高越好，竖线是全县。横线是95%区间：件数少，区间就宽。位次只在同类乡镇里比；两个乡镇的位次区间重叠，就不能说谁比谁强。"
    )
    ranked = [area for kind in kinds for area in found.of_kind(kind) if area.ranked > 1]
    if ranked:
        example = max(ranked, key=lambda area: area.ranked)
        words += say(
            "例如{name}得{score}分，在{kind}中位次（区间）为{rank}。",
            name=example.name,
            score=score_text(example.score, found.standard),
            kind=kind_words(example.kind),
            rank=rank_text(example),
        )
    standard = found.standard.label if found.standard else ""
    note = say("诉求量、发案量等只反映多少的指标不计分。评分标准：{file}", file=standard)
    return tag("div", how_to_read(words), tag("p", note, class_="note"))


def _detail(mart: Mart, found: PeriodIndex, filters: Filters) -> Html:
    area = found.of(filters.township) or found.townships[0]
    standard = found.standard
    if standard is None or area.score is None:
        text = say("{name}有数的权重不足三分之二，不计分。", name=area.name)
        return tag("div", tag("h2", area.name), tag("p", text, class_="note"))

    def receipt(indicator: str) -> str:
        return receipt_href(indicator, area.area, found.period_type, found.period)

    title = tag(
        "h2",
        say("{name}的分丢在哪里", name=area.name),
        tag("small", rank_text(area) if found.is_drawn else ""),
    )
    left = tag("div", title, waterfall(area, losses(area, standard), standard))
    page = tag("h2", say("得分的构成"), tag("small", say("点数值看来源，点指标看比较")))
    right = tag("div", page, parts_table(area, measures(mart), receipt, _indicator_page))
    left = tag("div", left, score_moves(mart, found, area))
    return tag("div", left, right, class_="index-detail")


show_page(open_mart())

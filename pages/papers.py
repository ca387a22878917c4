"""材料: what is taken to a meeting: slides, a bulletin, a workbook, a chart, of the period that is chosen."""

import streamlit as st

from charts.markup import tag
from data.language import say
from pages.shared.cached_reads import open_mart
from pages.shared.figures import measures
from pages.shared.filters import choose_filters
from pages.shared.papers import offer_papers, offer_pictures


def show_page() -> None:
    mart = open_mart()
    filters = choose_filters(mart, "period")
    st.html(tag("p", say("按所选时期写成，数字、判断和屏幕上的一样，出处写在备注里。"), class_="lead"))
    offer_papers(filters.period_type, filters.period)
    hint = say("一项指标的全县走势图，可以放进别的文件。")
    st.html(tag("h2", say("一张图"), tag("small", hint), class_="section"))
    filters = choose_filters(mart, "indicator")
    name = measures(mart)[filters.indicator].name
    offer_pictures(filters.indicator, name, filters.period_type, filters.period)


show_page()

"""材料: what is taken to a meeting: slides, a bulletin, a workbook, a chart, of the period that is chosen."""

import streamlit as st

from charts.markup import tag
from data.language import say
from pages.shared.cached_reads import open_mart
from pages.shared.figures import measures
from pages.shared.filters import choose_filters, read_filters
from pages.shared.papers import Chart, offer_chart, offer_papers, show_chart


def show_page() -> None:
    mart = open_mart()
    filters = choose_filters(mart, "period")
    st.html(tag("p", say("按所选时期写成，数字、判断和屏幕上的一样，出处写在备注里。"), class_="lead"))
    offer_papers(filters.period_type, filters.period)
    words, picture = st.columns([1, 3])
    with words:
        st.html(tag("h2", say("一张图"), class_="paper-name"))
        choose_filters(mart, "indicator")
        chosen = measures(mart)[read_filters(mart).indicator]
        chart = Chart(chosen.id, chosen.name, filters.period_type, filters.period)
        offer_chart(chart)
    with picture:
        show_chart(chart)


show_page()

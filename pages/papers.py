"""材料: what is taken to a meeting: slides, a bulletin, a workbook, of the period that is chosen."""

import streamlit as st

from charts.markup import tag
from data.language import say
from pages.shared.cached_reads import open_mart
from pages.shared.filters import choose_filters
from pages.shared.papers import offer_papers


def show_page() -> None:
    filters = choose_filters(open_mart(), "period")
    st.html(tag("p", say("按所选时期写成，数字、判断和屏幕上的一样，出处写在备注里。"), class_="lead"))
    offer_papers(filters.period_type, filters.period)


show_page()

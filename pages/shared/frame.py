"""The frame around every page: language, look, top bar, receipt. Streamlit runs this file at every click."""

import streamlit as st

from data.language import say, use_language
from pages.shared.address import chosen_language
from pages.shared.branch import begin_branch, branch_path
from pages.shared.cached_reads import the_store
from pages.shared.look import ICON
from pages.shared.noted_run import noted_run
from pages.shared.notices import show_notices
from pages.shared.one_run import one_run
from pages.shared.page_list import is_one_view, only_shows, streamlit_pages
from pages.shared.reader import begin_run
from pages.shared.receipt import show_receipt_in_address
from pages.shared.top_bar import show_top_bar
from pages.shared.turns import one_turn
from pages.shared.view import one_view, show_html

with one_run(), noted_run() as run:
    use_language(chosen_language())
    st.set_page_config(page_title=say("平安报表"), page_icon=str(ICON), layout="wide")
    grant = begin_run(the_store())
    begin_branch(the_store())
    page = st.navigation(streamlit_pages(grant), position="hidden")
    run.page = page.url_path
    show_top_bar(page.url_path, grant)
    show_notices(the_store())
    if path := branch_path(the_store()):
        show_html(path)
    with one_turn(only_shows(page.url_path)):
        with one_view(is_one_view(page.url_path)):
            page.run()
        show_receipt_in_address()

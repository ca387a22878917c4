"""The least that a Streamlit dashboard can be: two pages with one choice each and a line that repeats it.

Without the line nothing would be repainted after a choice, and there would be nothing to time.
"""

import streamlit as st


def first() -> None:
    st.write(st.selectbox("Choice", ["one", "two"], key="first"))


def second() -> None:
    st.write(st.selectbox("Choice", ["one", "two"], key="second"))


st.navigation([st.Page(first, title="First"), st.Page(second, title="Second")], position="top").run()

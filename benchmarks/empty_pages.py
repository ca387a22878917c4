"""The least that a Streamlit dashboard can be: two pages with one choice each."""

import streamlit as st


def first() -> None:
    st.selectbox("Choice", ["one", "two"], key="first")


def second() -> None:
    st.selectbox("Choice", ["one", "two"], key="second")


st.navigation([st.Page(first, title="First"), st.Page(second, title="Second")], position="top").run()

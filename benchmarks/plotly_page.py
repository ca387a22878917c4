"""The least that a Streamlit dashboard with a chart can be: one line of twelve points, drawn by Plotly."""

import plotly.graph_objects as go
import streamlit as st

st.plotly_chart(go.Figure(go.Scatter(x=list(range(12)), y=[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8])))

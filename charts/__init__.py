"""Numbers become Plotly figures."""

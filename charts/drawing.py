"""Lines inside HTML that is cleaned of SVG: the drawing goes in as a mask, its colour stays the style's."""

from __future__ import annotations


def line_mask(path: str, width: float, height: float, stroke: float) -> str:
    """CSS for `style=`: only `path` (in a plane of `width` × `height`) is seen, `stroke` pixels wide."""
    drawing = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:.0f} {height:.0f}' "
        f"preserveAspectRatio='none'><path d='{path}' fill='none' stroke='black' stroke-width='{stroke}' "
        "stroke-linejoin='round' vector-effect='non-scaling-stroke'/></svg>"
    )
    return f'--line:url("data:image/svg+xml,{_in_address(drawing)}")'


def _in_address(drawing: str) -> str:
    return drawing.replace("%", "%25").replace("#", "%23").replace("<", "%3C").replace(">", "%3E")

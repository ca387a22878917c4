import pytest

from charts.palette import (
    DARK,
    DARK_GREEN_RED,
    LIGHT,
    LIGHT_GREEN_RED,
    READ_ON,
    SEEN_ON,
    Tones,
    contrast,
    css_class,
    glyph,
    verdict_of,
    verdict_words,
)

ENOUGH_FOR_TEXT = 4.5
ENOUGH_FOR_MARKS = 3.0
SETS = {
    "light": LIGHT,
    "dark": DARK,
    "light green-red": LIGHT_GREEN_RED,
    "dark green-red": DARK_GREEN_RED,
}


@pytest.mark.parametrize("tones", SETS.values(), ids=SETS)
@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_every_pair_that_text_is_read_on_has_contrast(tones: Tones, text: str, ground: str):
    assert contrast(getattr(tones, text), getattr(tones, ground)) >= ENOUGH_FOR_TEXT


@pytest.mark.parametrize("tones", SETS.values(), ids=SETS)
@pytest.mark.parametrize(("mark", "ground"), SEEN_ON)
def test_every_mark_stands_out_from_what_is_behind_it(tones: Tones, mark: str, ground: str):
    assert contrast(getattr(tones, mark), getattr(tones, ground)) >= ENOUGH_FOR_MARKS


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


def test_every_verdict_has_a_shape_of_its_own():
    assert [glyph(c) for c in ("better_99_8", "similar", "worse_95", "not compared")] == ["▲", "●", "▼", "○"]


def test_a_missing_class_is_not_compared():
    assert verdict_of(None) == "not compared"
    assert css_class(float("nan")) == "none"
    assert verdict_words(None) == "不作比较"

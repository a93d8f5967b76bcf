"""Whatever an organisation chooses, its pages stay easy to read in both themes."""

import itertools

import pytest

from cms.brand import palette
from cms.brand.colours import Colour
from cms.brand.palette import check_colour
from cms.brand.stylesheet import DEFAULTS
from tests.brand.organisations import (
    ORGANISATIONS,
    UNDERLINES,
    choose,
    list_failures,
    make_look,
    read_default_tokens,
    read_theme,
)


def test_contrast_is_that_of_wcag():
    assert Colour.parse("#000000").contrast(Colour.parse("#ffffff")) == pytest.approx(21)
    assert Colour.parse("#777777").contrast(Colour.parse("#ffffff")) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("value", ["#0a5c51", "#ffc947", "#ff0000", "#000000", "#ffffff", "#39ff14"])
def test_a_colour_is_the_same_after_a_way_through_oklch(value):
    colour = Colour.parse(value)

    assert Colour.from_oklch(*colour.oklch).hex == value


def test_oklch_is_that_of_css():
    lightness, chroma, hue = Colour.parse("#ff0000").oklch

    assert (lightness, chroma, hue) == pytest.approx((0.628, 0.2577, 0.5102), abs=0.001)


def test_the_default_look_passes():
    assert list_failures(read_default_tokens()) == []
    assert [check_colour(role, DEFAULTS[role]) for role in palette.CHECKS] == [None, None]


def test_the_check_knows_the_backgrounds_of_the_style_sheet():
    tokens = read_default_tokens()

    for theme, known in enumerate((palette.LIGHT, palette.DARK)):
        colours = read_theme(tokens, theme)
        assert [colours[name] for name in ("paper", "surface", "tint")] == known
        assert (colours["on-spot"], colours["on-brand"]) == (palette.DARK_INK, palette.LIGHT_INK)


@pytest.mark.parametrize(("name", "accent", "second"), ORGANISATIONS)
def test_no_choice_of_a_difficult_colour_makes_a_page_hard_to_read(name, accent, second):
    tokens = make_look(accent, second)

    assert list_failures(tokens) == []
    for theme in (0, 1):
        colours = read_theme(tokens, theme)
        assert [pair for pair in UNDERLINES if colours[pair[0]].contrast(colours[pair[1]]) < 3] == []


@pytest.mark.parametrize("role", ["accent", "second"])
@pytest.mark.parametrize("value", ["#fff9c4", "#39ff14", "#ff0000", "#fffcf6", "#808080"])
def test_what_does_not_pass_gets_the_nearest_colour_of_its_hue_that_does(role, value):
    finding = check_colour(role, value)

    nearest = Colour.parse(finding.nearest)
    before, after = Colour.parse(value).oklch, nearest.oklch
    assert check_colour(role, finding.nearest) is None
    assert finding.contrast < finding.needed
    assert before[1] < 0.02 or after[2] == pytest.approx(before[2], abs=0.12)
    between = Colour.parse(value).change(lightness=after[0] + (before[0] - after[0]) * 0.1)
    assert not palette.CHECKS[role](between)


@pytest.mark.parametrize("value", ["red", "#12", "#12345g", "", "#1234567"])
def test_what_is_no_colour_is_refused(value):
    with pytest.raises(ValueError, match="is not a colour"):
        check_colour("accent", value)


@pytest.mark.proof
def test_no_colour_of_a_fine_grid_makes_a_page_hard_to_read():
    values = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in itertools.product((0, 85, 170, 255), repeat=3)]

    failing = [
        (accent, second)
        for accent in {choose("accent", value) for value in values}
        for second in {choose("second", value) for value in values}
        if list_failures(make_look(accent, second))
    ]

    assert failing == []

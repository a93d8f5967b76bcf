"""The colours of a site, from the two that its organisation chooses.

What is chosen is used as it is in the light theme. Everything else is made from it, so that no text and nothing that
readers must tell from its surroundings can have too little contrast, in either theme: WCAG 2.2, 1.4.3 and 1.4.11.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from cms.brand.colours import STEPS, Colour

TEXT = 4.5
PARTS = 3.0
# How much a second colour must differ from the page to be seen at all: as the yellow of the default look does.
SEEN = 1.3

# What stands in `tokens.css` too: tests compare them.
LIGHT = [Colour.parse(value) for value in ("#fffcf6", "#ffffff", "#f7f0e3")]  # paper, surface, tint
DARK = [Colour.parse(value) for value in ("#141b1a", "#1c2625", "#1d2827")]
DARK_INK = Colour.parse("#16211f")
LIGHT_INK = Colour.parse("#fffaf0")
SPOT_LIGHTNESS = 0.8

Role = Literal["accent", "second"]
Passes = Callable[[Colour], bool]


@dataclass(frozen=True)
class Finding:
    """What is wrong with a colour: its contrast, the one that is needed, and the nearest colour that has it."""

    contrast: float
    needed: float
    nearest: str


def accent_passes(colour: Colour) -> bool:
    """Return whether links of this colour can be read on every background of the light theme."""
    return colour.reaches(TEXT, *LIGHT)


def second_passes(colour: Colour) -> bool:
    """Return whether text can be read on this colour, and whether it can be told from the page."""
    return choose_ink(colour).contrast(colour) >= TEXT and colour.reaches(SEEN, *LIGHT)


CHECKS: dict[Role, Passes] = {"accent": accent_passes, "second": second_passes}


def check_colour(role: Role, value: str) -> Finding | None:
    """Return what is wrong with a colour in this role, ``None`` if nothing is; raise ``ValueError`` if it is none."""
    colour = Colour.parse(value)
    if CHECKS[role](colour):
        return None
    nearest = find_nearest(colour, CHECKS[role]).hex
    if role == "accent":
        return Finding(min(colour.contrast(other) for other in LIGHT), TEXT, nearest)
    text = choose_ink(colour).contrast(colour)
    if text < TEXT:
        return Finding(text, TEXT, nearest)
    return Finding(min(colour.contrast(other) for other in LIGHT), SEEN, nearest)


def find_nearest(colour: Colour, passes: Passes) -> Colour:
    """Return the colour of the same hue that passes with the least change of lightness."""
    start = colour.oklch[0]
    for step in range(STEPS + 1):
        for lightness in (start - step / STEPS, start + step / STEPS):
            found = colour.change(lightness=lightness) if 0 <= lightness <= 1 else None
            if found and passes(found):
                return found
    raise ValueError("No colour of any lightness passes.")  # black and white do, for every check here


def choose_ink(background: Colour) -> Colour:
    """Return the ink that is easier to read on a background."""
    return max(DARK_INK, LIGHT_INK, key=background.contrast)


@lru_cache(maxsize=64)
def make_tokens(accent: str, second: str) -> dict[str, str]:
    """Return the CSS tokens that differ from the default look; ``accent`` and ``second`` pass their checks."""
    light, dark = derive_accent(Colour.parse(accent))
    sun_light = Colour.parse(second)
    sun_dark = find_nearest(sun_light, lambda c: c.reaches(PARTS, *DARK) and choose_ink(c).contrast(c) >= TEXT)
    links = Colour.parse(accent), lighten(Colour.parse(accent), 7, 0.13)
    panels = light["brand"], light["brand_deep"], dark["brand"], dark["brand_deep"]
    focus = sun_light if sun_light.reaches(PARTS, *panels) else LIGHT_INK
    return {
        "link": pair(*links),
        "link-line": pair(
            find_nearest(sun_light, lambda c: c.reaches(PARTS, *LIGHT)),
            find_nearest(sun_light, lambda c: c.reaches(PARTS, *DARK)),
        ),
        "focus": pair(Colour.parse("#1b2624"), find_nearest(sun_light, lambda c: c.reaches(TEXT, *DARK))),
        **{
            name.replace("_", "-"): pair(light[name], dark[name])
            for name in ("brand", "brand_deep", "on_brand_soft", "on_brand_line")
        },
        "focus-on-brand": focus.hex,
        "sun": pair(sun_light, sun_dark),
        "on-sun": pair(choose_ink(sun_light), choose_ink(sun_dark)),
        "coral": make_spot(sun_light, SPOT_LIGHTNESS, 0.11),
        "lilac": make_spot(Colour.parse(accent), SPOT_LIGHTNESS + 0.04, 0.08),
        "mint": make_spot(Colour.parse(accent), SPOT_LIGHTNESS + 0.09, 0.05),
    }


def derive_accent(accent: Colour) -> tuple[dict[str, Colour], dict[str, Colour]]:
    """Return the bold panels of both themes: the accent itself on paper, a darker one in the dark."""
    lightness = accent.oklch[0]
    own = {"brand": accent, "brand_deep": accent.change(lightness=lightness * 0.8)}
    calm = accent.change(lightness=min(lightness, 0.36), chroma=0.12)
    dim = {"brand": calm, "brand_deep": calm.change(lightness=calm.oklch[0] * 0.85)}
    for panels in (own, dim):
        base = max(panels.values(), key=lambda colour: colour.luminance)
        panels["on_brand_soft"] = lighten_on(base, TEXT + 1.2)
        panels["on_brand_line"] = lighten_on(base, PARTS)
    return own, dim


def lighten(colour: Colour, ratio: float, chroma: float) -> Colour:
    """Return a light version of a colour for the dark theme, with at least this contrast."""
    start = max(colour.oklch[0], 0.82)
    for step in range(STEPS):
        found = colour.change(lightness=min(1.0, start + step / STEPS), chroma=chroma)
        if found.reaches(ratio, *DARK):
            return found
    return LIGHT_INK


def lighten_on(panel: Colour, ratio: float) -> Colour:
    """Return the hue of a panel as light as this contrast on it needs, at most as light as its text."""
    start = panel.oklch[0]
    for step in range(STEPS):
        found = panel.change(lightness=min(1.0, start + step / STEPS), chroma=0.04)
        if found.contrast(panel) >= ratio:
            return found
    return LIGHT_INK


def make_spot(colour: Colour, lightness: float, chroma: float) -> str:
    """Return a soft version of a colour, on which dark text is easy to read, a little dimmer in the dark theme."""
    return pair(
        colour.change(lightness=lightness, chroma=chroma), colour.change(lightness=lightness - 0.06, chroma=chroma)
    )


def pair(light: Colour, dark: Colour) -> str:
    return f"light-dark({light.hex}, {dark.hex})"

"""Ten invented organisations whose names and colours are difficult, and the pairs of tokens that readers must tell."""

import re
from pathlib import Path

from cms.brand.colours import Colour
from cms.brand.palette import CHECKS, find_nearest, make_tokens

ORGANISATIONS = [
    ("Llanrwst and Upper Conwy Neighbours’ Mutual Aid Association", "#fff9c4", "#fffde7"),  # very light yellow
    ("Neon", "#39ff14", "#ccff00"),
    ("The Society of Night Walkers", "#0b0b0c", "#050505"),  # near black
    ("Red Thread Collective", "#ff0000", "#ff0000"),
    ("Paper and Paste", "#fffcf6", "#fffcf6"),  # like the page
    ("Slate", "#141b1a", "#1d2827"),  # like the page in the dark
    ("Cymdeithas Gydweithredol Dysgu Gydol Oes Dyffryn Ogwen a’r Cylch", "#e4007c", "#00e5ff"),
    ("Grey Area", "#808080", "#7f7f7f"),
    ("Blue on Blue", "#0000ff", "#0000ee"),
    ("W", "#ffffff", "#000000"),
]

# Text, or a focus ring or an underline, on what it stands on; with the contrast that it needs.
TEXTS = [
    *(("link", background) for background in ("paper", "surface", "tint")),
    *(("ink", background) for background in ("paper", "surface", "tint")),
    *(("ink-soft", background) for background in ("paper", "surface", "tint")),
    *(("alert", background) for background in ("paper", "surface", "tint")),
    ("paper", "link"),
    *((text, panel) for text in ("on-brand", "on-brand-soft") for panel in ("brand", "brand-deep")),
    ("on-sun", "sun"),
    *(("on-spot", spot) for spot in ("coral", "lilac", "mint", "on-brand")),
]
PARTS = [
    *(("focus", background) for background in ("paper", "surface", "tint")),
    *(("focus-on-brand", panel) for panel in ("brand", "brand-deep")),
    ("on-spot", "lilac"),
]
# These are decoration in the default look: what readers choose by has words too. A chosen colour may not be worse.
UNDERLINES = [("link-line", background) for background in ("paper", "surface", "tint")]

SHEET = Path("cms/static/cms/css/tokens.css")


def read_default_tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", SHEET.read_text()))


def choose(role: str, value: str) -> str:
    """Return what an administrator saves: the colour, or the nearest one that passes."""
    colour, passes = Colour.parse(value), CHECKS[role]
    return value if passes(colour) else find_nearest(colour, passes).hex


def read_theme(tokens: dict[str, str], theme: int) -> dict[str, Colour]:
    """Return the colours of one theme: 0 is light, 1 is dark."""
    found = {}
    for name in tokens:
        value = resolve(tokens, name)
        colours = re.fullmatch(r"light-dark\((#\w{6}), (#\w{6})\)", value)
        if colours or re.fullmatch(r"#\w{6}", value):
            found[name] = Colour.parse(colours[1 + theme] if colours else value)
    return found


def resolve(tokens: dict[str, str], name: str) -> str:
    """Return the value of a token that may be that of another one."""
    reference = re.fullmatch(r"var\(--([\w-]+)\)", tokens[name])
    return resolve(tokens, reference[1]) if reference else tokens[name]


def list_failures(tokens: dict[str, str]) -> list[tuple[str, str, int, float]]:
    """Return the pairs that cannot be told well enough, by theme, with their contrast."""
    wanted = [(pair, 4.5) for pair in TEXTS] + [(pair, 3.0) for pair in PARTS]
    return [
        (front, back, theme, round(colours[front].contrast(colours[back]), 2))
        for theme in (0, 1)
        for colours in [read_theme(tokens, theme)]
        for (front, back), needed in wanted
        if colours[front].contrast(colours[back]) < needed
    ]


def make_look(accent: str, second: str) -> dict[str, str]:
    return {**read_default_tokens(), **make_tokens(choose("accent", accent), choose("second", second))}

"""Colours: contrast by WCAG 2.2, and lightness, chroma and hue in the OKLCH space.

Conversions are those of CSS Color 4, section 18. A change of lightness there keeps the hue that people see, which HSL
does not.
"""

import math
import re
from dataclasses import dataclass
from functools import cached_property

HEX = re.compile(r"#[0-9a-f]{6}")
# The finest step of the lightness when a colour is looked for: less than one step of a channel.
STEPS = 400


@dataclass(frozen=True)
class Colour:
    """A colour of a screen; each channel is between 0 and 1."""

    red: float
    green: float
    blue: float

    @classmethod
    def parse(cls, value: str) -> "Colour":
        """Return the colour of ``#rrggbb``; raise ``ValueError`` for anything else."""
        if not HEX.fullmatch(value):
            raise ValueError(f"{value} is not a colour such as #0a5c51.")
        red, green, blue = (int(value[place : place + 2], 16) / 255 for place in (1, 3, 5))
        return cls(red, green, blue)

    @classmethod
    def from_oklch(cls, lightness: float, chroma: float, hue: float) -> "Colour":
        """Return the colour, with as much less chroma as a screen needs to show it."""
        found = convert_oklch(lightness, chroma, hue)
        if not is_shown(found):
            low, high = 0.0, chroma
            for _ in range(16):
                middle = (low + high) / 2
                low, high = (middle, high) if is_shown(convert_oklch(lightness, middle, hue)) else (low, middle)
            found = convert_oklch(lightness, low, hue)
        return cls.parse(cls(*(min(1.0, max(0.0, channel)) for channel in found)).hex)

    @property
    def hex(self) -> str:
        return "#" + "".join(f"{round(channel * 255):02x}" for channel in (self.red, self.green, self.blue))

    @cached_property
    def luminance(self) -> float:
        red, green, blue = (make_linear(channel) for channel in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    @cached_property
    def oklch(self) -> tuple[float, float, float]:
        """Lightness and chroma, both from 0, and hue in radians."""
        red, green, blue = (make_linear(channel) for channel in (self.red, self.green, self.blue))
        long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
        a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
        return lightness, math.hypot(a, b), math.atan2(b, a)

    def change(self, *, lightness: float | None = None, chroma: float = 1.0) -> "Colour":
        """Return the colour of this hue with another lightness, and at most this much chroma."""
        own, colourfulness, hue = self.oklch
        return Colour.from_oklch(own if lightness is None else lightness, min(colourfulness, chroma), hue)

    def contrast(self, other: "Colour") -> float:
        """Return the contrast ratio of WCAG, from 1 to 21."""
        light, dark = sorted((self.luminance, other.luminance), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    def reaches(self, ratio: float, *others: "Colour") -> bool:
        """Return whether the contrast to each of the others is at least ``ratio``."""
        return all(self.contrast(other) >= ratio for other in others)


def convert_oklch(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Return the channels for a colour in OKLCH, outside of 0 to 1 if no screen can show it."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return encode(red), encode(green), encode(blue)


def is_shown(channels: tuple[float, float, float]) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in channels)


def make_linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def encode(channel: float) -> float:
    if abs(channel) <= 0.0031308:
        return channel * 12.92
    return math.copysign(1.055 * abs(channel) ** (1 / 2.4) - 0.055, channel)

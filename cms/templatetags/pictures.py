"""Images in templates, from their existing renditions."""

from typing import Any

from django import template

from cms.represent.images import USES, find_renditions

register = template.Library()


@register.inclusion_tag("cms/components/picture.html")
def picture(
    image: Any,
    *,
    kind: str = "body",
    sizes: str = "100vw",
    alt: str | None = None,
    eager: bool = False,
    lazy: bool = True,
    dark: Any = None,
) -> dict[str, Any]:
    """Show a loaded image as ``<picture>``; nothing if it has no renditions.

    ``kind`` is one of ``USES``; ``sizes`` is the HTML attribute; ``alt`` is the alt text of this use, by default the
    image's own; ``eager`` loads it before all others, for the top of a page; without ``lazy`` it loads with the page.
    ``dark`` is the image that stands there where the reader's screen is dark.
    """
    sets = find_renditions(image, USES[kind]) if image else []
    if not sets:
        return {"sources": []}
    text = getattr(image, "contextual_alt_text", None) if alt is None else alt
    sources = list_sources(sets)
    fallback = choose_fallback(sets[-1][1])
    return {
        "sources": sources[:-1],
        "dark_sources": list_sources(find_renditions(dark, USES[kind]) if dark else []),
        "last": sources[-1],
        "src": fallback.url,
        "width": fallback.width,
        "height": fallback.height,
        "sizes": sizes,
        "alt": text or "",
        "eager": eager,
        "lazy": lazy,
    }


def list_sources(sets: list[tuple[str, list[Any]]]) -> list[dict[str, str]]:
    """Return the type and ``srcset`` of each format."""
    return [
        {"type": mime_type, "srcset": ", ".join(f"{r.url} {r.width}w" for r in drop_full_size(renditions))}
        for mime_type, renditions in sets
    ]


@register.simple_tag
def find_icon(image: Any) -> Any:
    """Return the squares of a picture for browser tabs and home screens, narrow to wide; ``None`` without any."""
    sets = find_renditions(image, USES["portrait"]) if image else []
    return [rendition for rendition in sets[-1][1] if rendition.width == rendition.height] if sets else None


def drop_full_size(renditions: list[Any]) -> list[Any]:
    """Return the renditions without the original size, unless it is the only one."""
    return [r for r in renditions if not r.filter_spec.startswith("original")] or renditions


def choose_fallback(renditions: list[Any]) -> Any:
    """Return the rendition for browsers without ``srcset``."""
    kept = drop_full_size(renditions)
    return kept[len(kept) // 2]

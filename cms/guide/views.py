from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.guide.text import read_own


def open_guide(request: HttpRequest) -> HttpResponse:
    """Lead to the first section."""
    return redirect(next(iter(read_own().values())).url)


def show_section(request: HttpRequest, name: str) -> HttpResponse:
    sections = read_own()
    if name not in sections:
        raise Http404("The guide has no such section.")
    names = list(sections)
    place = names.index(name)
    context = {
        "page_title": _("Guide"),
        "header_title": sections[name].title,
        "header_icon": "help",
        "section": sections[name],
        "sections": sections.values(),
        "previous": sections[names[place - 1]] if place else None,
        "next": sections[names[place + 1]] if place + 1 < len(names) else None,
    }
    return TemplateResponse(request, "guide/section.html", context)

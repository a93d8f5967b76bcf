from wagtail import hooks

from cms.importing.actions import CallToActionKind
from cms.importing.kinds import Kind


@hooks.register("register_import_kinds", order=20)
def register_import_kinds() -> list[Kind]:
    return [CallToActionKind()]

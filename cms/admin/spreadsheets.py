"""Tables that people open as spreadsheets."""

from typing import Any

from wagtail.admin.views.reports import ReportView

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute


def make_harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class HarmlessReportView(ReportView):
    """A report that can be exported: a title that looks like a formula stays a text."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        value = super().preprocess_field_value(field, value, export_format)
        return make_harmless(value) if export_format == self.FORMAT_CSV else value

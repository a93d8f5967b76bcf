"""Wagtail's report of the history of the site, with what happened to accounts, exported as texts alone."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from cms.admin.spreadsheets import HarmlessReportView
from cms.upstream.wagtail_admin import LogEntriesView


class SiteHistoryReport(HarmlessReportView, LogEntriesView):
    """Who did what: pages, snippets, settings, users and groups, and signing in."""

    list_export = [*LogEntriesView.list_export, "message"]
    export_headings = {**LogEntriesView.export_headings, "message": _("Details")}


# These come before Wagtail's own patterns, whose names still lead here.
urlpatterns = [
    path(f"reports/site-history/{results}", SiteHistoryReport.as_view(results_only=bool(results)))
    for results in ("", "results/")
]

"""What administrators see at a glance: each part of the site, whether it works, and what to do if not."""

import platform
import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import django
import wagtail
from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus

from cms.accounts.log import CODE_FAILED, FAILURE, REFUSAL
from cms.accounts.models import AccountLogEntry
from cms.backup.nightly import find_last, find_late
from cms.caching.purges import make_cache
from cms.changes.feed import read_last_change
from cms.changes.models import Follower
from cms.operations.descriptions import TaskDescription, describe_tasks
from cms.operations.heartbeat import list_workers
from cms.operations.readiness import make_checks, run_checks
from cms.operations.tasks import is_stuck, list_failed, list_retried, list_tasks, list_waiting
from cms.webhooks.models import Delivery, Endpoint

SHOWN = 5
LATELY = timedelta(hours=24)
# A disk is low when less than a tenth is free, and less than this.
LOW_SHARE, LOW_BYTES = 0.1, 5 * 1024**3
# These have a card of their own.
APART = ("worker", "queue")


@dataclass
class Fact:
    """A line of a card, which leads to where something can be done about it."""

    label: str
    value: str
    url: str = ""
    is_wrong: bool = False


@dataclass
class Card:
    """One part of the site. ``advice`` says what to do when it does not work."""

    title: str
    icon: str
    text: str
    advice: str
    is_right: bool = True
    has_state: bool = True
    facts: list[Fact] = field(default_factory=list)
    tasks: list[TaskDescription] = field(default_factory=list)


def list_cards() -> list[Card]:
    cards = [
        describe_site(),
        describe_worker(),
        describe_queue(),
        describe_failed_tasks(),
        describe_backup(),
        describe_disks(),
        describe_sign_ins(),
        describe_webhooks(),
        describe_caches(),
        describe_versions(),
    ]
    return [card for card in cards if card]


def describe_site() -> Card:
    results = run_checks(check for check in make_checks() if check.name not in APART)
    wrong = [result for result in results if not result.ok]
    return Card(
        _("Site"),
        "site",
        " ".join(str(result.message) for result in wrong or results),
        _("Run migrate if migrations are missing, and make room if files cannot be stored. The log has the details."),
        is_right=not wrong,
    )


def describe_worker() -> Card:
    workers = list_workers()
    text = ngettext("%(count)d worker is running.", "%(count)d workers are running.", len(workers))
    nobody = _("No worker has been seen for five minutes: start one with run_worker.")
    return Card(
        _("Worker"),
        "cogs",
        text % {"count": len(workers)} if workers else nobody,
        _(
            "Without a worker, nothing is published on schedule, and new pictures do not appear. Start it with "
            "manage.py run_worker; its log says why it ended."
        ),
        is_right=bool(workers),
        facts=[
            Fact(worker.host, _("running for %(time)s") % {"time": timesince(worker.started_at)}) for worker in workers
        ],
    )


def describe_queue() -> Card:
    report = reverse("tasks")
    waiting, stuck = list_waiting().count(), is_stuck()
    running = list_tasks().filter(status=TaskResultStatus.RUNNING).count()
    moves = _("Background tasks are done.") if waiting else _("No background task is waiting.")
    return Card(
        _("Queue"),
        "tasks",
        _("Background tasks have been waiting for 15 minutes, and none was begun.") if stuck else moves,
        _("Restart the worker. Pictures that were just uploaded appear when their tasks are done."),
        is_right=not stuck,
        facts=[
            Fact(_("Waiting"), str(waiting), f"{report}?status=READY", is_wrong=stuck),
            Fact(_("Running"), str(running), f"{report}?status=RUNNING"),
            Fact(_("To be tried again"), str(list_retried().count()), f"{report}?status=READY"),
        ],
    )


def describe_failed_tasks() -> Card:
    count = list_failed().count()
    text = ngettext("%(count)d background task has failed.", "%(count)d background tasks have failed.", count)
    return Card(
        _("Failed tasks"),
        "warning",
        text % {"count": count} if count else _("No background task has failed."),
        _("Do what the reason says, then choose “Try again”."),
        is_right=not count,
        facts=[Fact(_("Failed"), str(count), f"{reverse('tasks')}?status=FAILED", is_wrong=bool(count))],
        tasks=describe_tasks(list_failed().order_by("-finished_at")[:SHOWN]),
    )


def describe_backup() -> Card:
    try:
        last, late = find_last(), find_late()
    except OSError:
        last, late = None, None
    if last:
        text = _("The last backup of the site was made on %(when)s.") % {
            "when": date_format(timezone.localtime(last), "SHORT_DATETIME_FORMAT")
        }
    elif settings.BACKUP_DIR:
        text = _("There is no backup of the site, or this server cannot see it.")
    else:
        text = _("The site makes no backups by itself.")
    return Card(
        _("Backup"),
        "download",
        text,
        _("Set BACKUP_DIR, and the worker makes a backup each night. If it makes none, its log says why."),
        is_right=bool(settings.BACKUP_DIR) and not late,
        facts=[Fact(_("Age"), timesince(last))] if last else [],
    )


def describe_disks() -> Card:
    places = {
        _("Uploads"): settings.MEDIA_ROOT,
        _("Data"): settings.VAR_DIR,
        _("Backups"): settings.BACKUP_DIR,
    }
    facts, seen = [], set()
    for label, place in places.items():
        try:
            device, usage = Path(place).stat().st_dev if place else None, shutil.disk_usage(place or "/")
        except OSError:
            continue
        if device is None or device in seen:
            continue
        seen.add(device)
        is_low = usage.free < min(LOW_BYTES, usage.total * LOW_SHARE)
        value = _("%(free)s free of %(total)s") % {
            "free": filesizeformat(usage.free),
            "total": filesizeformat(usage.total),
        }
        facts.append(Fact(label, value, is_wrong=is_low))
    low = [fact for fact in facts if fact.is_wrong]
    return Card(
        _("Disk"),
        "folder",
        _("There is little space left.") if low else _("There is enough space."),
        _("Make room or enlarge the disk. Keep fewer backups with BACKUP_KEPT, and delete files that nothing uses."),
        is_right=not low,
        facts=[*facts, Fact(_("Unused images"), _("see the report"), reverse("unused_images"))],
    )


def describe_sign_ins() -> Card:
    history = reverse("wagtailadmin_reports:site_history")
    entries = AccountLogEntry.objects.filter(timestamp__gt=timezone.now() - LATELY)
    failed = entries.filter(action__in=[FAILURE, CODE_FAILED]).count()
    refused = entries.filter(action=REFUSAL).count()
    return Card(
        _("Signing in"),
        "lock",
        _("Somebody may be guessing passwords.") if refused else _("Nobody has been refused for trying too often."),
        _("See in the history who it was and from where. Guessing is slowed down; a second factor stops it."),
        is_right=not refused,
        facts=[
            Fact(_("Failed in the last 24 hours"), str(failed), f"{history}?action={FAILURE}"),
            Fact(_("Refused after too many attempts"), str(refused), f"{history}?action={REFUSAL}", bool(refused)),
        ],
    )


def describe_webhooks() -> Card | None:
    endpoints = list(Endpoint.objects.all())
    if not endpoints:
        return None
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, is_extra=False)
    failing = set(waiting.filter(attempts__gt=0).values_list("endpoint", flat=True))
    wrong = [endpoint for endpoint in endpoints if endpoint.stopped or (endpoint.is_on and endpoint.pk in failing)]
    return Card(
        _("Webhooks"),
        "globe",
        _("Some messages have not arrived.") if wrong else _("All messages have arrived."),
        _("Open the webhook to see what the other site answered."),
        is_right=not wrong,
        facts=[
            Fact(
                endpoint.name,
                describe_endpoint(endpoint, is_failing=endpoint.pk in failing),
                reverse("webhook", args=[endpoint.pk]),
                is_wrong=endpoint in wrong,
            )
            for endpoint in endpoints
        ],
    )


def describe_endpoint(endpoint: Endpoint, *, is_failing: bool) -> str:
    if not endpoint.is_on:
        return _("switched off")
    return _("is tried again") if is_failing else _("switched on")


def describe_caches() -> Card | None:
    names = [make_cache(url).name for url in settings.PURGE_URLS]
    if not names:
        return None
    last = read_last_change()[0]
    positions = dict(Follower.objects.filter(name__in=names).values_list("name", "number"))
    behind = {name: last - positions.get(name, 0) for name in names}
    return Card(
        _("Caches in front of the site"),
        "rotate",
        _("The caches follow the changes."),
        _("Purges are repeated until a cache accepts them: the log of the worker says what it answered."),
        facts=[
            Fact(name, ngettext("%(count)d change behind", "%(count)d changes behind", count) % {"count": count})
            for name, count in behind.items()
        ],
    )


def describe_versions() -> Card:
    names = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        version = str(cursor.fetchone()[0]).partition(" ")[0]
    return Card(
        _("Versions"),
        "info-circle",
        _("Community CMS %(version)s") % {"version": settings.VERSION},
        _("Before you upgrade, make a backup: docs/operations.md says how."),
        has_state=False,
        facts=[
            Fact("Wagtail", wagtail.__version__),
            Fact("Django", django.get_version()),
            Fact("Python", platform.python_version()),
            Fact(names[connection.vendor], version),
        ],
    )

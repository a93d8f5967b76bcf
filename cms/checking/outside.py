"""Links to other sites: which there are, and whether they are dead."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.checking.checks import Check, Finding
from cms.checking.content import Content
from cms.checking.models import OutsideLink

NOTED_AGAIN = timedelta(days=1)


def cut(url: str) -> str:
    """Return an address without its fragment, also if it is none that can be taken apart."""
    return url.partition("#")[0]


def make_key(url: str) -> str:
    return sha256(cut(url).encode()).hexdigest()


def note_addresses(contents: Iterable[Content]) -> None:
    """Note the addresses that pages lead to: new ones are checked soon, and the others stay."""
    urls = {make_key(url): cut(url) for content in contents for _place, url in content.addresses}
    if not urls:
        return
    now = timezone.now()
    known = dict(OutsideLink.objects.filter(pk__in=urls).values_list("pk", "seen_at"))
    new = (OutsideLink(key=key, url=url, host=find_host(url)) for key, url in urls.items() if key not in known)
    OutsideLink.objects.bulk_create(new, ignore_conflicts=True)
    old = [key for key, seen in known.items() if seen < now - NOTED_AGAIN]
    if old:
        OutsideLink.objects.filter(pk__in=old).update(seen_at=now)


def find_host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""


class DeadLink(Check):
    """Only looks up what the worker has found out: nobody waits for other sites."""

    name = "dead_link"
    label = _("Dead links to other sites")
    problem = _("The link to %(url)s is dead: %(answer)s.")
    reason = _("Readers who follow it find nothing.")
    remedy = _("Find out where it has moved to, or remove it.")

    def load(self, contents: Sequence[Content]) -> dict[str, str]:
        keys = list({make_key(url) for content in contents for _place, url in content.addresses})
        dead = OutsideLink.objects.filter(state=OutsideLink.State.DEAD)
        return dict(dead.filter(pk__in=keys).values_list("pk", "answer")) if keys else {}

    def find(self, content: Content, loaded: dict[str, str]) -> Iterator[Finding]:
        for place, url in content.addresses:
            answer = loaded.get(make_key(url))
            if answer is not None:
                yield Finding(place, {"url": url, "answer": answer})


CHECKS: list[type[Check]] = [DeadLink]

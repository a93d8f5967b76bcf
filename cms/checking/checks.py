"""What a check is, and how checks are run.

A check is a class with one method. Apps declare theirs with the hook ``register_checks``.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, NamedTuple

from django.utils.functional import Promise
from wagtail import hooks

from cms.checking.content import Content, Place
from cms.environment.outages import is_transient

logger = logging.getLogger(__name__)
Text = str | Promise


class Fill(NamedTuple):
    """What a button writes into the open form: ``value`` into the input of the block whose name ends with ``name``."""

    name: str
    value: str


@dataclass(frozen=True)
class Finding:
    """Something that a check has found. ``values`` fill in the check's sentences, and are stored as JSON.

    ``draft`` is the page or snippet that readers do not see yet, if that is what was found: it may be published with
    the page.
    """

    place: Place
    values: dict[str, Any] = field(default_factory=dict)
    fill: Fill | None = None
    draft: Any = None


class Check:
    """One thing that is looked for, in words that people read: they may contain ``%(name)s`` of a finding's values.

    ``name`` is stored, and never changes. ``mend_label`` names the button of a finding that can be mended by one.
    A check of what publishing itself mends has ``can_block = False``.
    """

    name: ClassVar[str]
    label: ClassVar[Text]
    problem: ClassVar[Text]
    reason: ClassVar[Text]
    remedy: ClassVar[Text]
    mend_label: ClassVar[Text] = ""
    can_block: ClassVar[bool] = True

    def load(self, contents: Sequence[Content]) -> Any:
        """Return what ``find`` needs to know of all these pages, in a number of queries that does not grow."""
        return None

    def find(self, content: Content, loaded: Any) -> Iterator[Finding]:
        """Yield what is wrong with a page."""
        raise NotImplementedError

    def may_mend(self, finding: Finding, user: Any) -> bool:
        """Whether a button of this user mends a finding outside of the form."""
        return False

    def mend(self, finding: Finding, user: Any) -> str:
        """Mend a finding outside of the form, and return what was done."""
        raise NotImplementedError

    def describe(self, finding: Finding) -> str:
        return str(self.problem) % finding.values

    def advise(self, finding: Finding) -> str:
        return str(self.remedy) % finding.values


class Found(NamedTuple):
    """A finding with its check."""

    check: Check
    finding: Finding


@cache
def list_checks() -> dict[str, Check]:
    """Return all checks by their names, in the order in which they are registered."""
    checks = [check() for register in hooks.get_hooks("register_checks") for check in register()]
    return {check.name: check for check in checks}


def run_checks(pages: Iterable[Any], only: Iterable[str] | None = None) -> list[list[Found]]:
    """Return what is found on each page."""
    contents = [Content(page) for page in pages]
    found: list[list[Found]] = [[] for _content in contents]
    for check in list_checks().values():
        if only is None or check.name in only:
            found = [mine + new for mine, new in zip(found, run_check(check, contents), strict=True)]
    return found


def run_check(check: Check, contents: Sequence[Content]) -> list[list[Found]]:
    """Return what one check finds on each page. If it fails on one, that is logged, and it finds nothing there."""
    try:
        loaded = check.load(contents)
        return [[Found(check, finding) for finding in check.find(content, loaded)] for content in contents]
    except Exception as error:
        if is_transient(error):
            raise
        if len(contents) == 1:
            logger.exception("The check %s failed on page %s", check.name, contents[0].page.pk)
            return [[]]
    return [run_check(check, [content])[0] for content in contents]

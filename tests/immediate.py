"""Background tasks without a worker."""

from typing import Any

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend


class CommittedBackend(ImmediateBackend):
    """Runs each task when the transaction that queues it is committed: no worker sees it before."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        transaction.on_commit(lambda: ImmediateBackend.enqueue(self, task, args, kwargs))

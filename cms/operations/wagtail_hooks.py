from wagtail import hooks

from cms.operations.tasks import queue_abandoned_tasks

hooks.register("run_every_minute", queue_abandoned_tasks)

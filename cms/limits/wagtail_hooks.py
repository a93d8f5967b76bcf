from wagtail import hooks

from cms.limits.counting import remove_old_counts

hooks.register("run_every_minute", remove_old_counts)

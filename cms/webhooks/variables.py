"""Environment variables of webhooks."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "WEBHOOK_NETWORKS",
        kind="networks",
        default=[],
        help=(
            "Networks that webhooks may reach though they are not public, comma-separated; there http is enough. "
            "Default: none, only https to public servers."
        ),
    ),
    Variable(
        "WEBHOOK_DAYS",
        kind="int",
        default=5,
        help="After how many days without one success a webhook is switched off, and administrators get an email.",
        pattern=r"[1-9][0-9]{0,2}",
        expected="a whole number of days, 1 or more",
    ),
]

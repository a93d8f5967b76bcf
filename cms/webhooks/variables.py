"""Environment variables of webhooks."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "WEBHOOK_NETWORKS",
        kind="list",
        default=[],
        help=(
            "Networks that webhooks may reach though they are not public, comma-separated; there http is enough. "
            "Default: none, only https to public servers."
        ),
        pattern=r"([0-9]{1,3}\.){3}[0-9]{1,3}/([12]?[0-9]|3[0-2])|[0-9a-fA-F:]+/([0-9]{1,2}|1[01][0-9]|12[0-8])",
        expected="a list of networks such as 10.0.0.0/8,fd00::/8",
    ),
    Variable(
        "WEBHOOK_DAYS",
        kind="int",
        default=5,
        help="After how many days without one success a webhook is switched off, and administrators get an e-mail.",
        pattern=r"[1-9][0-9]{0,2}",
        expected="a whole number of days, 1 or more",
    ),
]

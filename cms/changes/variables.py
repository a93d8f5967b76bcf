"""Environment variables for the change feed."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "CHANGES_KEPT_DAYS",
        kind="int",
        default=90,
        help="How many days the change feed is kept. Clients that are further behind must start over.",
        pattern=r"[0-9]{1,5}",
        expected="a whole number of days",
    ),
]

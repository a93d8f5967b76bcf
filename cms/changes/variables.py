"""What operators can set about the change feed."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "CHANGES_KEPT_DAYS",
        kind="int",
        default=90,
        help="For how many days the change feed is kept. A site that has not asked for longer starts again.",
    ),
]

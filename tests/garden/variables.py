"""What operators can set about gardens."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "GARDEN_CROPS",
        kind="list",
        default=["beans", "leeks"],
        help="The crops that a garden without a list of its own grows.",
        pattern=r"[a-z]+",
        expected="a list of crops, in lower case",
    ),
]

"""Environment variables of the server."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "WEB_THREADS",
        kind="int",
        default=4,
        help="How many threads of each web process compute responses. Each has a connection to the database.",
        pattern=r"[1-9]\d?",
        expected="a number from 1 to 99",
    ),
]

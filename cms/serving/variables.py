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
    Variable(
        "VERSION_MAX_AGE",
        kind="int",
        default=0,
        help=(
            "For how many milliseconds a web process may answer from its cache without asking the database whether"
            " anything has changed. With 0, nothing old is ever sent; a few milliseconds make PostgreSQL as fast as"
            " SQLite."
        ),
        pattern=r"\d{1,3}|1000",
        expected="a number of milliseconds from 0 to 1000",
    ),
    Variable(
        "LIVE_CONNECTIONS",
        kind="int",
        default=500,
        help=(
            "How many clients of each web process may wait for news at the same time, with changes/stream/ and "
            "changes/?wait=."
        ),
        pattern=r"[0-9]{1,6}",
        expected="a whole number",
    ),
    Variable(
        "LIVE_CONNECTIONS_PER_CLIENT",
        kind="int",
        default=50,
        help="How many of them may come from one address. A front end that waits for its readers needs more.",
        pattern=r"[0-9]{1,6}",
        expected="a whole number",
    ),
]

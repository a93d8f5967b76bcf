"""Environment variables for watching over the site."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "METRICS_TOKEN",
        kind="str",
        default="",
        help=(
            "A secret of at least 16 characters, with "
            "which Prometheus reads /metrics as a bearer token. Default: none, "
            "and nothing is counted."
        ),
        pattern=r"([\w.~+/=-]{16,})?",
        expected="at least 16 letters, digits or . ~ + / = - _",
    ),
]

"""Environment variables for accounts."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "ACCOUNT_LOG_DAYS",
        kind="int",
        default=365,
        help="How many days the log keeps sign-ins, failures and changes of accounts, with their addresses.",
        pattern=r"[1-9][0-9]{0,4}",
        expected="a whole number, 1 or more",
    ),
    Variable(
        "SECOND_FACTOR_DEMANDED",
        kind="bool",
        default=False,
        help="Whether everybody who can publish needs a passkey, or an app that shows codes.",
    ),
    Variable(
        "SECOND_FACTOR_DAYS",
        kind="int",
        default=14,
        help="How many days they have to add one, from the demand, or from when their account became able to publish.",
        pattern=r"[0-9]{1,4}",
        expected="a whole number, 0 or more",
    ),
]

"""Environment variables for backups."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "BACKUP_DIR",
        kind="str",
        default="",
        help="The directory of backups. If it is set, the worker makes one each night. Default: none.",
        pattern=r"(/.+)?",
        expected="the full path of a directory, such as /srv/backups",
    ),
    Variable(
        "BACKUP_KEPT",
        kind="int",
        default=14,
        help="How many backups are kept: after each new one, older ones are deleted.",
        pattern=r"[1-9][0-9]{0,4}",
        expected="a whole number, 1 or more",
    ),
]

"""Environment variables of machine translation."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "TRANSLATION_URL",
        kind="str",
        default="",
        help="The address of a LibreTranslate server that suggests translations, such as http://translate:5000. Texts"
        " go there only once an administrator has allowed it under Settings, Translation.",
        pattern=r"(https?://[^\s/?#]+(/[^\s?#]*)?)?",
        expected="an address such as http://translate:5000",
    ),
    Variable("TRANSLATION_KEY", kind="str", default="", help="The key for that server, if it asks for one."),
]

"""What operators can set about caches."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "PURGE_URLS",
        kind="list",
        default=[],
        help=(
            "The caches in front of the site that the worker tells of changes, separated by commas: proxies such as "
            "Varnish, with docs/examples/varnish.vcl, and zones of Cloudflare. Default: none."
        ),
        pattern=r"https?://[\w.:@%-]+(/\S*)?|cloudflare://[^@/\s]+@\w+",
        expected="a list of addresses such as http://127.0.0.1:6081 or cloudflare://TOKEN@ZONE",
    ),
    Variable(
        "CDN_SECONDS",
        kind="int",
        default=86_400,
        help="For how many seconds a CDN may keep a public answer. 0 unless it is told of changes.",
    ),
]

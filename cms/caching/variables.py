"""Environment variables for caches."""

from cms.environment.variables import Variable

VARIABLES = [
    Variable(
        "PURGE_URLS",
        kind="list",
        default=[],
        help=(
            "The caches in front of the site that the worker purges after changes, comma-separated: proxies such as "
            "Varnish, with docs/examples/varnish.vcl, and Cloudflare zones. Default: none."
        ),
        pattern=r"https?://[\w.:@%-]+(/\S*)?|cloudflare://[^@/\s]+@\w+",
        expected="a list of addresses such as http://127.0.0.1:6081 or cloudflare://TOKEN@ZONE",
    ),
    Variable(
        "CDN_SECONDS",
        kind="int",
        default=86_400,
        help="How many seconds a CDN may cache a public response. Use 0 if the CDN is not purged.",
        pattern=r"[0-9]{1,9}",
        expected="a whole number of seconds",
    ),
]

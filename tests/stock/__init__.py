"""wagtail-localize as it comes, with Wagtail's own page and blocks: what our figures are compared with.

The blocks have the fields of ours. ``python -m tests.stock`` prints the figures.
"""

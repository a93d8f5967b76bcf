"""Adapters: everything undocumented that we use of other packages, which any release may change, is used only here.

One module per package. It wraps what we use in a few functions and classes, and lists in ``PARTS`` what it relies on
and why. ``docs/upstream.md`` is generated from these lists, and a test fails when a part is gone.
"""

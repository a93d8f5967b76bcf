"""The one door to each upstream: whatever a package does not document, and may drop in any release, is used only here.

One module for each package. It wraps what we use of it in a few functions and classes, and lists in ``PARTS`` what it
relies on and why. ``docs/upstream.md`` is written from these lists, and a test fails when a part is gone.
"""

"""What the demo says: the pages of Both Banks, an invented organisation in Alderbridge, an invented town.

Alderbridge (in Welsh Pont-y-wern) stands on both banks of the Arlen, a river with England on one side and Wales on the
other. Content names things by key (``page:about``); the loader turns keys into rows. ``{month}``, ``{next_month}`` and
``{year}`` are filled in from the month that an update covers.
"""

"""What the limits tell others."""

from django.dispatch import Signal

# Once a window, when submissions of a form begin to be refused: ``request``, and ``name``, what was typed as a name.
attempts_refused = Signal()

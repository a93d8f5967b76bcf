"""Checks of pages before they are published, and a report of what they find."""

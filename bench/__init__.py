"""Measures this project's API beside stock Wagtail's, on the same content and server: `make bench`."""

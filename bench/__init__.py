"""Compares this project's API with stock Wagtail's, on the same content and server: `make bench`."""

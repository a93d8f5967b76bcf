"""WhiteNoise: static files with compressed forms, without its WSGI application or middleware."""

from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from cms.upstream.parts import Part

PARTS = [
    Part(
        "whitenoise.WhiteNoise",
        "Its WSGI application would open every file in a thread; static files are looked up in the event loop.",
        ("__init__", "add_files(self, root, prefix)", "find_file(self, url)", "serve"),
    ),
    Part(
        "whitenoise.responders.StaticFile",
        "Documents are files that WhiteNoise does not know, and are read in the same ranges.",
        ("get_response(self, method, request_headers)", "parse_byte_range"),
    ),
]

__all__ = ["StaticFile", "WhiteNoise"]

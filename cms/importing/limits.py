"""How much a document may contain, and how it is refused."""

MEGABYTE = 1024 * 1024
MAX_FILE = 20 * MEGABYTE
MAX_TEXT = 1 * MEGABYTE  # of HTML, Markdown or plain text, without pictures
MAX_TAGS = 60_000
MAX_UNPACKED = 120 * MEGABYTE  # of a Word file
MAX_XML = 8 * MEGABYTE  # of a part of a Word file that is parsed
MAX_RATIO = 200  # unpacked to packed, of what is larger than a megabyte
MAX_PARTS = 2000
MAX_PICTURES = 50
MAX_DEPTH = 60
MAX_PASSAGES = 5000


class Refused(Exception):
    """Nothing was brought in; the message tells people why, and what they can do."""

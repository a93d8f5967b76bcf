"""Brings documents of other programs into the body of a page: files or pasted text, and whole collections of posts."""

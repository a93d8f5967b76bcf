"""Putting the content into the database, one kind of thing after the other."""

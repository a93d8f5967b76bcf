"""Puts the content into the database, one kind of object after the other."""

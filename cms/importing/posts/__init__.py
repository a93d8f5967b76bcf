"""Imports whole collections of posts that were published elsewhere."""

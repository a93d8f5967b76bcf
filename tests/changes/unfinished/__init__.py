"""A release whose last migration may get stuck: two migrations more than the app ``search`` has."""

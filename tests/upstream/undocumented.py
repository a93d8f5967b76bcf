"""What the documentation of other packages does not mention: modules, or single names of a module."""

UNDOCUMENTED: set[str] = {
    # django-tasks-db
    "django_tasks_db.management",
    "django_tasks_db.models",
    # Django REST framework
    "rest_framework.utils",
    # modelsearch
    "modelsearch",
    # Wagtail
    "wagtail.api.v2",
    "wagtail.api.validators",
    "wagtail.contrib.redirects.middleware.get_redirect",
    "wagtail.signal_handlers",
    "wagtail.utils",
}

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
    "wagtail.admin.ui.tables.pages.PageStatusColumn",
    "wagtail.admin.views.generic.chooser",
    "wagtail.admin.views.pages.listing",
    "wagtail.admin.widgets.AdminDateTimeInput",
    "wagtail.api.utils.get_base_url",
    "wagtail.api.v2",
    "wagtail.api.validators",
    "wagtail.contrib.redirects.middleware.get_redirect",
    "wagtail.images.fields",
    "wagtail.images.forms",
    "wagtail.images.image_operations.FormatOperation",
    "wagtail.images.models.Filter",
    "wagtail.images.models.WagtailImageField",
    "wagtail.images.models.WagtailImageFieldFile",
    "wagtail.signal_handlers",
    "wagtail.utils",
}

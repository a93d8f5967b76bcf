"""What the documentation of other packages does not mention: modules, or single names of a module."""

UNDOCUMENTED: set[str] = {
    # Django
    "django.core.validators.slug_re",
    "django.db.backends.utils",
    "django.db.migrations.executor",
    "django.db.migrations.loader",
    "django.db.models.base",
    "django.http.request.split_domain_port",
    "django.utils.cache.get_conditional_response",
    "django.utils.dates",
    "django.utils.http.parse_etags",
    "django.utils.log",
    "django.utils.text.capfirst",
    "django.utils.xmlutils",
    # django-tasks-db
    "django_tasks_db.management",
    "django_tasks_db.models",
    # Django REST framework
    "rest_framework.utils",
    # modelcluster
    "modelcluster.models.get_all_child_relations",
    "modelcluster.models.get_serializable_data_for_fields",
    # modelsearch
    "modelsearch",
    # Wagtail
    "wagtail.actions",
    "wagtail.admin.forms.models.formfield_for_dbfield",
    "wagtail.admin.paginator",
    "wagtail.admin.ui.tables.pages.PageStatusColumn",
    "wagtail.admin.utils.get_valid_next_url_from_request",
    "wagtail.admin.views.generic.chooser",
    "wagtail.admin.views.pages.listing",
    "wagtail.admin.widgets.AdminDateTimeInput",
    "wagtail.api.utils.get_base_url",
    "wagtail.api.v2",
    "wagtail.api.validators",
    "wagtail.admin.rich_text.converters",
    "wagtail.api.rich_text",
    "wagtail.contrib.redirects.middleware.get_redirect",
    "wagtail.coreutils",
    "wagtail.documents.forms",
    "wagtail.images.fields",
    "wagtail.images.forms",
    "wagtail.images.image_operations.FormatOperation",
    "wagtail.images.models.Filter",
    "wagtail.images.models.WagtailImageField",
    "wagtail.images.models.WagtailImageFieldFile",
    "wagtail.models.COMMENTS_RELATION_NAME",
    "wagtail.models.sites",
    "wagtail.rich_text.rewriters",
    "wagtail.signal_handlers",
    "wagtail.utils",
    # wagtail-localize
    "wagtail_localize.machine_translators.get_machine_translator",
}

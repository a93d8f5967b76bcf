"""All URLs of the project, and stock Wagtail's API below ``stock/``."""

from django.urls import path

from bench.stock import api
from cms.urls import urlpatterns as project_urlpatterns

urlpatterns = [path("stock/api/v2/", api.urls), *project_urlpatterns]

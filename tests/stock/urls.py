from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from cms import urls

api = WagtailAPIRouter("stock")
api.register_endpoint("pages", PagesAPIViewSet)

urlpatterns = [path("stock-api/", api.urls), *urls.urlpatterns]

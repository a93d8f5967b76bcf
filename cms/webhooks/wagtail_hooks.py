import threading
from collections.abc import Callable

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.webhooks import admin
from cms.webhooks.messages import WebhookMessage
from cms.webhooks.worker import keep_delivering, prune_deliveries

register_snippet(admin.EndpointViewSet)
hooks.register("run_every_minute", prune_deliveries)


@hooks.register("register_worker_threads")
def register_deliveries() -> list[tuple[str, Callable[[threading.Event], None]]]:
    return [("webhooks", keep_delivering)]


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        path("webhooks/<int:pk>/", admin.show_endpoint, name="webhook"),
        path("webhooks/<int:pk>/test/", admin.send_test, name="webhook_test"),
        path("webhooks/<int:pk>/secret/", admin.rotate_secret, name="webhook_secret"),
        path("webhooks/<int:pk>/<int:delivery_pk>/", admin.show_delivery, name="webhook_delivery"),
        path("webhooks/<int:pk>/<int:delivery_pk>/replay/", admin.replay, name="webhook_replay"),
    ]


@hooks.register("register_api_webhooks")
def register_messages() -> list[tuple[str, type]]:
    return [("content", WebhookMessage)]

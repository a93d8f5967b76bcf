from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(("cms.translation", "tests."))] + ["tests.stock"]
ROOT_URLCONF = "tests.stock.urls"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True

from django.urls import path
from django.views.decorators.cache import never_cache

from cms.accounts.languages import speak_the_browsers_language
from cms.setup.views import show_setup

urlpatterns = [path("setup/<str:token>/", never_cache(speak_the_browsers_language(show_setup)), name="setup")]

"""A site whose front end shows drafts, an editor and a page."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Site

from blog.models import UpdatePage
from cms.models import Organisation
from tests import factories

FRONT_END = "https://www.example.org/preview"


@pytest.fixture(autouse=True)
def organisation(db: None) -> Organisation:
    organisation = Organisation.for_site(Site.objects.get())
    organisation.preview_url = FRONT_END
    organisation.save()
    return organisation


@pytest.fixture
def editor() -> User:
    return factories.make_user()


@pytest.fixture
def admin(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def page() -> UpdatePage:
    return factories.make_update(title="Keys", slug="keys")

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client, TestCase
from wagtail.models import Locale

from tests.cms import languages
from tests.translation.editor import Editor
from tests.translation.untouched import pytest_runtest_call

__all__ = ["pytest_runtest_call"]


@pytest.fixture
def welsh() -> Locale:
    return languages.welsh()


@pytest.fixture
def administrator(client, admin_user, django_capture_on_commit_callbacks) -> Editor:
    client.force_login(admin_user)
    return Editor(client, django_capture_on_commit_callbacks)


@pytest.fixture(scope="module")
def shared_administrator(module_transaction: None) -> Editor:
    """The one who makes what the tests of a module share."""
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return Editor(client, TestCase.captureOnCommitCallbacks)


@pytest.fixture
def editor(client, db, django_capture_on_commit_callbacks) -> Editor:
    """Somebody who may edit and translate, and not publish."""
    user = User.objects.create_user("editor", password="river")
    user.groups.add(Group.objects.get(name="Editors"))
    user.user_permissions.add(Permission.objects.get(codename="submit_translation"))
    client.force_login(user)
    return Editor(client, django_capture_on_commit_callbacks)

"""A directory of templates and styles that an upgrade leaves alone."""

import subprocess
import sys

SCRIPT = """
import django; django.setup()
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from cms.templatetags.stylesheets import list_stylesheets
print(get_template("cms/components/site_footer.html").template.source)
print(list_stylesheets()[-1], finders.find("overrides.css"), finders.find("cms/css/tokens.css"))
"""


def test_templates_and_styles_of_the_site_itself_come_first(tmp_path):
    template = tmp_path / "templates" / "cms" / "components" / "site_footer.html"
    template.parent.mkdir(parents=True)
    template.write_text("Our own footer")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "overrides.css").write_text(":root { --radius: 0 }")

    found = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "SECRET_KEY": "a secret of the tests that is long enough",
            "BASE_URL": "https://cms.example.org",
            "VAR_DIR": str(tmp_path),
            "OVERRIDES_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "Our own footer" in found
    assert f"overrides.css {tmp_path}/static/overrides.css" in found
    assert found.strip().endswith("cms/static/cms/css/tokens.css")

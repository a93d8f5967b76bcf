import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cms.environment.variables import list_variables
from cms.settings import INSTALLED_APPS

ROOT = Path(__file__).parents[2]
REQUIRED = {"SECRET_KEY": "a secret of the tests that is long enough", "BASE_URL": "https://cms.example.org"}


SECURITY = "import cms.settings as s; print(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.DEBUG)"


def read_settings(script: str = SECURITY, **environment: str) -> subprocess.CompletedProcess[str]:
    """Import the settings in a new process that has only ``environment``."""
    inherited = {name: value for name, value in os.environ.items() if name.startswith(("PATH", "COVERAGE"))}
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("prepares", [True, False])
def test_a_pool_of_connections_can_do_without_prepared_statements(prepares, tmp_path):
    script = "import cms.settings as s; print(s.DATABASES['default'].get('OPTIONS'))"

    result = read_settings(
        script,
        **REQUIRED,
        DATABASE_URL="postgres://localhost/cms?sslmode=require",
        PREPARED_STATEMENTS=str(prepares),
        VAR_DIR=str(tmp_path),
    )

    assert "'sslmode': 'require'" in result.stdout
    assert ("force_generic_plan" in result.stdout) is prepares
    assert ("prepare_threshold" in result.stdout) is prepares


def test_the_example_documents_every_variable_and_no_other():
    settings = (ROOT / "cms/settings.py").read_text()
    compose = (ROOT / "compose.yaml").read_text()
    example = (ROOT / ".env.example").read_text()

    declared = list_variables(app for app in INSTALLED_APPS if not app.startswith("tests."))
    read = {*re.findall(r"env(?:\.\w+)?\(\s*\"(\w+)\"", settings), *re.findall(r"\$\{(\w+)", compose)}
    read |= {variable.name for variable in declared}
    documented = re.findall(r"^#? ?([A-Z][A-Z_]+)=", example, re.MULTILINE)

    assert sorted(documented) == sorted(read)
    text = " ".join(example.replace("\n# ", " ").split())
    assert not [variable.name for variable in declared if variable.help not in text]


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_value_ends_the_process_with_one_line(name, tmp_path):
    environment = {key: value for key, value in REQUIRED.items() if key != name}

    result = read_settings(**environment, VAR_DIR=str(tmp_path))

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f"Environment variable {name} is not set. See .env.example for what it means."
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "cms.example.org"),
        ("SECRET_KEY", "short"),
        ("HSTS_SECONDS", "a year"),
        ("DATABASE_URL", "oops://somewhere"),
        ("EMAIL_URL", "pigeon://loft"),
        ("WEB_THREADS", "0"),
        ("EXTRA_APPS", "home,gardns"),
        ("EXTRA_APPS", "gardns.of.eden"),
        ("PURGE_URLS", "varnish:6081"),
        ("PURGE_URLS", "http://varnish:6081,cloudflare://zone"),
    ],
)
def test_a_malformed_value_ends_the_process_with_one_line(name, value, tmp_path):
    result = read_settings(**{**REQUIRED, "VAR_DIR": str(tmp_path), name: value})

    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert name in result.stderr


APP = """
from cms.environment.variables import Variable
VARIABLES = [Variable("POND_DEPTH", kind="int", default=2, help="", pattern=r"[0-9]+", expected="a depth in metres")]
"""


@pytest.mark.parametrize(("value", "output"), [("3", "3"), ("-3", "POND_DEPTH must be a depth in metres")])
def test_an_app_outside_the_repository_declares_settings_too(value, output, tmp_path):
    (tmp_path / "ponds").mkdir()
    (tmp_path / "ponds/variables.py").write_text(APP)
    extra = {"EXTRA_APPS": "ponds", "PYTHONPATH": str(tmp_path), "POND_DEPTH": value, "VAR_DIR": str(tmp_path)}

    result = read_settings("import cms.settings as s; print(s.POND_DEPTH)", **REQUIRED, **extra)

    assert output in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_an_https_address_is_enough_to_be_safe(tmp_path):
    result = read_settings(**REQUIRED, VAR_DIR=str(tmp_path))

    assert result.stdout.split() == ["True", "True", "False"], result.stderr


def test_no_process_keeps_for_itself_what_another_may_change(tmp_path):
    script = "import cms.settings as s; print(*(k for k, v in s.CACHES.items() if 'dummy' not in v['BACKEND']))"

    result = read_settings(script, **REQUIRED, VAR_DIR=str(tmp_path))

    assert result.stdout.split() == ["counts"], result.stderr  # under the version that they were counted at

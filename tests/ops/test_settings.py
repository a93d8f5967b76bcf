import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

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


def run_settings(**environment: str) -> dict[str, Any]:
    """Return what the settings are where there is only ``environment``, or raise what ends the process."""
    with patch.dict(os.environ, environment, clear=True):
        return runpy.run_path(str(ROOT / "cms/settings.py"))


@pytest.mark.parametrize("prepares", [True, False])
def test_a_pool_of_connections_can_do_without_prepared_statements(prepares, tmp_path):
    settings = run_settings(
        **REQUIRED,
        DATABASE_URL="postgres://localhost/cms?sslmode=require",
        PREPARED_STATEMENTS=str(prepares),
        VAR_DIR=str(tmp_path),
    )

    options = settings["DATABASES"]["default"]["OPTIONS"]
    assert options["sslmode"] == "require"
    assert ("force_generic_plan" in options.get("options", "")) is prepares
    assert ("prepare_threshold" in options) is prepares


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


MALFORMED = {
    "ACCOUNT_LOG_DAYS": ["for ever", "0"],
    "SECOND_FACTOR_DAYS": ["two weeks", "-1"],
    "SECOND_FACTOR_DEMANDED": ["publishers"],
    "ALLOWED_HOSTS": ["", "https://cms.example.org"],
    "API_RATE_LIMIT": ["many", "-1"],
    "API_STATEMENT_TIMEOUT": ["5s", "-1", "nan"],
    "BACKUP_DIR": ["backups", "~/backups"],
    "BACKUP_KEPT": ["all", "0"],
    "BASE_URL": [
        "cms.example.org",
        "https://cms.example.org/path",
        "https://cms.example.org:port",
        "https://user:pw@cms.example.org",
    ],
    "BEHIND_PROXY": ["caddy"],
    "CDN_SECONDS": ["1 day", "-1"],
    "CHANGES_KEPT_DAYS": ["for ever", "-90"],
    "CORS_ALLOWED_ORIGINS": ["example.org", "https://a.example,*"],
    "CSRF_TRUSTED_ORIGINS": ["cms.example.org"],
    "DATABASE_URL": ["", "oops://somewhere", "mysql://a:b@c/d", "nonsense"],
    "DEBUG": ["maybe"],
    "DEMO": ["maybe"],
    "EMAIL_FROM": ["not an address"],
    "EMAIL_URL": ["", "pigeon://loft", "smtp.example.org"],
    "OVERRIDES_DIR": ["/there/is/no/such/directory"],
    "EXTRA_APPS": ["home,gardns", "gardns.of.eden"],
    "HSTS_INCLUDE_SUBDOMAINS": ["all"],
    "HSTS_SECONDS": ["a year", "", "-5"],
    "LANGUAGES": ["", "english,welsh", "en,cy,en", "en;cy"],
    "LIVE_CONNECTIONS": ["all", "-1"],
    "LIVE_CONNECTIONS_PER_CLIENT": ["all", "-1"],
    "LOG_FORMAT": ["xml"],
    "LOG_LEVEL": ["LOUD"],
    "MAX_DOCUMENT_MEGABYTES": ["0", "50MB"],
    "MAX_IMAGE_MEGABYTES": ["0", "1.5"],
    "METRICS_TOKEN": ["short", "with a space in the middle"],
    "PREPARED_STATEMENTS": ["nein"],
    "PURGE_URLS": ["varnish:6081", "http://varnish:6081,cloudflare://zone"],
    "RESPONSE_CACHE_MEGABYTES": ["64M", "-64"],
    "SECRET_KEY": ["", "short"],
    "SSL_REDIRECT": ["redirect"],
    "TIME_ZONE": ["Mars/Olympus"],
    "TRUSTED_PROXIES": ["172.16.0.0/12", "-1"],
    "VAR_DIR": ["/proc/nowhere"],
    "WEBHOOK_DAYS": ["0", "five"],
    "WEBHOOK_NETWORKS": ["10.0.0.1", "10.0.0.0/33", "intranet/8", "999.0.0.0/8", "fd00:::/8"],
    "TRANSLATION_URL": ["translate:5000", "ftp://translate"],
    "VERSION_MAX_AGE": ["-1", "1001", "1.5"],
    "WEB_THREADS": ["0", "two"],
}
READ_ELSEWHERE = {
    "SITE_NAME",
    "POSTGRES_PASSWORD",
    "MAX_REQUEST_MEGABYTES",
    "TRANSLATION_KEY",
}  # any text, or nothing that we read


def test_the_malformed_values_are_of_every_variable():
    documented = re.findall(r"^#? ?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert {*MALFORMED} == {*documented} - READ_ELSEWHERE


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in MALFORMED.items() for value in values])
def test_a_malformed_value_ends_the_process_with_one_line(name, value, tmp_path):
    with pytest.raises(SystemExit) as ending:
        run_settings(**{**REQUIRED, "VAR_DIR": str(tmp_path), name: value})

    message = ending.value.code
    assert len(message.splitlines()) == 1
    assert message.startswith(f"Environment variable {name} ")
    assert re.search(r" (must be|must begin|is shorter than|names) ", message) or name == "VAR_DIR"
    assert "invalid literal" not in message


@pytest.mark.parametrize("name", ["DATABASE_URL", "EMAIL_URL"])
def test_no_part_of_a_password_is_shown(name, tmp_path):
    result = read_settings(**{**REQUIRED, "VAR_DIR": str(tmp_path), name: "smtp://cms:hush/hush@example.org/cms"})

    assert name in result.stderr
    assert "hush" not in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", ".example.org,localhost,[::1]"),
        ("API_STATEMENT_TIMEOUT", "0.5"),
        ("BASE_URL", "https://[::1]:8000/"),
        ("BEHIND_PROXY", "True"),
        ("CORS_ALLOWED_ORIGINS", "*"),
        ("CSRF_TRUSTED_ORIGINS", "https://*.example.org"),
        ("DATABASE_URL", "postgres:///cms?host=/run/postgresql"),
        ("EMAIL_FROM", "Both Banks <hello@example.org>"),
        ("LANGUAGES", "en, cy, pt-BR"),
        ("LOG_LEVEL", "info"),
    ],
)
def test_other_spellings_are_accepted(name, value, tmp_path):
    assert run_settings(**{**REQUIRED, "VAR_DIR": str(tmp_path), name: value})


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
    caches = run_settings(**REQUIRED, VAR_DIR=str(tmp_path))["CACHES"]

    # Counts are kept under the version of the content that they were counted at.
    assert [name for name, cache in caches.items() if "dummy" not in cache["BACKEND"]] == ["counts"]

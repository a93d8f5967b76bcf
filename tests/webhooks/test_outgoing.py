"""Requests to addresses that people have typed in."""

import socket
import threading
import time
from ipaddress import ip_address
from typing import Any

import pytest

from cms.environment import outgoing
from cms.environment.outgoing import MAX_ANSWER, Failed, Refused, is_public, post
from tests.webhooks.receivers import (
    LOOPBACK,
    drip_body,
    drip_headers,
    hang,
    receiving,
    send_megabytes,
    speak_no_http,
)

PRIVATE = [
    *("127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),  # noqa: S104
    *("192.0.0.192", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fd00::1", "ff02::1"),
    *(
        "::ffff:169.254.169.254",
        "::ffff:192.0.0.192",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fec0::1",
    ),
]


@pytest.fixture
def server():
    with receiving() as server:
        yield server


def lead(monkeypatch, *answers: str) -> None:
    """Let every name stand for the next of these addresses, and then for the last."""
    left, real = list(answers), socket.getaddrinfo

    def look_up(host, port, *arguments, **options):
        if host.replace(".", "").isdecimal():
            return real(host, port, *arguments, **options)
        address = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in address.split(",")]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_public_addresses_are(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.org/", "//example.org", "https://", "https://example.org:99999/", "https://[::1/"),
        *("https://user:word@example.org/", "http://example.org/", "https://2130706433/", "https://127.1/"),
        "https://localhost/",
    ],
)
def test_what_leads_nowhere_public_is_refused(url, monkeypatch):
    if "example.org" in url:
        lead(monkeypatch, "93.184.216.34")
    with pytest.raises(Refused):
        post(url, b"", {})


def test_a_name_is_refused_if_one_of_its_addresses_is_private(monkeypatch):
    lead(monkeypatch, "93.184.216.34,169.254.169.254")

    with pytest.raises(Refused, match="not a public server"):
        post("https://example.org/", b"", {})


def test_a_name_that_leads_elsewhere_after_the_check_is_not_asked_again(server, monkeypatch):
    """The connection goes to the address that was checked, with the name in `Host`."""
    lead(monkeypatch, "127.0.0.1", "169.254.169.254")

    answer = post(f"http://front.example:{server.server_port}/", b"{}", {}, allowed=LOOPBACK)

    assert answer.status == 200
    assert server.received[0].headers["host"] == f"front.example:{server.server_port}"


def test_a_name_that_leads_to_the_metadata_of_a_cloud_is_refused_although_other_networks_are_allowed(monkeypatch):
    lead(monkeypatch, "169.254.169.254")

    with pytest.raises(Refused):
        post("http://front.example/", b"", {}, allowed=LOOPBACK)


def test_unknown_names_fail(monkeypatch):
    with pytest.raises(Failed, match="no such server"):
        post("https://nowhere.invalid/", b"", {})


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch):
    is_over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: is_over.wait(20))
    monkeypatch.setattr(outgoing, "SECONDS", 0.05)

    with pytest.raises(Failed, match="no name server"):
        post("https://www.example.org/", b"", {})
    is_over.set()


def test_letters_of_other_languages_in_a_path_are_encoded(server):
    assert post(f"http://127.0.0.1:{server.server_port}/caffé?q=é", b"", {}, allowed=LOOPBACK).status == 200
    assert server.received[0].path == "/caff%C3%A9?q=%C3%A9"


def test_redirects_are_not_followed(server):
    server.status = 302

    assert post(server.url, b"", {}, allowed=LOOPBACK).status == 302
    assert len(server.received) == 1


@pytest.mark.parametrize("answer", [hang, drip_headers])
def test_a_receiver_that_takes_long_is_left(server, answer, monkeypatch):
    monkeypatch.setattr(outgoing, "SECONDS", 0.5)
    server.answer = answer
    begun = time.monotonic()

    with pytest.raises(Failed, match="no complete answer"):
        post(server.url, b"", {}, allowed=LOOPBACK)

    assert time.monotonic() - begun < 1.5


def test_a_connection_that_comes_too_late_is_left(server, monkeypatch):
    """The time may be over while there is no connection yet that could be ended."""
    monkeypatch.setattr(outgoing, "SECONDS", 0.2)
    server.answer, connect = drip_headers, socket.create_connection

    def connect_slowly(address, timeout):
        time.sleep(0.4)
        return connect(address, timeout)

    monkeypatch.setattr(socket, "create_connection", connect_slowly)

    with pytest.raises(Failed, match="no complete answer"):
        post(server.url, b"", {}, allowed=LOOPBACK)

    assert server.received == []


def test_a_status_counts_although_the_body_never_ends(server, monkeypatch):
    monkeypatch.setattr(outgoing, "SECONDS", 0.5)
    server.answer = drip_body

    assert post(server.url, b"", {}, allowed=LOOPBACK).status == 500


def test_only_the_beginning_of_a_long_answer_is_read(server):
    server.answer = send_megabytes

    assert len(post(server.url, b"", {}, allowed=LOOPBACK).body) == MAX_ANSWER


def test_what_is_no_http_fails(server):
    server.answer = speak_no_http

    with pytest.raises(Failed):
        post(server.url, b"", {}, allowed=LOOPBACK)


def test_a_certificate_is_checked(server):
    with pytest.raises(Failed):
        post(server.url.replace("http:", "https:"), b"", {}, allowed=LOOPBACK)


def test_a_server_that_is_down_fails():
    with receiving() as server:
        url = server.url

    with pytest.raises(Failed, match="refused"):
        post(url, b"", {}, allowed=LOOPBACK)


def say_control_characters(handler: Any) -> None:
    handler.wfile.write(b"\0\x1b[31mHTTP\r\n\r\n")


@pytest.mark.parametrize("url", ["", "http://a\0.example/"])
def test_why_there_is_no_answer_is_one_line_of_plain_text(server, url):
    """PostgreSQL stores no NUL, and terminals show the log."""
    server.answer = say_control_characters

    with pytest.raises((Failed, Refused)) as failure:
        post(url or server.url, b"", {}, allowed=LOOPBACK)

    assert str(failure.value).isprintable()

"""Who counts as one client."""

import pytest

from cms.limits.clients import identify


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::2", "2001:db8::/64"),
    ],
)
def test_a_client_is_an_ipv4_address_or_a_network(address, client):
    assert identify({"REMOTE_ADDR": address}) == client


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.9, 192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:50123", "192.0.2.1"),
        ("[2001:db8::1]:50123", "2001:db8::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", "198.51.100.1"),
        ("unknown", "unknown"),
    ],
)
def test_behind_a_proxy_the_client_is_the_one_that_the_proxy_saw(forwarded, client, settings):
    settings.TRUSTED_PROXIES = 1

    assert identify({"REMOTE_ADDR": "198.51.100.1", "HTTP_X_FORWARDED_FOR": forwarded}) == client


def test_without_a_proxy_a_client_cannot_name_itself(settings):
    settings.TRUSTED_PROXIES = 0

    assert identify({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "192.0.2.9"}) == "192.0.2.1"

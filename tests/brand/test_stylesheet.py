"""The style sheet of a site's colours."""

import pytest

from cms.brand.stylesheet import find_stylesheet


def test_its_address_names_its_colours_so_that_browsers_may_keep_it(client, db):
    address = find_stylesheet("#b80000", "#ffc947")

    answer = client.get(address)

    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "--link:light-dark(#b80000," in answer.content.decode()


def test_another_choice_has_another_address():
    assert find_stylesheet("#b80000", "") != find_stylesheet("#b70000", "")
    assert find_stylesheet("", "") == ""


@pytest.mark.parametrize("address", ["/brand/b80000-ffc947.00000000.css", "/brand/x-y.00000000.css"])
def test_what_nobody_chose_is_not_found(client, db, address):
    assert client.get(address).status_code == 404


def test_a_colour_with_too_little_contrast_has_none(client, db):
    assert find_stylesheet("#fff9c4", "") == ""
    assert client.get("/brand/fff9c4-ffc947.00000000.css").status_code == 404

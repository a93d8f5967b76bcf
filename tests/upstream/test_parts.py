"""What the adapters rely on is there, and the page that lists it is true."""

import pytest

from cms.upstream.parts import Part
from tests.upstream.parts import NAME, PAGE, find, list_adapters, list_parts, name_parameters, write_page


@pytest.mark.parametrize(
    "part",
    [pytest.param(part, id=f"{part.path}:{','.join(part.members)}") for _adapter, part in list_parts() if part.is_used],
)
def test_a_part_is_still_there(part: Part):
    path, _bracket, parameters = part.path.partition("(")
    expected = [(path, f"({parameters}")] if parameters else []
    for member in part.members:
        match = NAME.fullmatch(member)
        expected.append((f"{path}.{match['name']}", f"({match['parameters']})" if "(" in member else ""))

    found = find(path)
    actual = [(name, f"({name_parameters(find(name))})" if parameters else "") for name, parameters in expected]

    assert found is not None
    assert actual == expected


def test_the_page_lists_every_part():
    assert PAGE.read_text() == write_page(), "run make upstream"


@pytest.mark.parametrize("adapter", list_adapters())
def test_an_adapter_says_for_each_part_why(adapter):
    assert adapter.__doc__
    assert adapter.PARTS
    assert all(part.why.endswith(".") for part in adapter.PARTS)


def test_a_part_that_is_gone_is_noticed():
    with pytest.raises(AttributeError):
        find("drf_spectacular.openapi.AutoSchema._gone")

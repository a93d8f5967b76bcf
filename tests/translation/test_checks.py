"""What is said about a text that somebody has translated."""

import pytest
from wagtail.models import Locale

from blog.models import UpdatePage
from cms.translation.checks import Text, check_text
from cms.translation.models import GlossaryTerm

pytestmark = pytest.mark.django_db

SAID = [
    ("Come at 19:30 on 4 May.", "Dewch am 19:30 ar 4 Mai.", []),
    (
        "Come at 19:30 on 4 May.",
        "Dewch am 9:30 ar 4 Mai.",
        ["Missing numbers: 19:30.", "Numbers that are not in the original: 9:30."],
    ),
    ("It cost £3,400.", "Costiodd £3.400.", []),
    ("Write to <a id='a1'>us</a>", "Ysgrifennwch", ["The link “us” is missing."]),
    ("Hello {name}", "Helo {enw}", ["Keep these as they are: {name}, {enw}."]),
    ("The shed stays closed", "The shed stays closed", ["This is the same as the original."]),
    ("Tŷ Gwyn", "Tŷ Gwyn", []),
    (
        "Short",
        "Rhywbeth sydd yn llawer iawn hirach na’r gwreiddiol",
        ["This is more than twice as long as the original."],
    ),
]


@pytest.mark.parametrize(("source", "translation", "said"), SAID)
def test_each_check_says_what_it_finds_and_nothing_else(source, translation, said):
    text = Text(source, translation, Locale.get_default())

    assert [message.text for message in check_text(text)] == said


@pytest.mark.parametrize("name", ["introduction", "title"])
def test_every_text_is_as_short_as_its_field_wants_it(name):
    field = UpdatePage._meta.get_field(name)
    limit = field.max_length

    for length, is_said in ((limit, False), (limit + 1, True)):
        said = check_text(Text("x" * limit, "y" * length, Locale.get_default(), field))
        assert [message.text for message in said if message.is_error] == [
            f"Ensure this value has at most {limit} characters (it has {length})."
        ] * is_said


@pytest.mark.parametrize(
    ("source", "translation", "is_said"),
    [
        ("Our community", "Ein cymuned", False),
        ("Our Community grows", "Mae ein gymuned yn tyfu", False),
        ("Our community", "Ein pobl", True),
        ("Our communities", "Ein pobl", False),
        ("Read Both Banks", "Darllenwch Both Banks", False),
        ("Read Both Banks", "Darllenwch Dwy Lan", True),
    ],
)
def test_the_glossary_is_followed_in_any_of_its_forms(source, translation, is_said, welsh):
    glossary = [
        GlossaryTerm.objects.create(locale=welsh, term="community", translation="cymuned, gymuned", note="Not pobl."),
        GlossaryTerm.objects.create(locale=welsh, term="Both Banks"),
    ]

    said = check_text(Text(source, translation, welsh, glossary=glossary))

    assert bool(said) == is_said

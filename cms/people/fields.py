"""API fields that show people."""

from cms.people.representations import represent_person
from cms.represent.fields import ChosenField


class PeopleField(ChosenField):
    """The people in ordered child rows: ``PeopleField("authors", "person")``."""

    represent = staticmethod(represent_person)

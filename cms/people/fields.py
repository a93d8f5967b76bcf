"""The fields of API answers that show people."""

from cms.people.representations import represent_person
from cms.represent.fields import ChosenField


class PeopleField(ChosenField):
    """The people whom ordered child rows choose: ``PeopleField("authors", "person")``."""

    represent = staticmethod(represent_person)

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class SetupForm(forms.Form):
    """What a new site needs to know; the command asks the same."""

    organisation = forms.CharField(label=_("Name of the organisation"), max_length=100)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple, help_text=_("More can be added later.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    username = forms.CharField(label=_("Your user name"), max_length=150)
    email = forms.EmailField(label=_("Your email address"))
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["languages"].choices = settings.LANGUAGES
        fields["languages"].initial = [code for code, _name in settings.LANGUAGES]
        fields["time_zone"].choices = [(zone, zone) for zone in settings.WAGTAIL_USER_TIME_ZONES]
        fields["time_zone"].initial = settings.TIME_ZONE

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        get_user_model()._meta.get_field("username").run_validators(username)
        if get_user_model().objects.filter(username__iexact=username).exists():
            raise ValidationError(_("Somebody has this name already."))
        return username

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

"""The forms of one's own account: how pages look, name and mail, tokens, leaving."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import forms as auth_forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.accounts.forms import good_name
from core.accounts.models import LeaveTexts, Theme
from core.accounts.tokens import NAME_LIMIT
from core.models import User
from core.throttling import Brake

WRONG = _("This is not your password.")
WRONG_PASSWORDS = Brake(10, seconds=600)  # for each account: whoever found it open may not guess for ever


def own_password(person: User, typed: str) -> str:
    """The password as typed, if it is this person's; raises ValidationError, or Refusal `rate_limited`.

    Each try is counted before it is looked at, a right one too while the brake holds: else whoever guesses would be
    told in the end. A right one is no guess, so it is given back.
    """
    key = str(person.pk)
    WRONG_PASSWORDS.hold(key)
    if not person.check_password(typed):
        raise forms.ValidationError(WRONG)
    WRONG_PASSWORDS.give_back(key)
    return typed


class PasswordAsked(forms.Form):
    """A form that asks for the present password again, where the account has one."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Asked again, so that nobody does this on a device that you left open."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not person.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        return own_password(self.person, self.cleaned_data["password"])


class OwnPasswordForm(auth_forms.PasswordChangeForm):
    """Another password, for whoever knows the present one."""

    def clean_old_password(self) -> str:
        return own_password(self.user, self.cleaned_data["old_password"])


class LooksForm(forms.Form):
    """Language and colours."""

    language = forms.ChoiceField(
        label=_("Language of the pages"),
        choices=[("", _("as the address says")), *settings.LANGUAGES],
        required=False,
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("Colours of the pages"), choices=Theme.choices, required=False, widget=forms.RadioSelect
    )


class NameForm(PasswordAsked):
    """Name and mail address."""

    username = forms.CharField(
        label=_("Name"),
        help_text=_("Stands beside everything you wrote, also what you wrote under another name."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Only for setting a new password when the old one is lost. Nobody sees it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ["username", "email", "password"]

    def clean_username(self) -> str:
        return good_name(self.cleaned_data["username"], but=self.person)


DAYS = (30, 90, 365)


class TokenForm(forms.Form):
    """A new token: what it is for, and how long it is good."""

    name = forms.CharField(
        label=_("What it is for"),
        strip=False,
        widget=forms.TextInput(attrs={"maxlength": NAME_LIMIT, "autocomplete": "off"}),
        error_messages={"required": _("Write something here first.")},
    )
    days = forms.TypedChoiceField(
        label=_("Good for"),
        choices=[],
        coerce=int,
        initial=DAYS[1],
        widget=forms.RadioSelect,
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in DAYS]
        self.fields["days"].choices = choices  # type: ignore[attr-defined]


class LeaveForm(PasswordAsked):
    """What becomes of the texts."""

    texts = forms.ChoiceField(
        label=_("Your texts"),
        choices=LeaveTexts.choices,
        initial=LeaveTexts.KEEP,
        widget=forms.RadioSelect,
    )
    field_order = ["texts", "password"]

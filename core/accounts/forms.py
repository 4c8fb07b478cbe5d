"""The forms at the door."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import forms as auth_forms
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from core.accounts.models import NAME_LENGTH
from core.accounts.queries import is_taken, meant_by
from core.errors import Refusal
from core.models import User
from core.text import clean

if TYPE_CHECKING:
    UserForm = forms.ModelForm[User]
else:
    UserForm = forms.ModelForm

TAKEN = _("That name is taken. Choose another.")
ODD_SIGNS = _("A name has letters, figures and . + - _ in it, and no spaces.")


def good_name(typed: str, *, but: User | None = None) -> str:
    """The name as it will be kept; raises ValidationError where nobody (but this person) may have it.

    Letters that only look different (full-width ones) are made alike first, so that nobody can pass for another.
    """
    try:
        name = clean(User.normalize_username(typed), field="username", limit=NAME_LENGTH)
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal.message)) from None
    MinLengthValidator(2, _("A name has at least two characters."))(name)
    if "@" in name:  # or it could stand in the way of somebody's mail address
        raise forms.ValidationError(_("A name has no @ in it."))
    UnicodeUsernameValidator(message=ODD_SIGNS)(name)
    if is_taken(name, but=but):
        raise forms.ValidationError(TAKEN)
    return name


class SignInForm(auth_forms.AuthenticationForm):
    """Name or e-mail, in any case, and the password."""

    error_messages = {
        "invalid_login": _("This name and this password do not belong together. Both may be mistyped."),
        "inactive": _("This account is closed."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Name or e-mail")
        self.fields["username"].max_length = None  # type: ignore[attr-defined]
        self.fields["username"].widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        if typed := self.cleaned_data.get("username"):
            self.cleaned_data["username"] = meant_by(typed)
        return super().clean()


class SignUpForm(UserForm):
    """A name, a password, and an address only for those who want one."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least eight characters. A few words in a row are easy to keep in mind."),
    )

    class Meta:
        model = User
        fields = ["username", "email"]
        labels = {"username": _("Name"), "email": _("E-mail")}
        help_texts = {
            "username": _("Others see it beside what you write. It need not be your civil name."),
            "email": _("Only for setting a new password when the old one is lost. Nobody sees it."),
        }
        widgets = {
            "username": forms.TextInput(
                attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
            ),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def clean_username(self) -> str:
        return good_name(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if password := values.get("password"):
            person = User(username=values.get("username", ""), email=values.get("email", ""))
            try:
                password_validation.validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values


class ResetForm(auth_forms.PasswordResetForm):
    """Where to send the letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")

"""The door: signing up, in and out, a lost password. No cache keeps any of these pages."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.contrib.auth.views import RedirectURLMixin
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, View

from core.accounts.demo import DEMO_ACCOUNTS
from core.accounts.forms import ResetForm, SignInForm, SignUpForm
from core.accounts.own_forms import OwnPasswordForm
from core.accounts.pages import BACKEND, begin_return
from core.accounts.queries import demo_person
from core.accounts.refusing import form_expired, locked_out
from core.accounts.services import sign_up
from core.accounts.words import ROLES
from core.errors import Refusal
from core.throttling import Brake, address_of

__all__ = ["form_expired", "locked_out"]  # settings name them here

if TYPE_CHECKING:
    SignUpPage = FormView[SignUpForm]
else:
    SignUpPage = FormView

SIGN_UPS = Brake(100, seconds=600)  # from one address: three classes of a school may come at once
LETTERS = Brake(30, seconds=600)  # from one address
LETTERS_TO_ONE = Brake(3, seconds=600)  # to one mail address: nobody's box is filled by strangers


class InvalidIs422:
    """A form that cannot be taken is answered as such, not with "fine"."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


def refused_form(page: Any, form: BaseForm, refusal: Refusal) -> HttpResponse:
    """The form with the refusal in it; nothing that was typed is lost but the password."""
    form.add_error(refusal.field, str(refusal.message))
    response: HttpResponse = page.form_invalid(form)
    response.status_code = refusal.status
    if refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response


class SignIn(InvalidIs422, auth_views.LoginView):
    template_name = "account/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        person = form.get_user()
        return begin_return(self.request, person) if person.leaves_at else super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = [(name, ROLES.get(name, "")) for name in DEMO_ACCOUNTS] if settings.DEMO else []
        return super().get_context_data(**kwargs) | {
            "people": people,
            "sign_in_next": self.get_redirect_url(),
        }


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class SignUp(InvalidIs422, RedirectURLMixin, SignUpPage):
    template_name = "account/sign_up.html"
    form_class = SignUpForm
    next_page = settings.LOGIN_REDIRECT_URL

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return HttpResponseRedirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            SIGN_UPS.hold(address_of(self.request))
            person = sign_up(name=values["username"], email=values["email"], password=values["password"])
        except Refusal as refusal:
            return refused_form(self, form, refusal)
        login(self.request, person, backend=BACKEND)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        onward = self.get_redirect_url()
        return super().get_context_data(**kwargs) | {"next": onward, "sign_in_next": onward}


@method_decorator(never_cache, name="dispatch")
class DemoSignIn(RedirectURLMixin, View):
    """One press and no password, where everybody at this machine may be everybody."""

    http_method_names = ["post"]
    next_page = settings.LOGIN_REDIRECT_URL

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        name = request.POST.get("name", "")
        person = demo_person(name) if name in DEMO_ACCOUNTS else None
        if person is None:
            raise Http404
        if person.leaves_at:
            return begin_return(request, person)
        login(request, person, backend=BACKEND)
        return HttpResponseRedirect(self.get_success_url())


@method_decorator(never_cache, name="dispatch")
class PasswordChange(InvalidIs422, auth_views.PasswordChangeView):
    template_name = "account/password_change.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("password-change-done")


@method_decorator(never_cache, name="dispatch")
class PasswordChangeDone(auth_views.PasswordChangeDoneView):
    template_name = "account/password_change_done.html"


@method_decorator(never_cache, name="dispatch")
class PasswordReset(InvalidIs422, auth_views.PasswordResetView):
    template_name = "account/password_reset.html"
    form_class = ResetForm
    email_template_name = "account/password_reset_mail.txt"
    subject_template_name = "account/password_reset_subject.txt"
    success_url = reverse_lazy("password-reset-done")

    def form_valid(self, form: ResetForm) -> HttpResponse:
        """A mail address that was written to often enough gets no letter more, and the answer does not tell."""
        try:
            LETTERS.hold(address_of(self.request))
        except Refusal as refusal:
            return refused_form(self, form, refusal)
        if LETTERS_TO_ONE.wait(form.cleaned_data["email"].lower()):
            return HttpResponseRedirect(self.get_success_url())
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class PasswordResetDone(auth_views.PasswordResetDoneView):
    template_name = "account/password_reset_done.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        prints = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
        return super().get_context_data(**kwargs) | {"mail_is_printed": prints}


class PasswordResetConfirm(InvalidIs422, auth_views.PasswordResetConfirmView):
    template_name = "account/password_reset_confirm.html"
    success_url = reverse_lazy("password-reset-complete")


@method_decorator(never_cache, name="dispatch")
class PasswordResetComplete(auth_views.PasswordResetCompleteView):
    template_name = "account/password_reset_complete.html"

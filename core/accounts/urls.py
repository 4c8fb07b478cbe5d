"""Addresses of accounts."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from core.accounts import language, pages, views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-in/demo/", views.DemoSignIn.as_view(), name="demo-sign-in"),
    path("sign-up/", views.SignUp.as_view(), name="sign-up"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("account/language/", language.choose_language, name="choose-language"),
    path("account/settings/", pages.own_settings, name="account-settings"),
    path("account/tokens/", pages.own_tokens, name="account-tokens"),
    path("account/tokens/<int:pk>/end/", pages.end_own_token, name="account-token-end"),
    path("account/data/", pages.data, name="account-data"),
    path("account/data/copy.json", pages.data_json, name="account-data-json"),
    path("account/data/copy.html", pages.data_html, name="account-data-html"),
    path("account/leave/", pages.leave_for_good, name="account-leave"),
    path("account/return/", pages.return_from_leaving, name="account-return"),
    path("account/password/", views.PasswordChange.as_view(), name="password-change"),
    path("account/password/done/", views.PasswordChangeDone.as_view(), name="password-change-done"),
    path("password/reset/", views.PasswordReset.as_view(), name="password-reset"),
    path("password/reset/sent/", views.PasswordResetDone.as_view(), name="password-reset-done"),
    path("password/reset/done/", views.PasswordResetComplete.as_view(), name="password-reset-complete"),
    path(
        "password/reset/<uidb64>/<token>/",
        views.PasswordResetConfirm.as_view(),
        name="password-reset-confirm",
    ),
]

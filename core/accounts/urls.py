"""Addresses of accounts."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from core.accounts import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-in/demo/", views.DemoSignIn.as_view(), name="demo-sign-in"),
    path("sign-up/", views.SignUp.as_view(), name="sign-up"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("account/", views.Account.as_view(), name="account"),
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

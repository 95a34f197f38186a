"""Addresses of people."""

from django.urls import path

from kopuro.people import views

urlpatterns = [
    path("enter/<str:secret>/", views.enter, name="enter"),
    path("organisations/<uuid:key>/change/", views.organisation_change, name="organisation-change"),
    path("organisations/<uuid:key>/same/", views.organisation_join, name="organisation-join"),
    path("accounts/", views.account_list, name="accounts"),
    path("accounts/new/", views.account_new, name="account-new"),
    path("accounts/<uuid:key>/link/", views.account_link, name="account-link"),
    path("accounts/<uuid:key>/close/", views.account_close, name="account-close"),
]

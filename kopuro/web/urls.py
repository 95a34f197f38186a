"""All addresses, a part each."""

from django.urls import include, path

from kopuro.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("style/", views.style, name="style"),
    path("search/", views.search, name="search"),
    path("account/", include("allauth.account.urls")),
    path("account/", include("allauth.mfa.urls")),
    path("", include("kopuro.people.urls")),
]


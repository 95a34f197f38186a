"""Addresses of people."""

from django.urls import path

from kopuro.people import views

urlpatterns = [path("enter/<str:secret>/", views.enter, name="enter")]

"""Addresses of follow-up."""

from django.urls import path

from kopuro.followup import views

urlpatterns = [
    path("recommendations/", views.recommendation_list, name="recommendations"),
    path("activities/<uuid:key>/recommendations/", views.of_activity, name="activity-recommendations"),
]

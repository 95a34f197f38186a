"""Addresses of follow-up."""

from django.urls import path

from kopuro.followup import views

urlpatterns = [
    path("recommendations/", views.recommendation_list, name="recommendations"),
    path("recommendations/new/", views.recommendation_new, name="recommendation-new"),
    path("recommendations/<uuid:key>/", views.recommendation_detail, name="recommendation"),
    path("recommendations/<uuid:key>/why/", views.recommendation_story, name="recommendation-story"),
    path("recommendations/<uuid:key>/change/", views.recommendation_change, name="recommendation-change"),
    path("recommendations/<uuid:key>/same/", views.recommendation_join, name="recommendation-join"),
    path("recommendations/<uuid:key>/same/<uuid:other>/apart/", views.recommendation_part, name="recommendation-part"),
    path("recommendations/<uuid:key>/withdraw/", views.recommendation_withdraw, name="recommendation-withdraw"),
    path("recommendations/<uuid:key>/answer/", views.response_new, name="response-new"),
    path("recommendations/<uuid:key>/actions/new/", views.action_new, name="action-new"),
    path("recommendations/<uuid:key>/actions/<uuid:action>/done/", views.action_done, name="action-done"),
    path("recommendations/<uuid:key>/uptake/new/", views.uptake_new, name="uptake-new"),
    path("activities/<uuid:key>/recommendations/", views.of_activity, name="activity-recommendations"),
]

"""Addresses of the engagement."""

from django.urls import path

from kopuro.engagement import views

urlpatterns = [
    path("engagement/", views.engagement, name="engagement"),
    path("engagement/agencies/new/", views.ladder_new, name="ladder-new"),
    path("engagement/agencies/<uuid:key>/", views.ladder_detail, name="ladder"),
    path("engagement/agencies/<uuid:key>/steps/new/", views.step_new, name="step-new"),
    path("engagement/agencies/<uuid:key>/contact/", views.ladder_contact, name="ladder-contact"),
    path("engagement/meetings/", views.meeting_list, name="meetings"),
    path("engagement/meetings/new/", views.meeting_new, name="meeting-new"),
    path("engagement/meetings/<uuid:key>/", views.meeting_detail, name="meeting"),
    path("engagement/meetings/<uuid:key>/change/", views.meeting_change, name="meeting-change"),
    path("engagement/meetings/<uuid:key>/points/new/", views.point_new, name="point-new"),
    path("engagement/meetings/<uuid:key>/points/<uuid:point>/kept/", views.point_kept, name="point-kept"),
    path("engagement/requests/new/", views.request_new, name="request-new"),
    path("engagement/requests/<uuid:key>/answer/", views.request_answer, name="request-answer"),
    path("engagement/initiatives/new/", views.initiative_new, name="initiative-new"),
]

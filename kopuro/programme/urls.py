"""Addresses of programmes."""

from django.urls import path

from kopuro.programme import views

urlpatterns = [
    path("programmes/", views.programme_list, name="programmes"),
    path("programmes/new/", views.programme_new, name="programme-new"),
    path("programmes/<slug:code>/about/", views.programme_about, name="programme-about"),
    path("programmes/<slug:code>/change/", views.programme_change, name="programme-change"),
    path("programmes/<slug:code>/partners/new/", views.partner_new, name="partner-new"),
    path("programmes/<slug:code>/partners/<int:partner>/remove/", views.partner_remove, name="partner-remove"),
    path("programmes/<slug:code>/codes/new/", views.classification_new, name="classification-new"),
    path("programmes/<slug:code>/codes/<int:row>/remove/", views.classification_remove, name="classification-remove"),
    path("programmes/<slug:code>/members/<int:row>/remove/", views.member_remove, name="member-remove"),
    path("programmes/<slug:code>/contacts/<uuid:person>/remove/", views.contact_remove, name="contact-remove"),
    path("programmes/<slug:code>/members/new/", views.member_new, name="member-new"),
    path("programmes/<slug:code>/contacts/new/", views.contact_new, name="contact-new"),
]

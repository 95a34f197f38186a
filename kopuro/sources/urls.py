"""Addresses of documents."""

from django.urls import path

from kopuro.sources import views

urlpatterns = [
    path("sources/", views.document_list, name="documents"),
    path("sources/<uuid:key>/", views.document_detail, name="document"),
    path("sources/<uuid:key>/file/", views.document_file, name="document-file"),
]

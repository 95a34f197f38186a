"""Addresses of learning."""

from django.urls import path

from kopuro.learning import views

urlpatterns = [
    path("learning/plan/", views.plan, name="learning-plan"),
    path("activities/<uuid:key>/learning/", views.activity_learning, name="activity-learning"),
    path("activities/<uuid:key>/learning/figures/", views.figures, name="learning-figures"),
    path("activities/<uuid:key>/learning/report.pdf", views.report, name="learning-report"),
    path("activities/<uuid:key>/learning/data.zip", views.data_package, name="learning-package"),
    path("activities/<uuid:key>/learning/own/", views.own_result, name="own-result"),
    path("activities/<uuid:key>/learning/keys-final/", views.keys_final, name="learning-keys-final"),
    path("activities/<uuid:key>/learning/files/<uuid:file>/remove/", views.file_remove, name="learning-file-remove"),
    path("series/<uuid:key>/learning/", views.series_learning, name="series-learning"),
    path("programmes/<slug:code>/learning/", views.programme_learning, name="programme-learning"),
]

"""Addresses of reporting."""

from django.urls import path

from kopuro.reporting import views

urlpatterns = [
    path("results/", views.framework_choice, name="framework"),
    path("programmes/<slug:code>/results/", views.framework, name="programme-framework"),
    path("programmes/<slug:code>/results/new/", views.result_new, name="result-new"),
    path("programmes/<slug:code>/results/<uuid:result>/change/", views.result_change, name="result-change"),
    path("programmes/<slug:code>/results/<uuid:result>/indicators/new/", views.indicator_new, name="indicator-new"),
    path("programmes/<slug:code>/periods/new/", views.period_new, name="period-new"),
    path("programmes/<slug:code>/5w/", views.five_w, name="five-w"),
    path("programmes/<slug:code>/gaps/", views.gaps, name="gaps"),
    path("programmes/<slug:code>/why/<slug:what>/", views.figure_story, name="figure-story"),
    path("indicators/<uuid:key>/", views.indicator_detail, name="indicator"),
    path("indicators/<uuid:key>/change/", views.indicator_change, name="indicator-change"),
    path("indicators/<uuid:key>/target/", views.figure_new, {"what": "target"}, name="target-new"),
    path("indicators/<uuid:key>/actual/", views.figure_new, {"what": "actual"}, name="actual-new"),
    path("indicators/<uuid:key>/why/<int:period>/", views.actual_story, name="actual-story"),
]

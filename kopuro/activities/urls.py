"""Addresses of activities and series."""

from django.urls import path

from kopuro.activities.views import changes, files, pages

urlpatterns = [
    path("activities/", pages.activity_list, name="activities"),
    path("activities/new/", changes.activity_new, name="activity-new"),
    path("activities/<uuid:key>/", pages.activity_detail, name="activity"),
    path("activities/<uuid:key>/why/<str:field>/", pages.value_story, name="value-story"),
    path("activities/<uuid:key>/why/<str:field>/correct/", changes.fact, name="value-correct"),
    path("activities/<uuid:key>/claims/<uuid:claim>/settle/", changes.settle, name="claim-settle"),
    path("activities/<uuid:key>/claims/<uuid:claim>/reject/", changes.reject, name="claim-reject"),
    path("activities/<uuid:key>/no-names/", changes.no_names, name="activity-no-names"),
    path("activities/<uuid:key>/placing/", changes.placing, name="activity-placing"),
    path("activities/<uuid:key>/sessions/new/", changes.session_new, name="session-new"),
    path("activities/<uuid:key>/sessions/<uuid:session>/agenda/new/", changes.agenda_new, name="agenda-new"),
    path("activities/<uuid:key>/materials/new/", changes.material_new, name="material-new"),
    path("activities/<uuid:key>/materials/<uuid:material>/", files.material, name="material"),
    path("activities/<uuid:key>/photos/new/", changes.photo_new, name="photo-new"),
    path("activities/<uuid:key>/photos/<uuid:photo>/", files.photo, name="photo"),
    path("activities/<uuid:key>/photos/<uuid:photo>/remove/", changes.photo_remove, name="photo-remove"),
    path("activities/<uuid:key>/quotations/<int:quotation>/", changes.quotation_change, name="quotation"),
    path("series/", pages.series_list, name="series-list"),
    path("series/new/", changes.series_new, name="series-new"),
    path("series/<uuid:key>/", pages.series_detail, name="series"),
    path("series/<uuid:key>/why/", pages.series_story, name="series-story"),
    path("series/<uuid:key>/numbers/new/", changes.series_count, name="series-count"),
]

"""Addresses of activities and series."""

from django.urls import path

from kopuro.activities.views import attached, changes, documents, files, pages

urlpatterns = [
    path("activities/", pages.activity_list, name="activities"),
    path("activities/new/", changes.activity_new, name="activity-new"),
    path("activities/<uuid:key>/", pages.activity_detail, name="activity"),
    path("activities/<uuid:key>/why/<str:field>/", pages.value_story, name="value-story"),
    path("activities/<uuid:key>/why/<str:field>/correct/", changes.fact, name="value-correct"),
    path("activities/<uuid:key>/claims/<uuid:claim>/settle/", changes.settle, name="claim-settle"),
    path("activities/<uuid:key>/claims/<uuid:claim>/earlier/", changes.follows_link, name="follows-link"),
    path("activities/<uuid:key>/claims/<uuid:claim>/reject/", changes.reject, name="claim-reject"),
    path("activities/<uuid:key>/no-names/", changes.no_names, name="activity-no-names"),
    path("activities/<uuid:key>/placing/", changes.placing, name="activity-placing"),
    path("activities/<uuid:key>/sessions/new/", attached.session_new, name="session-new"),
    path("activities/<uuid:key>/sessions/<uuid:session>/change/", attached.session_change, name="session-change"),
    path("activities/<uuid:key>/sessions/<uuid:session>/remove/", attached.session_remove, name="session-remove"),
    path("activities/<uuid:key>/sessions/<uuid:session>/agenda/new/", attached.agenda_new, name="agenda-new"),
    path(
        "activities/<uuid:key>/sessions/<uuid:session>/agenda/<int:item>/change/",
        attached.agenda_change,
        name="agenda-change",
    ),
    path(
        "activities/<uuid:key>/sessions/<uuid:session>/agenda/<int:item>/remove/",
        attached.agenda_remove,
        name="agenda-remove",
    ),
    path("activities/<uuid:key>/materials/new/", attached.material_new, name="material-new"),
    path("activities/<uuid:key>/materials/<uuid:material>/change/", attached.material_change, name="material-change"),
    path("activities/<uuid:key>/materials/<uuid:material>/remove/", attached.material_remove, name="material-remove"),
    path("activities/<uuid:key>/materials/<uuid:material>/", files.material, name="material"),
    path("activities/<uuid:key>/photos/new/", attached.photo_new, name="photo-new"),
    path("activities/<uuid:key>/photos/<uuid:photo>/", files.photo, name="photo"),
    path("activities/<uuid:key>/photos/<uuid:photo>/change/", attached.photo_change, name="photo-change"),
    path("activities/<uuid:key>/photos/<uuid:photo>/remove/", attached.photo_remove, name="photo-remove"),
    path("activities/<uuid:key>/quotations/<int:quotation>/", attached.quotation_change, name="quotation"),
    path("sources/<uuid:key>/change/", documents.document_change, name="document-change"),
    path("series/", pages.series_list, name="series-list"),
    path("series/new/", changes.series_new, name="series-new"),
    path("series/<uuid:key>/", pages.series_detail, name="series"),
    path("series/<uuid:key>/change/", changes.series_change, name="series-change"),
    path("series/<uuid:key>/why/", pages.series_story, name="series-story"),
    path("series/<uuid:key>/numbers/new/", changes.series_count, name="series-count"),
]

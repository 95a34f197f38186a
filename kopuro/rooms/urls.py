"""Addresses of rooms: the library, runs, and the stations' own door."""

from django.urls import path

from kopuro.rooms.views import bringing, evaluating, leading, library, review, running, station

urlpatterns = [
    path("rooms/", library.room_list, name="rooms"),
    path("rooms/scenarios/new/", library.scenario_new, name="scenario-new"),
    path("rooms/scenarios/events-list/", bringing.events_list_in, name="events-list-in"),
    path("rooms/scenarios/<uuid:key>/", library.scenario_detail, name="scenario"),
    path("rooms/versions/<uuid:key>/", library.version_detail, name="version"),
    path("rooms/versions/<uuid:key>/read/", library.version_read, name="version-read"),
    path("rooms/versions/<uuid:key>/edit/", library.version_edit, name="version-edit"),
    path("rooms/versions/<uuid:key>/publish/", library.version_publish, name="version-publish"),
    path("rooms/versions/<uuid:key>/draft/", library.version_draft, name="version-draft"),
    path("rooms/versions/<uuid:key>/sign/", library.version_sign, name="version-sign"),
    path("rooms/versions/<uuid:key>/panel/", library.version_panel, name="version-panel"),
    path("rooms/versions/<uuid:key>/panel/close/", library.panel_close, name="panel-close"),
    path("rooms/versions/<uuid:key>/folder.zip", library.version_folder, name="version-folder"),
    path("rooms/versions/<uuid:key>/events-list.xlsx", library.version_events_list, name="version-events-list"),
    path("rooms/versions/<uuid:key>/media/<str:name>", library.version_media, name="version-media"),
    path("rooms/runs/new/", running.run_new, name="run-new"),
    path("rooms/runs/<uuid:key>/", running.run_detail, name="run"),
    path("rooms/runs/<uuid:key>/change/", running.run_change, name="run-change"),
    path("rooms/runs/<uuid:key>/seat/", running.seat_take, name="run-seat"),
    path("rooms/runs/<uuid:key>/readmit/", running.readmit, name="run-readmit"),
    path("rooms/runs/<uuid:key>/forget/", running.run_forget, name="run-forget"),
    path("rooms/runs/<uuid:key>/do/", leading.run_do, name="run-do"),
    path("rooms/runs/<uuid:key>/console/", leading.console, name="run-console"),
    path("rooms/runs/<uuid:key>/injects/<slug:inject>/", leading.inject, name="run-inject"),
    path("rooms/runs/<uuid:key>/screen/", running.screen, name="run-screen"),
    path("rooms/runs/<uuid:key>/evaluate/", evaluating.evaluate, name="run-evaluate"),
    path("rooms/runs/<uuid:key>/care/", evaluating.care, name="run-care"),
    path("rooms/runs/<uuid:key>/characters/", evaluating.characters, name="run-characters"),
    path("rooms/runs/<uuid:key>/debrief/", evaluating.debrief, name="run-debrief"),
    path("rooms/runs/<uuid:key>/review/", review.run_review, name="run-review"),
    path("rooms/runs/<uuid:key>/review/<str:form>", review.run_export, name="run-export"),
    path("room/", station.station, name="station"),
    path("room/join/", station.join, name="station-join"),
    path("room/leave/", station.leave, name="station-leave"),
    path("room/mine/", station.own_figures, name="station-mine"),
    path("room/media/<str:name>", station.media, name="station-media"),
]

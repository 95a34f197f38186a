"""All addresses, a part each."""

from django.urls import include, path

from kopuro.web.views import attendance, entered, entry, home, learning, lookup, room_judgement, room_lessons

urlpatterns = [
    path("", entry.home, name="home"),
    path("health/", entry.health, name="health"),
    path("style/", entry.style, name="style"),
    path("entered/<slug:kind>/<str:thing>/", entered.entered, name="entered"),
    path("search/", lookup.search, name="search"),
    path("countries/<str:code>/", lookup.country_detail, name="country"),
    path("countries/<str:code>/why/<slug:what>/", lookup.country_story, name="country-story"),
    path("organisations/", lookup.organisation_list, name="organisations"),
    path("organisations/<uuid:key>/", lookup.organisation_detail, name="organisation"),
    path("account/", include("allauth.account.urls")),
    path("account/", include("allauth.mfa.urls")),
    path("", include("kopuro.people.urls")),
    path("", include("kopuro.sources.urls")),
    path("", include("kopuro.programme.urls")),
    path("", include("kopuro.engagement.urls")),
    path("", include("kopuro.activities.urls")),
    path("", include("kopuro.rooms.urls")),
    path("rooms/runs/<uuid:key>/lessons/", room_lessons.run_lessons, name="run-lessons"),
    path("rooms/runs/<uuid:key>/judgement/", room_judgement.run_judgement, name="run-judgement"),
    path("activities/<uuid:key>/attendance/new/", attendance.attendance_new, name="attendance-new"),
    path("activities/<uuid:key>/learning/new/", learning.learning_new, name="learning-new"),
    path("", include("kopuro.learning.urls")),
    path("", include("kopuro.followup.urls")),
    path("", include("kopuro.reporting.urls")),
    path("", include("kopuro.intake.urls")),
    path("programmes/<slug:code>/", home.programme_home, name="programme"),
]

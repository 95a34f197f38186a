"""Addresses of intake."""

from django.urls import path

from kopuro.intake.views import review, taking

urlpatterns = [
    path("intake/", taking.intake, name="intake"),
    path("intake/<uuid:key>/", review.review, name="review"),
    path("intake/<uuid:key>/columns/", taking.columns, name="columns"),
    path("intake/<uuid:key>/cards/<uuid:card>/accept/", review.accept, name="review-accept"),
    path("intake/<uuid:key>/cards/<uuid:card>/reject/", review.reject, name="review-reject"),
    path("intake/<uuid:key>/cards/<uuid:card>/merge/", review.merge, name="review-merge"),
    path("intake/<uuid:key>/cards/<uuid:card>/split/", review.split, name="review-split"),
    path("intake/<uuid:key>/cards/<uuid:card>/add/", review.add, name="review-add"),
    path("intake/<uuid:key>/claims/<uuid:claim>/correct/", review.correct, name="review-correct"),
    path("intake/<uuid:key>/claims/<uuid:claim>/reject/", review.reject_claim, name="review-reject-claim"),
    path("intake/<uuid:key>/partner/", review.partner, name="review-partner"),
    path("intake/<uuid:key>/undo/", review.undo, name="review-undo"),
    path("intake/<uuid:key>/finish/", review.finish, name="review-finish"),
]

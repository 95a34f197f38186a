"""A page with one form: shown, filled, acted on. What was typed stays when the action refuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kopuro.core.forms import KeyedForm
from kopuro.core.problems import Problem


def form_page(
    request: HttpRequest,
    form: Any,
    do: Callable[[Any], Any],
    *,
    title: str,
    lead: str = "",
    then: Any = None,
    crumbs: Sequence[Any] = (),
    label: str = "",
) -> HttpResponse:
    """`do(form)` calls one action; then on to `then`, or to what was made. `crumbs` are things with
    `get_absolute_url`; `label` is the word on the button."""
    problem = None
    if request.method == "POST" and form.is_valid():
        try:
            done = do(form)
        except Problem as refusal:
            problem = refusal
        else:
            messages.success(request, _("Saved."))
            return redirect(then or done)
    status = problem.status if problem else 422 if form.is_bound and form.errors else 200
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "crumbs": crumbs,
        "label": label or _("Save"),
        "problem": problem,
    }
    return render(request, "core/form.html", context, status=status)


def removal_page(
    request: HttpRequest,
    row: Any,
    do: Callable[[Any], Any],
    *,
    title: str,
    then: Any,
    crumbs: Sequence[Any] = (),
    label: str = "",
) -> HttpResponse:
    """Asks once more before `row` is removed by `do(form)`. What is gone already (a second click, another tab) is no
    fault: the page says so and goes back. Raises `Http404` for a `row` that is None when nothing was sent."""
    if row is None:
        if request.method != "POST":
            raise Http404
        messages.info(request, _("It was removed already."))
        return redirect(then)
    form = KeyedForm(request.POST or None)
    return form_page(
        request, form, do, title=title, lead=str(row), then=then, crumbs=crumbs, label=label or _("Remove")
    )

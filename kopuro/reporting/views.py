"""Results against targets, 5W, gaps and overlaps."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kopuro.activities.terms import Type
from kopuro.core import clock
from kopuro.core.drawing.bars import Multiples, Panel
from kopuro.core.drawing.bars import Period as Bar
from kopuro.core.exports import download
from kopuro.core.form_pages import form_page
from kopuro.core.kept import kept
from kopuro.core.pages import Request, may, page
from kopuro.core.templatetags.kopuro_words import country
from kopuro.people.terms import Group
from kopuro.programme import access as programme_access
from kopuro.programme import actions, forms
from kopuro.programme.models import Indicator, Programme
from kopuro.programme.terms import Contribution, Dimension
from kopuro.reporting.queries import actuals, cells, figures, overview

PAGE = 50


def with_framework(request: Request, code: str) -> Programme:
    programme = get_object_or_404(programme_access.visible_to(request.actor), code=code)
    if not programme_access.may_see_framework(request.actor, programme):
        raise Http404
    return programme


@page(may("framework.read"))
def framework_choice(request: Request) -> HttpResponse:
    """Straight to the framework when there is one programme to choose from."""
    rows = programme_access.visible_to(request.actor).filter(pk__in=request.actor.programmes("framework.read"))
    found = list(rows[:2])
    if len(found) == 1:
        return redirect("programme-framework", found[0].code)
    return render(request, "reporting/framework_choice.html", {"programmes": rows})


@page(may("framework.read"))
@kept
def framework(request: Request, code: str) -> HttpResponse:
    programme = with_framework(request, code)
    lines, periods = actuals.framework(programme)
    if "format" in request.GET:
        return framework_export(request, programme, lines, periods)
    panels = [
        Panel(
            f"{line.indicator.code} {line.indicator.title}".strip(),
            [
                Bar(
                    figure.period.label,
                    figure.reached.value,
                    float(figure.target) if figure.target is not None else None,
                    story_address(line.indicator, figure.period),
                )
                for figure in line.figures
            ],
        )
        for _depth, _result, group in lines
        for line in group
    ]
    context = {
        "programme": programme,
        "lines": lines,
        "periods": periods,
        "picture": Multiples(_("Reached against targets"), panels) if panels and periods else None,
        "may_change": programme_access.may_change_framework(request.actor, programme),
    }
    return render(request, "reporting/framework.html", context)


def framework_export(request: Request, programme: Programme, lines: list[Any], periods: list[Any]) -> HttpResponse:
    if not request.actor.may("report.export", programme.pk):
        raise Http404
    columns = ["level", "result", "indicator", "measure", "counted by", "baseline", "baseline year"]
    for period in periods:
        columns += [f"target {period}", f"reached {period}"]
    rows = []
    for _depth, result, group in lines:
        for line in group:
            one = line.indicator
            row = [
                result.get_level_display(),
                str(result),
                str(one),
                one.get_measure_display(),
                one.get_contribution_display(),
                one.baseline,
                one.baseline_year,
            ]
            for figure in line.figures:
                row += [figure.target, figure.reached.value]
            rows.append(row)
    return download("framework", request.GET["format"], columns, rows)


def story_address(indicator: Indicator, period: Any) -> str:
    return redirect("actual-story", indicator.key, period.pk)["Location"]


def indicator_of(request: Request, key: Any) -> Indicator:
    rows = Indicator.objects.filter(result__programme_id__in=request.actor.programmes("framework.read"))
    return get_object_or_404(rows.select_related("result__programme"), key=key)


@page(may("framework.read"))
@kept
def indicator_detail(request: Request, key: Any) -> HttpResponse:
    indicator = indicator_of(request, key)
    programme = indicator.result.programme
    record = actuals.Record(programme)
    entered = {(row.indicator_id, row.period_id): row.value for row in indicator.entered_actuals.filter(dimension="")}
    targets = {row.period_id: row for row in indicator.targets.filter(dimension="")}
    lines = [
        actuals.Figure(period, targets.get(period.pk), actuals.reached(indicator, period, record, entered))
        for period in programme.periods.all()
    ]
    context = {
        "programme": programme,
        "indicator": indicator,
        "figures": lines,
        "tables": cells.tables(indicator, record),
        "group": str(Group(indicator.group).label) if indicator.group else "",
        "areas": [country(area) for area in indicator.countries],
        "types": [str(Type(one).label) for one in indicator.activity_types],
        "dimensions": [str(Dimension(one).label) for one in indicator.dimensions],
        "entered": indicator.contribution == Contribution.ENTERED,
        "may_change": programme_access.may_change_framework(request.actor, programme),
    }
    return render(request, "reporting/indicator.html", context)


@page(may("framework.read"))
@kept
def actual_story(request: Request, key: Any, period: int) -> HttpResponse:
    indicator = indicator_of(request, key)
    when = get_object_or_404(indicator.result.programme.periods, pk=period)
    context = {
        "programme": indicator.result.programme,
        "indicator": indicator,
        "period": when,
        "story": actuals.actual_story(request.actor, indicator, when),
    }
    return render(request, "reporting/actual_story.html", context)


def changing(request: Request, code: str) -> Programme:
    programme = with_framework(request, code)
    if not programme_access.may_change_framework(request.actor, programme):
        raise Http404
    return programme


def framework_address(programme: Programme) -> str:
    return redirect("programme-framework", programme.code)["Location"]


@page(may("framework.change"))
def result_new(request: Request, code: str) -> HttpResponse:
    programme = changing(request, code)
    form = forms.ResultForm(request.POST or None, results=programme.results.exclude(level="1"))

    def do(form: Any) -> Any:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return actions.add_result(actor=request.actor, at=clock.now(), programme=programme, key=form.key, **facts)

    return form_page(
        request,
        form,
        do,
        title=_("A result"),
        lead=_("Impact, outcome or output: what will be different."),
        then=framework_address(programme),
        crumbs=[programme],
    )


@page(may("framework.change"))
def result_change(request: Request, code: str, result: Any) -> HttpResponse:
    programme = changing(request, code)
    row = get_object_or_404(programme.results, key=result)
    higher = programme.results.filter(level__gt=row.level)
    initial = {name: getattr(row, name) for name in ("title", "code", "donor_label", "assumptions", "parent")}
    form = forms.ResultChangeForm(request.POST or None, results=higher, initial=initial)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in initial}
        return actions.change_result(actor=request.actor, at=clock.now(), result=row, key=form.key, **facts)

    return form_page(
        request,
        form,
        do,
        title=row.get_level_display(),
        lead=str(row),
        then=framework_address(programme),
        crumbs=[programme],
    )


@page(may("framework.change"))
def indicator_new(request: Request, code: str, result: Any) -> HttpResponse:
    programme = changing(request, code)
    parent = get_object_or_404(programme.results, key=result)
    form = forms.IndicatorForm(request.POST or None, types=Type.choices, programme=programme)

    def do(form: Any) -> Any:
        return actions.add_indicator(actor=request.actor, at=clock.now(), result=parent, key=form.key, **form.facts())

    return form_page(
        request,
        form,
        do,
        title=_("An indicator"),
        lead=parent.title,
        then=framework_address(programme),
        crumbs=[programme],
    )


@page(may("framework.change"))
def indicator_change(request: Request, key: Any) -> HttpResponse:
    indicator = indicator_of(request, key)
    programme = changing(request, indicator.result.programme.code)
    initial = {name: getattr(indicator, name) for name in actions.INDICATOR}
    form = forms.IndicatorForm(request.POST or None, types=Type.choices, programme=programme, initial=initial)

    def do(form: Any) -> Any:
        return actions.change_indicator(
            actor=request.actor, at=clock.now(), indicator=indicator, key=form.key, **form.facts()
        )

    then = redirect("indicator", indicator.key)["Location"]
    return form_page(
        request, form, do, title=_("The indicator"), lead=indicator.result.title, then=then, crumbs=[programme]
    )


@page(may("framework.change"))
def period_new(request: Request, code: str) -> HttpResponse:
    programme = changing(request, code)
    form = forms.PeriodForm(request.POST or None)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("label", "starts_on", "ends_on")}
        return actions.add_period(actor=request.actor, at=clock.now(), programme=programme, key=form.key, **facts)

    return form_page(request, form, do, title=_("A period"), then=framework_address(programme), crumbs=[programme])


@page(may("framework.change"))
def figure_new(request: Request, key: Any, what: str) -> HttpResponse:
    """`what` is target or actual."""
    indicator = indicator_of(request, key)
    programme = changing(request, indicator.result.programme.code)
    with_source = what == "actual"
    form = forms.FigureForm(
        request.POST or None, indicator=indicator, with_source=with_source, cells=cells.choices(indicator)
    )

    def do(form: Any) -> Any:
        do_it = actions.enter_actual if with_source else actions.set_target
        return do_it(actor=request.actor, at=clock.now(), indicator=indicator, key=form.key, **form.facts())

    title = _("A figure that was reached") if with_source else _("A target")
    then = redirect("indicator", indicator.key)["Location"]
    return form_page(request, form, do, title=title, lead=indicator.title, then=then, crumbs=[programme])


@page(may("activity.read"))
@kept
def five_w(request: Request, code: str) -> HttpResponse:
    programme = get_object_or_404(programme_access.visible_to(request.actor), code=code)
    if "format" in request.GET:
        if not request.actor.may("report.export", programme.pk):
            raise Http404
        rows = overview.five_w(request.actor, programme)
        names = ("who", "what", "topics", "where", "when", "for_whom", "people")
        return download("5w", request.GET["format"], names, ([row[name] for name in names] for row in rows))
    rows = overview.activities_of(request.actor, programme)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "reporting/five_w.html", {"programme": programme, "page": shown, "rows": overview.five_w_of(shown)}
    )


@page(may("engagement.read"))
@kept
def gaps(request: Request, code: str) -> HttpResponse:
    programme = get_object_or_404(programme_access.visible_to(request.actor), code=code)
    if not request.actor.may("engagement.read", programme.pk):
        raise Http404
    rows = overview.gaps(request.actor, programme)
    context = {
        "programme": programme,
        "rows": rows,
        "table": overview.gap_table(rows),
        "open": sum(row.verdict == "gap" for row in rows),
    }
    return render(request, "reporting/gaps.html", context)


@page(may("activity.read"))
@kept
def figure_story(request: Request, code: str, what: str) -> HttpResponse:
    """Why this number? The activities that were counted, and by which rule."""
    programme = get_object_or_404(programme_access.visible_to(request.actor), code=code)
    if what not in figures.FIGURES:
        raise Http404
    story = figures.figure_story(request.actor, overview.activities_of(request.actor, programme), what)
    context = {"programme": programme, "place": programme.title, "what": what, "story": story}
    return render(request, "reporting/figure_story.html", context)

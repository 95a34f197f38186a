"""What a page says of itself: its own date, its title, its publisher. Nothing is taken from the page's running text."""

from __future__ import annotations

import json
import re
from datetime import date

from lxml import etree, html

from kopuro.core.formats.blocks import tidy
from kopuro.core.formats.page_pieces import CHROME_WORDS, inner

DATE_META = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "citation_publication_date",
    "publication_date",
    "pubdate",
    "publishdate",
    "date",
)
DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|dated?-?line|publish(?:ed)?|pub-?date|post-?date|entry-?date|news-?date|posted-on|time|"
    r"submitted|created|дата)(?:$|[\s_-])",
    re.IGNORECASE,
)
ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4})(?!\d)")
NAMED = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er)?\s+([^\W\d_]{3,10})\.?,?\s+(\d{4})(?!\d)")
NAMED_US = re.compile(r"\b([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "jan янв",
            "feb fév fev фев",
            "mar мар",
            "apr avr апр",
            "may mai май мая",
            "jun juin июн",
            "jul juil июл",
            "aug aoû aou авг",
            "sep сен",
            "oct окт",
            "nov ноя",
            "dec déc дек",
        ),
        start=1,
    )
    for stem in stems.split()
}


def meta(tree: html.HtmlElement, name: str) -> str:
    """The content of the first filled `meta` element called `name`."""
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if key.lower() == name and (element.get("content") or "").strip():
            return tidy(element.get("content") or "")[:300]
    return ""


def title_of(tree: html.HtmlElement) -> str:
    """The one headline of the first order, else what the metadata or the title bar say."""
    told = meta(tree, "og:title") or meta(tree, "dc.title") or meta(tree, "twitter:title")
    headings = [inner(element).strip() for element in tree.iter("h1")]
    headings = [heading for heading in headings if heading]
    tag = next((inner(element).strip() for element in tree.iter("title") if inner(element).strip()), "")
    if len(headings) == 1:
        return tidy(headings[0])[:300]
    # "Headline | Name of the site": the longer part is the headline.
    bar = max(re.split(r"\s+[|»]\s+", tag), key=len)
    return tidy(told or next((heading for heading in headings if heading in tag), "") or bar)[:300]


def publisher_of(tree: html.HtmlElement) -> str:
    """Who publishes the page, "" when it does not say."""
    if named := meta(tree, "og:site_name") or meta(tree, "application-name"):
        return named
    for block in _linked_data(tree):
        publisher = block.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return tidy(publisher["name"])[:300]
    return meta(tree, "dc.publisher") or meta(tree, "publisher") or meta(tree, "author")


def _linked_data(tree: html.HtmlElement) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for element in list(tree.iter("script"))[:200]:
        if "ld+json" not in (element.get("type") or ""):
            continue
        try:
            stack = [json.loads(element.text or "")]
        except (ValueError, RecursionError):
            continue
        while stack and len(found) < 200:
            value = stack.pop()
            if isinstance(value, dict):
                found.append(value)
                stack.extend(reversed(value["@graph"]) if isinstance(value.get("@graph"), list) else [])
            elif isinstance(value, list):
                stack.extend(reversed(value))
    return found


def page_date_of(tree: html.HtmlElement) -> date | None:
    """The date the page gives as its own: metadata, linked data, a marked time, a visible date beside the headline."""
    for name in DATE_META:
        if found := as_date(meta(tree, name)):
            return found
    for block in _linked_data(tree):
        if found := as_date(str(block.get("datePublished") or "")):
            return found
    articles = [*tree.iter("article"), *tree.iter("main")]
    for scope in (*articles[:1], tree):
        times = {as_date(e.get("datetime") or inner(e)) for e in scope.iter("time") if not _in_chrome(e)} - {None}
        if len(times) == 1:
            return times.pop()
    for scope in (*articles[:1], tree):
        marked = [
            as_date(inner(element))
            for element in scope.iter("span", "div", "p", "em", "small", "li")
            if DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
            and len(inner(element)) < 60
            and not _in_chrome(element)
        ]
        dates = {found for found in marked if found}
        if len(dates) == 1:
            return dates.pop()
    return None


def _in_chrome(element: etree._Element) -> bool:
    while element is not None and element.tag not in {"article", "main", "body"}:
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in {"nav", "footer", "aside"} or CHROME_WORDS.search(words):
            return True
        element = element.getparent()
    return False


def as_date(text: str) -> date | None:
    """The one date a short text names, day before month where only numbers are given; None when unsure."""
    text = text.strip()[:80]
    try:
        if match := ISO.search(text):
            return _sane(int(match[1]), int(match[2]), int(match[3]))
        if match := DAY_FIRST.search(text):
            return _sane(int(match[3]), int(match[2]), int(match[1]))
        if match := NAMED.search(text):
            return _named(match[2], int(match[1]), int(match[3]))
        if match := NAMED_US.search(text):
            return _named(match[1], int(match[2]), int(match[3]))
    except ValueError:
        return None
    return None


def _named(word: str, day: int, year: int) -> date | None:
    lowered = word.lower()
    number = next((MONTHS[lowered[:size]] for size in (4, 3) if lowered[:size] in MONTHS), None)
    return _sane(year, number, day) if number else None


def _sane(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1980 <= year <= 2100 else None

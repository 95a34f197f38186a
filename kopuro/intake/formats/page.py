"""HTML: the main text of a page without its menus, banners and neighbours, and what the page says of itself."""

from __future__ import annotations

import json
import re
from datetime import date

from lxml import etree, html

from kopuro.core.problems import Problem
from kopuro.intake.formats.blocks import Blocks, tidy
from kopuro.intake.formats.shape import Found, Limits

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
CHROME = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "form",
        "button",
        "select",
    }
    | {"input", "textarea", "nav", "footer", "aside", "dialog", "menu"}
)
CHROME_WORDS = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|share|sharing|social|related|sidebar|widget|menu|navbar|"
    r"newsletter|subscribe|comments?|pagination|skip-link|banner|advert\w*|promo|popup|modal|lang(?:uage)?-?switch\w*|"
    r"also-?read|read-?more|most-?read|latest)(?:$|[\s_-])",
    re.IGNORECASE,
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BREAKING = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "header", "hr", "html", "main", "p", "pre", "section", "summary", "ul", "ol"}
    | {"list", "quote", "td", "th", "tr"}
)
MAX_DEPTH = 400


def read(text: str, limits: Limits) -> Found:
    """Main text, title, the page's own date, language and publisher; scripts and styles never reach the text.

    Raises `intake.no_text` when no readable text is left.
    """
    tree = _tree(text)
    page_date = _page_date(tree)
    title = _title(tree)
    language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()
    publisher = _meta(tree, "og:site_name") or _meta(tree, "application-name") or _publisher(tree)
    whole = Blocks(limits)
    _walk(_without_chrome(_tree(text)), whole, 0)
    main = _main(_tree(text), limits)
    # The finder of main text loses whole pages that are lists or tables; then all that is no chrome is better.
    keep = main if main is not None and len(main.text()) > 0.35 * len(whole.text()) else whole
    body = keep.text()
    if not body:
        raise Problem(
            "intake.no_text",
            "The page holds no text to read. Open it in a browser, wait until it is shown, and save it again as HTML "
            "or PDF.",
        )
    if title and title.lower() not in body[: 400 + len(title)].lower():
        body = f"{title}\n\n{body}"
    return Found(
        body[: limits.max_text],
        title=title or keep.heading,
        page_date=page_date,
        language_hint=language if language.isalpha() else None,
        publisher=publisher,
        tables=tuple(whole.tables),
        notes=keep.notes(),
    )


def _tree(text: str) -> html.HtmlElement:
    # Bytes with a fixed encoding: a page that declares another one is already decoded.
    data = text.encode("utf-8", "replace")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Problem(
            "intake.damaged",
            "The page is damaged or was cut off. Save it again in a browser and try once more.",
            detail=f"lxml: {error}",
        ) from error
    return tree


def _main(tree: html.HtmlElement, limits: Limits) -> Blocks | None:
    import trafilatura  # noqa: PLC0415 - slow to import, and only in the child process that reads HTML

    for element in tree.xpath("//script|//style|//noscript|//template|//iframe|//object|//svg"):
        element.drop_tree()
    try:
        found = trafilatura.bare_extraction(
            tree, favor_recall=True, include_comments=False, include_tables=True, include_formatting=True
        )
    except Exception:
        return None
    if found is None or isinstance(found, dict) or found.body is None:
        return None
    blocks = Blocks(limits)
    _walk(found.body, blocks, 0)
    return blocks


def _without_chrome(tree: html.HtmlElement) -> html.HtmlElement:
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        role = element.get("role") or ""
        chrome = (
            element.tag in CHROME
            or element.tag == "head"
            or role in {"navigation", "banner", "contentinfo", "search", "dialog", "complementary"}
            or (element.tag not in {"html", "body", "main", "article"} and CHROME_WORDS.search(words))
            or element.get("hidden") is not None
            or "display:none" in (element.get("style") or "").replace(" ", "").lower()
        )
        if chrome:
            element.drop_tree()
    return tree


def _walk(element: etree._Element, blocks: Blocks, depth: int) -> None:
    """Blocks of an element, of a page as well as of what the finder of main text makes of one."""
    parts: list[str] = []

    def flush(*, item: bool = False) -> None:
        blocks.paragraph("".join(parts), item=item)
        parts.clear()

    def inline(node: etree._Element, level: int) -> None:
        if level > MAX_DEPTH:
            return
        for child in node:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in {"script", "style", "noscript", "template"} or not tag:
                pass
            elif tag in HEADINGS or tag == "head":
                flush()
                blocks.title(_inner(child))
            elif tag in {"li", "item"}:
                flush()
                parts.append(_space(child.text))
                inline(child, level + 1)
                flush(item=True)
            elif tag == "table":
                flush()
                blocks.table(_rows(child))
            elif tag in {"br", "lb"}:
                parts.append("\n")
            elif tag in BREAKING:
                flush()
                parts.append(_space(child.text))
                inline(child, level + 1)
                flush()
            else:
                parts.append(_space(child.text))
                inline(child, level + 1)
            parts.append(_space(child.tail))

    parts.append(_space(element.text))
    inline(element, depth)
    flush()


def _space(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _inner(element: etree._Element) -> str:
    return _space("".join(element.itertext()))


def _rows(table: etree._Element) -> list[list[str]]:
    rows = []
    for row in table.iter("tr", "row"):
        cells = [_inner(cell) for cell in row if cell.tag in {"td", "th", "cell"}]
        if cells:
            rows.append(cells)
    return rows


def _meta(tree: html.HtmlElement, name: str) -> str:
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if key.lower() == name and (element.get("content") or "").strip():
            return tidy(element.get("content") or "")[:300]
    return ""


def _title(tree: html.HtmlElement) -> str:
    told = _meta(tree, "og:title") or _meta(tree, "dc.title") or _meta(tree, "twitter:title")
    headings = [_inner(element).strip() for element in tree.iter("h1")]
    headings = [heading for heading in headings if heading]
    tag = next((_inner(element).strip() for element in tree.iter("title") if _inner(element).strip()), "")
    if len(headings) == 1:
        return tidy(headings[0])[:300]
    return tidy(told or next((heading for heading in headings if heading in tag), "") or tag)[:300]


def _publisher(tree: html.HtmlElement) -> str:
    for block in _linked_data(tree):
        publisher = block.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return tidy(publisher["name"])[:300]
    return _meta(tree, "dc.publisher") or _meta(tree, "publisher") or _meta(tree, "author")


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


def _page_date(tree: html.HtmlElement) -> date | None:
    """The date the page gives as its own: metadata, linked data, a marked time, a visible date beside the headline."""
    for name in DATE_META:
        if found := as_date(_meta(tree, name)):
            return found
    for block in _linked_data(tree):
        if found := as_date(str(block.get("datePublished") or "")):
            return found
    articles = [*tree.iter("article"), *tree.iter("main")]
    for scope in (*articles[:1], tree):
        times = {as_date(e.get("datetime") or _inner(e)) for e in scope.iter("time") if not _in_chrome(e)} - {None}
        if len(times) == 1:
            return times.pop()
    for scope in (*articles[:1], tree):
        marked = [
            as_date(_inner(element))
            for element in scope.iter("span", "div", "p", "em", "small", "li")
            if DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
            and len(_inner(element)) < 60
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

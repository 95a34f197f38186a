"""HTML: the main text of a page without its menus, banners and neighbours, and what the page says of itself."""

from __future__ import annotations

import re

from lxml import etree, html

from kopuro.core.formats.blocks import Blocks
from kopuro.core.formats.page_facts import page_date_of, publisher_of, title_of
from kopuro.core.formats.page_pieces import Piece, pieces_of, without_chrome
from kopuro.core.formats.shape import Found, Limits
from kopuro.core.problems import Problem

SURE = 60  # letters and digits


def read(text: str, limits: Limits) -> Found:
    """Main text, title, the page's own date, language and publisher; scripts and styles never reach the text.

    Raises `intake.no_text` when no readable text is left, `intake.damaged` when there is no page at all.
    """
    tree = _tree(text)
    title = title_of(tree)
    language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()
    page_date, publisher = page_date_of(tree), publisher_of(tree)
    blocks = Blocks(limits)
    for piece in _main(pieces_of(without_chrome(tree)), _finder_text(_tree(text))):
        if piece.kind == "table":
            blocks.table(piece.rows)
        elif piece.kind == "h":
            blocks.title(piece.text)
        else:
            blocks.paragraph(piece.text, item=piece.kind == "li")
    body = blocks.text()
    if not body:
        raise Problem(
            "intake.no_text",
            "The page holds no text to read. Open it in a browser, wait until it is shown, and save it again as HTML "
            "or PDF.",
        )
    if title and _letters(title) not in _letters(body[: 600 + len(title)]):
        body = f"{title}\n\n{body}"
    return Found(
        body[: limits.max_text],
        title=title or blocks.heading,
        page_date=page_date,
        language_hint=language if language.isalpha() else None,
        publisher=publisher,
        tables=tuple(blocks.tables),
        notes=blocks.notes(),
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


def _finder_text(tree: html.HtmlElement) -> str:
    """What the finder of main text takes for it, letters and digits only; "" when it finds nothing."""
    import trafilatura  # noqa: PLC0415 - slow to import, and only in the child process that reads HTML

    for element in tree.xpath("//script|//style|//noscript|//template|//iframe|//object|//svg"):
        element.drop_tree()
    try:
        found = trafilatura.bare_extraction(tree, favor_recall=True, include_comments=False, include_tables=True)
    except Exception:
        return ""
    if found is None or isinstance(found, dict) or found.body is None:
        return ""
    return _letters(" ".join(found.body.itertext()))


def _main(pieces: list[Piece], finder: str) -> list[Piece]:
    """The pieces from the first to the last that the finder names, without blocks of links between them.

    The finder knows where the article is, but drops list items and runs paragraphs together; the page's own pieces
    keep their form. Where it finds little of the page (a page that is one list), all pieces are better.
    """
    known = [_is_in(piece, finder) for piece in pieces]
    whole = sum(len(_letters(piece.text)) for piece in pieces)
    # A short piece may be found by chance; the long ones say where the article is.
    sure = [place for place, piece in enumerate(pieces) if known[place] and len(_letters(piece.text)) >= SURE]
    if len(finder) < 0.35 * whole or not sure:
        return pieces
    first, last = sure[0], sure[-1]
    near = [place for place in range(max(0, first - 6), first) if known[place] and pieces[place].kind == "h"]
    first = near[0] if near else first
    while first and (pieces[first - 1].kind == "h" or (known[first - 1] and _has_digit(pieces[first - 1]))):
        first -= 1
    while last + 1 < len(pieces) and known[last + 1]:
        last += 1
    kept = pieces[first : last + 1]
    if sum(piece.linked for piece in kept) > 0.4 * sum(len(piece.text.strip()) for piece in kept):
        return kept
    return [piece for piece in kept if piece.linked < 0.6 * len(piece.text.strip())]


def _is_in(piece: Piece, finder: str) -> bool:
    letters = _letters(piece.text)
    return len(letters) > 3 and letters[:60] in finder and letters[-60:] in finder


def _has_digit(piece: Piece) -> bool:
    return any(char.isdigit() for char in piece.text)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())

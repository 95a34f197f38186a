"""Bytes to text: which encoding, decided by what the decoded letters look like."""

from __future__ import annotations

import codecs
import math
import re

from kopuro.core.problems import Problem

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CYRILLIC = ("windows-1251", "koi8-r", "cp866", "iso-8859-5")
WESTERN = ("windows-1252", "mac-roman")
SAMPLE = 200_000
RUSSIAN_PER_MILLE: tuple[float, ...] = (
    *(110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14, 12, 10, 9, 7),
    *(6, 5, 4, 3, 3, 0.4, 0.4),
)

# Occurrences of each letter per thousand in running Russian, rounded; a wrong code page gives rarer letters.
FREQUENCY = dict(zip("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", RUSSIAN_PER_MILLE, strict=True))
NATIONAL = frozenset("өүңқғұһәіӣӯҷҳқғёӘӨҮҢҚҒҰҺІ№«»—–“”…’")
ACCENTED = frozenset("éèêëàâäçîïôöùûüñáíóúãõßæøåœÉÈÊÀÂÇÎÔÖÜŒ«»°§©®€–—‘’“”…• ")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# UTF-8 read as Latin or windows-1251 and stored again: "Ã©", "â€™", "Ð°", "Р°СЃ".
TWICE = re.compile(r"Ã[\x80-\xbf©¨ª´®§]|â€[™œ“”¦]|[ÐÑ][\x80-\xbf°-¿]|(?:Р[°-їёє-ј]|С[Ѓѓ‚„…†‡€‰]){2}")


def clean(text: str) -> str:
    """Text that every database and page can hold: one line end, no NUL, no other control, no half of a pair."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = text.replace("\ufeff", "").replace("\xad", "")
    return CONTROL.sub("", text)


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """(text with line ends as `\\n`, name of the encoding, notes); offsets into it are offsets into the file's text.

    Raises `intake.not_text` when the bytes are no text in any encoding known here.
    """
    text, encoding, notes = _decoded(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    controls = len(CONTROL.findall(text[:SAMPLE]))
    if controls > 3 + len(text[:SAMPLE]) // 500:
        raise _not_text(f"{controls} control characters as {encoding}")
    text = text.replace("\x00", "\ufffd")
    if encoding.startswith("utf") and len(TWICE.findall(text[:SAMPLE])) * 50 > len(text[:SAMPLE]) > 20:
        notes += ("The letters look as if the file had been saved twice in different encodings; ask for the original.",)
    return text, encoding, notes


def _decoded(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    for bom, name in BOMS:
        if data.startswith(bom):
            body = data[len(bom) :]
            try:
                return body.decode(name), name, ()
            except UnicodeDecodeError as error:
                if len(body) - error.start > 4:
                    raise _not_text(f"marked as {name}, but broken at byte {error.start}") from error
                return body[: error.start].decode(name), name, (_cut(),)
    if wide := _utf16_without_mark(data):
        body = data[: len(data) // 2 * 2]
        return body.decode(wide, "replace"), wide, ()
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        # A file cut off in the middle of a letter is still the file it was.
        if len(data) - error.start < 4 and error.reason == "unexpected end of data" and error.start > 8:
            return data[: error.start].decode("utf-8"), "utf-8", (_cut(),)
        if (almost := _almost_utf8(data)) is not None:
            return almost, "utf-8", ("A few letters could not be read and are shown as \ufffd.",)
    if _binary(data):
        raise _not_text("binary bytes")
    return _eight_bit(data)


def _cut() -> str:
    return "The file seems to be cut off at its end."


def _not_text(detail: str) -> Problem:
    return Problem(
        "intake.not_text",
        "This file holds no readable text. Check that it is the right file, or save it again as DOCX, PDF or "
        "plain text in UTF-8.",
        detail=detail,
    )


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[: 4000 // 2 * 2]
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 8:
        return None
    pages = {0x00, 0x04, 0x20}
    best = None
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        share = sum(byte in pages for byte in high) / len(high)
        if share < 0.97:
            continue
        text = sample.decode(name, "replace")
        letters = sum(char.isalpha() or char in " \r\n\t.,;:()-–—\"'«»" or char.isdigit() for char in text) / len(text)
        if letters > 0.9 and (best is None or letters > best[0]):
            best = (letters, name)
    return best[1] if best else None


def _almost_utf8(data: bytes) -> str | None:
    """UTF-8 with a damaged spot or two: many good sequences of several bytes, hardly any bad one."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - bad - sum(char < "\x80" for char in text[:SAMPLE]) if len(text) <= SAMPLE else 0
    if len(text) > SAMPLE:
        good = sum(char >= "\x80" for char in text[:SAMPLE]) - text[:SAMPLE].count("\ufffd")
    return text if good >= 20 and bad * 40 <= good else None


def _binary(data: bytes) -> bool:
    sample = data[:SAMPLE]
    controls = sum(sample.count(bytes([code])) for code in (*range(9), *range(14, 27), *range(28, 32), 127))
    return controls > 3 + len(sample) // 200


def _eight_bit(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    sample = data[:SAMPLE]
    best: tuple[float, str] = (0.0, "")
    for place, name in enumerate(CYRILLIC):
        # The commoner code page wins a near tie.
        score = _cyrillic_score(sample.decode(name, "replace")) - 0.01 * place
        best = max(best, (score, name))
    for name in WESTERN:
        best = max(best, (_western_score(sample.decode(name, "replace")), name))
    if best[0] < 0.5:
        best = max(best, _by_statistics(sample))
    if best[0] < 0.5:
        raise _not_text(f"no encoding fits (best {best[1]} {best[0]:.2f})")
    text = data.decode(best[1], "replace")
    return text, best[1], (f"Read as {best[1]}.",)


def _cyrillic_score(text: str) -> float:
    """How far the characters behave as Russian text would, 0 to 1: known letters, their frequency, their case."""
    high = [char for char in text if char > "\x7f"]
    letters = [char for char in high if "\u0400" <= char <= "\u04ff"]
    if not letters or len(letters) < 0.75 * len(high):
        return 0.0
    bits = sum(math.log2(FREQUENCY.get(char.lower(), 5.0 if char in NATIONAL else 0.1) / 1000) for char in letters)
    # Running Russian has about 4.5 bits a letter; another code page's letters come to 6 and more.
    fit = min(1.0, max(0.0, (bits / len(letters) + 7.5) / 3.0))
    known = sum(char.lower() in FREQUENCY or char in NATIONAL for char in high) / len(high)
    # A wrong code page swaps the cases: capitals would follow small letters inside words.
    turns = len(re.findall(r"[а-яё][А-ЯЁ]", text)) / len(letters)
    return known * fit * max(0.0, 1.0 - 4 * turns)


def _western_score(text: str) -> float:
    high = [char for char in text if char > "\x7f"]
    letters = sum(char.isalpha() for char in text)
    if not high or len(high) > 0.25 * max(letters, 1):
        return 0.0
    return 0.95 * sum(char in ACCENTED for char in high) / len(high)


def _by_statistics(sample: bytes) -> tuple[float, str]:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed and slow to import

    match = from_bytes(sample[:20_000], threshold=0.15).best()
    if match is None or match.encoding in {"utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_7"}:
        return 0.0, ""
    text = str(match)
    words = re.findall(r"[^\W\d_]{2,}", text)
    if sum(map(len, words)) < 0.5 * len(text.strip() or "?"):
        return 0.0, ""
    return 0.55, match.encoding

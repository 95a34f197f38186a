"""Office XML read safely: no entities, no outside files, names without their namespace."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kopuro.core.formats.archive import damaged
from kopuro.core.problems import Problem

MAX_DEPTH = 200


def parse(data: bytes) -> Element:
    """The root element; raises `intake.damaged` for broken XML and `intake.unsafe` for declared entities."""
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Problem(
            "intake.unsafe",
            "The file tries to load other files while it is read, so it was not opened. Ask its sender for a "
            "clean copy.",
            detail=repr(error),
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise damaged(f"xml: {error}") from error


def local(element: Element) -> str:
    """The element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """The attribute called `name` in whatever namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def named(root: Element, name: str) -> Iterator[Element]:
    """All descendants called `name`, in document order."""
    return (element for element in root.iter() if local(element) == name)


def whole(value: str | None, default: int, most: int) -> int:
    """A count written in an attribute, kept between 0 and `most`."""
    try:
        return max(0, min(int(value or default), most))
    except ValueError:
        return default

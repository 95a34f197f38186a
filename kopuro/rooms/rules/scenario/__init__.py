"""The authored scenario: its values, and its folder of YAML, Markdown and media read and written without loss."""

from .findings import Finding
from .folder import Loaded, content_hash, of_plain, read_files, read_folder, to_files, to_plain, write_back
from .model import Scenario
from .text import Place, Text

__all__ = [
    "Finding",
    "Loaded",
    "Place",
    "Scenario",
    "Text",
    "content_hash",
    "of_plain",
    "read_files",
    "read_folder",
    "to_files",
    "to_plain",
    "write_back",
]

"""Plain values: the project's own data types in, what JSON can hold out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from kg.passages import Passage


def plain(value: Any) -> Any:
    """Named tuples as objects by field (a Text as {"zh", "en"}), passages as locators (`2018:9`), tuples as lists.

    A field that Python forbids loses the underscore behind it (`class_`).
    Decimals are numbers, days are written as ISO 8601 has them.
    """
    if isinstance(value, Passage | date):
        return str(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name.rstrip("_"): plain(part) for name, part in value._asdict().items()}
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def json_text(value: Any) -> str:
    """The JSON of any value made of these, a member a line; characters that a terminal would obey are escaped."""
    import json

    from kg.escapes import escaped_in_json

    return escaped_in_json(json.dumps(plain(value), ensure_ascii=False, indent=2)) + "\n"

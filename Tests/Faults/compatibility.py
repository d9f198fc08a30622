"""Imports what is recovered into a table as Baqend would. `Tests/compatibility.sh` runs it.

Backups are decoded here, import files are read by Python's json, and the table is a dictionary: nothing is shared with the
program.
"""

import argparse
import gzip
import json
import pathlib
import shutil
import sys
import tempfile

import archive
import bson
import extended_json
import program
import truth
import worlds
from tally import Tally

EXAMPLE = pathlib.Path("Examples/data")


def stored_tables(path):
    """The documents of a backup, `{table: {id: document}}`."""
    path = pathlib.Path(path)
    if path.is_dir() or ".bson" in path.name:
        files = [path] if path.is_file() else sorted(path.rglob("*.bson*"))
        collections = {each.name.split(".")[0]: list(bson.documents(inflated(each))) for each in files}
    else:
        collections = archive.read(inflated(path))
    return {
        table: {truth.stored_id(table, dict(members)["_id"]): dict(members) for members in documents}
        for table, documents in collections.items()
    }


def inflated(path):
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def texts(data):
    """The objects of a table file or an import file, each as it stands there: `[(object, text)]`."""
    text = data.decode().strip()
    decoder = json.JSONDecoder()
    is_array = text.startswith("[")
    position = 1 if is_array else 0
    found = []
    while True:
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        if position == len(text) or is_array and text[position] == "]":
            return found
        each, end = decoder.raw_decode(text, position)
        found.append((each, text[position:end].encode()))
        position = end


def is_same(one, other):
    """Whether two values are the same, and of one type of JSON's."""
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(is_same(one[name], other[name]) for name in one)
        case list(), list():
            return len(one) == len(other) and all(map(is_same, one, other))
    kinds = [bool if isinstance(each, bool) else float if isinstance(each, (int, float)) else type(each)
             for each in (one, other)]
    return kinds[0] == kinds[1] and one == other


def values(value):
    """How many values there are in a value, each object and array counted too."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return 1 + sum(map(values, inner))


class Compatibility:
    def __init__(self, base, tally):
        self.base = base
        self.tally = tally
        self.kept = self.imported = self.compared = 0

    def check(self, kind, backup, export):
        """Recovers, imports, and looks at every object of every table."""
        output = pathlib.Path(tempfile.mkdtemp(dir=self.base)) / "out"
        run = program.run(program.recover(backup, export, output), seconds=600)
        if run.code not in (0, 2):
            self.tally.add(kind, f"not recovered: {run}")
            return
        withheld = {(each["table"], each["id"]) for each in json.loads((output / "withheld.json").read_bytes())}
        for table, documents in stored_tables(backup).items():
            files = sorted(export.glob(f"{table}.*"))
            current = {program.id_of(table, each): (each, text) for path in files for each, text in texts(inflated(path))}
            problem = self.check_table(table, documents, current, withheld, output)
            self.tally.add(kind, problem and f"{table}: {problem}")

    def check_table(self, table, documents, current, withheld, output):
        imported = [each for path in sorted((output / "import").glob(f"{table}.*")) for each in texts(path.read_bytes())]
        after = {key: text for key, (_, text) in current.items()}
        for each, text in imported:
            after[program.id_of(table, each)] = text
        changed = [key for key, (_, text) in current.items() if after[key] != text]
        if changed:
            return f"{changed[0]} was current, and is overwritten"
        lost = {key for key in documents if key not in current and (table, key) not in withheld}
        if after.keys() - current.keys() != lost or len(imported) != len(lost):
            return f"{len(imported)} objects are imported, {len(lost)} were lost"
        is_baqend = all("id" in each for each, _ in imported)
        for each, _ in imported:
            key = program.id_of(table, each)
            document = documents[key]
            if is_baqend:
                wanted, seen = extended_json.baqend(table, document), each
            else:
                # What it wraps are the types; as the program writes numbers, so does Python.
                wanted, seen = _doubles(extended_json.canonical(document)), _doubles(each)
            if not is_same(wanted, seen):
                names = [name for name in wanted.keys() | seen.keys()
                         if name not in wanted or name not in seen or not is_same(wanted[name], seen[name])]
                return f"{key} is not as it was backed up: {names}: {seen}"
            self.compared += values(each) - 1
        self.kept += len(current)
        self.imported += len(imported)
        return None


def _doubles(value):
    """A value whose doubles are told apart by what they are, not by how they are spelled."""
    match value:
        case {"$numberDouble": text}:
            return {"$numberDouble": float(text)}
        case dict():
            return {name: _doubles(each) for name, each in value.items()}
        case list():
            return [_doubles(each) for each in value]
    return value


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("backup", nargs="?", type=pathlib.Path, help="a backup, in place of the usual ones")
    parser.add_argument("export", nargs="?", type=pathlib.Path, help="the export's folder")
    options = parser.parse_args()
    if options.backup and not options.export:
        parser.error("a backup needs an export")
    base = pathlib.Path(tempfile.mkdtemp(prefix="regraft-compatibility-"))
    tally = Tally("compatibility", 5, base)
    compatibility = Compatibility(base, tally)
    if options.backup:
        compatibility.check(options.backup.name, options.backup, options.export)
    else:
        compatibility.check("the example", EXAMPLE / "2026-11-23Z.dump.gz", EXAMPLE / "export")
        world = worlds.World(5, {"Note": 1200, "Message": 801})
        exports = {form: world.write_current(base / f"export-{form}", form) for form in worlds.TABLE_FILE_FORMS}
        for backup_form in worlds.BACKUP_FORMS:
            backup = world.write_backup(base / f"backup-{backup_form}", backup_form)
            for form, export in exports.items():
                compatibility.check(f"{backup_form} against {form}", backup, export)
    print(f"{compatibility.kept:,} current objects are as they were, to the byte; {compatibility.imported:,} are back, "
          f"{compatibility.compared:,} values of them the same in type and value")
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())

"""Backups and exports of which it is known what was deleted, in every form that there is."""

import gzip
import json
import random

import archive
import bson
import extended_json
from bson import Date, Int64, ObjectId

DATABASE = "shop"
BACKUP_FORMS = ["archive", "archive.gz", "dump", "dump.gz", "bson"]
TABLE_FILE_FORMS = ["baqend", "baqend-lines", "baqend.gz", "canonical", "relaxed-lines", "legacy"]
CURRENT_FORMS = TABLE_FILE_FORMS + ["archive", "archive.gz", "dump"]
# 2026-03-01; what is made since the backup is a year younger.
LONG_AGO = 1772323200000
YEAR = 365 * 86400 * 1000


class Table:
    """The objects of one table, then and now."""

    def __init__(self, name, generator, count):
        self.name = name
        self.backup = [_document(generator, key) for key in _keys(generator, name, count)]
        fates = [("deleted", "modified", "unchanged", "unchanged")[index % 4] for index in range(count)]
        generator.shuffle(fates)
        self.deleted = {}
        self.current = []
        for document, fate in zip(self.backup, fates):
            if fate == "deleted":
                self.deleted[extended_json.reference(name, document["_id"])] = document
            elif fate == "modified":
                later = Date(document["updatedAt"] + YEAR)
                version = Int64(document["version"] + 1)
                self.current.append(document | {"version": version, "updatedAt": later, "text": "edited"})
            else:
                self.current.append(document)
        for number in range(max(1, count // 10)):
            document = _document(generator, f"new-{number}")
            document["createdAt"] = Date(document["createdAt"] + YEAR)
            document["updatedAt"] = Date(document["updatedAt"] + YEAR)
            self.current.append(document)
        generator.shuffle(self.current)


def _keys(generator, name, count):
    for number in range(count):
        match number % 8:
            case 5:
                yield ObjectId(f"{generator.getrandbits(96):024x}")
            case 6:
                yield f"ä {name} {number}"
            case _:
                yield f"k{number}"


def _document(generator, key):
    created = Date(LONG_AGO + generator.randrange(10**9))
    words = " ".join(generator.choices(["red", "roses", "für", "alle", "日本", "😀", '"said"', "back\\slash"], k=6))
    return {
        "_id": key,
        "version": Int64(generator.randint(1, 9)),
        "createdAt": created,
        "updatedAt": Date(created + generator.randrange(10**9)),
        "text": words,
        "likes": generator.randint(0, 10**6),
        "score": generator.randrange(4000) / 4,
        "read": generator.random() < 0.5,
        "tags": generator.choices(["a", "b", "c"], k=generator.randint(0, 3)),
        "at": {"where": "Hamburg", "when": Date(created + 1)},
    }


class World:
    """Tables of which a backup and an export can be written."""

    def __init__(self, seed, counts):
        """`counts` is how many objects each table's backup holds."""
        generator = random.Random(seed)
        self.tables = {name: Table(name, generator, count) for name, count in counts.items()}

    def _collections(self, side):
        return {
            name: [bson.encode(document) for document in getattr(table, side)] for name, table in self.tables.items()
        }

    def write_backup(self, folder, form):
        """Writes the backup; a single `.bson` file holds the first table only. Returns what to name to the program."""
        return self._write_stored(folder, form, "backup")

    def _write_stored(self, folder, form, side):
        collections = self._collections(side)
        folder.mkdir(parents=True)
        match form:
            case "archive" | "archive.gz":
                path = folder / form
                data = archive.archive(DATABASE, collections, slice_documents=5 + len(collections) * 100)
                path.write_bytes(gzip.compress(data, 6, mtime=0) if form.endswith("gz") else data)
                return path
            case "dump" | "dump.gz":
                archive.write_dump(folder, DATABASE, collections, form.endswith("gz"))
                return folder
            case "bson":
                name = next(iter(collections))
                path = folder / f"{name}.bson"
                path.write_bytes(b"".join(collections[name]))
                return path

    def write_current(self, folder, form):
        """Writes the export. Returns what to name to the program."""
        if form not in TABLE_FILE_FORMS:
            return self._write_stored(folder, form, "current")
        folder.mkdir(parents=True)
        for name, table in self.tables.items():
            texts = [json.dumps(exported(form, name, each), ensure_ascii=False) for each in table.current]
            if form.endswith("-lines"):
                data, ending = "".join(text + "\n" for text in texts).encode(), ".ndjson"
            else:
                data, ending = ("[" + ",".join(texts) + "]").encode(), ".json"
            if form.endswith(".gz"):
                data, ending = gzip.compress(data, 6, mtime=0), ending + ".gz"
            (folder / (name + ending)).write_bytes(data)
        return folder


def exported(form, table, document):
    """An object as it stands in a table file of a form."""
    if form.startswith("baqend"):
        return extended_json.baqend(table, document)
    return getattr(extended_json, form.split("-")[0])(document)


def written(form, table, document):
    """An object as it has to stand in an import file, where the current side has a form."""
    return extended_json.baqend(table, document) if form.startswith("baqend") else extended_json.canonical(document)

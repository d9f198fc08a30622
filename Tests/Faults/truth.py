"""What may stand in import files when an input is not what it was: read from the corrupted bytes alone.

An id whose own bytes were hit is another id, and a file that is valid without it does not hold it. Whatever can still be
read from the bytes counts.
"""

import json
import math
import re
import urllib.parse
import zlib

import bson
import extended_json


BAQEND_ID = re.compile(rb'"id"\s*:\s*"(/db/[^"\\]*)"')
STORED_ID = re.compile(rb'"_id"\s*:\s*(?:"([^"\\]*)"|\{\s*"\$oid"\s*:\s*"([0-9a-fA-F]{24})"\s*\})')


class Damaged(ValueError):
    """Nothing may be written of this table."""


def inflated(data):
    """The bytes of all whole members of a gzip file; bytes behind them may be refused or not.

    Raises Damaged where a member is broken.
    """
    if not data.startswith(b"\x1f\x8b"):
        return data
    whole = b""
    while data.startswith(b"\x1f\x8b"):
        member = zlib.decompressobj(31)
        try:
            whole += member.decompress(data)
        except zlib.error as error:
            raise Damaged(f"gzip: {error}") from error
        if not member.eof:
            raise Damaged("gzip: cut short")
        data = member.unused_data
    return whole


def current_ids(table, data, is_bson):
    """The ids of a table's current file, in their normal form.

    Raises Damaged where the file cannot be what an export writes.
    """
    data = inflated(data)
    return _stored_ids(table, data) if is_bson else _text_ids(table, data) | _likely_ids(table, data)


def _stored_ids(table, data):
    ids = set()
    try:
        for members in bson.documents(data):
            keys = [value for name, value in members if name == "_id"]
            if not keys:
                raise Damaged("a document without an id")
            ids |= {stored_id(table, key) for key in keys}
    except bson.Broken as error:
        raise Damaged(f"BSON: {error}") from error
    return ids - {None}


def _text_ids(table, data):
    ids = set()
    for members in _objects(data):
        names = [name for name, _ in members]
        if "_id" in names:
            keys = [value["$oid"].lower() if isinstance(value, dict) and list(value) == ["$oid"] else value
                    for name, value in members if name == "_id"]
            if any(isinstance(key, dict) for key in keys):
                raise Damaged("an id that is none")
            ids |= {stored_id(table, key) for key in keys}
        elif "id" in names:
            ids |= {_reference(table, value) for name, value in members if name == "id"}
        else:
            raise Damaged("an object without an id")
    return ids - {None}


def _objects(data):
    """The members of each object of a table file, those that stand twice too."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Damaged("not UTF-8") from error

    def refuse(name):
        raise ValueError(name)

    def pairs(members):
        return Members(members)

    decoder = json.JSONDecoder(object_pairs_hook=pairs, parse_constant=refuse)
    text = text.strip(" \t\r\n")
    objects = []
    try:
        if text.startswith("["):
            objects = decoder.decode(text)
        else:
            while text:
                each, end = decoder.raw_decode(text)
                objects.append(each)
                text = text[end:].lstrip(" \t\r\n")
    except (ValueError, RecursionError) as error:
        raise Damaged(f"JSON: {error}") from error
    if not all(isinstance(each, Members) for each in objects):
        raise Damaged("not an object")
    return [each.members for each in objects]


class Members(dict):
    """An object that remembers members that stand twice."""

    def __init__(self, members):
        super().__init__(members)
        self.members = members


def _likely_ids(table, data):
    """Whatever looks like an id."""
    ids = set()
    for match in BAQEND_ID.finditer(data):
        try:
            ids.add(_reference(table, match[1].decode(errors="surrogateescape")))
        except Damaged:
            pass
    for match in STORED_ID.finditer(data):
        key = match[1].decode(errors="surrogateescape") if match[1] is not None else match[2].decode().lower()
        ids.add(stored_id(table, key))
    return ids


def _reference(table, text):
    beginning = f"/db/{table}/"
    if not isinstance(text, str) or not text.startswith(beginning) or text == beginning:
        raise Damaged("an id of another table")
    return extended_json.reference(table, urllib.parse.unquote(text[len(beginning) :], errors="surrogateescape"))


def stored_id(table, key):
    """The normal form of a key as MongoDB stores it; None where there is none."""
    if isinstance(key, float) and key.is_integer():
        key = int(key)
    if isinstance(key, (bool, float, bytes)) or not isinstance(key, (str, int)):
        return None
    return extended_json.reference(table, key)


def backup_objects(table, data):
    """The objects of a file of documents that nothing but itself can speak for: `{id: [document]}`.

    A document is None where it holds what is not compared here. Raises Damaged where the file is none.
    """
    objects = {}
    try:
        for members in bson.documents(data):
            keys = [value for name, value in members if name == "_id"]
            for key in keys:
                document = dict(members) if len({name for name, _ in members}) == len(members) else None
                objects.setdefault(stored_id(table, key), []).append(document)
    except bson.Broken as error:
        raise Damaged(f"BSON: {error}") from error
    return objects


def is_written(table, document, each):
    """Whether an object of an import file is a document of the backup, in one of the forms."""
    if document is None or _has_unknown(document):
        return True
    try:
        form = extended_json.baqend(table, document) if "id" in each else extended_json.canonical(document)
    except (OverflowError, ValueError):
        # A date that Python cannot tell.
        return True
    return _equal(form, each)


def _has_unknown(value):
    match value:
        case dict():
            return any(map(_has_unknown, value.values()))
        case list():
            return any(map(_has_unknown, value))
    return isinstance(value, bson.Unknown)


def _equal(one, other):
    match one, other:
        case {"$numberDouble": left}, {"$numberDouble": right}:
            left, right = float(left), float(right)
            return left == right or math.isnan(left) and math.isnan(right)
        case dict(), dict():
            return one.keys() == other.keys() and all(_equal(one[name], other[name]) for name in one)
        case list(), list():
            return len(one) == len(other) and all(map(_equal, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and one == other

"""The forms in which an object may stand in a table file."""

import datetime
import urllib.parse

from bson import Date, Int64, ObjectId

EPOCH = datetime.datetime(1970, 1, 1)


def iso(date, canonical=False):
    """A moment as text, its fraction without zeros at the end where it is Baqend's."""
    moment = EPOCH + datetime.timedelta(milliseconds=date)
    fraction = f".{moment.microsecond // 1000:03}" if moment.microsecond else ""
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (fraction if canonical else fraction.rstrip("0")) + "Z"


def reference(table, key):
    """The normal form of an id: its key as JavaScript's `encodeURIComponent` encodes it."""
    encoded = urllib.parse.quote(str(key), safe="!*'()~-_.", errors="surrogateescape")
    return f"/db/{table}/{encoded}"


def baqend(table, document):
    """An object as the REST interface has it."""
    body = {name: _plain(value) for name, value in document.items() if name != "_id"}
    return {"id": reference(table, document["_id"])} | body


def _plain(value):
    match value:
        case Date():
            return iso(value)
        case ObjectId():
            return str(value)
        case Int64():
            return int(value)
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list():
            return [_plain(each) for each in value]
    return value


def canonical(value):
    """A document in Extended JSON, version 2, all types kept."""
    match value:
        case bool() | None:
            return value
        case Date():
            return {"$date": {"$numberLong": str(int(value))}}
        case Int64():
            return {"$numberLong": str(int(value))}
        case int():
            return {"$numberInt" if -(2**31) <= value < 2**31 else "$numberLong": str(value)}
        case float():
            text = repr(value)
            return {"$numberDouble": text}
        case dict():
            return {name: canonical(each) for name, each in value.items()}
        case list():
            return [canonical(each) for each in value]
        case ObjectId():
            return {"$oid": str(value)}
    return value


def relaxed(value):
    """A document in Extended JSON, version 2, with plain numbers."""
    match value:
        case Date():
            return {"$date": iso(value, canonical=True)}
        case Int64():
            return int(value)
        case dict():
            return {name: relaxed(each) for name, each in value.items()}
        case list():
            return [relaxed(each) for each in value]
        case ObjectId():
            return {"$oid": str(value)}
    return value


def legacy(value):
    """A document in Extended JSON, version 1."""
    match value:
        case Date():
            return {"$date": iso(value, canonical=True)}
        case Int64():
            return {"$numberLong": str(int(value))}
        case dict():
            return {name: legacy(each) for name, each in value.items()}
        case list():
            return [legacy(each) for each in value]
        case ObjectId():
            return {"$oid": str(value)}
    return value

"""Writes BSON documents, and reads them back, in plain Python: nothing of it is shared with the program."""

import struct


class Int64(int):
    """A whole number of 64 bits, however small it is."""


class Date(int):
    """A moment in milliseconds since 1970."""


class ObjectId(str):
    """The 24 hexadecimal digits of an ObjectId."""


class Unknown:
    """A value of a type that is not read here; it equals nothing."""

    __hash__ = None

    def __eq__(self, other):
        return False


def encode(document):
    body = b"".join(_element(name, value) for name, value in document.items())
    return struct.pack("<i", len(body) + 5) + body + b"\0"


def _element(name, value):
    kind, content = _value(value)
    return bytes([kind]) + name.encode() + b"\0" + content


def _value(value):
    match value:
        case None:
            return 0x0A, b""
        case bool():
            return 0x08, bytes([value])
        case Date():
            return 0x09, struct.pack("<q", value)
        case Int64():
            return 0x12, struct.pack("<q", value)
        case int():
            return (0x10, struct.pack("<i", value)) if -(2**31) <= value < 2**31 else (0x12, struct.pack("<q", value))
        case float():
            return 0x01, struct.pack("<d", value)
        case ObjectId():
            return 0x07, bytes.fromhex(value)
        case str():
            text = value.encode()
            return 0x02, struct.pack("<i", len(text) + 1) + text + b"\0"
        case bytes():
            return 0x05, struct.pack("<iB", len(value), 0) + value
        case dict():
            return 0x03, encode(value)
        case list():
            return 0x04, encode({str(index): each for index, each in enumerate(value)})
    raise TypeError(value)


class Broken(ValueError):
    """The bytes are no BSON, whoever reads them."""


def documents(data):
    """The documents of a `.bson` file, each as a list of its members.

    Raises Broken where they are none. Texts need not be UTF-8: who reads them may refuse that.
    """
    position = 0
    while position < len(data):
        members, position = document(data, position, len(data))
        yield members


def document(data, position, end):
    """The members of the document that begins at a position, and where it ends."""
    if end - position < 5:
        raise Broken("a document is cut short")
    (length,) = struct.unpack_from("<i", data, position)
    last = position + length
    if length < 5 or last > end or data[last - 1] != 0:
        raise Broken("a document's length is wrong")
    position += 4
    members = []
    while position < last - 1:
        kind = data[position]
        name, position = _name(data, position + 1, last - 1)
        value, position = _read(kind, data, position, last - 1)
        members.append((name, value))
    if position != last - 1:
        raise Broken("an element goes beyond its document")
    return members, last


def _name(data, position, end):
    stop = data.find(b"\0", position, end)
    if stop < 0:
        raise Broken("a name does not end")
    return data[position:stop].decode(errors="surrogateescape"), stop + 1


FIXED = {0x01: 8, 0x06: 0, 0x07: 12, 0x08: 1, 0x09: 8, 0x0A: 0, 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16, 0xFF: 0, 0x7F: 0}


def _read(kind, data, position, end):
    if kind in FIXED:
        stop = position + FIXED[kind]
        if stop > end:
            raise Broken("a value is cut short")
        return _fixed(kind, data[position:stop]), stop
    match kind:
        case 0x02 | 0x0D | 0x0E:
            text, position = _text(data, position, end)
            return (text if kind == 0x02 else Unknown()), position
        case 0x03:
            members, position = document(data, position, end)
            return dict(members), position
        case 0x04:
            members, position = document(data, position, end)
            return [value for _, value in members], position
        case 0x05:
            length = _length(data, position, end, 5)
            value = data[position + 5 : position + 5 + length]
            return (value if data[position + 4] == 0 else Unknown()), position + 5 + length
        case 0x0B:
            _, position = _name(data, position, end)
            _, position = _name(data, position, end)
            return Unknown(), position
        case 0x0C:
            _, position = _text(data, position, end)
            if position + 12 > end:
                raise Broken("a value is cut short")
            return Unknown(), position + 12
        case 0x0F:
            return Unknown(), position + _length(data, position, end, 0)
    raise Broken("there is no such type")


def _length(data, position, end, before):
    """The length that stands at `position`, of what follows after `before` bytes."""
    if position + max(before, 4) > end:
        raise Broken("a length is cut short")
    (length,) = struct.unpack_from("<i", data, position)
    if length < 0 or position + before + length > end:
        raise Broken("a length is wrong")
    return length


def _text(data, position, end):
    length = _length(data, position, end, 4)
    stop = position + 4 + length
    if length < 1 or data[stop - 1] != 0:
        raise Broken("a text does not end")
    return data[position + 4 : stop - 1].decode(errors="surrogateescape"), stop


def _fixed(kind, data):
    match kind:
        case 0x01:
            return struct.unpack("<d", data)[0]
        case 0x07:
            return ObjectId(data.hex())
        case 0x08:
            if data[0] > 1:
                raise Broken("neither true nor false")
            return bool(data[0])
        case 0x09:
            return Date(struct.unpack("<q", data)[0])
        case 0x0A:
            return None
        case 0x10:
            return struct.unpack("<i", data)[0]
        case 0x12:
            return Int64(struct.unpack("<q", data)[0])
    return Unknown()

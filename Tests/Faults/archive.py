"""Writes what `mongodump` writes: archives and dump folders."""

import gzip
import json
import struct

from bson import Broken, Int64, document, encode

MAGIC = struct.pack("<I", 0x8199E26D)
TERMINATOR = b"\xff\xff\xff\xff"


def _table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ 0xC96C5795D7870F42 if byte & 1 else byte >> 1
        table.append(byte)
    return table


TABLE = _table()


def crc64(data):
    """CRC-64/XZ, as a closing block has it."""
    register = 2**64 - 1
    for byte in data:
        register = TABLE[(register ^ byte) & 0xFF] ^ register >> 8
    return register ^ 2**64 - 1


def metadata(collection):
    index = {"v": 2, "key": {"_id": 1}, "name": "_id_"}
    return json.dumps({"options": {}, "indexes": [index], "collectionName": collection, "type": "collection"})


def prelude(database, collections):
    """The first block; `collections` may be any names."""
    header = {"concurrent_collections": 4, "version": "0.1", "server_version": "4.0.28", "tool_version": "100.9.4"}
    parts = [MAGIC, encode(header)]
    for name in collections:
        entry = {"db": database, "collection": name, "metadata": metadata(name), "size": 0, "type": "collection"}
        parts.append(encode(entry))
    return b"".join(parts) + TERMINATOR


def block(database, collection, documents):
    return encode({"db": database, "collection": collection, "EOF": False, "CRC": Int64(0)}) + documents + TERMINATOR


def closing_block(database, collection, documents):
    """The end of a collection of which `documents` are all bytes."""
    crc = struct.unpack("<q", struct.pack("<Q", crc64(documents)))[0]
    return encode({"db": database, "collection": collection, "EOF": True, "CRC": Int64(crc)}) + TERMINATOR


def archive(database, collections, slice_documents=1000):
    """An archive of collections, `{name: [BSON]}`, whose slices stand by turns."""
    parts = [prelude(database, collections)]
    longest = max(map(len, collections.values()), default=0)
    for start in range(0, longest, slice_documents):
        for name, documents in collections.items():
            if start < len(documents):
                parts.append(block(database, name, b"".join(documents[start : start + slice_documents])))
    parts += [closing_block(database, name, b"".join(documents)) for name, documents in collections.items()]
    return b"".join(parts)


def write_dump(folder, database, collections, gzipped=False):
    """A dump's folder, with the metadata that stand beside the documents."""
    (folder / database).mkdir(parents=True)
    for name, documents in collections.items():
        for ending, data in ((".bson", b"".join(documents)), (".metadata.json", metadata(name).encode())):
            if gzipped:
                data, ending = gzip.compress(data, mtime=0), ending + ".gz"
            (folder / database / (name + ending)).write_bytes(data)


def read(data):
    """The documents of an archive, each as a list of its members: `{collection: [members]}`.

    Raises Broken where it is none. Checksums are not looked at.
    """
    if data[:4] != MAGIC:
        raise Broken("no archive")
    _, position = document(data, 4, len(data))
    collections = {}
    while not data.startswith(TERMINATOR, position):
        entry, position = document(data, position, len(data))
        collections[dict(entry)["collection"]] = []
    position += 4
    while position < len(data):
        header, position = document(data, position, len(data))
        while not data.startswith(TERMINATOR, position):
            members, position = document(data, position, len(data))
            collections[dict(header)["collection"]].append(members)
        position += 4
    return collections

"""Input that is made to hurt. `Tests/hostile.sh` runs it."""

import argparse
import gzip
import itertools
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

import archive
import bson
import extended_json
import program
import worlds
from tally import Tally

# What a run takes at most, whatever it reads; a table file's one object may be 256 MB.
MAX_BYTES = 192 << 20
MAX_OBJECT_BYTES = 900 << 20
# Whatever a terminal might take for more than text; only the end of a line may stand in what is printed.
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
GIGABYTE = 1 << 30
# What objects that are made to collide may cost, of what as many ordinary ones do.
MAX_RATIO = 4

NOT_THERE = """
#define _GNU_SOURCE
#include <errno.h>
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
  errno = REASON;
  return -1;
}
"""


def repeated(data, times):
    """A gzip of some bytes many times over: a member for each, made once."""
    return gzip.compress(data, 9, mtime=0) * times


PUBLISHED = [
    0x243F6A8885A308D3, 0x13198A2E03707345, 0xA4093822299F31D1, 0x082EFA98EC4E6C89, 0x452821E638D01377,
    0xBE5466CF34E90C6D, 0xC0AC29B7C97C50DD, 0x3F84D5B5B5470917,
]


def fold(one, other):
    product = one * other
    return product >> 64 ^ product & 2**64 - 1


def fixed_hash(key):
    """The hash by which keys fall into the parts of a run, of a key of eight bytes: anybody can work it out."""
    word = int.from_bytes(key.encode(), "little")
    first = fold(word ^ PUBLISHED[4], word ^ PUBLISHED[0])
    second = fold(word ^ PUBLISHED[1], word ^ PUBLISHED[5])
    return fold(first ^ PUBLISHED[6], second ^ len(key))


def note(key, **members):
    return bson.encode({"_id": key, "version": bson.Int64(1), "text": "a"} | members)


class Hostile:
    """Each kind of input a method."""

    def __init__(self, base, tally, short):
        self.base = base
        self.tally = tally
        self.bomb_bytes = GIGABYTE // 16 if short else GIGABYTE
        self.flood = 20_000 if short else 200_000
        self.costs = []
        self.namespaces = 100_000 if short else 10_000_000
        self.world = worlds.World(7, {"Note": 40})
        self.backup = self.world.write_backup(base / "backup", "archive")
        self.current = self.world.write_current(base / "export", "baqend")
        self.deleted = set(self.world.tables["Note"].deleted)
        self.number = 0

    def folder(self):
        self.number += 1
        folder = self.base / f"case-{self.number}"
        folder.mkdir()
        return folder

    def expect(self, kind, backup, current, codes, *options, recovers=False, limit=MAX_BYTES, seconds=60, **process):
        """Runs a recovery that has to end with one of some exit codes.

        `recovers` says that what is deleted has to come back all the same; otherwise nothing may.
        """
        folder = self.folder()
        run = program.run(program.recover(backup, current, folder / "out", *options), seconds, **process)
        problem = None
        objects = program.import_files(folder / "out") if (folder / "out").exists() else {}
        written = {program.id_of(table, each) for table in objects for each in objects[table]}
        printed = run.output + run.errors
        if run.hung or run.crashed or run.code not in codes:
            problem = f"exit code {run.code}, not one of {sorted(codes)}"
        elif run.peak_bytes > limit:
            problem = f"{run.peak_bytes >> 20} MB of memory"
        elif written != (self.deleted if recovers else set()):
            problem = f"{len(written)} objects were written"
        elif CONTROL.search(printed):
            problem = f"control characters are printed: {CONTROL.search(printed)}"
        elif len(printed) > 1 << 20:
            problem = f"{len(printed)} characters are printed"
        elif run.code == 1 and not run.errors.startswith("regraft: "):
            problem = "failed without a word"
        elif [each for each in folder.iterdir() if each.name != "out"]:
            problem = "something was left behind"
        self.tally.add(kind, problem and f"{problem}; {run}", folder if problem else None)
        if problem is None:
            shutil.rmtree(folder)

    def table_file(self, name, data):
        folder = self.folder()
        (folder / name).write_bytes(data)
        return folder

    def bombs(self):
        piece = 1 << 24
        times = self.bomb_bytes // piece
        zeros = repeated(bytes(piece), times)
        spaces = repeated(b" " * piece, times)
        # Larger than any object may be.
        text = gzip.compress(b'[{"id":"/db/Note/k1","text":"') + repeated(b"a" * piece, max(times, 20))
        text += gzip.compress(b'"}]')
        path = self.table_file("bomb.archive.gz", zeros) / "bomb.archive.gz"
        self.expect("a bomb: zeros as a backup", path, self.current, {1})
        start = archive.prelude(worlds.DATABASE, ["Note"])
        path = self.table_file("bomb.archive.gz", gzip.compress(start) + zeros) / "bomb.archive.gz"
        self.expect("a bomb: zeros behind a backup's beginning", path, self.current, {1})
        self.expect("a bomb: zeros as an export", self.backup, self.table_file("Note.json.gz", zeros), {2})
        whole = gzip.compress((self.current / "Note.json").read_bytes())
        self.expect(
            "a bomb: white space around an export", self.backup, self.table_file("Note.json.gz", spaces + whole + spaces),
            {0}, recovers=True,
        )
        self.expect(
            "a bomb: one text in an export", self.backup, self.table_file("Note.json.gz", text), {2}, limit=MAX_OBJECT_BYTES
        )
        brackets = b'[{"id":"/db/Note/k1","x":' + b"[" * 10_000_000
        self.expect("brackets without end", self.backup, self.table_file("Note.json", brackets), {2})
        long = (self.current / "Note.json").read_bytes().replace(b"[{", b'[{"x":' + b"1" * 30_000_000 + b",", 1)
        self.expect(
            "a number of 30 million digits", self.backup, self.table_file("Note.json", long), {0}, recovers=True,
            limit=MAX_OBJECT_BYTES,
        )

    def lies(self):
        """Lengths of 2 GB of what is not there."""
        huge = struct.pack("<i", 2**31 - 1)
        documents = b"".join(note(f"k{number}") for number in range(8))
        start = archive.prelude(worlds.DATABASE, ["Note"])
        block = archive.block(worlds.DATABASE, "Note", documents)
        for name, data in {
            "in the first header": archive.MAGIC + huge + start[8:],
            "in the prelude": start[:-4] + huge + start[-4:],
            "of a block's header": start + huge + block[4:],
            "of a document": start + block[:-4] + huge + bytes(100),
            "of a negative document": start + block[:-4] + struct.pack("<i", -2) + bytes(100),
        }.items():
            path = self.table_file("lie.archive", data) / "lie.archive"
            self.expect(f"a length of 2 GB {name}", path, self.current, {1})
        for kind, name in ((0x02, "a text"), (0x05, "binary data"), (0x03, "an object"), (0x0F, "code")):
            good = note("k1")
            lie = bytes([kind]) + b"lie\0" + huge + bytes(12)
            lying = struct.pack("<i", len(good) + len(lie)) + good[4:-1] + lie + b"\0"
            data = archive.archive(worlds.DATABASE, {"Note": [note(f"k{number}") for number in range(2, 9)] + [lying]})
            path = self.table_file("lie.archive", data) / "lie.archive"
            self.expect(f"a length of 2 GB of {name}", path, self.current, {2})
            path = self.table_file("Note.bson", documents + lying) / "Note.bson"
            self.expect(f"a length of 2 GB of {name}", path, self.current, {2})
        nested = b"\0"
        for _ in range(100_000):
            nested = struct.pack("<i", len(nested) + 4) + nested
            nested = b"\x03a\0" + nested + b"\0"
            if len(nested) > 1_000_000:
                break
        deep = {"_id": "k1"}
        document = bson.encode(deep)
        document = struct.pack("<i", len(document) + len(nested) - 1) + document[4:-1] + nested
        path = self.table_file("lie.archive", archive.archive(worlds.DATABASE, {"Note": [document]})) / "lie.archive"
        self.expect("a document of a hundred thousand levels", path, self.current, {2})

    def many_collections(self):
        """A prelude that names more collections than anybody has."""
        entry = bson.encode({"db": "shop", "collection": "c00000000", "metadata": "", "size": 0, "type": "collection"})
        before, after = entry.split(b"00000000")
        path = self.folder() / "many.archive.gz"
        with gzip.open(path, "wb", compresslevel=1) as file:
            file.write(archive.prelude("shop", [])[:-4])
            for start in range(0, self.namespaces, 100_000):
                file.write(b"".join(b"%b%08d%b" % (before, number, after) for number in range(start, start + 100_000)))
            file.write(archive.TERMINATOR)
        self.expect(f"{self.namespaces:,} collections", path, self.current, {1}, seconds=120)

    def names(self):
        """Names of tables, keys and members that lead elsewhere, or speak to the terminal."""
        hostile = [
            "../evil", "../../evil", "/tmp/regraft-evil", ".", "..", "a/b", "a\0b", "a\nb", "a\rb\x1b[2Jc", "\u202egnp.exe",
            "-rf", "~", "*", "a\\b", "x" * 65536, "ä" * 3000, "%2e%2e%2fevil", "con", " ", "\x7f", "a\x9bb", "b.json",
        ]
        for name in hostile:
            folder = self.folder()
            place = folder / "a" / "b"
            place.mkdir(parents=True)
            keys = [f"k{number}{name[:500]}" for number in range(12)]
            documents = [note(key, **{name[:500].replace("\0", ""): name}) for key in keys]
            # The last is broken, and told; so is the one without a key.
            documents.append(bson.encode({"text": name}))
            (folder / "b.archive").write_bytes(archive.archive("shop", {name: documents}))
            (folder / "c.archive").write_bytes(archive.archive("shop", {name: documents[:9]}))
            (folder / "bystander").write_text("untouched")
            before = {path for path in folder.rglob("*")}
            run = program.run(program.recover(folder / "b.archive", folder / "c.archive", place / "out"))
            printed = run.output + run.errors
            problem = None
            new = {path for path in folder.rglob("*")} - before
            imports = sorted((place / "out" / "import").glob("*"))
            if run.crashed or run.hung or run.code != 2:
                problem = f"exit code {run.code}"
            elif any(place / "out" not in [path, *path.parents] for path in new) or os.path.lexists("/tmp/regraft-evil"):
                problem = f"written outside: {new}"
            elif CONTROL.search(printed):
                problem = f"control characters are printed: {CONTROL.search(printed)}"
            elif len(imports) != 1 or {each["_id"] for each in json.loads(imports[0].read_bytes())} != set(keys[9:]):
                problem = f"not what was deleted: {imports}"
            self.tally.add("names that lead elsewhere", problem and f"{name[:50]!r}: {problem}; {run}", folder if problem else None)
            # Damage that quotes the name.
            (folder / "c.archive").write_bytes(archive.archive("shop", {name: documents[:9]})[:-60])
            run = program.run(program.recover(folder / "b.archive", folder / "c.archive", place / "other"))
            problem = None
            printed = run.output + run.errors
            written = list((place / "other" / "import").glob("*"))
            if run.code not in (1, 2) or written or CONTROL.search(printed):
                problem = f"exit code {run.code}, {CONTROL.search(printed)}, {written}"
            self.tally.add("names in errors", problem and f"{name[:50]!r}: {problem}; {run}")

    def no_files(self):
        """What stands where a file should be."""
        for name, make in {
            "a FIFO": os.mkfifo,
            "a link to an endless device": lambda path: path.symlink_to("/dev/zero"),
            "a link to an empty device": lambda path: path.symlink_to("/dev/null"),
            "a folder": pathlib.Path.mkdir,
            "a link to itself": lambda path: path.symlink_to(path),
            "a dangling link": lambda path: path.symlink_to(path.parent / "nowhere"),
        }.items():
            folder = self.folder()
            make(folder / "Note.json")
            self.expect(f"{name} as a table file", self.backup, folder, {1, 2}, seconds=10)
            self.expect(f"{name} as a table file, named", self.backup, folder / "Note.json", {1, 2, 64}, seconds=10)
        for path in ("/dev/zero", "/dev/null", "/dev/full", self.base):
            self.expect("no file as a backup", path, self.current, {1}, seconds=10)

    def taken_places(self):
        """What stands at the output's place, none of which may be followed, lost or replaced."""
        for name, make in {
            "a link to a folder": lambda path, other: path.symlink_to(other),
            "a dangling link": lambda path, other: path.symlink_to(other / "nowhere"),
            "a file": lambda path, other: path.write_text("somebody's"),
            "a FIFO": lambda path, other: os.mkfifo(path),
            "somebody's folder": lambda path, other: shutil.copytree(other, path),
            "an empty folder": lambda path, other: path.mkdir(),
        }.items():
            for options in ([], ["--replace"]):
                folder = self.folder()
                (folder / "other").mkdir()
                (folder / "other" / "manifest.json").write_text('{"name": "somebody\'s"}')
                make(folder / "out", folder / "other")
                before = program.digest(folder)
                run = program.run(program.recover(self.backup, self.current, folder / "out", *options), seconds=10)
                problem = None
                if run.code not in (1, 64) or program.digest(folder) != before:
                    problem = f"exit code {run.code}, changed: {program.digest(folder) != before}"
                self.tally.add(f"the place is taken by {name}", problem and f"{options}: {problem}; {run}", folder if problem else None)

    def strangers_workplaces(self):
        """What is called like a workplace of a killed run and is none, or is one of a run that goes on."""
        folder = self.folder()
        (folder / "precious").mkdir()
        (folder / "precious" / "file").write_text("untouched")
        (folder / ".out.regraft-abcdef").symlink_to(folder / "precious")
        (folder / ".out.regraft-abcde").mkdir()
        (folder / ".out.regraft-1234567").mkdir()
        (folder / ".out.regraft-fedcba").write_text("a file")
        before = program.digest(folder)
        run = program.run(program.recover(self.backup, self.current, folder / "out"))
        shutil.rmtree(folder / "out", ignore_errors=True)
        problem = None if run.code == 0 and program.digest(folder) == before else f"changed; {run}"
        self.tally.add("what is called like a workplace", problem, folder if problem else None)

    def flooding(self):
        """Ids and names that are made to collide, against as many ordinary ones."""
        parts = 8
        keys = (f"{number:08}" for number in itertools.count())
        colliding = itertools.islice((key for key in keys if fixed_hash(key) * parts >> 64 == 0), self.flood)
        ordinary = [note(f"{number:08}") for number in range(self.flood)]
        flood = [note(key) for key in colliding]
        usual = self.measure("ordinary ids", ordinary)
        self.measure("ids of one hash's beginning", flood, usual)
        self.measure("ids that all fall into one part", flood, usual, "--shard", f"1/{parts}")
        self.measure("ids that all fall into another part", flood, usual, "--shard", f"2/{parts}", found=0)

        def named(beginnings):
            members = {f"{beginning}{number:05}": number for number, beginning in enumerate(beginnings)}
            return [note(f"{number:08}", **members) for number in range(self.flood // 10)]

        usual = self.measure("ordinary names", named([f"{chr(97 + number)}{number:02}" for number in range(24)]))
        self.measure("names with one beginning", named(["abc"] * 24), usual)
        levels = "%" + "25" * 1_000_000
        self.measure("an id that is encoded a million times", [*ordinary[:500], note(levels)], None, "--shard", "1/2",
                     found=None)

    def measure(self, kind, documents, usual=None, *options, found=True):
        """Looks for what was deleted, every tenth; `usual` is the run to which this one is held.

        `found` is how many are told; all where it is True, any where it is None.
        """
        folder = self.folder()
        (folder / "backup").mkdir()
        (folder / "export").mkdir()
        (folder / "backup" / "Note.bson").write_bytes(b"".join(documents))
        deleted = len(range(0, len(documents), 10))
        # One a line, and not all at once: what this program has in memory counts for the one that it starts.
        with open(folder / "export" / "Note.json", "w") as file:
            for number, each in enumerate(documents):
                if number % 10:
                    file.write(json.dumps(extended_json.baqend("Note", dict(next(bson.documents(each))))) + "\n")
        arguments = ["plan", folder / "backup" / "Note.bson", "--current", folder / "export", "--json"]
        if options:
            arguments += ["--output", folder / "plan", *options]
        run = program.run(arguments)
        wanted = deleted if found is True else found
        problem = None
        if run.code != 0:
            problem = f"exit code {run.code}"
        elif wanted is not None and json.loads(run.output)["totals"]["deleted"] != wanted:
            problem = f"{json.loads(run.output)['totals']} deleted, not {wanted}"
        elif run.peak_bytes > (usual.peak_bytes * 3 // 2 if usual else MAX_BYTES):
            problem = f"{run.peak_bytes >> 20} MB of memory"
        elif usual and run.cpu_seconds > MAX_RATIO * usual.cpu_seconds + 0.2:
            problem = f"{run.cpu_seconds:.1f} s, where ordinary ones take {usual.cpu_seconds:.1f} s"
        self.tally.add(f"collisions: {kind}", problem and f"{problem}; {run}", folder if problem else None)
        self.costs.append(f"{kind} {run.cpu_seconds:.2f} s, {run.peak_bytes >> 20} MB")
        if problem is None:
            shutil.rmtree(folder)
        return run

    def no_exchange(self):
        """A file system, or a kernel, that cannot exchange two folders in one step."""
        compiler = next(filter(shutil.which, ("cc", "clang", "gcc")), None)
        if compiler is None:
            self.tally.skip("no atomic exchange", "there is no C compiler")
            return
        for reason in ("EINVAL", "ENOSYS"):
            self.no_exchange_for(reason, compiler)

    def no_exchange_for(self, reason, compiler):
        folder = self.folder()
        (folder / "not_there.c").write_text(NOT_THERE)
        library = folder / "not_there.so"
        command = [compiler, "-shared", "-fPIC", f"-DREASON={reason}", "-o", library, folder / "not_there.c"]
        subprocess.run(command, check=True)
        os.environ["LD_PRELOAD"] = str(library)
        try:
            first = program.run(program.recover(self.backup, self.current, folder / "place" / "out"))
            before = program.digest(folder / "place")
            second = program.run(program.recover(self.backup, self.current, folder / "place" / "out", "--replace"))
        finally:
            del os.environ["LD_PRELOAD"]
        problem = None
        if first.code != 0:
            problem = f"not published: {first}"
        elif second.code != 1 or program.digest(folder / "place") != before or "one step" not in second.errors:
            problem = f"replaced: {second}"
        self.tally.add(f"no atomic exchange: {reason}", problem, folder if problem else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="smaller bombs, in less than 20 seconds")
    options = parser.parse_args()
    sys.set_int_max_str_digits(0)
    base = pathlib.Path(tempfile.mkdtemp(prefix="regraft-hostile-"))
    tally = Tally("hostile input", 7, base)
    hostile = Hostile(base, tally, options.short)
    hostile.names()
    hostile.no_files()
    hostile.taken_places()
    hostile.strangers_workplaces()
    hostile.no_exchange()
    hostile.lies()
    hostile.bombs()
    hostile.many_collections()
    hostile.flooding()
    print("of the processors: " + "; ".join(hostile.costs))
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())

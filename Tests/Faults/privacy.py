"""Looks for private values where they have no business to be. `Tests/privacy.sh` runs it.

Three marks: HIDDEN is in members whose names begin with `_`, MASKED in those that are named with `--mask`, and BODY in all
others, which only what shows differences or objects may print.
"""

import argparse
import json
import os
import pathlib
import stat
import sys
import tempfile

import archive
import bson
import program
import worlds
from bson import Date, Int64
from tally import Tally

HIDDEN, MASKED, BODY = "hidden-4f1c", "masked-7be2", "body-93ad"
MASK = ["--mask", "email", "--mask", "nested"]
UNIQUE = json.dumps({"indexes": [{"key": {"_token": 1}, "name": "_token_1", "unique": True}]})


def document(number, generation=0):
    return {
        "_id": f"k{number}",
        "version": Int64(1 + generation),
        "updatedAt": Date(worlds.LONG_AGO + generation * worlds.YEAR),
        "_hash": f"{HIDDEN}-{number}-{generation}",
        "_token": f"{HIDDEN}-{number}",
        "_deep": {"inner": [f"{HIDDEN}-{number}-{generation}", {"a": f"{HIDDEN} {generation}"}]},
        "email": f"{MASKED}-{number}-{generation}@example.org",
        "nested": {"email": f"{MASKED}-{number}-{generation}", "list": [f"{MASKED}-{generation}"]},
        "text": f"{BODY}-{number}-{generation}",
    }


class Privacy:
    """Runs commands in a folder, and looks for marks."""

    def __init__(self, base, tally):
        self.base = base
        self.tally = tally
        self.backup = base / "2026-11-23Z.archive"
        self.export = base / "export"
        self.export.mkdir()
        backup = [document(number) for number in range(40)]
        # A quarter is gone, a quarter edited, and one has come back under another id with a value that is there once.
        current = [document(number, generation=number % 2) for number in range(10, 40)]
        current.append(document(3, generation=1) | {"_id": "again"})
        documents = [bson.encode(each) for each in backup]
        prelude = archive.prelude("shop", [])[:-4] + bson.encode({"db": "shop", "collection": "User", "metadata": UNIQUE})
        blocks = archive.block("shop", "User", b"".join(documents))
        self.backup.write_bytes(
            prelude + archive.TERMINATOR + blocks + archive.closing_block("shop", "User", b"".join(documents))
        )
        texts = [json.dumps(worlds.exported("baqend", "User", each)) for each in current]
        self.text = "[" + ",\n".join(texts) + "]"
        (self.export / "User.json").write_text(self.text)

    def run(self, kind, arguments, marks, *files, codes=(0, 2)):
        """Runs a command, whose output, and the files that are named, must not hold some marks.

        Its standard error must hold none at all.
        """
        run = program.run(arguments, umask=0)
        texts = {"standard output": run.output} | {str(file): read(file) for file in files}
        found = [f"{mark} in {place}" for place, text in texts.items() for mark in marks if mark in text]
        found += [f"{mark} in standard error" for mark in (HIDDEN, MASKED, BODY) if mark in run.errors]
        if run.code not in codes:
            found.append(f"exit code {run.code}")
        self.tally.add(kind, found and f"{'; '.join(found)}; {run}")
        return run

    def commands(self):
        base, every, private = self.base, [HIDDEN, MASKED, BODY], [HIDDEN, MASKED]
        sides = [self.backup, "--current", self.export]
        out = base / "recovered"
        self.run("recover", ["recover", *sides, "--output", out], every, *(out / name for name in (
            "manifest.json", "withheld.json", "undo.json")))
        withheld = json.loads(read(out / "withheld.json"))
        if [each["reason"] for each in withheld] != ["unique-index"]:
            raise SystemExit(f"no object was withheld for its unique value: {withheld}")
        self.run("recover --json", ["recover", *sides, "--output", base / "second", "--json"], every)
        self.run("recover --progress", ["recover", *sides, "--output", base / "third", "--progress", "plain"], every)
        self.run("verify", ["verify", out, "--current", self.export], every)
        self.run("verify --json", ["verify", out, "--current", self.export, "--json"], every)
        self.run("undo", ["undo", out, "--current", self.export], every, codes=(0, 1, 2))
        self.run("plan", ["plan", *sides], every)
        self.run("plan --json", ["plan", *sides, "--json"], every)
        run = self.run("plan --diff", ["plan", *sides, "--diff", *MASK], private)
        if f"{BODY}-11-1" not in run.output:
            raise SystemExit(f"the differences are not shown: {run.output}")
        plan = base / "today.plan"
        self.run("plan --output", ["plan", *sides, "--output", plan], every)
        for options in ([], ["--status", "deleted"], ["--diff"], ["--diff", "--json"], ["--json"], ["--diff", "--label", "email"], ["--label", "_hash"]):
            self.run(" ".join(["preview", *options]), ["preview", plan, *options, *MASK], private)
        parts = [base / f"part-{number}.plan" for number in (1, 2)]
        for number, part in enumerate(parts, 1):
            self.run("plan --shard", ["plan", *sides, "--shard", f"{number}/2", "--output", part], every)
            self.run("preview of a part", ["preview", part, "--diff", "--json", *MASK], private)
        self.run("merge-plans", ["merge-plans", *parts, "--output", base / "joined.plan"], every)
        self.run("merge-plans --json", ["merge-plans", *parts, "--output", base / "joined.plan", "--replace", "--json"], every)
        page = base / "today.html"
        self.run("report", ["report", plan, "--output", page, *MASK], private, page)
        self.run("edit", ["edit", plan, "--exclude", "/db/User/k1"], every)
        self.run("emit", ["emit", plan, "--output", base / "emitted"], every)
        self.run("history", ["history", self.backup, "--current", self.export, "--id", "/db/User/k11", *MASK], private)
        self.run("inspect", ["inspect", self.backup, self.export], every)
        self.run("inspect --json", ["inspect", self.backup, self.export, "--json"], every)
        self.run("drill", ["drill", *sides], every)
        jobs = base / "jobs.yaml"
        jobs.write_text(json.dumps({"jobs": [{
            "name": "nightly", "backup": str(self.backup), "current": str(self.export), "output": str(base / "batch")}]}))
        self.run("batch", ["batch", jobs], every)
        self.run("batch --json", ["batch", jobs, "--json"], every, codes=(1, 2))

    def modes(self):
        """Folders 0700 and files 0600, whatever the process's mask; it was 0 in the runs before."""
        for name in ("recovered", "emitted", "batch", "today.plan", "part-1.plan", "joined.plan", "today.html"):
            root = self.base / name
            for path in [root, *root.rglob("*")]:
                mode = stat.S_IMODE(path.lstat().st_mode)
                wanted = 0o700 if path.is_dir() else 0o600
                self.tally.add("modes", None if mode == wanted else f"{path} has {mode:o}, not {wanted:o}")
        left = [path.name for path in self.base.iterdir() if "regraft-" in path.name]
        self.tally.add("nothing left behind", left and f"left behind: {left}")

    def damage(self):
        """What is said of damaged input must not quote it."""
        value = f'"{BODY}-20-0"'
        damages = {
            "cut within a value": lambda text: text[: text.index(value) + 8],
            "a bad escape": lambda text: text.replace(value, f'"{BODY}\\x"'),
            "a bad literal": lambda text: text.replace(value, BODY),
            "no quotes": lambda text: text.replace(f'"{HIDDEN}-20-0"', HIDDEN),
            "no colon": lambda text: text.replace(f'"text": {value}', f'"text" {value}'),
            "a name without quotes": lambda text: text.replace(f'"text": {value}', f"{BODY}: {value}"),
            "a value that is not an object": lambda text: text.replace("[", f"[{value},", 1),
            "text behind the end": lambda text: text + BODY,
            "a control character": lambda text: text.replace(value, f'"{BODY}\n"'),
            "no id": lambda text: text.replace('"id": "/db/User/k20", ', ""),
            "an id that is a number": lambda text: text.replace('"/db/User/k20"', "20"),
            "another form": lambda text: text.replace('"id": ', '"_id": '),
            "a wrapper that is none": lambda text: text.replace('"id": "', '"_id": "').replace(value, f'{{"$date": {value}}}'),
        }
        every = [HIDDEN, MASKED, BODY]
        for number, (kind, change) in enumerate(damages.items()):
            export = self.base / f"damaged-{number}"
            export.mkdir()
            changed = change(self.text)
            assert changed != self.text, kind
            (export / "User.json").write_bytes(changed.encode())
            out = self.base / f"from-damaged-{number}"
            sides = [self.backup, "--current", export]
            self.run(f"damage: {kind}", ["recover", *sides, "--output", out], every, codes=(0, 1, 2))
            self.run(f"damage: {kind}", ["inspect", export], every, codes=(0, 1, 2))
            self.run(f"damage: {kind}", ["plan", *sides, "--json"], every, codes=(0, 1, 2))
        data = self.backup.read_bytes()
        for number, mark in enumerate((HIDDEN, MASKED, BODY)):
            place = data.index(mark.encode())
            for kind, changed in {
                "a value that is not UTF-8": data[:place] + b"\xff" + data[place + 1 :],
                "a backup that is cut": data[: place + 5],
                "a length that is wrong": data[: place - 4] + b"\xff\xff\xff\x7f" + data[place:],
            }.items():
                path = self.base / "damaged.archive"
                path.write_bytes(changed)
                out = self.base / f"from-{number}-{kind.replace(' ', '-')}"
                arguments = ["recover", path, "--current", self.export, "--output", out]
                self.run(f"damage: {kind}", arguments, every, codes=(0, 1, 2))
                self.run(f"damage: {kind}", ["inspect", path], every, codes=(0, 1, 2))
                self.run(f"damage: {kind}", ["show", path], [], codes=(0, 1, 2))


def read(path):
    return pathlib.Path(path).read_text(errors="replace")


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    base = pathlib.Path(tempfile.mkdtemp(prefix="regraft-privacy-"))
    os.environ["TMPDIR"] = str(base)
    tally = Tally("privacy", 0, base)
    privacy = Privacy(base, tally)
    privacy.commands()
    privacy.modes()
    privacy.damage()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())

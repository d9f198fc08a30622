"""Corrupts backups and exports of every form. `Tests/corruption.sh` runs it.

Whatever is done to an input, a run ends with an error, stops the table, or writes objects that are all truly deleted and
truly the backup's.
"""

import argparse
import collections
import multiprocessing
import os
import pathlib
import random
import shutil
import sys
import tempfile

import program
import truth
import worlds
from tally import Tally

MAX_BYTES = 192 << 20
# Those whose own checksums tell every change of a document.
CHECKED = {"archive", "archive.gz", "dump.gz"}


def targets():
    """What is corrupted, with an input of another form on the other side of each."""
    for number, form in enumerate(worlds.BACKUP_FORMS):
        yield "backup", form, worlds.CURRENT_FORMS[number % 3 * 3]
    for number, form in enumerate(worlds.CURRENT_FORMS):
        yield "export", form, worlds.BACKUP_FORMS[number % len(worlds.BACKUP_FORMS)]


class Target:
    """One side of a world, of which copies are corrupted."""

    def __init__(self, base, seed, counts, side, form, other):
        self.side = side
        self.form = form
        self.name = f"{side} {form}"
        self.world = worlds.World(seed, counts)
        self.folder = base / f"{side}-{form}"
        backup = self.world.write_backup(self.folder / "backup", form if side == "backup" else other)
        export = self.world.write_current(self.folder / "export", other if side == "backup" else form)
        self.backup, self.export = (path.relative_to(self.folder) for path in (backup, export))
        self.files = sorted(
            path.relative_to(self.folder) for path in (self.folder / side).rglob("*") if path.is_file()
        )

    def bytes(self):
        """Every place of its files."""
        return [(file, place) for file in self.files for place in range((self.folder / file).stat().st_size)]

    def table_of(self, file):
        """The table that a file alone holds; None of an archive or of metadata."""
        name = file.name.split(".")[0]
        return name if name in self.world.tables and ".metadata" not in file.name else None


def corrupt(data, generator):
    """Bytes that may not be as they were, the kind of what was done to them, and where."""
    length = min(len(data), 1 << generator.randrange(9))
    start = generator.randrange(len(data) - length + 1)
    end = start + length
    kind = generator.choice(["flip", "flip", "flip", "flip", "cut", "swap", "insertion", "repetition", "removal", "zeros"])
    match kind:
        case "flip":
            changed = bytearray(data)
            places = [generator.randrange(len(data)) for _ in range(generator.choice([1, 1, 2, 3]))]
            for place in places:
                changed[place] ^= 1 << generator.randrange(8)
            return bytes(changed), kind, f"at {places}"
        case "cut":
            return data[:start], kind, f"at {start}"
        case "swap":
            second = generator.randrange(len(data) - length + 1)
            first, second = sorted((start, second))
            length = min(length, second - first)
            parts = data[:first], data[second : second + length], data[first + length : second], data[first : first + length]
            return b"".join(parts) + data[second + length :], kind, f"of {length} bytes at {first} and {second}"
        case "insertion":
            return data[:start] + generator.randbytes(length) + data[start:], kind, f"of {length} bytes at {start}"
        case "repetition":
            return data[:end] + data[start:end] + data[end:], kind, f"of {length} bytes at {start}"
        case "removal":
            return data[:start] + data[end:], kind, f"of {length} bytes at {start}"
        case "zeros":
            return data[:start] + bytes(length) + data[end:], kind, f"of {length} bytes at {start}"


def judge(target, folder, file, data, run):
    """What is wrong with a run over a corrupted file; None where nothing is."""
    if run.hung:
        return f"no end within {program.MAX_SECONDS} s"
    if run.crashed or run.code not in (0, 1, 2, 64):
        return f"exit code {run.code}"
    if run.peak_bytes > MAX_BYTES:
        return f"{run.peak_bytes >> 20} MB of memory"
    output = folder / "out"
    left = [path.name for path in folder.iterdir() if path.name not in ("out", "backup", "export")]
    if left:
        return f"left behind: {left}"
    if run.code in (1, 64):
        if output.exists():
            return "published, although it failed"
        return None if run.errors.startswith("regraft: ") or "Error: " in run.errors else "failed without a word"
    for table, objects in program.import_files(output).items():
        problem = judge_table(target, table, objects, file, data)
        if problem:
            return f"{table}: {problem}"
    return None


def judge_table(target, table, objects, file, data):
    known = target.world.tables[table]
    is_hit = table == target.table_of(file)
    current = {program_id for program_id in map(lambda each: truth.stored_id(table, each["_id"]), known.current)}
    backup = {truth.stored_id(table, each["_id"]): [each] for each in known.backup}
    try:
        if is_hit and target.side == "export" and target.form not in CHECKED:
            current = truth.current_ids(table, data, is_bson=target.form == "dump")
        if is_hit and target.side == "backup" and target.form not in CHECKED:
            # Without a checksum the file is the only one to say what was backed up.
            backup = truth.backup_objects(table, data)
    except truth.Damaged as damage:
        return f"{len(objects)} objects written although the file is damaged ({damage})" if objects else None
    seen = set()
    for each in objects:
        written = program.id_of(table, each)
        if written in seen:
            return f"{written} is written twice"
        seen.add(written)
        if written in current:
            return f"{written} is written and current"
        if written not in backup:
            return f"{written} is written and not in the backup"
        if not any(truth.is_written(table, document, each) for document in backup[written]):
            return f"{written} is not as it was backed up: {each}"
    return None


class Worker:
    """Corrupts one copy after the other, in a folder of its own."""

    def __init__(self, all_targets, base, seed):
        self.targets = all_targets
        self.base = base
        self.seed = seed

    def __call__(self, case):
        number, kind, index = case
        target = self.targets[number]
        generator = random.Random(f"{self.seed}/{target.name}/{kind}/{index}")
        if kind == "each byte":
            file, place = index
            changed = bytearray((target.folder / file).read_bytes())
            changed[place] ^= 1 << generator.randrange(8)
            data, deed, where = bytes(changed), "flip", f"at {place}"
        else:
            sizes = [(target.folder / file).stat().st_size for file in target.files]
            file = generator.choices(target.files, sizes)[0]
            original = data = (target.folder / file).read_bytes()
            while data == original:
                data, deed, where = corrupt(original, generator)
        folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{target.side}-{target.form}-", dir=self.base))
        other = "export" if target.side == "backup" else "backup"
        shutil.copytree(target.folder / target.side, folder / target.side)
        (folder / other).symlink_to(target.folder / other)
        (folder / file).write_bytes(data)
        arguments = program.recover(folder / target.backup, folder / target.export, folder / "out", "--quiet")
        run = program.run(arguments)
        problem = judge(target, folder, file, data, run)
        if problem is None:
            shutil.rmtree(folder)
            return f"{target.name}: {kind}", deed, run.code, None, None
        return f"{target.name}: {kind}", deed, run.code, f"{file}, {deed} {where}: {problem}; {run}", str(folder)


WORKER = None


def work(case):
    return WORKER(case)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=20000, help="how many random corruptions (20000)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--short", action="store_true", help="a sample, in less than 20 seconds")
    options = parser.parse_args()

    room = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    base = pathlib.Path(tempfile.mkdtemp(prefix="regraft-corruption-", dir=room))
    small = [Target(base / "small", options.seed, {"Note": 4}, *each) for each in targets()]
    large = [Target(base / "large", options.seed, {"Note": 300, "Message": 120}, *each) for each in targets()]
    generator = random.Random(options.seed)
    cases = [(number, "each byte", place) for number, target in enumerate(small) for place in target.bytes()]
    count = options.count
    if options.short:
        cases, count = generator.sample(cases, 350), 350
    cases += [(len(small) + index % len(large), "random", index) for index in range(count)]
    generator.shuffle(cases)

    global WORKER
    WORKER = Worker(small + large, base, options.seed)
    tally = Tally("corruption", options.seed, base)
    codes, deeds = collections.Counter(), collections.Counter()
    found = []
    # Forked, so that each has what is made above.
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for kind, deed, code, problem, kept in pool.imap_unordered(work, cases, chunksize=16):
            found.append((kind, problem, kept))
            codes[code] += 1
            deeds[deed] += 1
    for each in sorted(found, key=lambda each: each[0]):
        tally.add(*each)
    print("done: " + ", ".join(f"{count:,} {deed}" for deed, count in deeds.most_common()))
    failed = codes[1] + codes[64]
    print(f"{failed:,} runs ended with an error, {codes[2]:,} stopped or withheld something, {codes[0]:,} wrote all")
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())

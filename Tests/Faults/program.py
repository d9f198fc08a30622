"""Runs the program, and looks at what it has left."""

import dataclasses
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading

import extended_json

REGRAFT = os.environ.get("REGRAFT", ".build/release/regraft")
# No run takes longer, whatever it reads.
MAX_SECONDS = 10


@dataclasses.dataclass
class Run:
    """What became of a run."""

    code: int
    output: str
    errors: str
    peak_bytes: int
    hung: bool
    # Of all its threads: how long it took by the clock says more about the machine.
    cpu_seconds: float

    @property
    def crashed(self):
        """Whether a signal that the run was not sent has ended it."""
        return self.code < 0

    def __str__(self):
        what = f"exit code {self.code}, {self.peak_bytes >> 20} MB, {self.cpu_seconds:.2f} s{', hung' * self.hung}"
        return f"{what}: {self.errors.strip()[-600:]}"


def start(arguments, prefix=(), **options):
    """Starts the program, or what is to start it, with its outputs in files."""
    environment = os.environ | {"SWIFT_BACKTRACE": "enable=no"}
    files = {name: tempfile.TemporaryFile() for name in ("stdout", "stderr") if name not in options}
    process = subprocess.Popen(
        [*prefix, os.path.abspath(REGRAFT), *map(str, arguments)],
        env=environment,
        stdin=options.pop("stdin", subprocess.DEVNULL),
        **files,
        **options,
    )
    process.files = files
    return process


def finish(process, seconds=MAX_SECONDS):
    """Waits for its end, which comes by force after some seconds."""
    hung = threading.Event()

    def end():
        hung.set()
        os.kill(process.pid, signal.SIGKILL)

    timer = threading.Timer(seconds, end)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    texts = {}
    for name, file in process.files.items():
        file.seek(0)
        texts[name] = file.read().decode(errors="replace")
        file.close()
    return Run(
        process.returncode, texts.get("stdout", ""), texts.get("stderr", ""), usage.ru_maxrss << 10, hung.is_set(),
        usage.ru_utime + usage.ru_stime,
    )


def run(arguments, seconds=MAX_SECONDS, **options):
    return finish(start(arguments, **options), seconds)


def recover(backup, current, output, *options):
    """The arguments of a recovery."""
    return ["recover", backup, "--current", current, "--output", output, *options]


def import_files(output):
    """All objects of the import files of a folder, each table's in their order: `{table: [object]}`."""
    tables = {}
    for path in sorted((pathlib.Path(output) / "import").glob("*")):
        tables[path.name.split(".")[0]] = json.loads(path.read_bytes().decode())
    return tables


# What the wrappers of keys hold, each with the key that it is. A corruption may make a number of what was none.
KEYS = {"$oid": str, "$numberInt": int, "$numberLong": int, "$numberDouble": lambda text: int(float(text))}


def id_of(table, each):
    """The id of an object of an import file in its normal form."""
    if "id" in each:
        return each["id"]
    key = each["_id"]
    if isinstance(key, dict) and len(key) == 1:
        wrapper, value = next(iter(key.items()))
        if wrapper in KEYS:
            key = KEYS[wrapper](value)
    return extended_json.reference(table, key)


def digest(folder):
    """What stands in a folder, as one text; None where nothing stands there.

    The names, the modes and the bytes of everything count.
    """
    folder = pathlib.Path(folder)
    if not os.path.lexists(folder):
        return None
    sha = hashlib.sha256()
    for path in sorted([folder, *folder.rglob("*")]):
        status = path.lstat()
        sha.update(f"{path.relative_to(folder)} {status.st_mode:o}\0".encode(errors="surrogateescape"))
        if path.is_file():
            sha.update(path.read_bytes())
    return sha.hexdigest()


def remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)



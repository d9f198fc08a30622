"""Takes from the program, while it works, what it needs. `Tests/faults.sh` runs it.

After each fault the output's folder is whole or absent, or under `--replace` the old one or the new one; the exit code says
which; and the next run leaves nothing of an earlier one behind.
"""

import argparse
import collections
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import program
from scenes import Scene, open_to_all
from tally import Tally

NOBODY = 65534


class Faults:
    """One scene after the other, each fault a method."""

    def __init__(self, base, rounds, generator, tally):
        self.base = base
        self.rounds = rounds
        self.generator = generator
        self.tally = tally
        # Long enough to be met at every stage, and short enough to be run often.
        self.scene = Scene(base / "scene", generator.randrange(10**6), {"Message": 6001, "Note": 3001, "Event": 997})
        # When runs were killed.
        self.kills = collections.Counter()
        self.small = Scene(base / "small", generator.randrange(10**6), {"Message": 401, "Note": 97}, "archive", "relaxed-lines")
        began = time.monotonic()
        program.run(self.scene.arguments())
        self.seconds = time.monotonic() - began
        self.scene.set_up()

    def judge(self, kind, scene, run, replaces, codes, message=None, killed=False):
        """Counts a fault, whose run may have ended with one of `codes`: 1, 130 or a signal stand for nothing published."""
        problem = self.problem(scene, run, replaces, codes, message, killed)
        kept = None
        if problem:
            kept = self.base / f"kept-{len(self.tally.failures)}"
            shutil.copytree(scene.place, kept, symlinks=True)
        self.tally.add(kind, problem and f"{problem}; {run}", kept)

    @staticmethod
    def problem(scene, run, replaces, codes, message, killed):
        state, before = scene.state(), "old" if replaces else "absent"
        if run.hung:
            return f"no end within {program.MAX_SECONDS} s"
        if run.code not in codes:
            return f"exit code {run.code}, not one of {sorted(codes)}"
        if killed:
            return None if state in (before, "new") else f"the folder is {state}"
        wanted = "new" if run.code == 0 else before
        if state != wanted:
            return f"the folder is {state}, not {wanted}"
        if scene.leftovers():
            return f"left behind: {scene.leftovers()}"
        if run.code == 0:
            return None
        if message and not re.search(message, run.errors):
            return f"the message is not {message!r}"
        return None if run.errors.startswith("regraft: ") else "failed without a word"

    def killed(self):
        """SIGKILL at any moment, and then a run that is let be."""
        for number in range(self.rounds):
            replaces = number % 2 == 1
            self.scene.set_up(with_old=replaces)
            process = program.start(self.scene.arguments("--replace"))
            if number % 4 < 2:
                time.sleep(self.generator.uniform(0, self.seconds * 1.1))
            else:
                self.await_workplace(process)
                time.sleep(self.generator.uniform(0, self.seconds / 4))
            os.kill(process.pid, signal.SIGKILL)
            run = program.finish(process)
            wrote = bool(self.scene.leftovers())
            self.kills["while it wrote" if wrote else "before" if self.scene.state() != "new" else "when it was over"] += 1
            kind = "SIGKILL " + ("over an earlier folder" if replaces else "with no folder there")
            self.judge(kind, self.scene, run, replaces, {0, -signal.SIGKILL}, killed=True)
            next_run = program.run(self.scene.arguments("--replace"))
            self.judge("the run after SIGKILL", self.scene, next_run, False, {0})

    def await_workplace(self, process, pattern="*"):
        """Waits until the program has begun to write, or has ended."""
        while not any(self.scene.output not in [path, path.parent] for path in self.scene.place.glob(pattern)):
            if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return
            time.sleep(0.0005)

    def interrupted(self):
        """A polite request to end, at any moment."""
        for number in range(self.rounds // 4):
            replaces = number % 2 == 1
            self.scene.set_up(with_old=replaces)
            process = program.start(self.scene.arguments("--replace"))
            # Before it listens, the request ends it as it ends any program.
            time.sleep(self.generator.uniform(0.05, self.seconds * 1.1))
            os.kill(process.pid, self.generator.choice([signal.SIGINT, signal.SIGTERM, signal.SIGHUP]))
            run = program.finish(process)
            self.judge("SIGINT, SIGTERM, SIGHUP", self.scene, run, replaces, {0, 130}, "nothing was published")

    def interrupted_before_a_lock(self):
        """The same when the folder is made and not yet locked, where strace holds the program, if it is there and may."""
        if not shutil.which("strace") or subprocess.run(["strace", "-o", "/dev/null", "true"], stderr=subprocess.DEVNULL).returncode:
            return
        self.scene.set_up(with_old=False)
        # With -D, the process is the program, and strace another one.
        holding = ["strace", "-D", "-f", "-o", "/dev/null", "-e", "trace=flock", "-e", "inject=flock:delay_enter=400000"]
        process = program.start(self.scene.arguments("--replace"), holding)
        self.await_workplace(process)
        time.sleep(0.1)
        os.kill(process.pid, signal.SIGINT)
        run = program.finish(process)
        self.judge("SIGINT before the folder is locked", self.scene, run, False, {130}, "nothing was published")

    def limited(self, kind, limit, values, codes, message=None, scene=None, *, killed=False):
        """Runs under a limit of the system's."""
        scene = scene or self.small
        for number, value in enumerate(values):
            replaces = number % 2 == 1
            scene.set_up(with_old=replaces)

            def lower():
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                resource.setrlimit(limit, (value, value))

            # What it prints goes through pipes, which the limit of a file's size leaves alone.
            run = piped(scene.arguments("--replace", "--quiet"), lower)
            self.judge(kind, scene, run, replaces, codes, message, killed)

    def full_disk(self):
        sizes = sorted(self.generator.randrange(1, 200_000) for _ in range(max(6, self.rounds // 8)))
        self.limited("RLIMIT_FSIZE", resource.RLIMIT_FSIZE, sizes, {0, 1}, "File too large")
        sizes = [self.generator.randrange(1, 2_500_000) for _ in range(max(4, self.rounds // 16))]
        self.limited("RLIMIT_FSIZE", resource.RLIMIT_FSIZE, sizes, {0, 1}, "File too large", self.scene)

    def full_tmpfs(self):
        """A file system of a few pages, for the output or for temporary files."""
        scene = self.small
        for number in range(max(4, self.rounds // 8)):
            fills_output = number % 2 == 0
            replaces = number % 4 == 0
            scene.set_up(with_old=False)
            small = scene.place if fills_output else scene.temporary
            kind = f"a full disk for {'the output' if fills_output else 'temporary files'}"
            room = self.generator.randrange(1, 60) + (4 if replaces else 0)
            size = f"size={room * 4}k,nr_inodes=100"
            if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", small], capture_output=True).returncode:
                self.tally.skip("a full disk", "a small tmpfs cannot be mounted")
                return
            try:
                if replaces:
                    try:
                        shutil.copytree(self.base / "small" / "old", scene.output)
                    except (OSError, shutil.Error):
                        shutil.rmtree(scene.output)
                        replaces = False
                run = program.run(scene.arguments("--replace", "--quiet"))
                self.judge(kind, scene, run, replaces, {0, 1}, "No space left on device")
            finally:
                subprocess.run(["umount", "-l", small], check=True)

    def few_descriptors(self):
        self.limited("few file descriptors", resource.RLIMIT_NOFILE, list(range(5, 25)), {0, 1})
        # With 3 the loader finds no library, with 4 the system's dispatch library ends the program.
        self.limited("too few to start", resource.RLIMIT_NOFILE, [3, 4], {127, -signal.SIGILL, -signal.SIGTRAP}, killed=True)

    def little_memory(self):
        megabytes = [self.generator.randrange(96, 1200) for _ in range(max(8, self.rounds // 4))]
        # With less than 64 MB the program does not start. From there to 96 MB the system's dispatch library waits for room
        # for its first thread, which never comes here. Up to 124 MB threads are refused, or chunks.
        values = [each << 20 for each in sorted([*range(16, 65, 16), *megabytes, *range(96, 124, 4)])]
        crashes = {-signal.SIGILL, -signal.SIGTRAP, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS}
        scene = self.scene
        for number, value in enumerate(values):
            replaces = number % 2 == 1
            scene.set_up(with_old=replaces)

            def lower():
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                resource.setrlimit(resource.RLIMIT_AS, (value, value))

            run = piped(scene.arguments("--replace", "--quiet"), lower)
            wanted = {"new"} if run.code == 0 else {"old" if replaces else "absent"}
            problem = None
            if run.hung or run.code not in {0, 1, 127} | crashes:
                problem = f"exit code {run.code}"
            elif scene.state() not in wanted:
                problem = f"the folder is {scene.state()}"
            self.tally.add("RLIMIT_AS", problem and f"{value >> 20} MB: {problem}; {run}")

    def cut_inputs(self):
        """Files that lose their end, or grow, while they are read."""
        scene = self.scene
        changing = [scene.backup, scene.current / "Message.json", scene.current / "Note.json"]
        deleted = {
            each: document for table in scene.world.tables.values() for each, document in table.deleted.items()
        }
        for number in range(max(6, self.rounds // 4)):
            path = self.generator.choice(changing)
            scene.set_up()
            whole = path.read_bytes()
            grows = number % 3 == 2
            kind = "a file that grows while it is read" if grows else "a file that is cut while it is read"
            process = program.start(scene.arguments("--quiet"))
            time.sleep(self.generator.uniform(0, self.seconds))
            if grows:
                with open(path, "ab") as file:
                    file.write(b" ")
            else:
                os.truncate(path, self.generator.randrange(len(whole)))
            run = program.finish(process)
            path.write_bytes(whole)
            problem = None
            if run.hung or run.code not in (0, 1, 2):
                problem = f"exit code {run.code}"
            elif (run.code == 1) == scene.output.exists():
                problem = "the exit code says something else than the folder"
            elif scene.leftovers():
                problem = f"left behind: {scene.leftovers()}"
            elif run.code == 1 and not run.errors.startswith("regraft: "):
                problem = "failed without a word"
            elif run.code != 1:
                written = {
                    program.id_of(table, each)
                    for table, objects in program.import_files(scene.output).items()
                    for each in objects
                }
                problem = f"not deleted, and written: {written - deleted.keys()}" if written - deleted.keys() else None
            self.tally.add(kind, problem and f"{path.name}: {problem}; {run}")

    def come_back(self):
        """Objects that come back into the export after it was read, and before the last check."""
        scene = self.scene
        path = scene.current / "Message.json"
        deleted = list(scene.world.tables["Message"].deleted)
        for _ in range(max(4, self.rounds // 10)):
            whole = path.read_bytes()
            for _ in range(50):
                scene.set_up()
                process = program.start(scene.arguments("--quiet"))
                self.await_workplace(process)
                os.kill(process.pid, signal.SIGSTOP)
                os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
                # The manifest is written last, before the check.
                came = any(scene.place.iterdir()) and not any(scene.place.rglob("manifest.json"))
                if came:
                    again = f',{{"id":"{self.generator.choice(deleted)}"}}]'
                    path.write_bytes(whole[:-1] + again.encode())
                os.kill(process.pid, signal.SIGCONT)
                run = program.finish(process)
                if came:
                    break
            path.write_bytes(whole)
            self.judge("an object that comes back meanwhile", scene, run, False, {1}, r"Message\.json")

    def two_runs(self):
        """A run beside one that is at work on the same place, and must be left alone."""
        scene = self.scene
        for _ in range(max(2, self.rounds // 20)):
            scene.set_up()
            first = program.start(scene.arguments("--quiet"))
            # One that was only just made may be taken away: the run makes another.
            self.await_workplace(first, "*/import")
            os.kill(first.pid, signal.SIGSTOP)
            os.waitid(os.P_PID, first.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            workplaces = scene.leftovers()
            second = program.run(scene.arguments("--quiet"))
            is_whole = scene.leftovers() == workplaces and scene.state() == "new"
            os.kill(first.pid, signal.SIGCONT)
            run = program.finish(first)
            problem = None
            if not workplaces or second.code != 0 or not is_whole:
                problem = f"{workplaces} became {scene.leftovers()}, the folder is {scene.state()}; {second}"
            elif run.code != 1 or "there already" not in run.errors or scene.state() != "new" or scene.leftovers():
                problem = f"the folder is {scene.state()}, left behind: {scene.leftovers()}; {run}"
            self.tally.add("two runs for one place", problem)

    def pipes(self):
        """A backup that comes through a pipe which closes early, and pipes in the places of files."""
        scene = self.scene
        data = scene.backup.read_bytes()
        for number in range(max(4, self.rounds // 10)):
            replaces = number % 2 == 1
            scene.set_up(with_old=replaces)
            part = data[: self.generator.randrange(len(data))] if number else data
            is_named = number % 4 > 1
            named = scene.place.parent / "pipe"
            named.unlink(missing_ok=True)
            os.mkfifo(named)
            backup = named if is_named else "-"
            arguments = program.recover(backup, scene.current, scene.output, "--replace", "--quiet")
            writer = threading.Thread(target=feed, args=(named, part))
            writer.start()
            if is_named:
                run = program.run(arguments)
            else:
                with open(named, "rb") as reader:
                    run = program.run(arguments, stdin=reader)
            # Where nobody has opened the pipe, the writer still waits.
            os.close(os.open(named, os.O_RDONLY | os.O_NONBLOCK))
            writer.join()
            if number == 0:
                # The manifest names another input; all that counts is that it is whole.
                problem = None if run.code == 0 and scene.output.exists() else f"a whole backup was refused; {run}"
                self.tally.add("a whole backup through a pipe", problem)
            else:
                self.judge("a pipe that closes early", scene, run, replaces, {1})

    def failing_reads(self):
        """Reading this file gives an error of the device's (its first page is never there)."""
        failing = "/proc/self/mem"
        for side in ("backup", "export", "export and backup"):
            scene = self.small
            scene.set_up()
            export = self.base / "failing"
            if export.exists():
                shutil.rmtree(export)
            shutil.copytree(scene.current, export)
            if "export" in side:
                for path in export.iterdir():
                    path.unlink()
                    path.symlink_to(failing)
            backup = failing if "backup" in side else scene.backup
            run = program.run(program.recover(backup, export, scene.output, "--quiet"))
            # Every table is stopped where its file cannot be read.
            problem = None
            written = program.import_files(scene.output) if scene.output.exists() else {}
            if run.hung or run.code not in ({2, 1} if side == "export" else {1}) or any(written.values()):
                problem = f"exit code {run.code}, written: {written}; {run}"
            self.tally.add(f"reads that fail: {side}", problem)

    def permissions(self):
        """Files and folders that may not be read or written."""
        base = self.base / "locked"
        scene = Scene(base, 3, {"Message": 401, "Note": 97})
        os.chmod(self.base, 0o755)
        open_to_all(base)
        cases = {
            "the output's place": (scene.place, 0o555, "Permission denied", {1}),
            "the output's place, unseen": (scene.place, 0o000, "Permission denied", {1}),
            "the backup": (scene.backup, 0o000, "Permission denied", {1}),
            "the export's folder": (scene.current, 0o000, "", {1, 64}),
            "a file of the export": (scene.current / "Message.json", 0o000, "Permission denied", {1}),
            "the folder for temporary files": (scene.temporary, 0o555, "Permission denied", {1}),
            "the earlier folder's manifest": (scene.output / "manifest.json", 0o000, "", {1, 64}),
        }
        for name, (path, mode, message, codes) in cases.items():
            replaces = "earlier" in name
            scene.set_up(with_old=replaces)
            open_to_all(scene.place)
            for folder in (scene.place, scene.temporary):
                os.chmod(folder, 0o777)
            before = program.digest(scene.output)
            usual = path.stat().st_mode & 0o7777
            os.chmod(path, mode)
            user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
            run = program.run(scene.arguments("--replace", "--quiet"), **user)
            os.chmod(path, usual)
            problem = None
            if run.code not in codes:
                problem = f"exit code {run.code}"
            elif program.digest(scene.output) != before or scene.leftovers():
                problem = "something was written"
            elif not run.errors.startswith("regraft: ") or not re.search(message, run.errors):
                problem = f"the message is not {message!r}"
            self.tally.add(f"no permission: {name}", problem and f"{problem}; {run}")


def feed(path, data):
    try:
        with open(path, "wb") as pipe:
            pipe.write(data)
    except BrokenPipeError:
        pass


def piped(arguments, lower):
    """Runs with the outputs in pipes, `lower` being called in the child before it becomes the program."""
    process = program.start(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=lower)
    texts = []
    reader = threading.Thread(target=lambda: texts.append(process.stderr.read()))
    reader.start()
    run = program.finish(process)
    reader.join()
    process.stderr.close()
    run.errors = texts[0].decode(errors="replace")
    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=200, help="how many runs are killed (200)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--short", action="store_true", help="a sample, in less than 20 seconds")
    options = parser.parse_args()
    rounds = 16 if options.short else options.rounds

    base = pathlib.Path(tempfile.mkdtemp(prefix="regraft-faults-"))
    tally = Tally("faults", options.seed, base)
    faults = Faults(base, rounds, random.Random(options.seed), tally)
    faults.killed()
    faults.interrupted()
    faults.interrupted_before_a_lock()
    faults.full_disk()
    faults.full_tmpfs()
    faults.permissions()
    faults.failing_reads()
    faults.pipes()
    faults.cut_inputs()
    faults.come_back()
    faults.two_runs()
    faults.few_descriptors()
    faults.little_memory()
    print("killed: " + ", ".join(f"{count} {moment}" for moment, count in faults.kills.items()))
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())

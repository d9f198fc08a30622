"""A backup and an export on disk, of which the whole result is known, to have faults injected."""

import os
import pathlib
import shutil

import program
import worlds


class Scene:
    """A world, what a recovery of it gives, and what stands at the output's place before each run."""

    def __init__(self, base, seed, counts, backup="archive.gz", current="baqend"):
        self.base = base
        self.world = worlds.World(seed, counts)
        self.backup = self.world.write_backup(base / "backup", backup)
        self.current = self.world.write_current(base / "export", current)
        self.place = base / "place"
        self.output = self.place / "recovered"
        self.temporary = base / "temporary"
        first = next(iter(counts))
        self.new = self._reference("new")
        self.old = self._reference("old", "--table", first, "--id", next(iter(self.world.tables[first].deleted)))
        self.set_up()

    def _reference(self, name, *options):
        output = self.base / name
        made = program.run(program.recover(self.backup, self.current, output, *options), seconds=120)
        if made.code != 0:
            raise SystemExit(f"the undisturbed run failed: {made}")
        return program.digest(output)

    def set_up(self, with_old=False):
        """Makes the place as it is before a run."""
        for folder in (self.place, self.temporary):
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir()
        if with_old:
            shutil.copytree(self.base / "old", self.output)

    def arguments(self, *options):
        return program.recover(self.backup, self.current, self.output, "--temp-dir", self.temporary, *options)

    def state(self):
        """What stands at the output's place: "absent", "old", "new", or what it is instead."""
        digest = program.digest(self.output)
        return {None: "absent", self.old: "old", self.new: "new"}.get(digest, "in pieces")

    def leftovers(self):
        """Names that have no business to be there."""
        names = [path.name for path in self.place.iterdir() if path != self.output]
        return names + [path.name for path in self.temporary.iterdir()]


def open_to_all(folder):
    """Lets other users read what stands in a folder, for runs that are not the superuser's."""
    for path in [folder, *pathlib.Path(folder).rglob("*")]:
        if not path.is_symlink():
            os.chmod(path, 0o755 if path.is_dir() else 0o644)

"""Counts what was done to the program and what it survived, and says how to do the rest again."""

import pathlib
import shutil
import sys
import time


class Tally:
    """The counts of each kind, in the order in which they came."""

    def __init__(self, title, seed, base):
        """`base` is the folder of all that is done, which is removed in the end unless something was not survived."""
        self.base = base
        self.title = title
        self.seed = seed
        self.counts = {}
        self.skipped = {}
        self.failures = []
        self.began = time.monotonic()

    def add(self, kind, problem=None, kept=None):
        """Counts one of a kind, which was survived where there is no problem; `kept` is where its files are."""
        injected, survived = self.counts.get(kind, (0, 0))
        self.counts[kind] = (injected + 1, survived + (not problem))
        if problem:
            self.failures.append((kind, problem, kept))
            place = f" (kept in {kept})" if kept else ""
            print(f"NOT SURVIVED: {kind}: {problem}{place}", file=sys.stderr, flush=True)

    def skip(self, kind, reason):
        """Says that a kind cannot be done here."""
        self.skipped[kind] = reason

    def close(self):
        """Prints the table. Returns the exit code."""
        width = max(map(len, [*self.counts, *self.skipped, self.title]))
        print(f"{self.title:<{width}}  injected  survived")
        for kind, (injected, survived) in self.counts.items():
            print(f"{kind:<{width}}  {injected:>8,}  {survived:>8,}")
        for kind, reason in self.skipped.items():
            print(f"{kind:<{width}}  left out: {reason}")
        injected = sum(each[0] for each in self.counts.values())
        survived = sum(each[1] for each in self.counts.values())
        seconds = time.monotonic() - self.began
        print(f"{self.title}: {injected:,} injected, {survived:,} survived, {seconds:.0f} s, seed {self.seed}")
        for kind, problem, kept in self.failures[:20]:
            print(f"  {kind}: {problem}")
            if kept:
                print(f"    {pathlib.Path(kept)}")
        if not injected == survived > 0:
            return 1
        shutil.rmtree(self.base)
        return 0

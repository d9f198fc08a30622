"""The report in a browser. `Tests/browser.sh` runs it."""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import time
import unittest

from webdriver import Browser

REGRAFT = os.environ["REGRAFT"]
FOLDER = pathlib.Path(sys.argv.pop(1)).resolve()
EXAMPLE = pathlib.Path("Examples/data").resolve()

ENTER, ESCAPE, SPACE, DOWN, END, HOME = "\ue007", "\ue00c", " ", "\ue015", "\ue010", "\ue011"
HOSTILE = [
    "</script><script>window.hurt = 1</script>",
    "<img src=x onerror='window.hurt = 1'>",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "bell\u0007, escape\u001b[31m, delete\u007f",
    "<!--<script>",
    "&lt;b&gt; ' \" ` ${window.hurt = 1}",
]


def plan(name):
    """A new plan of the example."""
    path = FOLDER / f"{name}.plan"
    command = ["plan", EXAMPLE / "2026-11-23Z.dump.gz", "--current", EXAMPLE / "export", "--output", path, "--quiet"]
    subprocess.run([REGRAFT, *command, "--replace"], check=False, capture_output=True)
    return path


def report(plan_path, *options):
    path = plan_path.with_suffix(".html")
    subprocess.run([REGRAFT, "report", plan_path, "--output", path, "--replace", *options], check=True)
    return path


def changed_plan(name, statements):
    """A plan of the example, changed by SQL; `statements` are pairs of a statement and its many rows."""
    path = plan(name)
    with sqlite3.connect(path) as database:
        for statement, rows in statements:
            database.executemany(statement, rows)
    database.close()
    return path


class ExampleTests(unittest.TestCase):
    def setUp(self):
        self.page = report(plan("example"))
        self.browser = Browser(FOLDER)
        self.addCleanup(self.browser.__exit__)
        self.browser.open(self.page)
        self.browser.settle()

    def tearDown(self):
        self.assertEqual(self.browser.complaints(), [])

    def ids(self):
        return self.browser.texts("#rows .id")

    def test_figures(self):
        totals = dict(
            zip(self.browser.texts("#totals dt"), self.browser.run(
                "return [...document.querySelectorAll('#totals dd')].map((each) => each.firstChild.textContent)"))
        )
        self.assertEqual(totals["Deleted"], "26")
        self.assertEqual(totals["To be recovered"], "25")
        self.assertEqual(self.browser.texts("#tables tbody th"), ["Order", "Product", "Review", "User"])
        self.assertEqual(self.browser.texts("#tables tfoot td.number")[:3], ["370", "354", "26"])
        self.assertIn("by month", self.browser.text("#timeline figcaption"))
        counts = self.browser.texts("#timeline details td")
        self.assertEqual(sum(map(int, counts)), 26)
        self.assertIn("56 objects, 0 ticked", self.browser.text("#count"))
        self.assertEqual(self.browser.run("return document.querySelector('#grid').ariaRowCount"), "57")
        self.browser.picture(FOLDER / "light.png")

    def test_filters_and_search(self):
        self.browser.choose("#filter-status", "=diverged")
        self.browser.settle()
        self.assertIn("2 of 56 objects", self.browser.text("#count"))
        self.assertEqual(len(self.ids()), 2)
        self.browser.choose("#filter-table", "=Product")
        self.browser.settle()
        self.assertEqual(self.ids(), ["/db/Product/4c1cc7d5-9eb7-433b-a909-8648c7066631"])
        self.browser.click("#filters button[type=reset]")
        self.browser.wait("return document.querySelector('#count').textContent.startsWith('56 objects')")
        self.browser.choose("#filter-withheld", "=unique-index")
        self.browser.settle()
        self.assertEqual(self.ids(), ["/db/User/c03d0448-02a7-4670-9900-86705bc320f3"])
        self.browser.click("#filters button[type=reset]")
        self.browser.type("#search", "4C1CC7D5")
        self.browser.settle()
        self.assertEqual(len(self.ids()), 1)
        self.browser.type("#search", "nothing like that")
        self.browser.settle()
        self.assertEqual(self.browser.text("#rows"), "No such object")

    def test_sorting(self):
        head = "#columns [aria-colindex='6']"
        self.browser.click(f"{head} button")
        self.browser.settle()
        self.assertEqual(self.browser.run("return document.querySelector(arguments[0]).ariaSort", head), "ascending")
        times = [text for text in self.browser.texts("#rows .time") if text]
        self.assertEqual(times, sorted(times))
        self.browser.click(f"{head} button")
        self.browser.settle()
        self.assertEqual(self.browser.run("return document.querySelector(arguments[0]).ariaSort", head), "descending")
        times = [text for text in self.browser.texts("#rows .time") if text]
        self.assertEqual(times, sorted(times, reverse=True))

    def test_keyboard_and_detail(self):
        self.browser.choose("#filter-status", "=modified")
        self.browser.run("document.querySelector('#grid').focus()")
        self.browser.press(DOWN)
        active = "return document.getElementById(document.querySelector('#grid').getAttribute('aria-activedescendant'))"
        self.assertEqual(self.browser.run(f"{active}.getAttribute('aria-rowindex')"), "3")
        self.browser.press(SPACE)
        self.assertEqual(self.browser.run(f"{active}.getAttribute('aria-selected')"), "true")
        self.assertIn("1 ticked", self.browser.text("#count"))
        self.browser.press(ENTER)
        self.assertEqual(self.browser.run("return document.activeElement.id"), "detail-title")
        self.assertEqual(self.browser.texts("#detail .sides:last-of-type thead th"), ["Member", "Backup", "Export"])
        self.browser.run("document.querySelector('#objects').scrollIntoView()")
        self.browser.picture(FOLDER / "detail.png")
        self.browser.press(ESCAPE)
        self.assertEqual(self.browser.run("return document.activeElement.id"), "grid")
        self.assertTrue(self.browser.run("return document.querySelector('#detail').hidden"))
        self.browser.press(END)
        self.assertEqual(self.browser.run(f"{active}.getAttribute('aria-rowindex')"), "19")
        self.browser.press(HOME)
        self.assertEqual(self.browser.run(f"{active}.getAttribute('aria-rowindex')"), "2")

    def test_saving_ids(self):
        saved = FOLDER / "ids.txt"
        saved.unlink(missing_ok=True)
        self.browser.choose("#filter-status", "=deleted")
        self.browser.choose("#filter-table", "=Review")
        self.browser.settle()
        self.browser.click("#rows [role=row] input")
        self.browser.click("#tick-all")
        self.browser.settle()
        self.assertIn("9 ticked", self.browser.text("#count"))
        self.browser.click("#save")
        for _ in range(100):
            if saved.exists():
                break
            time.sleep(0.05)
        ids = saved.read_text().splitlines()
        self.assertEqual(ids, self.ids())
        command = [REGRAFT, "plan", EXAMPLE / "2026-11-23Z.dump.gz", "--current", EXAMPLE / "export", "--json"]
        made = subprocess.run([*command, "--ids-from", saved], capture_output=True, check=True)
        self.assertEqual(json.loads(made.stdout)["totals"]["recovered"], 9)

    def test_print(self):
        self.browser.run("window.dispatchEvent(new Event('beforeprint'))")
        self.assertEqual(len(self.ids()), 56)

    def test_dark(self):
        with Browser(FOLDER, is_dark=True) as browser:
            browser.open(self.page)
            browser.settle()
            self.assertEqual(
                browser.run("return getComputedStyle(document.body).backgroundColor"), "rgb(20, 24, 30)")
            browser.picture(FOLDER / "dark.png")


class HostileTests(unittest.TestCase):
    def test_hostile_values_stay_text(self):
        objects = [
            (f"/db/User/{number}", "User", "modified", "content", "keep", text,
             json.dumps([{"path": json.dumps(text), "kind": "changed", "backup": text, "current": {text: [text]}}]))
            for number, text in enumerate(HOSTILE)
        ]
        path = changed_plan("hostile", [
            ("DELETE FROM objects WHERE ?", [(1,)]),
            ("INSERT INTO objects (id, table_name, status, reason, action, label, differences) VALUES (?,?,?,?,?,?,?)",
             objects),
            ("INSERT INTO warnings VALUES (?, ?)", [(text, text) for text in HOSTILE]),
            ("INSERT INTO stops VALUES (?, ?, ?, ?)", [(text, text, text, text) for text in HOSTILE]),
            ("UPDATE meta SET value = ? WHERE key = 'database'", [("".join(HOSTILE),)]),
            ("INSERT INTO inputs VALUES ('export', 9, ?, 1, NULL, NULL, NULL)", [("/" + HOSTILE[1],)]),
        ])
        page = report(path)
        with Browser(FOLDER) as browser:
            browser.open(page)
            browser.settle()
            for place in range(len(HOSTILE)):
                browser.click(f"#row-{place} .label")
            self.assertEqual(browser.complaints(), [])
            self.assertIsNone(browser.run("return window.hurt ?? null"))
            self.assertEqual(browser.run("return document.querySelectorAll('img, script').length"), 3)
            labels = browser.texts("#rows .label")
            self.assertEqual(labels[0], HOSTILE[0])
            self.assertEqual(labels[1], HOSTILE[1])
            self.assertEqual(labels[2], "⟨U+202E⟩gnp.exe⟨U+202C⟩ ⟨U+2066⟩x⟨U+2069⟩")
            self.assertEqual(labels[3], "bell⟨U+0007⟩, escape⟨U+001B⟩[31m, delete⟨U+007F⟩")
            self.assertEqual(
                browser.run("return getComputedStyle(document.querySelector('#rows .label')).unicodeBidi"), "isolate")
            shown = browser.run("return document.body.innerText")
            for character in "\u202e\u202c\u2066\u0007\u001b\u007f":
                self.assertNotIn(character, shown)
            browser.picture(FOLDER / "hostile.png")


class SizeTests(unittest.TestCase):
    COUNT = 100_000

    def test_many_objects(self):
        objects = (
            (f"/db/Order/{number:06}", "Order", "deleted", "recover", f"Order {number}",
             f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T10:00:00Z")
            for number in range(self.COUNT)
        )
        path = changed_plan("many", [
            ("DELETE FROM objects WHERE ?", [(1,)]),
            ("INSERT INTO objects (id, table_name, status, action, label, backup_updated_at) VALUES (?,?,?,?,?,?)",
             objects),
        ])
        started = time.monotonic()
        page = report(path)
        print(f"page of {self.COUNT} objects: {time.monotonic() - started:.1f} s, {page.stat().st_size >> 20} MB")
        with Browser(FOLDER) as browser:
            self.timed("open", lambda: browser.open(page))
            browser.settle()
            self.assertLess(len(browser.texts("#rows [role=row]")), 60)

            def scroll():
                browser.run("const grid = document.querySelector('#grid'); grid.scrollTop = grid.scrollHeight")
                browser.settle()

            self.timed("scroll", scroll)
            self.assertEqual(browser.texts("#rows .id")[-1], f"/db/Order/{self.COUNT - 1:06}")

            def search():
                browser.choose("#search", "order 77777")
                browser.settle()

            self.timed("search", search)
            self.assertEqual(browser.texts("#rows .id"), ["/db/Order/077777"])
            browser.choose("#search", "")

            def sort():
                browser.click("#columns [aria-colindex='6'] button")
                browser.settle()

            self.timed("sort", sort)
            self.assertEqual(browser.texts("#rows .time")[0], "2026-01-01 10:00")

            def tick():
                browser.click("#tick-all")
                browser.settle()

            self.timed("tick all", tick)
            self.assertIn("100,000 ticked", browser.text("#count"))
            self.assertEqual(browser.complaints(), [])

    def timed(self, name, work):
        started = time.monotonic()
        work()
        seconds = time.monotonic() - started
        print(f"  {name}: {seconds:.2f} s")
        # Far from what it takes, and far from what a person would call hanging on a slow machine.
        self.assertLess(seconds, 10, name)


if __name__ == "__main__":
    unittest.main(verbosity=2)

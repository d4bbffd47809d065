#!/usr/bin/env python3
"""Ten years of a practice in a scratch folder, with the built program: what grows, what gets slower.

    benches/long_life.py PROGRAM [--years 10] [--days 250] [--records 3000] [--folder DIR] [--at 1,3,10]

Two drives take turns by the week; each working day some of the last five years' patients come, of whose three small texts two change, now and then a
new one. As many go as come, so that what grows is the history, not the practice. Each month both drives are thinned by the
usual rule, each year what is due is erased on both and the locks are changed. At the ends of the years of --at each job is timed
three times as a whole process (the median is given), with warm caches and a key that needs no passphrase. Days pass through libfaketime (package `faketime`); Linux. Prints two tables for docs/evidence.md.
"""
import argparse
import datetime
import json
import os
import pathlib
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

NAME = "Cabinet Dr Martin"
PHRASE = "ruban cabanon octobre navire potager lanterne tambour gardien"
FIRST_DAY = datetime.datetime(2027, 1, 4, 19, 0)
# Keep::USUAL of src/config.
USUAL = "keep = { daily = 14, weekly = 8, monthly = 12, yearly = 10 }"
DRIVES = ("Blue", "Red")
PRELOAD = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


class Office:
    """A practice, its computer and its two drives."""

    def __init__(self, program, root, records):
        self.program, self.root = os.path.abspath(program), root
        self.dice = random.Random(7)
        self.words = ["".join(self.dice.choices("aeioubcdlmnprst", k=self.dice.randint(2, 11))) for _ in range(4000)]
        self.now = FIRST_DAY
        self.seen, self.patients = {}, 0
        for _ in range(records):
            days = self.dice.randrange(int(19.9 * 365.25))
            self.visit(self.new_patient(), self.now - datetime.timedelta(days=days))
        (root / "phrase.txt").write_text(PHRASE + "\n")
        self.locks = 1
        self.must("init", "--practice", NAME, "--identity-out", self.file("key"), "--passphrase-file", root / "phrase.txt",
                  "--recovery-out", self.file("sheet"))
        self.must("sources", "add", root / "patients", "--class", "fr/medical-record", "--records", "each-folder")
        for drive in DRIVES:
            (root / drive).mkdir()
            self.must("drives", "add", root / drive, "--name", drive, "--allow-fixed")
        settings = root / "home/refuge.toml"
        text, changed = re.subn(r"^(records = )", USUAL + r"\n\1", settings.read_text(), flags=re.M)
        assert changed == 1, text
        settings.write_text(text)

    def file(self, kind):
        return self.root / f"{kind}-{self.locks}.txt"

    def keys(self):
        return ["--identity", self.file("sheet")]

    def environment(self, home="home"):
        return {"PATH": os.environ["PATH"], "TZ": "Europe/Paris", "NO_COLOR": "1", "HOME": str(self.root),
                "REFUGE_HOME": str(self.root / home), "XDG_STATE_HOME": str(self.root / "state"), "LD_PRELOAD": PRELOAD,
                "FAKETIME": self.now.strftime("@%Y-%m-%d %H:%M:%S"), "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}

    def must(self, *args, codes=(0,), home="home"):
        """The last line of what it says; its own processor and wall seconds beside it."""
        command = [self.program, "--lang", "en", "--no-input", "--json", *map(str, args)]
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(command, env=self.environment(home), cwd=self.root, text=True, capture_output=True)
        wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in codes:
            raise SystemExit(f"{self.now}: {' '.join(command)}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        summary = lines[-1] if lines else {}
        summary["_wall"], summary["_code"] = wall, done.returncode
        summary["_cpu"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return summary

    # -- what happens in a practice ------------------------------------------------------------

    def new_patient(self):
        number = 10_000 + self.patients
        self.patients += 1
        self.seen[number] = None
        return number

    def visit(self, patient, when):
        """Notes that go on, results that replace the last ones, a letter of the first day."""
        folder = self.root / "patients" / str(patient)
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        said = f"{patient} {when}\n"
        self.write(folder / "notes.txt", "a", said + self.prose(600 if not is_new else 3000), when)
        self.write(folder / "results.txt", "w", said + self.prose(9000), when)
        if is_new:
            self.write(folder / "letter.txt", "w", said + self.prose(6000), when)
        if self.seen[patient] is None or self.seen[patient] < when:
            self.seen[patient] = when

    def prose(self, size):
        return " ".join(self.dice.choices(self.words, k=size // 7)) + "\n"

    def write(self, path, mode, text, when):
        with open(path, mode) as file:
            file.write(text)
        os.utime(path, (when.timestamp(), when.timestamp()))

    def day(self, visits, new):
        recently = self.now - datetime.timedelta(days=5 * 365)
        for patient in self.dice.sample([number for number, when in self.seen.items() if when > recently], visits):
            self.visit(patient, self.now)
        for _ in range(new):
            self.visit(self.new_patient(), self.now)

    def drive_of_the_week(self):
        return DRIVES[self.now.isocalendar().week % 2]

    def backup(self, drive, codes=(0,)):
        return self.must("backup", "--drive", drive, "--no-eject", codes=codes)

    def register(self):
        rows = [f"{number};{number % 28 + 1:02}/{number % 11 + 1:02}/{1920 + number % 79};{when:%d/%m/%Y}" for number, when in self.seen.items()]
        path = self.root / "list.csv"
        path.write_text("N° patient;Date de naissance;Dernière visite\n" + "\n".join(rows) + "\n")
        os.utime(path, (self.now.timestamp(), self.now.timestamp()))
        self.must("register", "import", path, "--same-columns", *self.keys())

    def year_ends(self):
        """The list, the erasing on both drives, new locks; what the computer itself still had is deleted."""
        self.register()
        for drive in DRIVES:
            self.backup(drive)
        planned = self.must("purge", "--dry-run", *self.keys())
        erased = {"_wall": 0.0, "records": 0}
        if planned.get("plan"):
            done = self.must("purge", planned["plan"], "--confirm", NAME, *self.keys())
            erased = {"_wall": done["_wall"], "records": self.forget()}
        rotated = ["keys", "rotate", *self.keys()]
        self.locks += 1
        self.must(*rotated, "--recovery-out", self.file("sheet"), "--identity-out", self.file("key"),
                  "--new-passphrase-file", self.root / "phrase.txt")
        return planned, erased

    def forget(self):
        limit = self.now.replace(year=self.now.year - 20)
        gone = [number for number, when in self.seen.items() if when < limit]
        for number in gone:
            shutil.rmtree(self.root / "patients" / str(number), ignore_errors=True)
            del self.seen[number]
        return len(gone)

    # -- what it costs -------------------------------------------------------------------------

    def timed(self, prepare, *args, codes=(0,), home="home"):
        runs = []
        for _ in range(3):
            prepare()
            runs.append(self.must(*args, codes=codes, home=home))
        return statistics.median(run["_wall"] for run in runs), statistics.median(run["_cpu"] for run in runs)

    def later(self):
        self.now += datetime.timedelta(minutes=10)

    def jobs(self):
        """Each job's wall and processor seconds, and what an unchanged day writes."""
        drive, word = DRIVES[0], f"{min(self.seen)}"
        drives = ["--drive", drive]
        self.later()
        self.backup(drive)
        before = self.bytes_on(drive)
        took = {"unchanged backup": self.timed(self.later, "backup", *drives, "--no-eject")}
        unchanged = (self.bytes_on(drive) - before) // 3
        took["status"] = self.timed(self.later, "status", codes=range(0, 20))
        took["snapshots"] = self.timed(self.later, "snapshots", *drives, *self.keys())
        took["ls"] = self.timed(self.later, "ls", *drives, *self.keys())
        took["find"] = self.timed(self.later, "find", word, *drives, *self.keys())
        took["verify"] = self.timed(self.later, "verify", *drives, *self.keys())
        took["verify --full"] = self.timed(self.later, "verify", "--full", *drives, *self.keys())
        out = self.root / "out"
        took["restore one record"] = self.timed(
            lambda: shutil.rmtree(out, ignore_errors=True), "restore", word, "--to", out, *drives, *self.keys())
        took["attach"] = self.timed(
            lambda: shutil.rmtree(self.root / "other", ignore_errors=True),
            "attach", self.root / drive, *self.keys(), codes=(0, 3), home="other")
        took["purge --dry-run"] = self.timed(self.later, "purge", "--dry-run", *self.keys())
        shutil.rmtree(out, ignore_errors=True)
        shutil.rmtree(self.root / "other", ignore_errors=True)
        return took, unchanged

    def bytes_on(self, drive):
        return sum(path.stat().st_size for path in (self.root / drive).rglob("*") if path.is_file())

    def size(self):
        """Objects and megabytes by kind on one drive, and what the computer keeps."""
        found = {}
        for path in (self.root / DRIVES[0]).rglob("*"):
            if not path.is_file():
                continue
            parts = path.relative_to(self.root / DRIVES[0] / "refuge").parts
            kind = parts[0] if parts[0] in ("packs", "parity") else "lists and keys"
            count, total = found.get(kind, (0, 0))
            found[kind] = (count + 1, total + path.stat().st_size)
        kept = [path.stat().st_size for path in (self.root / "home").rglob("*") if path.is_file()]
        return {**found, "on the computer": (len(kept), sum(kept))}


def said(label, cells):
    print(f"| {label} | " + " | ".join(cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--days", type=int, default=250)
    parser.add_argument("--records", type=int, default=3000)
    parser.add_argument("--folder")
    parser.add_argument("--at", default="1,3,10")
    options = parser.parse_args()
    at = {int(year) for year in options.at.split(",")}
    if not os.path.exists(PRELOAD):
        raise SystemExit("install faketime first")
    root = pathlib.Path(tempfile.mkdtemp(prefix="refuge-years-", dir=options.folder))
    try:
        seen = live(Office(options.program, root, options.records), options, at)
        report(seen)
    finally:
        subprocess.run(["chmod", "-R", "u+w", root], check=False)
        shutil.rmtree(root, ignore_errors=True)


def live(office, options, at):
    seen = {}
    for year in range(1, options.years + 1):
        days, months = [], set()
        for day in range(options.days):
            office.now = FIRST_DAY.replace(year=2026 + year) + datetime.timedelta(days=day * 350 // options.days)
            office.day(visits=20, new=1 if day % 2 else 0)
            done = office.backup(office.drive_of_the_week())
            days.append((done["_wall"], done["_cpu"]))
            if office.now.month not in months:
                months.add(office.now.month)
                for drive in DRIVES:
                    thinned = office.must("thin", "--drive", drive, *office.keys())
        planned, erased = office.year_ends()
        usual = tuple(statistics.median(kind) for kind in zip(*days))
        print(f"year {year}: a day {usual[0]:.2f} s, thinning {thinned['_wall']:.2f} s, "
              f"erasing {erased['records']} records {erased['_wall']:.1f} s, {office.size()}", file=sys.stderr, flush=True)
        if year in at:
            took, unchanged = office.jobs()
            took["a day's backup"] = usual
            took["thinning"] = (thinned["_wall"], thinned["_cpu"])
            took["purge of both drives"] = (erased["_wall"], None)
            seen[year] = took, unchanged, office.size(), len(office.seen), erased["records"]
    return seen


def report(seen):
    years = sorted(seen)
    said("seconds (of them processor)", [f"year {year}" for year in years] + ["last to first"])
    said("---", ["---"] * (len(years) + 1))
    for job in seen[years[0]][0]:
        walls = [seen[year][0][job] for year in years]
        cells = [f"{wall:.2f}" + (f" ({cpu:.2f})" if cpu is not None else "") for wall, cpu in walls]
        said(job, cells + [f"{walls[-1][0] / walls[0][0]:.2f}" if walls[0][0] else "–"])
    print()
    said("on one drive", [f"year {year}" for year in years])
    said("---", ["---"] * len(years))
    for kind in seen[years[0]][2]:
        said(kind, [f"{count} files, {total / 1e6:.1f} MB" for count, total in (seen[year][2][kind] for year in years)])
    said("an unchanged day writes", [f"{seen[year][1] / 1000:.1f} kB" for year in years])
    said("records", [f"{seen[year][3]} ({seen[year][4]} erased that year)" for year in years])


if __name__ == "__main__":
    main()

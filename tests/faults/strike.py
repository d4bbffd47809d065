#!/usr/bin/env python3
"""Faults of the system under the built program: every so many reads, writes, syncs, openings, removals and renamings
of a command fail, are cut short or are the last thing it does; a drive is full from then on, fails or is gone.

    tests/faults/strike.py PROGRAM [--every N] [--command NAME]... [--most N] [--seconds N] [--log FILE]

After each strike: the same command again must end well, or say what to do, which then must work; `verify --full` finds
nothing; every backup that was promised comes back byte for byte; nothing panics, and nothing is called done that is
not. Needs root (or fusermount), cc, pkg-config, libfuse3; Linux. What it prints is the table of docs/evidence.md.
"""
import argparse
import collections
import ctypes
import json
import mmap
import os
import pathlib
import random
import re
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

# The same numbers stand in faultfs.c.
FAULTS = {"error": 1, "short": 2, "killed before": 3, "killed after": 4, "full": 5, "gone": 6, "dead": 7}
OPS = ["read", "write", "sync", "open", "create", "remove", "rename", "mkdir", "list"]
PLACES = ["", "Blue", "home", "patients", "out"]
PLACE_WORDS = {"Blue": "drive", "home": "computer's memory", "patients": "folder backed up", "out": "target"}
CHANGING = ["write", "sync", "create", "remove", "rename", "mkdir"]
NAME = "Cabinet Dr Martin"
PHRASE = "ruban cabanon octobre navire potager lanterne tambour gardien"
HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 120


class Wrong(Exception):
    """Something that must not be."""


class Control:
    """What this script and the file system share."""

    def __init__(self, path):
        path.write_bytes(bytes(4096))
        with open(path, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), 4096)

    def _get(self, at):
        return struct.unpack_from("<q", self.map, at * 8)[0]

    def _set(self, at, value):
        struct.pack_into("<q", self.map, at * 8, value)

    def calm(self):
        for at in range(6 + len(PLACES) * len(OPS)):
            self._set(at, 0)

    def arm(self, fault, op, place, at):
        self.calm()
        for slot, value in [(1, 1 << OPS.index(op)), (2, PLACES.index(place)), (3, at), (0, FAULTS[fault])]:
            self._set(slot, value)

    def struck(self):
        return self._get(5) == 1

    def counted(self, place, op):
        return self._get(6 + PLACES.index(place) * len(OPS) + OPS.index(op))


class Answer:
    def __init__(self, args, done):
        self.args, self.code, self.err = args, done.returncode, done.stderr
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        self.lines = [json.loads(line) for line in lines]
        self.summary = self.lines[-1] if self.lines and self.lines[-1].get("type") == "summary" else {}
        self.error = self.summary.get("error", {}).get("id", "")

    def __str__(self):
        said = self.summary.get("error") or {k: v for k, v in self.summary.items() if k != "drives"}
        findings = [line for line in self.lines if line.get("type") in ("finding", "warning")]
        return f"{' '.join(self.args)}: {self.code} {said} {findings[:3]} {self.err[-600:]}"


class Office:
    """A practice whose every file lies on the file system that can fail."""

    def __init__(self, program, scratch):
        self.program, self.scratch = program, scratch
        self.below, self.root = scratch / "below", scratch / "office"
        for folder in (self.below, self.root):
            folder.mkdir()
        self.control = Control(scratch / "control")
        self.build()
        self.server = subprocess.Popen(
            [scratch / "faultfs", scratch / "control", self.below, self.root], stdin=subprocess.DEVNULL)
        for _ in range(200):
            if os.path.ismount(self.root):
                break
            time.sleep(0.02)
        else:
            raise SystemExit("the file system of the tests could not be mounted")

    def build(self):
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "fuse3"], check=True, capture_output=True, text=True)
        subprocess.run(["cc", "-O2", "-o", self.scratch / "faultfs", HERE / "faultfs.c", *flags.stdout.split()], check=True)

    def settle(self):
        """All is well again. What the system could not write in anybody's name it tells whoever asks next: us."""
        self.control.calm()
        folder = os.open(self.root, os.O_RDONLY)
        ctypes.CDLL(None).syncfs(folder)
        os.close(folder)

    def close(self):
        self.control.calm()
        unmount = ["umount", "-l"] if os.geteuid() == 0 else ["fusermount3", "-u", "-z"]
        subprocess.run([*unmount, self.root], check=False)
        self.server.terminate()
        self.server.wait()

    def run(self, *args):
        """A command with nobody to ask."""
        env = {"PATH": os.environ["PATH"], "TZ": "Europe/Paris", "NO_COLOR": "1", "HOME": str(self.scratch),
               "REFUGE_HOME": str(self.root / "home"), "XDG_STATE_HOME": str(self.scratch / "state"),
               "TMPDIR": str(self.scratch)}
        args = [str(arg) for arg in args]
        command = [self.program, "--lang", "en", "--no-input", "--json", *args]
        done = subprocess.run(command, env=env, cwd=self.scratch, text=True, capture_output=True, timeout=PATIENCE)
        answer = Answer(args, done)
        if "panicked" in done.stderr or "panicked" in done.stdout or done.returncode in (101, 134):
            raise Wrong(f"panic: {answer}")
        return answer

    def must(self, *args, codes=(0,)):
        answer = self.run(*args)
        if answer.code not in codes:
            raise Wrong(str(answer))
        return answer

    def sheets(self):
        """Every sheet there is, the newest first."""
        return sorted(self.root.glob("sheet*.txt"), reverse=True)

    def keys(self):
        """The sheet that opens the drive."""
        sheets = self.sheets()
        while len(sheets) > 1 and self.run("snapshots", "--identity", sheets[0]).code == 12:
            sheets.pop(0)
        return ["--identity", sheets[0]]

    def write(self, name, data):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())

    # -- as it was -----------------------------------------------------------------------------

    def tree(self, folder):
        found = {}
        for path in sorted((self.below / folder).rglob("*")):
            found[str(path.relative_to(self.below))] = path.read_bytes() if path.is_file() else None
        return found

    def remember(self):
        saved = self.tree("")
        return {name: (data, os.stat(self.below / name)) for name, data in saved.items()}

    def put_back(self, saved):
        """Files that are as they were stay the same files: a drive is no copy of itself."""
        for name in reversed(list(self.tree(""))):
            path = self.below / name
            if name not in saved:
                path.rmdir() if path.is_dir() else path.unlink()
        for name, (data, was) in saved.items():
            path = self.below / name
            if data is None:
                path.mkdir(exist_ok=True)
            elif not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)
            os.chmod(path, was.st_mode & 0o7777)
            os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def noise(seed, length):
    return random.Random(seed).randbytes(length)


# -- the scene ---------------------------------------------------------------------------------


def practice(office):
    """Two backups of four patients, of whom one is long gone; a plan to erase them."""
    office.write("phrase.txt", PHRASE + "\n")
    office.must("init", "--practice", NAME, "--identity-out", office.root / "key.txt", "--passphrase-file",
                office.root / "phrase.txt", "--recovery-out", office.root / "sheet1.txt")
    old = time.time() - 30 * 366 * 86400
    for patient in range(1001, 1005):
        office.write(f"patients/{patient}/notes.txt", f"about {patient}\n" * 20)
        office.write(f"patients/{patient}/scan.jpg", noise(patient, 90_000))
    for name in ("notes.txt", "scan.jpg"):
        os.utime(office.root / "patients/1001" / name, (old, old))
    office.must("sources", "add", office.root / "patients", "--class", "fr/medical-record", "--records", "each-folder")
    (office.root / "Blue").mkdir()
    (office.root / "out").mkdir()
    office.must("drives", "add", office.root / "Blue", "--name", "Blue", "--allow-fixed")
    office.must("backup")
    office.write("patients/1002/notes.txt", "a second visit\n" * 30)
    office.write("patients/1003/letter.pdf", noise(7, 40_000))
    office.must("backup")
    today = time.strftime("%d/%m/%Y")
    rows = ["1001;01/02/1950;15/03/1996"] + [f"{number};01/02/1960;{today}" for number in (1002, 1003, 1004)]
    office.write("list.csv", "N° patient;Date de naissance;Dernière visite\n" + "\n".join(rows) + "\n")
    office.must("register", "import", office.root / "list.csv", *office.keys())
    return office.must("purge", "--dry-run", *office.keys()).summary["plan"]


def contents(tree):
    return {name: data for name, data in tree.items() if data is not None}


def restored(office, snapshot):
    """What a backup gives back, without the folder it was written to."""
    target = office.root / "out" / "seen"
    shutil.rmtree(office.below / "out" / "seen", ignore_errors=True)
    office.must("restore", "--all", "--to", target, "--snapshot", snapshot, *office.keys())
    found = contents(office.tree("out/seen"))
    shutil.rmtree(office.below / "out" / "seen")
    return {name.removeprefix("out/seen/"): data for name, data in found.items()}


def snapshots(office):
    listed = office.must("snapshots", *office.keys()).summary["snapshots"]
    return [one["id"] for one in listed]


def without_gone(files):
    return {name: data for name, data in files.items() if not name.startswith("1001/")}


class Work:
    """A command: its scene, its words, and what must be true once it was done."""

    def __init__(self, name, prepare, words, places, forgets=False, keeps_old=True, good=(0,)):
        self.name, self.prepare, self.words, self.places = name, prepare, words, places
        self.forgets, self.keeps_old, self.good = forgets, keeps_old, good


def nothing(_office, _plan):
    pass


def changes(office, _plan):
    office.write("patients/1004/notes.txt", "a third visit\n" * 40)
    office.write("patients/1005/scan.jpg", noise(11, 120_000))


def rule(office, _plan):
    """Of all backups of a day only the last is kept."""
    path = office.below / "home/refuge.toml"
    path.write_text(path.read_text().replace("records = ", "keep = { daily = 1 }\nrecords = "))


def damage(office, _plan):
    """A burst in a pack, and a list that is gone in one of its copies."""
    pack = max((office.below / "Blue").rglob("*.pack"), key=lambda path: path.stat().st_size)
    data = bytearray(pack.read_bytes())
    data[200:300] = bytes(100)
    pack.write_bytes(data)
    next((office.below / "Blue").rglob("index/*.age")).unlink()


def rotation(office, plan):
    number = 1 + len(list(office.root.glob("sheet*.txt")))
    return ["keys", "rotate", "--recovery-out", office.root / f"sheet{number}.txt", "--identity-out",
            office.root / f"key{number}.txt", "--new-passphrase-file", office.root / "phrase.txt"]


WORKS = [
    Work("backup", changes, lambda office, plan: ["backup"], ["Blue", "home", "patients"]),
    Work("purge", nothing, lambda office, plan: ["purge", plan, "--confirm", NAME], ["Blue", "home"], forgets=True),
    Work("rotate", nothing, rotation, ["Blue", "home"]),
    Work("thin", rule, lambda office, plan: ["thin"], ["Blue", "home"], keeps_old=False),
    Work("new key", nothing, lambda office, plan: ["thin", "--rekey", "1002", "--confirm", NAME], ["Blue", "home"]),
    Work("mend", damage, lambda office, plan: ["verify", "--full", "--repair"], ["Blue", "home"], good=(0, 15)),
    Work("restore", nothing, lambda office, plan: ["restore", "--all", "--to", office.root / "out" / "back"],
         ["Blue", "home", "out"]),
]


class Scene:
    """A piece of work, the state before it, and what was promised then."""

    def __init__(self, office, work, base, plan, promised):
        self.office, self.work, self.plan = office, work, plan
        office.put_back(base)
        work.prepare(office, plan)
        self.saved, self.promised = office.remember(), promised
        office.control.calm()
        done = office.run(*self.words())
        if done.code not in work.good:
            raise SystemExit(f"without any fault: {done}")
        self.counts = {(place, op): office.control.counted(place, op) for place in work.places for op in OPS}
        self.after(done)

    def words(self):
        keyed = [] if self.work.name == "backup" else self.office.keys()
        return [*self.work.words(self.office, self.plan), *keyed]

    def strikes(self, every):
        for (place, op), count in self.counts.items():
            for fault in faults_of(place, op):
                # From then on: fewer say the same.
                step = every * 3 if fault in ("full", "gone", "dead") else every
                for at in range(1 + len(fault) % step, count + 1, step):
                    yield fault, op, place, at

    def strike(self, fault, op, place, at):
        """What it ended with: code and error."""
        office = self.office
        office.put_back(self.saved)
        words = self.words()
        office.control.arm(fault, op, place, at)
        try:
            struck = office.run(*words)
        finally:
            was_struck = office.control.struck()
            office.settle()
        if not was_struck:
            return None
        check_words(fault, op, place, struck)
        again = struck
        if struck.code != 0:
            again = self.again()
        self.after(again)
        return struck

    def again(self):
        """The same once more; where it says what else is to be done, that."""
        answer = self.office.run(*self.words())
        if answer.code == 12:
            # The locks were changed already, so that the old sheet opens nothing: the new one does.
            answer = self.office.run(*self.words()[:-2], "--finish", "--identity", self.office.sheets()[1])
        for _ in range(4):
            if answer.code in self.work.good or answer.error in DONE.get(self.work.name, ()):
                return answer
            answer = self.follow(answer)
        raise Wrong(f"again: {answer}")

    def follow(self, answer):
        advice = re.findall(r"`refuge ([^`]*)`", answer.summary.get("error", {}).get("now", ""))
        if not advice:
            raise Wrong(f"again, and no way out: {answer}")
        self.office.run(*shlex.split(advice[0]), *self.office.keys())
        return self.office.run(*self.words())

    def after(self, done):
        """Everything that was promised is there, and nothing that was to go."""
        office, work = self.office, self.work
        if work.name == "restore":
            came = {name.removeprefix("out/back/"): data for name, data in contents(office.tree("out")).items()}
            compare("what the restore brought", came, self.promised[-1][1])
        office.must("verify", "--full", *office.keys())
        there = snapshots(office)
        for number, (snapshot, files) in enumerate(self.promised):
            if snapshot not in there and not work.keeps_old and number < len(self.promised) - 1:
                continue
            wanted = without_gone(files) if work.forgets else files
            compare(f"backup {number + 1}", restored(office, snapshot), wanted)
        if work.name == "backup":
            now = {name.removeprefix("patients/"): data for name, data in contents(office.tree("patients")).items()}
            compare("the newest backup", restored(office, there[-1]), now)
        status = office.run("status")
        if status.code not in (0, 16) or any(drive.get("owes") for drive in status.summary.get("drives", [])):
            raise Wrong(f"status afterwards: {status}")


# What a command says that was done already when it failed.
DONE = {"purge": ("R07",), "restore": ("T01",)}


def faults_of(place, op):
    faults = ["error"]
    if op in ("read", "write"):
        faults.append("short")
    if op in CHANGING and place != "patients":
        faults += ["killed before", "killed after"]
    if op in ("write", "create", "mkdir") and place != "patients":
        faults.append("full")
    if place == "Blue":
        faults += ["gone", "dead"] if op in ("read", "write", "open", "sync") else []
    return faults


def check_words(fault, op, place, answer):
    """Codes as docs/cli.md has them."""
    if fault.startswith("killed"):
        if answer.code != -signal.SIGKILL:
            raise Wrong(f"was not killed: {answer}")
        return
    if answer.code == -signal.SIGBUS and (place, op) == ("home", "read"):
        # SQLite's index of its log is mapped into memory: what the system cannot read of it ends the process.
        return
    if answer.code < 0 or not answer.summary:
        raise Wrong(f"no last word: {answer}")
    if answer.code not in (0, 3) and not answer.error and answer.code not in (15, 16):
        raise Wrong(f"no error: {answer}")
    if answer.args[0] == "keys" and answer.code == 3 and "run the same command" in answer.err:
        raise Wrong(f"the same command would change the locks once more: {answer}")
    waits = answer.summary.get("drives_waiting") or any(one.get("owes") for one in answer.summary.get("drives", []))
    if answer.code == 3 and waits:
        # Of several drives each is told by itself.
        return
    if fault == "full" and place == "Blue" and answer.code not in (0, 13):
        raise Wrong(f"a full drive is not called so: {answer}")
    if fault == "gone" and place == "Blue" and answer.code not in (0, 10, 14, 18):
        raise Wrong(f"a drive that is gone is not called so: {answer}")
    if answer.error == "X01":
        raise Wrong(f"a defect is spoken of: {answer}")


def compare(what, found, wanted):
    if found == wanted:
        return
    missing = sorted(wanted.keys() - found.keys())
    more = sorted(found.keys() - wanted.keys())
    other = sorted(name for name in wanted.keys() & found.keys() if wanted[name] != found[name])
    raise Wrong(f"{what}: missing {missing[:4]}, too many {more[:4]}, other bytes {other[:4]}")


# -- running -----------------------------------------------------------------------------------


def chosen(scene, options):
    """Strikes in an order that reaches every kind soon."""
    kinds = collections.defaultdict(list)
    for strike in scene.strikes(options.every):
        kinds[strike[:3]].append(strike)
    mixed, order = list(kinds.values()), []
    # The same in every run, and with some of all faults at its beginning.
    random.Random(scene.work.name).shuffle(mixed)
    while any(mixed):
        order += [strikes.pop(len(strikes) // 2) for strikes in mixed if strikes]
    return order[: options.most] if options.most else order


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=7, help="every so many operations of a kind")
    parser.add_argument("--most", type=int, default=0, help="at most so many strikes at each command")
    parser.add_argument("--seconds", type=int, default=0, help="stop after so long")
    parser.add_argument("--command", action="append", choices=[work.name for work in WORKS])
    parser.add_argument("--log", type=pathlib.Path, help="one line for each strike")
    parser.add_argument("--only", help="one strike: fault,operation,place,number")
    options = parser.parse_args()
    # Whoever stops this leaves nothing mounted.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="strike-") as scratch:
        office = Office(options.program.resolve(), pathlib.Path(scratch))
        try:
            sys.exit(run(office, options))
        finally:
            office.close()


def run(office, options):
    plan = practice(office)
    base = office.remember()
    promised = [(snapshot, restored(office, snapshot)) for snapshot in snapshots(office)]
    office.put_back(base)
    log = open(options.log, "a") if options.log else None
    works = [work for work in WORKS if not options.command or work.name in options.command]
    share = options.seconds / len(works) if options.seconds else float("inf")
    table, wrong = {}, 0
    for work in works:
        scene = Scene(office, work, base, plan, promised)
        until = time.monotonic() + share
        strikes = chosen(scene, options)
        if options.only:
            fault, op, place, at = options.only.split(",")
            strikes = [(fault, op, place, int(at))]
        for fault, op, place, at in strikes:
            if time.monotonic() > until:
                break
            said, held = "", True
            try:
                answer = scene.strike(fault, op, place, at)
                if answer is None:
                    continue
                said = f"{answer.code} {answer.error}".strip()
            except (Wrong, subprocess.TimeoutExpired) as why:
                held, said, wrong = False, str(why), wrong + 1
                print(f"WRONG {work.name}: {fault} at {op} {at} of the {PLACE_WORDS[place]}: {why}", flush=True)
            count = table.setdefault((work.name, fault), [0, 0])
            count[0] += 1
            count[1] += held
            if log:
                line = {"command": work.name, "fault": fault, "op": op, "place": place, "at": at, "said": said, "held": held}
                print(json.dumps(line), file=log, flush=True)
    show(table)
    struck = sum(count[0] for count in table.values())
    print(f"strikes: {struck - wrong} passed, {wrong} failed")
    return 1 if wrong or not struck else 0


def show(table):
    faults = [fault for fault in FAULTS if any(key[1] == fault for key in table)]
    print("| command | " + " | ".join(faults) + " |\n|---|" + "---|" * len(faults))
    for name in dict.fromkeys(key[0] for key in table):
        cells = []
        for fault in faults:
            count = table.get((name, fault))
            cells.append("–" if not count else f"{count[1]} of {count[0]}")
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()

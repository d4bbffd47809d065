#!/usr/bin/env python3
"""Restores a refuge vault with python3, age and zstd alone.
Restaure un coffre refuge avec seulement python3, age et zstd.

    python3 rescue.py --vault DRIVE/refuge --identity KEY.txt --list
    python3 rescue.py --vault DRIVE/refuge --identity KEY.txt --to NEW_FOLDER

The format is described in docs/format.md of the project. In short: the keyring (sections/*/keyring)
holds the secret keys, the manifest (snapshots/) lists records, the index says in which pack a chunk
lies; a pack holds age files ("segments") of zstd frames. With b3sum installed, each file is checked.
This program does not check the keyed hashes at the end of small objects: it trusts the drive you gave it.
Exit code: 0 all restored, 1 restored with losses, 2 nothing could be done.
"""
import argparse, collections, hashlib, json, os, re, shutil, subprocess, sys, tempfile, unicodedata

WIPED = b"refuge wiped v1\n"
SEGMENT_MAX, PLAIN_MAX = 8 << 20, 64 << 20
losses = []  # what could not be brought back, for the end and the exit code

def say(fr, en):
    text = "%s / %s" % (fr, en)
    # Names may hold anything: nothing of it may steer the terminal.
    print("".join(letter if letter.isprintable() else "?" for letter in text), flush=True)

def lose(what, fr, en):
    losses.append(what)
    say("PERDU %s : %s" % (what, fr), "LOST %s: %s" % (what, en))

def stop(fr, en):
    say(fr, en)
    sys.exit(2)

# -- age and zstd ------------------------------------------------------------------------------

def opened(path, identities, limit=1 << 31):
    """What `age -d | zstd -d` makes of a file, or nothing. Secrets go through a pipe, never into a file."""
    age = subprocess.Popen(["age", "-d", "-i", "-", path], stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    zstd = subprocess.Popen(["zstd", "-dcq"], stdin=age.stdout, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    age.stdout.close()
    try:
        age.stdin.write(identities.encode())
        age.stdin.close()
    except OSError:
        pass  # age ended before it read everything; its exit code tells
    plain = zstd.stdout.read(limit + 1)
    zstd.stdout.close()
    good = [age.wait(), zstd.wait()] == [0, 0]
    return plain if good and len(plain) <= limit else None

def identity_text(path):
    """The secret keys of a file; age asks for the passphrase, once, if there is one."""
    with open(path, "rb") as file:
        text = file.read(1 << 20)
    if text.lstrip().startswith((b"-----BEGIN AGE ENCRYPTED FILE", b"age-encryption.org/")):
        text = subprocess.run(["age", "-d", path], stdout=subprocess.PIPE).stdout
    text = text.decode("utf-8-sig", "replace")
    keys = re.findall(r"(?m)^[ \t]*(AGE-[A-Z0-9-]+1[A-Z0-9]+)\s*$", text) or key_from_words(text)
    return keys or stop("Ce fichier ne contient pas de clé age.", "This file holds no age key.")

def key_from_words(text):
    """The age key that the 24 words (BIP-39) of a recovery sheet are; four letters of each are enough."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    typed = [word[:4] for word in re.findall("[a-z]+", plain)]
    for packed in WORDS:
        known = [""]
        for shared, rest in re.findall("([0-9])([a-z]*)", packed):
            known.append(known[-1][:int(shared)] + rest)
        if len(typed) != 24 or not set(typed) <= set(known[1:]):
            continue
        number = 0
        for word in typed:
            number = number << 11 | known.index(word) - 1
        secret = (number >> 8).to_bytes(32, "big")
        if hashlib.sha256(secret).digest()[0] == number & 255:
            return [bech32("age-secret-key-", secret).upper()]
    return []

def bech32(prefix, secret):
    """BIP-173, as age writes its keys."""
    values = [(int.from_bytes(secret, "big") << 4) >> (5 * place) & 31 for place in range(51, -1, -1)]
    check = 1
    for value in [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + values + [0] * 6:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= term if top >> bit & 1 else 0
    values += [(check ^ 1) >> (5 * place) & 31 for place in range(5, -1, -1)]
    return prefix + "1" + "".join("qpzry9x8gf2tvdw0s3jn54khce6mua7l"[value] for value in values)

# -- small objects -----------------------------------------------------------------------------

def names_in(vault, folder):
    """Names in a folder or in its mirror, sorted."""
    found = set()
    for base in (vault, os.path.join(vault, "mirror")):
        try:
            found.update(name for name in os.listdir(os.path.join(base, *folder)) if name[:1] != ".")
        except OSError:
            pass
    return sorted(found)

def document(vault, parts, identities, kind):
    """The lines of a small object, from its place or from the mirror; nothing if both are bad."""
    for base in (vault, os.path.join(vault, "mirror")):
        path = os.path.join(base, *parts)
        plain = opened(path, identities) if os.path.isfile(path) else None
        try:
            lines = [json.loads(line) for line in (plain or b"").splitlines()]
            if lines and lines[0]["refuge"] == 1 and lines[0]["kind"] == kind and "mac" in lines[-1]:
                return lines[1:-1]
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
    return None

class Section:
    """The secrets of one section: catalog keys, record keys, and what was forgotten on purpose."""

    def __init__(self, vault, name, identities):
        self.vault, self.name = vault, name
        self.catalog, self.keys, self.forgotten = [], {}, set()
        for part in names_in(vault, ("sections", name, "keyring")):
            # Parts that are sealed to other opening keys do not open; the others hold the same.
            for line in document(vault, ("sections", name, "keyring", part), identities, "keyring") or []:
                if line["line"] == "catalog":
                    self.catalog.append(line["secret"])
                elif line["line"] == "record":
                    self.keys[line["key"]] = line["secret"]
                elif line["line"] == "forgotten":
                    self.forgotten.add(line["key"])
        for key in self.forgotten:
            self.keys.pop(key, None)

    def document(self, folder, name, kind):
        return document(self.vault, ("sections", self.name, folder, name), "\n".join(self.catalog), kind)

    def snapshots(self):
        """Name and lines of each manifest, newest first; lines are nothing if it is damaged."""
        for name in reversed(names_in(self.vault, ("sections", self.name, "snapshots"))):
            yield name, self.document("snapshots", name, "manifest")

    def places(self, wanted, first):
        """Where each wanted chunk lies: (pack, at, bytes, key, length of plaintext), offset, length."""
        found = {}
        names = names_in(self.vault, ("sections", self.name, "index"))
        for name in sorted(names, key=lambda name: name[:32] not in first):
            lines = self.document("index", name, "index")
            if lines is None:
                lose("index " + name, "illisible, et son double aussi", "unreadable, and so is its copy")
            for pack in lines or []:
                for segment in pack["segments"]:
                    chunks = [chunk for block in segment["blocks"] for chunk in block["chunks"]]
                    total, offset = sum(length for _, length in chunks), 0
                    if not 0 <= segment["bytes"] <= SEGMENT_MAX or total > PLAIN_MAX:
                        continue
                    segment_id = (pack["pack"], segment["at"], segment["bytes"], segment["key"], total)
                    for chunk, length in chunks:
                        if chunk in wanted:
                            found.setdefault(chunk, (segment_id, offset, length))
                        offset += length
        return found

    def segment(self, segment_id):
        """The plaintext of a segment, or nothing and the reason."""
        pack, at, length, key, total = segment_id
        if key not in self.keys:
            return None, ("pas de clé", "no key")
        try:
            if not re.match(r"[0-9a-f]{32}$", pack):
                return None, ("index invalide", "bad index")
            with open(os.path.join(self.vault, "packs", pack[:2], pack + ".pack"), "rb") as file:
                file.seek(at)
                sealed = file.read(length)
        except (OSError, ValueError, TypeError):
            return None, ("paquet %s illisible" % pack, "pack %s unreadable" % pack)
        if sealed.startswith(WIPED):
            return None, ("effacé volontairement", "wiped on purpose")
        handle, path = tempfile.mkstemp(suffix=".age")  # only for its owner; holds ciphertext alone
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
            plain = opened(path, self.keys[key], total)
        finally:
            os.unlink(path)
        good = plain is not None and len(plain) == total
        return (plain, None) if good else (None, ("paquet %s abîmé" % pack, "pack %s damaged" % pack))

    def spread(self, places, give, fail):
        """Opens each segment once, in the order of packs, and gives every chunk of it to `give`."""
        by_segment = collections.defaultdict(list)
        for chunk, (segment_id, offset, length) in places.items():
            by_segment[segment_id].append((chunk, offset, length))
        for segment_id in sorted(by_segment):
            plain, why = self.segment(segment_id)
            for chunk, offset, length in by_segment[segment_id]:
                fail(chunk, why) if plain is None else give(chunk, plain[offset:offset + length])

# -- paths and files ---------------------------------------------------------------------------

def unescape(text):
    """Bytes of a path: NUL and two hexadecimal digits stand for a byte that is not UTF-8."""
    head, *rest = text.split("\0")
    return head.encode("utf-8") + b"".join(bytes.fromhex(part[:2]) + part[2:].encode("utf-8") for part in rest)

def native(raw):
    """Bytes as this system's text."""
    if os.name == "nt":
        return re.sub(r'[<>:"|?*\\\x00-\x1f]', "_", raw.decode("utf-8", "surrogatepass"))
    return raw.decode("utf-8", "backslashreplace") if sys.platform == "darwin" else os.fsdecode(raw)

def inside(root, text):
    """The path below root that an escaped path names; never outside of it."""
    raw = unescape(text)
    parts = raw.split(b"/") if raw else []
    if b"\0" in raw or any(part in (b"", b".", b"..") for part in parts):
        raise ValueError("path")
    return os.path.join(root, *map(native, parts))

class Files:
    """What is being written: contents, then hard links, symbolic links, and the times and rights of folders."""

    def __init__(self):
        self.made, self.links, self.folders = {}, [], []

    def add(self, root, record, entry):
        """Makes a folder or an empty file; keeps links for later, so that none is ever followed."""
        path, kind = inside(root, entry["p"]), entry["t"]
        os.makedirs(path if kind == "d" else os.path.dirname(path), exist_ok=True)
        if kind == "d":
            self.folders.append((path, entry))
        elif kind in ("l", "h"):
            self.links.append((path, entry, record))
        elif kind == "f":
            numbers = [entry["s"]] + [number for extent in entry.get("x", []) for number in extent]
            if any(type(number) is not int or not 0 <= number < 1 << 62 for number in numbers):
                raise ValueError("lengths")
            if any(type(text) is not str for text in [entry["b3"]] + entry["c"]):
                raise ValueError("names")
            path += "~2" if os.path.lexists(path) else ""  # this system takes two names for one
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            handle = os.open(path, flags, 0o600)
            with os.fdopen(handle, "wb") as file:
                if "x" in entry:
                    file.truncate(entry["s"])
            self.made[record, entry["p"]] = path
            return path
        return None

    def finish(self):
        for path, entry, record in sorted(self.links, key=lambda link: link[1]["t"] == "l"):
            try:
                if entry["t"] == "l":
                    os.symlink(native(unescape(entry["to"])) if os.name == "nt" else unescape(entry["to"]), path)
                else:
                    try:
                        os.link(self.made[record, entry["to"]], path)
                    except FileExistsError:
                        raise
                    except OSError:  # a file system without hard links
                        shutil.copy2(self.made[record, entry["to"]], path)
            except (OSError, KeyError, ValueError, NotImplementedError):
                lose(path, "lien non créé", "link not made")
        for path, entry in sorted(self.folders, key=lambda folder: folder[0], reverse=True):
            set_metadata(path, entry)

def set_metadata(path, entry):
    try:
        if entry.get("mode") is not None and os.name != "nt":
            os.chmod(path, entry["mode"] & 0o777)
        if entry.get("m"):
            moment = entry["m"][0] * 10**9 + entry["m"][1]
            os.utime(path, ns=(moment, moment))
    except (OSError, OverflowError, TypeError, LookupError):
        pass  # the target file system has no such times or rights

def stretches(entry, at, length):
    """Where bytes [at, at + length) of a file's data lie in the file: offsets and lengths."""
    found = []
    for offset, extent in entry.get("x", [[0, entry["s"]]]):
        part = max(0, min(extent - at, length))
        if part:
            found.append((offset + at, part))
        at, length = (0, length - part) if part else (at - extent, length)
    return found

# -- restoring ---------------------------------------------------------------------------------

class Job:
    """A file that is being filled."""

    def __init__(self, entry, path):
        self.entry, self.path, self.why = entry, path, None

    def finish(self):
        if not self.why and shutil.which("b3sum"):
            with open(self.path, "rb") as file:
                told = subprocess.run(["b3sum"], stdin=file, stdout=subprocess.PIPE).stdout
            if told[:64].decode() != self.entry["b3"]:
                self.why = ("contenu différent de l'original", "content differs from the original")
        if self.why:
            if not os.path.lexists(self.path + ".INCOMPLETE"):
                os.rename(self.path, self.path + ".INCOMPLETE")
            lose(self.path, *self.why)
        else:
            set_metadata(self.path, self.entry)

def restore_batch(section, records, first, root_of, files):
    """Restores some records: their inventories, then every chunk in the order of the packs."""
    inventory, jobs, plan = {}, [], collections.defaultdict(list)
    wanted = {chunk for record in records for chunk in record["inventory"]}
    section.spread(section.places(wanted, first), inventory.__setitem__, lambda chunk, why: None)
    for record in records:
        if any(chunk not in inventory for chunk in record["inventory"]):
            lose("%s, %s fichiers / files" % (record["name"], record["files"]), "liste perdue", "list lost")
            continue
        for line in b"".join(inventory[chunk] for chunk in record["inventory"]).splitlines():
            entry = None
            try:
                entry = json.loads(line)
                path = files.add(root_of(record["source"]), record["record"], entry)
                jobs += [Job(entry, path)] if path else []
            except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
                lose(str(entry["p"] if isinstance(entry, dict) and "p" in entry else "?"), "impossible à créer", "cannot be created")
    inventory.clear()
    places = section.places({chunk for job in jobs for chunk in job.entry["c"]}, first)
    for job in jobs:
        at = 0
        for chunk in job.entry["c"]:
            if chunk not in places:
                job.why = ("fragment introuvable", "chunk not found")
                break
            plan[chunk].append((job, at))
            at += places[chunk][2]
        if not job.why and at != sum(length for _, length in stretches(job.entry, 0, at + 1)):
            job.why = ("longueur fausse", "wrong length")
    current = [None, None]  # the path that is open, and its file

    def give(chunk, data):
        for job, at in plan[chunk]:
            rest = data
            try:
                if current[0] != job.path:
                    if current[1]:
                        current[1].close()
                    current[:] = job.path, open(job.path, "r+b")
                for offset, length in stretches(job.entry, at, len(data)):
                    if offset + length > job.entry["s"]:
                        raise ValueError("beyond the end of the file")
                    current[1].seek(offset)
                    current[1].write(rest[:length])
                    rest = rest[length:]
            except (OSError, ValueError) as error:
                job.why = ("écriture impossible : %s" % error, "cannot be written")

    def fail(chunk, why):
        for job, _ in plan[chunk]:
            job.why = why

    section.spread({chunk: places[chunk] for chunk in plan}, give, fail)
    if current[1]:
        current[1].close()
    for job in jobs:
        try:
            job.finish()
        except OSError:
            lose(job.path, "illisible après écriture", "unreadable after writing")
    say("%d fichiers" % len(jobs), "%d files" % len(jobs))

def source_names(snapshot):
    """Folder names for sources: the end of their path in the configuration, and some of their id."""
    names = {}
    for table in (snapshot.get("configuration") or "").split("[[source]]")[1:]:
        source = re.search(r"""(?m)^id\s*=\s*["']([0-9a-f]{32})["']""", table)
        path = re.search(r"""(?m)^path\s*=\s*["'](.*?)[/\\]*["']\s*$""", table)
        if source and path:
            names[source[1]] = re.sub(r"[^\w. -]", "_", re.split(r"[/\\]", path[1])[-1])
    return names

def restore(section, snapshot, records, target, files):
    names = source_names(snapshot)

    def root_of(source):
        if not re.match(r"[0-9a-f]{32}$", source):
            raise ValueError("source id")
        return os.path.join(target, (names.get(source, "source") + "-" + source[:8]).lstrip("."))

    batch, bytes_in_batch = [], 0
    for record in records:
        if record["key"] in section.forgotten:
            say("un dossier oublié volontairement", "a record forgotten on purpose")
            continue
        batch.append(record)
        bytes_in_batch += record["bytes"] + 4096 * record["files"]
        if bytes_in_batch > 64 << 30:  # about 250 000 chunks: memory stays bounded
            restore_batch(section, batch, set(snapshot["indexes"]), root_of, files)
            batch, bytes_in_batch = [], 0
    restore_batch(section, batch, set(snapshot["indexes"]), root_of, files)

def chosen(section, wanted):
    """The lines of the wanted manifest of a section."""
    for name, lines in section.snapshots():
        if lines and wanted in ("latest", lines[0]["snapshot"]):
            return lines
        if not lines:
            lose("snapshots/" + name, "illisible, et son double aussi", "unreadable, and so is its copy")
    return None

def main():
    sys.stdout.reconfigure(errors="replace")
    asked = argparse.ArgumentParser(description="Restaure un coffre refuge / Restores a refuge vault")
    asked.add_argument("--vault", required=True, help="DRIVE/refuge")
    asked.add_argument("--identity", required=True, help="fichier de clé / key file")
    asked.add_argument("--to", help="dossier nouveau ou vide / new or empty folder")
    asked.add_argument("--snapshot", default="latest", help="ID, latest")
    asked.add_argument("--list", action="store_true", help="liste les sauvegardes / lists snapshots")
    asked = asked.parse_args()
    if not asked.list and not asked.to:
        asked.error("--to / --list")
    for tool in ("age", "zstd"):
        if not shutil.which(tool):
            stop("Il manque le programme %s." % tool, "The program %s is missing." % tool)
    if not shutil.which("b3sum"):
        say("Sans b3sum, les fichiers ne sont pas comparés à leur empreinte.", "Without b3sum files are not compared with their hash.")
    identities = "\n".join(identity_text(asked.identity))
    sections = [Section(asked.vault, name, identities) for name in names_in(asked.vault, ("sections",))]
    sections = [section for section in sections if section.catalog]
    if not sections:
        stop("Cette clé n'ouvre rien dans ce coffre.", "This key opens nothing in this vault.")
    if asked.list:
        for section in sections:
            for name, lines in section.snapshots():
                facts = "%(time)s  %(snapshot)s  %(files)d files  %(bytes)d bytes" % lines[0] if lines else "illisible / unreadable " + name
                print(facts)
        return 0
    target = os.path.abspath(asked.to)
    os.makedirs(target, mode=0o700, exist_ok=True)
    if os.listdir(target):
        stop("Le dossier n'est pas vide.", "The folder is not empty.")
    target = "\\\\?\\" + target if os.name == "nt" else target
    files, found = Files(), 0
    for section in sections:
        lines = chosen(section, asked.snapshot)
        if lines:
            found += 1
            say("sauvegarde du %s" % lines[0]["time"], "snapshot of %s" % lines[0]["time"])
            restore(section, lines[0], lines[1:], target, files)
    files.finish()
    if not found:
        stop("Aucune sauvegarde lisible.", "No readable snapshot.")
    say("Terminé : %d pertes." % len(losses), "Done: %d losses." % len(losses))
    return 1 if losses else 0

# First four letters of the BIP-39 words, English and French: letters shared with the word before, then the rest.
WORDS = ("0aban2il2le2ou3v2se3o3t3u2us1cce3i3o3u2hi2id2ou2qu2ro2t3i3o3r3u1dap2d3i3r2ju2mi2ul2va3i1ero1ffa3o2ra1gai2e3n2re1hea1im2r3p2sl1lar2bu2co2er2ie2l3e3o2mo2on2ph2re2so2te2wa1mat3z2on3u2us1nal2ch3i2ge3l3r2im2kl2no3u2ot2sw2te3i2xi2y1par2ol2pe3l3r2ri1rch3t2ea3n2gu2m3e3o3y2ou2ra3e3i3o2t3e3i3w1sk2pe2sa3e3i3u2th1thl2om2ta3e3i3r1uct2di2gu2nt2th3o3u1ver2oc3i1wak3r3y2es2fu2kw1xis0baby2ch3o2dg2g2la3c3l2mb2na3n2r3e3g3r2se3i3k2tt1eac3n3u2ca3o2ef2fo2gi2ha3i2li3o3t2nc3e2st2tr3t3w2yo1icy2d2ke2nd2ol2rd3t2tt1lac3d3m3n3s2ea3s2in2oo3s3u2ue3r3s1oar3t2dy2il2mb2ne3u2ok3s2rd3i3r2ss2tt2un2x2y1rac3i3n3s3v2ea3e2ic3d3e3g3n3s2oc3k3n3o3t3w2us1ubb2dd3g2ff2il2lb3k3l2nd3k2rd3g3s2s3i3y2tt2ye2zz0cabb3i3l2ct2ge2ke2ll3m2me3p2n3a3c3d3n3o3v3y2pa3i3t2r3b3d3g3p3r3t2se3h3i3t3u2t3a3c3e3t2ug3s3t2ve1eil2le2me2ns3t2re3t1hai3l3m3n3o3p3r3s3t2ea3c3e3f3r3s2ic3e3l3m2oi3o2ro2uc3n3r1iga2nn2rc2ti3y2vi1lai3p3r3w3y2ea3r3v2ic3e3f3m3n3p2oc3g3s3t3u3w2ub3m3s3t1oac3s2co2de2ff2il3n2ll3o3u2mb3e3f3i3m3p2nc3d3f3g3n3s3t3v2ok3l2pp3y2ra3e3n3r2st2tt2uc3n3p3r3s2ve2yo1rac3d3f3m3n3s3t3w3z2ea3d3e3w2ic3m3s3t2op3s3u3w2uc3e3i3m3n3s2y3s1ube2lt2p3b2ri3r3t3v2sh3t2te1ycl0dad2ma3p2nc3g2ri2sh2ug2wn2y1eal2ba3r2ca3e3i3l3o3r2er2fe3i3y2gr2la3i2ma3i2ni3t3y2pa3e3o3t3u2ri2sc3e3i3k3p3t2ta3e2ve3i3o1iag3l3m3r2ce2es3t2ff2gi3n2le2nn3o2re3t2sa3c3e3h3m3o3p3t2ve3i3o2zz1oct3u2g2ll3p2ma2na3k3o2or2se2ub2ve1raf3g3m3s3w2ea3s2if3l3n3p3v2op2um2y1uck2mb2ne2ri2st2tc3y1war1yna0eage3l2rl3n3t2si3t3y1cho2ol3n1dge2it2uc1ffo1gg1igh2th1lbo2de2ec3g3m3p3v2it2se1mba3o3r2er2ot2pl3o3t1nab3c2d3l3o2em3r2fo2ga3i2ha2jo2li2ou2ri3o2su2te3i3r2ve1pis1qua3i1ra3s2od3s2ro2up1sca2sa3e2ta1ter2hi1vid3l2ok3l1xac3m2ce3h3i3l3u2ec3r2ha3i2il3s3t2ot2pa3e3i3l3o3r2te3r1ye3b0fabr2ce3u2de2in3t2ll3s2me3i3o2n3c3t2rm2sh2t3a3h3i2ul2vo1eat2br2de2e3d3l2ma2nc2st2tc2ve2w1ibe2ct2el2gu2le3m3t2na3d3e3g3i2re3m3s2sc3h2t3n2x1lag3m3s3t3v2ee2ig3p2oa3c3o3w2ui3s2y1oam2cu2g2il2ld3l2od3t2rc3e3g3k3t3u3w2ss3t2un2x1rag3m2eq3s2ie3n2og3n3s3w3z2ui1uel2n3n2rn3y2tu0gadg2in2la3l2me2p2ra3b3d3l3m2s3p2te3h2ug2ze1ene3i3r3t3u2st1hos1ian2ft2gg2ng2ra3l2ve1lad3n3r3s2id3m2ob3o3r3v3w2ue1oat2dd2ld2od3s2ri2sp3s2ve2wn1rab3c3i3n3p3s3v2ea3e2id3e3t2oc3u3w2un1uar2es2id3l3t2n1ym0habi2ir2lf2mm3s2nd2pp2rb3d3s3v2t2ve2wk2za1ead3l3r3v2dg2ig2ll3m3p2n2ro1idd2gh2ll2nt2p2re2st1obb2ck2ld3e3i3l2me2ne2od2pe2rn3r3s2sp3t2te2ur2ve1ub2ge2ma3b3o2nd3g3t2rd3r3t2sb1ybr0ice2on1dea3n2le1gno1ll3e3n1mag2it2me3u2pa3o3r3u1nch3l3o3r2de3i3o3u2fa3l3o2ha3e2it2je3u2ma2ne3o2pu2qu2sa3e3i3p3t2ta3e3o2ve3i3o1ron1sla2ol2su1tem1vor0jack2gu2r2zz1eal3n2ll2we1ob2in2ke2ur2y1udg2ic2mp2ng3i3k2st0kang1een3p2tc2y1ick2d3n2nd3g2ss2t3c3e3t2wi1nee2if2oc3w0lab3e3o2dd3y2ke2mp2ng2pt2rg2te3i2ug3n2va2w3n3s2ye2zy1ead3f3r3v2ct2ft2g3a3e2is2mo2nd3g3s2op2ss2tt2ve1iar2be3r2ce2fe3t2gh2ke2mb3i2nk2on2qu2st2tt2ve2za1oad3n2bs2ca3k2gi2ne3g2op2tt2ud3n2ve2ya1uck2gg2mb2na3c2xu1yri0mach2d2gi3n2id3l3n2jo2ke2mm2n3a3d3g3s3u2pl2rb3c3g3i3k3r2sk3s3t2tc3e3h3r3t2xi2ze1ead3n3s3t2ch2da3i2lo3t2mb3o2nt3u2rc3g3i3r2sh3s2ta3h1idd3n2lk3l2mi2nd3i3o3u2ra3r2se3s3t2x3e3t1obi2de3i2m3e2ni3k3s3t2on2ra3e3n2sq2th3i3o2un3s2ve3i1uch2ff2le3t2sc3e3h3i3t2tu1yse3t2th0naiv2me2pk2rr2st2ti3u1ear2ck2ed2ga3l2it2ph2rv2st2t3w2ut2ve2ws2xt1ice2gh1obl2is2mi2od2rm3t2se2ta3e3h3i2ve2w1ucl2mb2rs2t0oak1bey2je2li2sc3e2ta2vi1ccu2ea2to1dor1ff3e3i2te1il1kay1ld2iv2ym1mit1nce2e2io2li3y1pen3r2in2po2ti1ran2bi2ch2de3i2ga2ie3g2ph1str1the1utd3e3p3s1val2en3r1wn3e1xyg1yst1zon0pact2dd2ge2ir2la3m2nd3e3i3t2pe2ra3e3k3r3t2ss2tc3h3i3r3t2us2ve2ym1eac3n3r3s2li2n3a3c2op2pp2rf3m3s2t1hon3t2ra2ys1ian2cn3t2ec2g3e2ll3o2nk2on2pe2st2tc2zz1lac3n3s3t3y2ea3d2uc3g3n1oem3t2in2la3e3i2nd3y2ol2pu2rt2si3s3t2ta3t2ve2wd3e1rac3i2ed3f3p3s3t3v2ic3d3m3n3o3s3v3z2ob3c3d3f3g3j3m3o3p3s3t3u3v1ubl2dd2ll3p3s2mp2nc2pi3p2rc3i3p3s2sh2t2zz1yra0qual3n3r2es2ic3t3z2ot0rabb2cc3e3k2da3i2il3n3s2ll2mp2nc3d3g2pi2re2te3h2ve2w2zo1ead3l3s2be3u2ca3e3i3o3y2du2fl3o3u2gi3r3u2je2la3e3i3y2ma3e3i3o2nd3e3t2op2pa3e3l3o2qu2sc3e3i3o3p3u2ti3r3u2un2ve3i2wa1hyt1ib3b2ce3h2de3g2fl2gh3i2ng2ot2pp2sk2tu2va3e1oad3s2bo3u2ck2ma2of3k3m2se2ta2ug3n3t2ya1ubb2de2g2le2n3w2ra0sad3d3n2fe2il2la3m3o3t3u2me3p2nd2ti3o2uc3s2ve2y1cal3n3r3t2en2he3o2ie3s2or3u2ra3e3i3u1ea3r3s3t2co3r3t3u2ed3k2gm2le3l2mi2ni3s3t2ri3v2ss2tt3u2ve1had3f3l3r2ed3l3r2ie3f3n3p3v2oc3e3o3p3r3u3v2ri3u2uf2y1ibl2ck2de2eg2gh3n2le3k3l3v2mi3p2nc3g2re2st2tu2x2ze1kat2et2i3l3n3r2ul1lab3m2ee3n2ic3d3g3m2og3t3w2us1mal3r2il2ok3o1nac3k3p2if2ow1oap2cc3i3k2da2ft2la3d3i3u3v2me2ng2on2rr3t2ul3n3p3r3t1pac3r3t3w2ea3c3e3l3n2he2ic3d3k3n3r2li2oi3n3o3r3t2ra3e3i2y1qua3e3i1tab3d3f3g3i3m3n3r3t3y2ea3e3m3p3r2ic3l3n2oc3m3n3o3r3v2ra3e3i3o3u2ud3f3m2yl1ubj3m3w2cc3h2dd2ff2ga3g2it2mm2n3n3s2pe3p3r2re3f3g3p3r3v2sp3t1wal3m3p3r2ea3e2if3m3n3t2or1ymb3p2ru2st0tabl2ck2g2il2le3k2nk2pe2rg2sk3t2tt2xi1eac3m2ll2n3a3n3t2rm2st2xt1han3t2em3n3o3r3y2in3s2ou2re3i3o2um3n1ick2de2ge2lt2mb3e2ny2p2re2ss2tl1oas2ba2da3d2e2ge2il2ke2ma3o2ne3g3i2ol3t2p3i3p2rc3n3t2ss2ta2ur2wa3e3n2y1rac3d3f3g3i3n3p3s3v3y2ea3e3n2ia3b3c3g3m3p2op3u2uc3e3l3m3s3t2y1ube2it2mb2na3n2rk3n3t1wel3n2ic3n3s2o1ype3i0ugly1mbr1nab3w2cl3o2de3o2fa3o2ha2if3q3t3v2kn2lo2ti2us2ve1pda2gr2ho2on2pe2se1rba2ge1sag2e3d3f3l2ua1til0vaca3u2gu2li3l3v2n3i2po2ri2st2ul1ehi2lv2nd3t3u2rb3i3s3y2ss2te1iab2br2ci3t2de2ew2ll2nt2ol2rt3u2sa3i3u2ta2vi1oca2ic3d2lc3u2te2ya0wage3o2it2lk3l3n2nt2rf3m3r2sh3p3t2te2ve2y1eal3p3r3s3t2b2dd2ek2ir2lc2st2t1hal3t2ea3e3n3r2ip3s1ide3t2fe2ld3l2n3d3e3g3k3n3t2re2sd3e3h2tn1olf2ma2nd2od3l2rd3k3l3r3t1rap2ec3s2is3t2on0yard1ear2ll1ou3n3t0zebr2ro1one2o",
         "0abai3n2di2ei2ol3r3u3y2ra3e3i3o3u2se3o3u2us2ys1cad3j3r2ca3e3l3o3r3u2er2ha3e2id3e2om2qu2ro2te3i3u1dep3q2he2je3u2me3i2op3r3u2re3o2ul2ve1ere3o1ffa3e3i3r3u1gac2en2il3t2ra3e3u1ide2gu2li2ma2sa1jou2us1lar2ch2er2ge3u2ie3m2le3i3o3u2ou2pa2te2ve1mat2bi3r2en3r2id3r2or3u3v2ph3l2us1nal3p3r3t2ci2ea2gl3o3u2im2ne3o3u2od3m3n3r2te3i2xi1pai2er2la2ol2pa3e3o3u1qua3e1rbi3u2de3o2ge2le2ma3e3o3u2pe2ra3i3o2se2te3i1spe3h3i2sa3e3i3o3u2ti3r3u1tel2om2ri3o2ta3e3i3r1uba3e2da3i2gu2ro2to3r1val3n3r2en3r3u2ia3d3o3s2oi3u2ri1xia3o0badg2fo2ga3u2ig2la3c3e3i2mb2nc3d3l3n3q2rb3i3o3q3r2ss3t2ta3e3t2ud2va1ele3i3o2ne2rc3g3l3m2sa3o2ta2ur1ibe2cy2du2jo2la3i3l2na2ol3p3t2sc3o3t2tu2za1laf3g3n2es2in2on3q3u1oba3i2ir3s2li2nb3d3h3i3u2rd3n2tt2uc3e3g3l3q3r3s3t2xe1ran3s3v2eb3c3u2ic3g3l3o3q2oc3d3n3u3y2um3s3t3y1uff2is2ll2re3i2st2ti3o2va3e0caba3i2ch2de3r2fe2il3s2lc3e3i3m3o3v2ma3e3i3p2na3e3o3t3u2pa3o3r3s3t3u2ra3b3e3i3n3o3r3t2sc3i3q3s2us3t2va3e3i1edi2in2le3l2nd3s3t2rc3e3i3n3v2ss1hag3i3l3m3n3p3r3s3t3u3v2em3n3q3r3v2ie3f3g3m3o2lo2oc3i3s3u2ro2ut1iga3o2me2ne3t2rc3e3q2te3o3r2vi1lai3m3q3s3v2ie3g3m3v2oc3n3p1oba3r2ca3o2de3i2ff2gn2he2if3n2le3i3l3m3o2mb3e3m3p2nc3d3f3g3n3s3t3v2pa3i2ra3b3d3n3p3r3t2sm3t2to2ud3p3r3t3v2yo1rab3i3v3y2ea3d3m3u3v2ib3e3s3t2oi3q3t2uc3e2yp1ubi2ei2il3s3v2lm3t2mu2pi2ra3s1yan2cl2li2ni0daig2mi2ng3s2up1eba3i3o3r3u2ca3e3h3i3l3o3r3u2da3u2es2fe3i3r2ga3i3l3r2je2li3o2ma3e3o2ni3o3t3u2pa3e3h3l3o2ra3o2sa3c3e3i3o3s3t2ta3e3o3r2va3e3i3o1iab3l3m2ct2ff2ge3i3n2lu2ma3i2ox2re3i2sc3p3s3t2ve3i1oci3t2gm2ig2ma3i3p2na3j3n2pa2rt3u2sa3e3s2ta2ua3b3c3t2ye1rag3p2es2ib2oi1upe3l2ra3c1yna0eblo1car2ha3e2la3i3o3u2ol3n3r3u2ra3e3i3o2um3r1dif2uq1ffa3e3i3o3r3u1gal3r1jec1lab3r2ec3g3p3v2ig3t2og2uc3d1mba3e3r2er2is2me2ot3u2pe3l3o3r2ul1nca3h3l3o2di3o3r3u2er2fa3e3o2ga3i3l2ig2ja3e2le2ne3u2ri3o2se2ta3e3i3o3r2um2va3i3o2zy1oli1pai3r3t3u2ic3d3e3l3n3s3t2oq2re3o2ui1que3i1rig2os2re2up1sca2pa3e3i3o3r2qu2sa3e3i3o2ti3o3r1tag3l3n3t2ei3n3r2ha3i3n2ir2of3i3n3u2ra3o2ud1uph1val3s2en2id3t2ol3q1xac3g3u2ce3i3l3u2ec3m3r2ha3o2ig3l3s2ot2pe3l3o3r2qu2te3r2ul0fabl3u2ce3i3t2ib2la2me3i2rc3f3i3o2sc2ta3i2uc3t2ve3o1ebr2co2de2li2mm3u2nd2od2rm3o3v2st2ui3t2vr1ias2ce3t2de2gu2la3e3i3l3m3o3t2na3i2ol2rm2ss2xe1lai3m3s3t2ea3c3u3x2oc3r2uc3i3v1oli2nd3g3t2rc3g3m3t2ss2ud3g3i3l3r1rag3i3n3p3y2eg3i3l3m3n3r2ia3c3s3v2oi3m3n3t2ui1ugi2it2re3i3t2si2tu0gagn2la3e2mb2ra3d3n3r2ze3o1ean2la3u2nd3e3i3o3t2ol3m2ra3m2st2ys1ibi2cl2ra2vr1lac3i2is2ob3i3r1olf2mm2nf2rg3i2ud3f3l3p3r3t1rad3f3i3n3p3t3v2en2if3l3m2og3n3t3u2ug3t3y1uep3r2id3m3t2st1ymn2ro0habi2ch2lt2me2ng3n2ri3m3p2sa1eli2ma2rb3i3m3o2si2ur1ibe3o2la2st2ve1oma3m3o2nn3o3t2rd3i3l3m3r2ul3s1ubl2il2ma3b3i3o2rl1ydr2gi2mn2pn0idyl1gno2ua1lli3u1mag2bi2it2me3o3u2pa3e3l3o3r3u1nca3e3i3l3o2de3i3u2ed3p3x2fi3l3o3u2ge2ha3i2je3u2no2oc3n2sc3e3i3o3p3t3u2ta3e3i3r3u2ut2va3e3i3o1ron2ra3e3i1sol1voi2re0jagu2il2mb2nv2rd2ug3n2ve1eta3o2ud3n1oin2nc3g2ue3i3r2vi2ya3e1ubi2ge2ni2po2ri2st2te2ve0kaya1imo2os0labe3i3o2ce3t2gu2in3s3t2mb3e3p2nc3g3t2pi2rg3m2ur2va3o1ect2ga3e3u2ss2tt2vi2xi2za1ias2be3r2ce3o2eg3v2ga3o3u2me3i3o3p2ne3g2on2qu2si3t2th3i3t2vr1ogi2in3s2mb2te2ue3r3t3v2ya1ubi2ci3r2eu2gu2is2mi2na3d2ro2tt2xu0mach2ga3e3i2ig3l3n3r3s2jo2la3e3h3i3l2mm2nd3i3q3t3u2ra3b3c3d3i3q3r3t2sc3s2te3i3r2ud3s3v2xi1ech3o2da3e3i3u2il2la3o2mb3o2na3e3h3s3t2rc3i3l2ss3u2ta3e3h3i2ub1iau2cr2et2gn3r2li3l2mi2nc3e3i3o3u2ra3o2ss2xt1obi2de2el2nd3i3n3o3s3t3u2qu2rc3s3t2te3i2uc3f3l3s3t3v1ult2ni2ra3e3m2sc3e3i2ta3e3u1yri3t2st2th0nage2pp2rq3r2ta3i3u2uf3t2vi1ebu2ct2fa2ga3l3o2ig2rv2tt2ur3t2ve1ich3k2tr2ve1obl2ci3t2ir3s2ma3b3m2rm2ta3i3o2ur3v2va3e3i1uag3n2ir3s2me2pt2qu2tr0obei2je2li2sc3e3t2te3u1cca3u2ea2to3r3u2ul1deu2or1ffe3i3r1giv1ise3i1lfa2iv1mbr2et1nct2du2er2ir1pal3q2er2in2po3r2te3i1rag3n2bi2do2ei2ga3u2if2ne2qu2ti1sci2mo2sa1tar1ura3s2ti3r2vr1vat1xyd3g1zon0pais2la3m3o3p2na3d3g3i3n3o3t2pa3i3o3y2ra3c3e3f3l3o3r3s3t3u3v2ss3t2te3i3r2vi3o2ye3s1eig3n2la3i3l3o3u2nd3e3i3s3u2pi3l2rd3f3i3m3p3s3t2se2ta3i3r2up1har2ob3q3t2ra2ys1ian2ct2ec3r3u2lo2nc2pe2qu2ro2sc3t2vo2xe2zz1lac3f3i3n3q3s3t2eu3x2ia2om3n2ui3m1och2es3t2in3r3s3v2la3i3l3y2mm3p2nc3d3e2rt2si3s3t2ta3e3i2uc3l3m3r3s3v1rai3t2ec3d3f3l3n3s3t3v2im3n3s3v2ob3c3d3f3g3i3j3l3m3p3s3t3u3v2ud3n1syc1ubl2ce2is2lp3s2na3i2pi2ri2zz1yra0quas2er3s2ie3t2ot0raci3o2di2go2id3s2le3l2ma2pi2sa2ti2va3i2yo1eac3g3l3n2ce3i3l3o3r3u3y2di3o2fa3l3o3r3u2ga3i3l3u2it2je3o2la3e3i2ma3e3i3o3p3u2na3f3i3o3t3v2pl3o3r3t2qu2se3i3o3p3t3u2ta3e3i3o3r2un3s2va3i3o3u1ich2de2eu2gi3o2nc2po2si3q2tu2va3i1och2ma3p2nc3d2se3i2ta3o3u2ug3i3l3t2ya1uba3i2ch2el2gu2in3s2se3t1yth0sabl3o3r2co2fa2ge2is2la3i3o3u2me2nc3g2rc3d2tu2ug3m3t3v2va3o1cal3n2el3n3p2he2ie3n2or2ru2ul1ean2ca3h3o3r2da3u2ig2jo2le2ma3b3e3i2na3s3t2pa2qu2re3g3i3r3u3v2sa2vi3r2xt1ide2ec3g2ff2gl3n2le3i2mp2nc3i2ph2ro2sm2tu1kie1oci3l2di2ig2ld3e3i3u2mb3m3n2nd3g3n3o2rc3t2si2tt2uc3d3f3l3p3r3t3v1pac3t2ec2he2ir1tab3t2er2im3p2ri2ud3p2yl1ubl3s3t3v2cc3r2ff2gg2iv2lf2pe3p2rf3i3m3p3s3v2sp1yll2mb3e2na3t2st0taba3l2ct2il2le3i3o2mb3i2ng2pi2qu2rd3i3t2ss2ta3o2up3r2xe1emo3p2na3d3e3i3s2rm3n3r2ti2xt1hem3o3r2or1ibi2ed2mi2re3o2ss2ta3r3u1obo2le2ma2ni3n2po2rc3d3n3p3r3s3t2te2uc3r3s2xi1rac3f3g3h3i3n3v2ef3m3s3u2ia3b3c3l3o3p3t3v2om3n3p3u1uil2li2mu2nn2rb2te3o2ya1ymp2ph3i2ra0ubue1lti3r1nan2if3o3q3t3v1ran2ba2ti1sag2in2ue3r1til2op0vaca3c2ga3u2il3n3s2la3i3l3v2mp2ni2pe2ri2se3s3t1ect2de2ge2hi2in2lo2nd3e3g3i3t2rd3i3n3r3s3t2st2te3u2xa3e1iad3n2ct2da3e2gn3u2la3l2na2ol2pe2re3t3u2sa3e3i3q3u2ta3e3i3r2va3i1oca2gu2il3s3t2la3c3t3u2ra3t2te2ul2ya3e0wago0xeno0yach0zebr2ni2st1ool")

if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Makes a practice's files for benches/compare.sh: sets.py KIND FOLDER MIB, and the next day's changes: sets.py --next KIND FOLDER.

Kinds: records (small texts of many patients), imaging (what does not shrink), office (texts that share much, and photographs),
database (one file that changes in place), tiny (very many very small files). The same for the same arguments. With PACKAGES=folder, texts
are taken from the .json and .html files below it (for example of `npm pack hl7.fhir.r4.examples`), otherwise they are made up.
"""
import json, os, random, sys, zlib

dice = random.Random(1)
words = ["".join(dice.choices("aeioubcdlmnprst", k=dice.randint(2, 11))) for _ in range(4000)]
codes = [("%07d" % dice.randrange(10**7), " ".join(dice.choices(words, k=4))) for _ in range(1500)]


def put(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(content)


def prose(size):
    return " ".join(dice.choices(words, k=size // 7 + 1)).encode()[:size]


def observation(patient):
    code, name = dice.choice(codes)
    return {
        "resourceType": "Observation", "id": "%032x" % dice.getrandbits(128), "status": "final",
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": name}], "text": name},
        "subject": {"reference": "Patient/%s" % patient},
        "effectiveDateTime": "20%02d-%02d-%02dT%02d:%02d:00+01:00" % (
            dice.randint(5, 25), dice.randint(1, 12), dice.randint(1, 28), dice.randint(8, 19), dice.randint(0, 59)),
        "valueQuantity": {"value": round(dice.gauss(80, 20), 1), "unit": "mmHg", "system": "http://unitsofmeasure.org"},
        "note": [{"text": " ".join(dice.choices(words, k=dice.randint(3, 40)))}],
    }


def texts(kinds):
    """Contents of public files, over and over in a new order; nothing without PACKAGES."""
    found = [os.path.join(base, name) for base, _, names in os.walk(os.environ.get("PACKAGES", "")) for name in sorted(names)]
    found = sorted(name for name in found if name.endswith(kinds) and os.path.getsize(name) < 1 << 18)
    while found:
        dice.shuffle(found)
        for name in found:
            with open(name, "rb") as file:
                yield file.read()


def records(folder, left):
    public, patient = texts((".json", ".html", ".xml")), 0
    while left > 0:
        home = "%s/patient-%05d" % (folder, patient)
        for number in range(dice.randint(5, 45)):
            content = next(public, None)
            if content is None:
                count = max(1, int(dice.lognormvariate(2.3, 0.9)))
                content = json.dumps([observation(patient) for _ in range(count)], indent=1).encode()
            put("%s/%02d/note-%03d.json" % (home, number // 10, number), content)
            left -= len(content)
        patient += 1


def imaging(folder, left):
    study = 0
    while left > 0:
        for image in range(dice.randint(1, 12)):
            size = int(dice.lognormvariate(14, 1))
            put("%s/study-%04d/image-%02d.dcm" % (folder, study, image), bytes(128) + b"DICM" + dice.randbytes(size))
            left -= size
        study += 1


def office(folder, left):
    number = 0
    template = prose(40_000)
    while left > 0:
        kind = dice.random()
        if kind < 0.5:
            content = b"%PDF-1.7\n" + zlib.compress(template[: dice.randint(9_000, 40_000)] + prose(9_000), 6) + b"\n%%EOF\n"
        elif kind < 0.85:
            content = template[: dice.randint(2_000, 40_000)] + prose(int(dice.lognormvariate(8, 1)))
        else:
            content = b"\xff\xd8\xff\xe0" + dice.randbytes(int(dice.lognormvariate(12.5, 0.7)))
        put("%s/folder-%03d/letter-%05d.bin" % (folder, number // 40, number), content)
        left -= len(content)
        number += 1


def database(folder, left):
    def pages():
        for _ in range(left // 4096):
            text = prose(2600)
            yield text + bytes(4096 - len(text))
    os.makedirs(folder + "/database", exist_ok=True)
    with open(folder + "/database/practice.db", "wb") as out:
        out.writelines(pages())


def tiny(folder, left):
    number = 0
    while left > 0:
        content = prose(dice.randint(60, 900))
        put("%s/patient-%05d/line-%06d.txt" % (folder, number // 100, number), content)
        left -= len(content)
        number += 1


def next_day(kind, folder):
    """One file in fifty changes; of a database one page in a hundred."""
    if kind == "database":
        with open(folder + "/database/practice.db", "r+b") as file:
            count = os.path.getsize(file.name) // 4096
            for page in dice.sample(range(count), max(1, count // 100)):
                file.seek(page * 4096)
                file.write(prose(2600))
        return
    names = sorted(os.path.join(base, name) for base, _, names in os.walk(folder) for name in names)
    for name in names[::50]:
        with open(name, "ab") as file:
            file.write(prose(300))


KINDS = {"records": records, "imaging": imaging, "office": office, "database": database, "tiny": tiny}
if sys.argv[1] == "--next":
    next_day(*sys.argv[2:4])
else:
    KINDS[sys.argv[1]](sys.argv[2], int(sys.argv[3]) << 20)

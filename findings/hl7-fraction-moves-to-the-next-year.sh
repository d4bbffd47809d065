#!/usr/bin/env bash
# @medplum/core reads an HL7 time of the last second of 2003 as one of 2004, and a year alone as a moment on 1 January.
#
# HL7 version 2 allows one to four digits after the seconds: "20031231235959.9999" is a tenth of a millisecond before midnight. The library takes
# the digits for whole milliseconds: .9999 becomes 9.999 seconds, and .5 becomes 5 milliseconds. "1960" (a birth of which only the year is known)
# becomes midnight of 1 January 1960, and a time without a zone, which HL7 means as local time of the sender, becomes one in UTC.
# Seen with @medplum/core 4.5.2 (npm), the same in every time zone of the computer:
#     20031231235959.9999   2004-01-01T00:00:08.999Z
#     20030510103000.5      2003-05-10T10:30:00.005Z
#     1960                  1960-01-01T00:00:00.000Z
#     20030510003000        2003-05-10T00:30:00.000Z     (half past midnight in Paris is 2003-05-09T22:30:00Z)
#
# For a backup program of practices: a register exported by software built on it can have the next day, and at a year's end the next year; births that
# were years have become days. Many births on one day, 1 January, are a sign of it.
# refuge: its own reader of such times leaves the fraction out (src/register/written.rs, `digits_and_zone`), and a year alone counts as its last day
# (docs/retention.md). What other software already moved, it cannot see, but births, deaths and contacts that more patients share than chance allows are not believed (src/retention/chance.rs); a time with a zone counts
# as the latest day that it can be for the practice (src/register/dates.rs). A shift of seconds into the next day or year keeps a record longer.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . @medplum/core@4.5.2 >log 2>&1 || { echo 'cannot tell: the library is not to be had'; exit 2; }
cat >read.mjs <<'M'
import { parseHl7DateTime } from '@medplum/core';
for (const text of ['20031231235959.9999', '20030510103000.5', '1960', '20030510003000']) console.log(text, parseHl7DateTime(text));
M
for zone in UTC Europe/Paris; do TZ=$zone node read.mjs >"said.${zone%/*}"; done
cat said.Europe
cat >wanted <<'W'
20031231235959.9999 2004-01-01T00:00:08.999Z
20030510103000.5 2003-05-10T10:30:00.005Z
1960 1960-01-01T00:00:00.000Z
20030510003000 2003-05-10T00:30:00.000Z
W
diff wanted said.UTC && diff wanted said.Europe || { echo 'changed: times are read otherwise'; exit 1; }
echo 'as described'

#!/bin/sh
# A real window on a screen of its own (Xvfb, OpenGL in software): how soon it is drawn, what it costs when nobody
# touches it, and a backup made with the keyboard alone. Give it the folder of the two programs:
#     cargo build --release --features window && sh tests/window.sh target/release
set -eu
programs=$(cd "${1:?the folder of refuge and refuge-window}" && pwd)
for tool in Xvfb xdotool xwd; do
    command -v "$tool" > /dev/null || { echo "window: skipped, no $tool"; exit 0; }
done
at=$(mktemp -d)
window=
screen=
ends() {
    [ -z "$window" ] || kill "$window" 2> /dev/null || true
    [ -z "$screen" ] || kill "$screen" 2> /dev/null || true
    rm -rf "$at"
}
trap ends EXIT
export REFUGE_HOME="$at/home" LIBGL_ALWAYS_SOFTWARE=1
refuge() { "$programs/refuge" "$@" > "$at/said" 2>&1 || { cat "$at/said"; exit 1; }; }
mkdir -p "$at/patients/DURAND Paul" "$at/Blue"
echo "a note" > "$at/patients/DURAND Paul/notes.txt"
echo "ruban cabanon octobre navire potager lanterne tambour gardien" > "$at/phrase"
refuge init --practice "Cabinet Dr Martin" --identity-out "$at/key" --passphrase-file "$at/phrase" --recovery-out "$at/sheet"
refuge sources add "$at/patients" --class fr/medical-record --records each-folder
refuge drives add "$at/Blue" --name Blue --allow-fixed

# A number of its own for the screen, told by the server.
Xvfb -displayfd 3 -screen 0 1280x800x24 3> "$at/display" > /dev/null 2>&1 &
screen=$!
while [ ! -s "$at/display" ]; do sleep 0.1; done
DISPLAY=":$(cat "$at/display")"
export DISPLAY

now() { date +%s%3N; }
begun=$(now)
"$programs/refuge-window" --lang en &
window=$!
until id=$(xdotool search --onlyvisible --name refuge 2> /dev/null | head -n 1) && [ -n "$id" ]; do
    [ "$(now)" -lt $((begun + 20000)) ] || { echo "window: never there"; exit 1; }
done
# More than a handful of colours: something is drawn.
until [ "$(xwd -silent -id "$id" | od -An -tx4 -v -w4 -j 4096 | sort -u | head -n 40 | wc -l)" -ge 40 ]; do
    [ "$(now)" -lt $((begun + 20000)) ] || { echo "window: nothing is drawn"; exit 1; }
done
echo "window: drawn within $(($(now) - begun)) ms, looking included"

ticks() { awk '{ print $14 + $15 }' "/proc/$window/stat"; }
sleep 3
before=$(ticks)
sleep 10
spent=$((($(ticks) - before) * 10))
echo "window: $spent ms of processor time in 10 s that nobody touched it"
[ "$spent" -le 50 ] || exit 1

# The large button of the first screen has the keyboard, and that of the second.
backups() { "$programs/refuge" status --json | sed 's/.*"backups":\([0-9]*\).*/\1/'; }
xdotool windowfocus "$id"
sleep 1
xdotool key Return
sleep 1
xdotool key Return
tries=0
until [ "$(backups)" = 1 ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || { echo "window: no backup was made with the keyboard"; exit 1; }
    sleep 0.5
done
echo "window: a backup was made with Enter alone"

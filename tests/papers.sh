#!/bin/bash
# Makes a practice with 38 records due, erases them, opens an incident, and prints every paper of it with Chromium, in both
# languages: tests/papers.sh REFUGE FOLDER. Says how many pages each has; the PDFs stay in FOLDER, to be looked at.
set -eu
refuge=$(realpath "$1"); mkdir -p "$2"; folder=$(realpath "$2")
browser=$(command -v chromium || command -v google-chrome) || { echo "no Chromium here: nothing printed"; exit 0; }
name="Cabinet des Drs Guérin et Lefèvre"

practice() {
    export REFUGE_HOME=$PWD/home REFUGE_LANG=$1 NO_COLOR=1 TZ=Europe/Paris
    echo "ruban cabanon octobre navire potager lanterne tambour gardien" > phrase
    quiet init --practice "$name" --identity-out key --passphrase-file phrase --recovery-out sheet
    local first=(Marie Jean Paul Anne Luc Zoé Inès Hugo) last=(DURAND COSTA MARTIN BERNARD PETIT ROBERT)
    echo "numero;dossier;naissance;dernier passage" > list.csv
    for n in $(seq 1 90); do
        local year=$((1930 + n % 70)) seen=$((1998 + n % 8))
        [ "$n" -le 38 ] || seen=$((2007 + n % 19))
        local who="${last[n % 6]} ${first[n % 8]} $year $(printf %04d "$n")"
        local day; day=$seen-0$((1 + n % 9))-$((10 + n * 5 % 18))
        mkdir -p "Patients/$who"; echo "$n" > "Patients/$who/notes.txt"
        touch -d "$day 10:00" "Patients/$who/notes.txt" "Patients/$who"
        echo "$n;$who;$year-0$((1 + n % 7))-$((10 + n * 7 % 18));$day" >> list.csv
    done
    quiet sources add Patients --class fr/medical-record --records each-folder
    for drive in Rouge Bleu; do mkdir "$drive"; quiet drives add "$drive" --name "$drive" --allow-fixed; done
    quiet settings set call-in-incident "Mme Dupont, 06 12 34 56 78"
    quiet backup
    quiet register import list.csv --identity sheet
    quiet verify --identity sheet
    mv Rouge away
    quiet purge --dry-run --identity sheet
}

quiet() { "$refuge" --no-input "$@" > said 2>&1 || { echo "refuge $* ended with $?"; cat said; exit 1; }; }
paper() { local file=$1; shift; quiet "$@" --output "$PWD/papers/$file.html"; }

for language in fr en; do
    at=$folder/$language; rm -rf "$at"; mkdir -p "$at/papers"; cd "$at"
    practice "$language"
    plan=P-$(date +%Y)-01
    paper plan report "$plan" --names --identity sheet
    quiet purge "$plan" --by "Dr Guérin" --identity sheet --confirm "$name"
    paper certificate report erasure
    paper check report check
    paper year report register
    paper label drives label Bleu
    paper sheet keys sheet
    quiet incident start --note "l'écran demande de l'argent"
    paper incident report last
    quiet guide --output papers
    cp Bleu/refuge/*.html papers/
    for page in papers/*.html; do
        "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
            --disable-component-update --disable-sync --user-data-dir="$at/browser" --no-pdf-header-footer \
            --print-to-pdf="$at/${page%.html}.pdf" "file://$at/$page" > /dev/null 2>&1
        pages=$(grep -a -c '/Type */Page\b' "${page%.html}.pdf" || true)
        echo "$language $(basename "$page" .html): $pages"
    done
    rm -rf browser
done

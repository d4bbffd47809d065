### The words of refuge, in English. French lies beside it; a test keeps the two equal.
###
### Errors: `error-<id>` says what happened in one line, `.safe` answers "is my data safe?",
### `.now` says what to do. Words to use: docs/cli.md.

## Numbers, dates, durations

month = { $number ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
month-short = { $number ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
weekday = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
date-long = { $weekday } { $day } { $month } { $year }
date-short = { $day } { $month } { $year }
duration-under-a-minute = less than a minute
duration-about-minutes = about { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}
duration-about-hours = about { $hours } { $hours ->
    [one] hour
   *[other] hours
}
duration-seconds = { $seconds ->
    [0] less than a second
    [one] { $seconds } second
   *[other] { $seconds } seconds
}
duration-minutes = { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}
duration-hours = { $hours } h { $minutes }
ago-today = today
ago-yesterday = yesterday
ago-days = { $days } { $days ->
    [one] day
   *[other] days
} ago
ago-months = { $months } { $months ->
    [one] month
   *[other] months
} ago
ago-years = { $years } { $years ->
    [one] year
   *[other] years
} ago

## Questions

ask-again-empty = Please type something.
ask-again-number = Please type a number from 1 to { $last }.
ask-again-name = That is not the name. What is to be typed: "{ $name }". Ctrl-C: nothing is done.
ask-again-yes-no = Please answer y or n.
ask-passphrase = Passphrase:
hint-yes = [Y/n]
hint-no = [y/N]
stopping = Stopping at the next safe point (press Ctrl-C again to end at once)...

## When the program itself breaks

panic = The program met an error of its own and stopped. Your earlier backups are not affected. Run the same command again; if it happens again, give the line below to your technician.

## Progress

step-recover = Finishing the interrupted run
step-settle = Bringing the drive up to date
step-scan = Looking for changes
step-copy = Copying
step-commit = Recording the backup
step-read-back = Reading back what was written
step-read = Reading the drive
step-restore = Restoring
step-compare = Comparing
step-parity = Computing the safety margin
step-wipe = Erasing
step-repair = Repairing
step-eject = Ejecting
progress-of = { $done } of { $total } ({ $percent } %)
progress-scanned = { $files } { $files ->
    [one] file
   *[other] files
}, { $changed } to copy ({ $size })
progress-recovered = Finishing the interrupted backup: { $size } need not be copied again.
progress-tight = { $new } are new, and { $free } are free on the drive: it may not fit. Nothing is lost if it does not; have a larger drive ready.
progress-first = First backup: { $time } for { $size }. You may keep working. Do not unplug.
progress-all-good = all good
progress-not-all-good = NOT all good
progress-nothing-to-copy = nothing new
progress-ejected = done
progress-slow = Slower than usual: { $own } per second (usually { $usual }). A cable or a USB hub may be the cause.

## Files that could not be dealt with

problem-unreadable = one file could not be read
problem-denied = one file may not be read by this user
problem-held = another program holds one file open: close that program, or back up the export it makes by itself
problem-changing = one file kept changing while it was read
problem-vanished = one file vanished while it was read
problem-special = one item is not a file (a device or a pipe)
problem-other-file-system = one folder leads to another disk: what lies there is not backed up
problem-bad-name = one file has a name that cannot be kept
problem-damaged-content = one file is damaged in the backup
problem-not-written = one file could not be written
problem-metadata-lost = one file was restored without all of its rights or dates
problem-times-not-kept = the target does not keep the dates of files: those shown there are not the right ones
problem-was-open = one file is back as after a power cut, because a program had it open when it was backed up: open it with that program and look at it before you rely on it
problem-rights-not-kept = the target does not keep who may read the files: everybody who has it may
problem-names-not-kept = the target does not keep names letter for letter
problem-renamed = one file was restored under another name
problem-named = { $name }: { $cause }

## The drive when its name is not known

drive-begins = The drive
drive-inside = the drive

## Errors B: source folders and files

error-b01 = The folder { $path } is not there or cannot be opened.
    .safe = Nothing of it was recorded, so that its files do not pass for deleted. Your earlier backups are intact.
    .now = Plug in or connect whatever holds it, then run again. Elsewhere on this computer? `refuge sources move "{ $path }" FOLDER` Given up for good? `refuge sources remove "{ $path }"`
error-b02 = The folder { $path } is suddenly empty.
    .safe = Nothing of it was recorded, so that its files do not pass for deleted. Your earlier backups are intact.
    .now = Check that the disk or network share is connected, then run again. Emptied on purpose? `refuge backup --expected-changes`
error-b04 = { $path } is not a folder.
    .safe = Nothing was changed.
    .now = Give the folder that holds the files.
error-b05 = The folder { $path } cannot be backed up and hold the backups, or the program's own files, at once.
    .safe = Nothing was changed.
    .now = To back up, choose the folder where you work; as a drive, choose one that lies outside of it.
error-b06 = The folder { $path } is, holds or lies inside a folder that is already backed up.
    .safe = Nothing was changed.
    .now = See the folders with `refuge sources`, remove one, then add the other.
error-b07 = No folder is chosen: there would be nothing in the backup.
    .safe = Nothing was recorded. Your earlier backups, if there are any, are intact.
    .now = Choose the patients' folder: `refuge sources add FOLDER`, then run again.
error-b08 = The name of the folder { $path }, or of one above it, holds signs that are no letters of any language (from an old system).
    .safe = Nothing was changed.
    .now = Rename it in your file manager, then add it again.

## Errors C: the clock

error-c01 = This computer's date ({ $now }) is before your last backup ({ $known }).
    .safe = Legal periods depend on the date; nothing was erased and nothing recorded. Your earlier backups are intact.
    .now = If the date is right, say so by typing it: add `--today YYYY-MM-DD`. If not, set it, then run again.
error-c02 = This computer's date ({ $now }) is more than a year after the last one on record ({ $known }).
    .safe = Legal periods depend on the date; nothing was erased. Your backups are intact.
    .now = If the date is right, say so by typing today's date: add `--today YYYY-MM-DD`. If not, set it first.

## Errors D: drives

error-d01 = No backup drive is plugged in.
    .safe = Nothing was done. Your earlier backups are intact.
    .now = Plug in one of your backup drives, then run again. To wait for it: `refuge backup --wait 10`
error-d02 = { $drive } is not plugged in.
    .safe = Nothing was done. Your earlier backups are intact.
    .now = Plug in { $the_drive }, then run again.
error-d03 = This is not one of your backup drives.
    .safe = Nothing was written to it. Your earlier backups are intact.
    .now = Unplug it and plug in a backup drive. A new drive? `refuge drives add`
error-d04 = { $drive } belongs to another practice.
    .safe = Nothing was written to it. Your own backups are intact.
    .now = Unplug it and give it back to its owner. Plug in one of your own drives.
error-d05 = { $drive } seems to have been erased or formatted.
    .safe = The backups it held are gone from it. Those on your other drives are intact.
    .now = If you did it on purpose, let it begin anew: `refuge drives add PATH --name NAME --replace NAME`. If not, stop and tell the doctor.
error-d06 = This looks like a copy of one of your drives ({ $the_drive }).
    .safe = It can be read; nothing was written to it. Your own drives are intact, but an unknown copy of patient data exists.
    .now = Wipe it and make it a drive of its own: `refuge drives add PATH --name NAME --copy`. The first one is lost or broken? `refuge drives add PATH --name NAME --replace NAME`. Otherwise destroy it.
error-d07 = { $undone ->
    [0] { $drive } is older than when it was last seen here (backup { $found } instead of { $known }).
   *[other] { $drive } was put back to before an erasing: what was forgotten can be opened on it again (up to { $undone } records).
    }
    .safe = Nothing was written to it. It may be an old copy. Your other drives are intact.
    .now = Look for the real drive. If this one was restored on purpose, take it as it is: `refuge drives add PATH --name NAME --replace NAME`
error-d08 = The identity file of { $the_drive } is not genuine.
    .safe = Nothing was written to it. Somebody or something has changed it. Your other drives are intact.
    .now = Unplug it, use another drive and tell your technician.
error-d09 = { $drive } was written by a newer version of this program.
    .safe = Nothing was written to it. What it holds is intact.
    .now = Install the current version, then run again.
error-d10 = { $missing ->
    [none] { $drive } is full.
   *[other] { $drive } is full: { $missing } more needed.
} { $free ->
    [none] { "" }
   *[other] { $free } free.
}
    .safe = This backup was NOT made; earlier ones are intact and none was deleted to make room.
    .now = Plug in another drive now, and plan for a larger one.{ $thins ->
        [no] { "" }
       *[yes] {" "}To make room: `refuge thin --dry-run`
    }
error-d11 = { $drive } was unplugged while it was in use.
    .safe = This run is not finished; all earlier backups are intact.
    .now = Plug { $the_drive } in again and run the same command: it goes on where it stopped.
    .window = Plug { $the_drive } in again and begin once more: it goes on where it stopped.
error-d12 = Could not eject { $the_drive }: another program uses it.
    .safe = Everything that was backed up to it is written; nothing is lost.
    .now = Close the windows that show the drive, then `refuge drives eject`; or shut the computer down before unplugging.
error-d13 = { $drive } can be read but not written.
    .safe = Nothing was changed. What it holds is intact.
    .now = Look for a lock switch on the drive, or plug in another drive.
error-d14 = { $drive } reports errors: it may be failing.
    .safe = This run is not finished. Whether everything on it can still be read is not known; drives that are not plugged in were not touched.
    .now = Try another cable. If it happens again, use another drive and replace this one: `refuge verify` tells what is left on it.
error-d15 = { $drive } was declared lost, retired or destroyed: it is no longer used.
    .safe = Nothing was written to it. Your other drives are intact.
    .now = Plug in another drive. Found it again? `refuge drives found`
error-d16 = This is not a removable drive.
    .safe = Nothing was written to it.
    .now = Plug in an external drive: a backup must survive this computer. For a trial: `--allow-fixed`
error-d17 = This is a network share or a folder that is synchronised elsewhere.
    .safe = Nothing was written to it.
    .now = Plug in an external drive. Keeping patient data with an outside host needs a certified one (in France: HDS).
error-d18 = { $drive } is already one of your backup drives.
    .safe = Nothing was changed. What it holds is intact.
    .now = Nothing to do: `refuge drives` lists your drives.
error-d19 = { $drive } stores less than it says: it is a counterfeit or a broken drive.
    .safe = It was refused before any backup was entrusted to it.
    .now = Do not use it. Give it back to the seller and take another.

error-d20 = Erasing on { $the_drive } was interrupted and must be finished first.
    .safe = Nothing was written to it. Everything that is kept is intact.
    .now = Finish it, with your passphrase: `refuge purge`
error-d21 = { $drive } was changed elsewhere since it was last seen here: an erasing, new keys or other backups.
    .safe = Nothing was written to it. What it holds is as it was. This computer would undo what it does not know.
    .now = Let this computer learn it, with your passphrase: `refuge attach DRIVE`
error-d22 = Another program keeps a file on { $the_drive } to itself.
    .safe = Nothing that is kept is lost, and nothing is said against the drive.
    .now = Close the windows and programs that show the drive, let the antivirus finish, then run the same command again.
error-d23 = { $drive } is plugged in and answers: it cannot be declared destroyed.
    .safe = Nothing was changed. What it holds is intact.
    .now = Unplug it, destroy it, then say so. Was another drive meant? `refuge drives` lists your drives.

## What a place does not keep

foreseen = Not everything can be as it was where this goes: { $what }. What is in the files comes back whole.
foreseen-too-large = { $files ->
    [one] One file is
   *[other] { $files } files are
} too large for the place this goes to (4 GB or more): for { $files ->
    [one] it
   *[other] them
}, choose another place.
foreseen-renamed = { $number } { $number ->
    [one] name changed
   *[other] names changed
}
foreseen-times = dates of { $number } lost
foreseen-rights = access rights of { $number } lost
foreseen-attributes = attributes of { $number } lost
foreseen-links = { $number } { $number ->
    [one] link left out
   *[other] links left out
}
foreseen-copies = { $number } { $number ->
    [one] further name becomes a copy
   *[other] further names become copies
}
lacks = Files restored to it would lose: { $what }. Backups on it lose nothing.
lack-letter-case = the difference between capital and small letters in names
lack-trailing-dot = a dot at the end of a name
lack-windows-signs = signs in names that Windows refuses
lack-accent-forms = the two forms of accents
lack-long-names = the longest names with accents
lack-holes = empty stretches that take no room
lack-links = links
lack-hard-links = further names of a file
lack-rights = access rights
lack-attributes = attributes
lack-big-files = files of 4 GB or more

## Errors K: keys, passphrases, recovery sheets

error-k01 = This passphrase does not open the key.
    .safe = Nothing is locked, try as often as you like. Your backups are intact.
    .now = Check Caps Lock and the keyboard layout and try again, or use the recovery sheet.
error-k02 = { $position ->
    [none] These words do not form a recovery sheet.
   *[other] Word { $position } is not a word of a recovery sheet.
}
    .safe = Nothing is locked, try as often as you like. Your backups are intact.
    .now = Read the sheet again, word by word, in order. Four letters of each word are enough.
error-k03 = This key is right, but it is no. { $found }; no. { $current } is needed here.
    .safe = Nothing was changed. Your backups are intact.
    .now = Take the key or recovery sheet no. { $current }.{ $key ->
        [new] {" "}Or bring the drive to the new lock: `refuge keys rotate --finish`
       *[old] {""}
    }
error-k04 = This key is well formed but opens nothing of this practice.
    .safe = Nothing was changed.
    .now = Is it an old sheet or key of this practice, replaced since? Take the one with the highest number. Or is it that of another practice? If it is the right one, another drive may still open.
error-k05 = A key is needed to read the backups, and none was given.
    .safe = Nothing was done. Your backups are intact.
    .now = Run the command on a terminal, or give `--identity FILE` and `--passphrase-file FILE`. Without a passphrase and without a sheet nobody can open the backups, not us either.
error-k06 = The file given is not a key file.
    .safe = Nothing was changed. Your backups are intact.
    .now = Give the file that was made at set-up, or use the recovery sheet.
error-k07 = Others on this computer may read the key file { $path }.
    .safe = It was not used. If it has no passphrase, treat it as seen by others.
    .now = Restrict it to yourself (on Linux and macOS: `chmod 600`), then run again.
error-k08 = This passphrase is too short: at least { $needed } characters are needed.
    .safe = Nothing was changed.
    .now = Take the passphrase the program suggests: words are easier to keep.
error-k09 = This passphrase is not made of six or more words of the list, and it lacks a kind of character: lower case, upper case, digit or sign.
    .safe = Nothing was changed.
    .now = Take the passphrase the program suggests: words are easier to keep.
error-k10 = This passphrase can be guessed by someone who holds the key file.
    .safe = Nothing was changed.
    .now = Avoid names, dates and known phrases; or take the passphrase the program suggests.
error-k11 = This text is not a public key that can be used here.
    .safe = Nothing was changed.
    .now = A public key begins with `age1`. Copy it whole.
error-k12 = The hardware token could not be used, or its program age-plugin-{ $reason } is missing.
    .safe = Nothing was changed. Your backups are intact.
    .now = Plug the token in, check that its program is installed, and try again; or use the recovery sheet.
error-k13 = This is the last key that opens these backups.
    .safe = It was not removed. Your backups are intact.
    .now = Add another key first: `refuge keys add`
error-k14 = This key opens only a part of the backups.
    .safe = Nothing was changed. Your backups are intact.
    .now = Take a key that opens everything, or the recovery sheet.
error-k15 = An old key must not be destroyed yet: { $drives } still has the old lock.
    .safe = Nothing was recorded. With the old key destroyed, nothing would open what is on { $drives }.
    .now = Plug it in and run `refuge keys rotate --finish`, or declare it lost: `refuge drives lost`
error-k16 = This drive missed an erasure and then a change of locks: besides the new key it needs, once, the key of lock no. { $epoch }.
    .safe = Nothing was changed. Its earlier backups are intact.
    .now = Give both: `refuge purge --identity NEW --old-identity OLD`, where OLD is the key file or the sheet's file of lock no. { $epoch }. On a terminal the old sheet can be typed in. If there never was such a lock, somebody put files onto the drive: move those that `refuge verify --full` names to another place.

## Errors N: names and values

error-k17 = This key is not destroyed: its file still lies here: { $path }
    .safe = Nothing was recorded.
    .now = Delete the file (and empty the bin), then run the same command again. Copies on sticks count too.
error-n01 = { $thing ->
    [drive] There is no drive
    [source] There is no folder to back up
    [snapshot] There is no backup
    [path] There is no file or folder
    [words] In no backup of this drive is there a file or folder with
    [record] There is no record
    [erased] This was erased, and nothing of it is left to be held:
    [class] There is no category
    [key] There is no key
    [plan] There is no plan
    [document] There is no document
    [hold] There is no hold
    [date] There is no date
    [pattern] There is no pattern
    [setting] There is no setting
    [register] There is no patients' register
   *[name] There is no name
} "{ $name }".
    .safe = Nothing was changed. Your backups are intact.
    .now = { $thing ->
        [drive] See the drives with `refuge drives`.
        [source] See the folders with `refuge sources`.
        [snapshot] See the backups with `refuge snapshots`.
        [path] Look for it with `refuge find WORDS`.
        [words] Try fewer words, or only the beginning of one. What the latest backup holds: `refuge ls`
        [record] See the records with `refuge purge --dry-run --names`.
        [erased] What was erased, and when: `refuge report register`
        [key] See the keys with `refuge keys`.
        [plan] Make a plan with `refuge purge --dry-run`.
        [document] See the documents with `refuge report register`.
        [hold] See the holds with `refuge hold list`.
        [setting] See the settings with `refuge settings`.
        [class] See the categories with `refuge settings classes`.
       *[other] Check the spelling and try again.
    }
error-n02 = { $thing ->
    [drive] There already is a drive
    [source] This folder is already backed up:
    [key] There already is a key
    [hold] There already is a hold on
    [path] There already is a file
   *[name] This name is taken:
} "{ $name }".
    .safe = Nothing was changed. Your backups are intact.
    .now = { $thing ->
        [hold] As long as it is held, nothing of it is erased: `refuge hold list`
       *[other] Choose another name.
    }
error-n03 = { $thing ->
    [date] This is not a date that can be used:
    [pattern] This pattern is not understood:
    [class] This category is not understood:
    [register] The patients' register is not understood:
    [setting] This value cannot be used for a setting:
    [record] This does not name a record:
    [snapshot] This does not name a backup:
    [path] This path cannot be used:
    [key] This does not name a key:
    [plan] This does not name a plan:
    [document] This does not name a document:
    [hold] This is no reason for a hold:
    [drive] This cannot be the name of a drive:
    [source] This cannot be a folder to back up:
   *[name] This name cannot be used:
} "{ $name }".
    .safe = Nothing was changed. Your backups are intact.
    .now = { $thing ->
        [date] Write dates as 2026-11-23.
        [hold] See which reasons there are: `refuge hold add --help`
        [setting] See what each setting takes: `refuge settings`
        [register] See which columns are expected: `refuge register import --help`
       *[other] Correct it and run again.
    }

## Errors P: the practice's own files on this computer

error-p01 = No practice is set up on this computer yet.
    .safe = Nothing was done. Drives written elsewhere are not affected.
    .now = First time: `refuge init`. You have a backup drive already: `refuge attach DRIVE`
error-p02 = A practice is already set up here.
    .safe = Nothing was changed. Your backups are intact.
    .now = See where you stand with `refuge status`.
error-p03 = The settings file cannot be understood{ $line ->
    [none] { "" }
   *[other] {" "}(line { $line })
}: { $reason }
    .safe = Nothing was done. Your backups are intact.
    .now = Correct `refuge.toml` or put back an earlier version of it, then run again.
error-p04 = This computer's memory of the backups is damaged: { $reason }
    .safe = Your backups are intact: they lie on the drives, and this memory can be rebuilt from one.
    .now = Plug in a drive and run `refuge attach DRIVE`, with the passphrase or the recovery sheet.
error-p05 = Another run is in progress.
    .safe = Nothing was done. Your backups are intact.
    .now = Wait until it has finished, then run again.
error-p06 = { $action ->
    [write] Could not write
    [create] Could not create
    [remove] Could not remove
   *[read] Could not read
} { $path }: { $cause ->
    [missing] it does not exist
    [forbidden] this computer denies you access
    [exists] it exists already
    [full] there is no room left
    [read-only] the medium is write-protected
    [kind] a file stands in the place of a folder, or a folder in the place of a file
    [busy] another program is using it
   *[other] { $reason }
}.
    .safe = Your earlier backups are intact.
    .now = { $cause ->
        [exists] Nothing is ever overwritten: choose another name or another place; then run again.
       *[other] Check that the place exists, that there is room, and that you may use it; then run again.
    }
error-p07 = This needs an answer, and none that fits was given.
    .safe = Nothing was changed. Your backups are intact.
    .now = Run the command on a terminal. Or answer with the command: a name to be typed with `--confirm NAME`, anything else with the option that `--help` shows after the command.
error-p08 = Interrupted.
    .safe = Nothing half-done was recorded; all earlier backups are intact.
    .now = Run the same command again when it suits you.
error-p09 = The register on this computer was altered or cut at record no. { $entry }.
    .safe = Your backups are not affected. The register no longer proves what was done.
    .now = Do not go on as if nothing had happened: keep the printed registers and tell your technician. To take up the register that a drive holds, with your passphrase: `refuge attach DRIVE`; the altered one is set aside.
error-p10 = Not confirmed, so nothing was done.
    .safe = Nothing was changed. Your backups are intact.
    .now = Nothing to do if you changed your mind. Otherwise give the same command again, and type what its question asks for.

## Errors R: legal periods and erasing

error-r01 = A public structure may not erase its records by itself.
    .safe = Nothing was erased.
    .now = Ask the public archives for their approval first (in France: the departmental archives).
error-r02 = { $trouble ->
    [too-large] This register is too large.
    [empty] This register is empty.
    [no-rows] This register has headings and not a single row.
    [not-text] This file is not a list in CSV.
    [workbook] This file is a spreadsheet's own format, not a list in CSV.
    [unreadable] This file could not be read to its end.
    [mixed-dates] In this list of visits day and month stand in both orders, or nothing tells in which.
    [missing] No column of this register holds the field "{ field-word }".
    [ambiguous] Several columns of this register could be the field "{ field-word }": { $columns }.
    [unknown] This register has no column "{ $columns }", named for the field "{ field-word }".
    [unused] These columns would be left out in silence, and they speak of dates or numbers that count: { $columns }.
    [remembered] This list has other headings than the one for which these columns were named: { $columns }.
    [stray-quote] The quote in line { $columns } does not close where a cell ends.
    [visits-of-whom] In the list of visits the column "{ $columns }" holds each number once: it may number the visits, not the patients.
    [visits-of-others] The list of visits has other numbers than the list of patients: many patients would have been seen before their birth.
    [numbers-cut] The number in line { $columns } was cut short by a spreadsheet (like 1.23457E+12).
   *[social-security] The patients' numbers in this register look like social security numbers, which must not be used.
}
    .safe = Nothing was changed: the register read before stays in force. The file was not copied.
    .now = { $trouble ->
        [unused] Say for each what it is, or that it is to be left out: `refuge register import FILE --map FIELD=COLUMN --ignore COLUMN`
        [remembered] Name the columns again, or say that they still hold (or not): `refuge register import FILE --same-columns` (or `--forget-columns`)
        [social-security] If they are the practice's own numbers, say so: `refuge register import FILE --own-numbers`
        [workbook] Open it in the spreadsheet program, save it as CSV, and read that: `refuge register import FILE.csv`
        [no-rows] Export the list again, with its patients: `refuge register import FILE`
        [stray-quote] Correct that line in the practice software, export again: `refuge register import FILE`
        [visits-of-whom] Say which column is the patient's number: `refuge register import FILE --visits FILE --map visits.id=COLUMN`
        [visits-of-others] Say which columns hold the same numbers: `refuge register import FILE --visits FILE --map id=COLUMN --map visits.id=COLUMN`
        [numbers-cut] Export again, and do not open the file in a spreadsheet before: `refuge register import FILE`
        [mixed-dates] Export the dates as year-month-day: `refuge register import FILE --visits FILE`
       *[other] Name the columns, or export the list again: `refuge register import FILE --map FIELD=COLUMN`
    }
error-r03 = The facts have changed since this plan was shown: { $records ->
    [one] 1 record of it is due no more.
   *[other] { $records } records of it are due no more.
}
    .safe = Nothing was erased.
    .now = Make a new plan, read it, then carry it out: `refuge purge --dry-run`
    .window = Read the new list, and agree to it.
error-r04 = This plan is more than 30 days old.
    .safe = Nothing was erased.
    .now = Make a new plan, read it, then carry it out: `refuge purge --dry-run`
error-r05 = This plan may not be carried out yet: by your settings, { $days } days must pass after it was made.
    .safe = Nothing was erased. The plan is kept.
    .now = Read the list again meanwhile; then run the same command again.
error-r06 = A second person must agree to this plan.
    .safe = Nothing was erased. The first agreement is noted.
    .now = The second person runs the same command with their own name: `refuge purge PLAN --by "NAME"`
    .window = The second person now says who they are.
error-r07 = This plan was carried out already.
    .safe = Nothing more was erased.
    .now = See what was done: `refuge report register`. Finish drives that were away: `refuge purge`

## Errors S: safety

error-s01 = { $kind ->
    [notes] STOP: files named like ransom notes have come up ({ $notes }).
    [beside] STOP: unreadable files lie beside yours. After an attack, delete them or move them away.
   *[changes] STOP: { $changed } of { $files } files changed{ $since ->
        [none] { "" }
       *[other] {" "}since { $since }
    }{ $usual ->
        [none] { "" }
       *[other] {" "}(usual: about { $usual })
    }.
}
    .safe = { $ending ->
        [none] { $spoiled ->
            [none] { "" }
           *[other] { $spoiled } can no longer be read.{" "}
        }
       *[other] { $ending_files } have a new ending "{ $ending }".{" "}
    }Nothing was recorded, nothing will be erased: { $backups ->
        [0] there was no earlier backup on { $drive }
        [one] your earlier backup on { $drive } is intact
       *[other] your { $backups } backups on { $drive } are intact
    }. This may be an attack.
    .now = { $stays ->
        [yes] 1 Disconnect this computer from the network NOW, leave it on. 2 Plug in no other backup drive.
       *[no] 1 Unplug { $drive } NOW, plug in no other backup drive. 2 Disconnect this computer from the network, leave it on.
    } 3 Call your technician: `refuge incident show` says whom else to call. You know why (new software, moved folders)? `refuge backup --expected-changes`
error-s02 = An incident is open: this is not done while it lasts.
    .safe = Nothing was changed. Your backups are intact and frozen.
    .now = See it with `refuge incident show`; when it is over: `refuge incident end`

## Errors T: where to restore

error-t01 = The folder { $path } already holds something.
    .safe = Nothing was overwritten. Your backups are intact.
    .now = Give a new or empty folder with `--to`.
error-t02 = { $place ->
    [vault] The folder { $path } lies inside the vault of a backup drive.
   *[other] The folder { $path } lies on a backup drive: the files would be on it without encryption.
}
    .safe = Nothing was written. Your backups are intact.
    .now = Give another folder with `--to`, for example one on the desktop.

error-t03 = { $files } { $files ->
    [one] file that stands there now differs
   *[other] files that stand there now differ
} from the backup.
    .safe = Nothing was changed. Your backups are intact.
    .now = Look at the list. To bring back only what is missing: the same command with `--existing keep`. To replace them too, what stands there now staying beside under another name: `--existing replace`

## Errors U: the command line

error-u01 = The command line is not understood.
    .safe = Nothing was done.
    .now = See how it is written: `{ $command } --help`
usage-suggestion = Did you mean "{ $suggestion }"?
usage-unknown-command = There is no command "{ $command }".
usage-unknown-word = "{ $word }" has no place here.
usage-unknown-argument = There is no option "{ $arg }" here.
usage-invalid-value = "{ $value }" cannot be used for { $arg }. Possible: { $valid }.
usage-refused-value = "{ $value }" cannot be used for { $arg }.
usage-value-missing = The option { $arg } needs a value.
usage-missing-argument = Something is missing: { $args }
usage-missing-command = Say what to do.
usage-conflict = { $arg } and { $prior } cannot be used together.
usage-given-twice = { $arg } may be given only once.
usage-too-few-values = { $arg } needs more values.
usage-too-many-values = { $arg } takes fewer values.
usage-no-equals = The value of { $arg } must follow an equals sign.
usage-not-text = The command line holds something that is not text.
usage-other = The command line is not understood.

## Errors V: damage found on a drive

error-v01 = A part of the backups is missing from the drive ({ $object }).
    .safe = What depends on it cannot be read from this drive. Your other drives are not affected.
    .now = Run `refuge verify --repair`. Does it come again? Put this drive away and take another (`refuge drives add`); `refuge status` says what becomes of it.
error-v02 = A part of the backups cannot be read ({ $object }).
    .safe = What depends on it cannot be read from this drive, which may be ageing. Your other drives are not affected.
    .now = Run `refuge verify --repair`, then replace the drive.
error-v03 = A part of the backups does not have its full length ({ $object }).
    .safe = What depends on it cannot be read from this drive. Your other drives are not affected.
    .now = Run `refuge verify --repair`.
error-v04 = A part of the backups has been altered ({ $object }).
    .safe = It was not used. What depends on it cannot be read from this drive. Your other drives are not affected.
    .now = Run `refuge verify --repair`; if it happens again, replace the drive.
error-v05 = A part of the backups does not open with its key ({ $object }).
    .safe = It was not used. What depends on it cannot be read from this drive. Your other drives are not affected.
    .now = Run `refuge verify --repair`, or restore from another drive.
error-v06 = A part of the backups is not in the expected format ({ $object }).
    .safe = It was not used. Your other drives are not affected.
    .now = Run `refuge verify`; restore from another drive if you are in a hurry.
error-v07 = A part of the backups was not written by this practice, or not for this place ({ $object }).
    .safe = It was not used. Somebody or something has changed the drive. Your other drives are not affected.
    .now = Unplug the drive, use another one and tell your technician.
error-v08 = A part of the backups is larger than it can be ({ $object }).
    .safe = It was not used. Your other drives are not affected.
    .now = Run `refuge verify`; restore from another drive if you are in a hurry.
error-v10 = A file of the backups is a link, or has a second name outside ({ $object }).
    .safe = Nothing was written through it, and it was not overwritten. Your other drives are not affected.
    .now = Copy the file (or the folder) on the drive, delete it, and give the copy its name; then run the command again.
error-v11 = A file of the backups is protected against writing ({ $object }).
    .safe = It was left as it is. Your other drives are not affected.
    .now = Take the protection off this file, or copy it, delete it and give the copy its name; then run the command again.
error-v12 = A part of the backups was written by a newer version of this program ({ $object }).
    .safe = It was not touched, and nothing was removed.
    .now = Install the current version on this computer, then run the command again.
error-v13 = A list of records on the drive cannot be used, because the list that it goes on from is missing or damaged ({ $object }).
    .safe = The backup that needs it cannot be read from this drive. Your other drives are not affected.
    .now = Run `refuge verify --repair`, then `refuge backup`, which does not need it. Does it come again? Put this drive away and take another (`refuge drives add`); `refuge status` says what becomes of it.
error-v14 = The system does not let you read a part of the backups ({ $object }).
    .safe = This is no sign of damage: most likely it belongs to another user of this computer.
    .now = Run the command as the user who made the backups, or give yourself the right to read this folder and all that is in it.
error-v15 = The file system of the drive is damaged at a part of the backups ({ $object }).
    .safe = What lies there may be whole: this is left by a power cut, or by a drive that was pulled out. Your other drives are not affected.
    .now = Let the system check and repair the drive (Windows: right click, Properties, Tools; macOS: Disk Utility; Linux: fsck), then run `refuge verify --repair`.
error-v09 = The register on the drive differs from the one on this computer from record no. { $entry } on.
    .safe = The backups themselves are not affected. One of the two registers was altered, or two computers wrote to it.
    .now = Keep both: print `refuge report register`, and show it to your technician. Was this computer put back from an older copy of its disk? `refuge attach DRIVE` puts that on record, and checks are good again.

## Errors X: the program

error-x02 = The result could not be written: { $reason }
    .safe = Your backups are not affected.
    .now = Run again with the result going elsewhere.

## About

about-purpose = Encrypted backup onto removable drives for small health practices. Can forget on purpose.
about-offline = Nothing leaves this computer but what is written to your drives: no network, no account, no telemetry.
about-licence = Licence: { $licence }

## Manual pages

man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-options = OPTIONS
man-commands = COMMANDS
man-version = VERSION

## Help: headings

heading-usage = Usage:
heading-examples = Examples:
heading-commands = Commands:
heading-arguments = Arguments:
heading-options = Options:
heading-common-options = Common options, before or after the command:
help-common-options = Common options (language, keys, scripts): refuge --help
help-other-language = Français : ajoutez --lang fr

## Help: what each command does

help = Encrypted, offline backup onto removable drives, able to forget provably.
help-try = Show the whole cycle on made-up patients, in a scratch folder.
help-init = First set-up: the practice, its keys, its recovery sheet.
help-attach = New computer or lost memory: take up again from a drive and a key.
help-sources = The folders that are backed up.
help-sources-add = Add a folder to back up.
help-sources-list = List the folders.
help-sources-move = Say where a folder lies on this computer; its backups count on.
help-sources-remove = Stop backing up a folder; earlier backups of it stay.
help-drives = The backup drives and what should become of each.
help-drives-add = Add a drive. Nothing on it is erased.
help-drives-list = List the drives.
help-drives-eject = Eject a drive so that it can be unplugged.
help-drives-rename = Give a drive another name.
help-drives-label = Make the label to stick on a drive.
help-drives-lost = Declare a drive lost or stolen.
help-drives-found = Declare that a lost drive was found again.
help-drives-destroyed = Record that a drive was physically destroyed.
help-drives-retire = Wipe a drive and take it out of service.
help-backup = Back up now to the drives that are plugged in.
help-status = Is my backup all right?
help-verify = Monthly check: read the drive again, restore a sample, compare.
help-restore = Get files back: into a new folder, or to where they were.
help-snapshots = List the backups.
help-ls = What is in a backup.
help-find = Where and when a file existed.
help-diff = What changed between two backups.
help-mount = Show the backups as folders, until Ctrl-C (Linux).
help-register = The patients' register, which tells when a record may be erased.
help-register-import = Read the register from a CSV file exported by the practice's software.
help-hold = Keep a record despite the rule (dispute, complaint).
help-hold-add = Hold a record.
help-hold-list = List the holds.
help-hold-remove = Lift a hold.
help-purge = Erase records past their legal period from every backup.
help-year = The yearly erasing, step by step; finds out where it stands.
help-thin = Remove old backups by the rule of the settings.
help-keys = Who can open the backups.
help-keys-list = List the keys.
help-keys-add = Add a key.
help-keys-remove = Remove a key.
help-keys-passphrase = Change the passphrase of the key file.
help-keys-sheet = Make the form of the recovery sheet.
help-keys-rehearse = Check that the recovery sheet can still be read.
help-keys-rotate = Change the locks: new keys, so that old ones open nothing new.
help-keys-attest = Record that an old sheet, stick or token was destroyed.
help-report = Print and file what was done.
help-incident = Theft, ransomware, leak: freeze erasing and keep the evidence.
help-incident-start = Open an incident.
help-incident-end = Close the incident.
help-incident-show = Show the incident and whom to call.
help-guide = The guide as printed pages, one a situation, with the drives and numbers of the practice.
help-settings = Folders, reminders, legal periods, language.
help-settings-show = Show the settings.
help-settings-set = Change one setting.
help-settings-classes = What each category means: how long, on whose word.
help-settings-schedule = Make the files that let the system remind you.
help-support = A file for your technician, without patient names.
help-about = Version and licence.
help-completions = Completion script for a shell.
help-man = Manual pages.
help-remind = Reminds of what is due, at most once a day (for the scheduler).

## Help: examples

examples =
    refuge try              see everything at work, on made-up patients
    refuge backup           back up now
    refuge status           is my backup all right?
    refuge restore          get files back
examples-try =
    refuge try
    refuge try --keep trial-folder
examples-init =
    refuge init
    refuge init --attach                 new computer: take up again from the drive plugged in
examples-attach =
    refuge attach E:\
    refuge attach /media/me/BLUE --identity key.age
examples-sources =
    refuge sources
    refuge sources add Patients --class fr/medical-record --records each-folder
examples-sources-add =
    refuge sources add Patients --class fr/medical-record --records each-folder
    refuge sources add Accounts --class fr/accounting --records by-year
examples-drives =
    refuge drives
    refuge drives add
    refuge drives lost Green
examples-drives-add =
    refuge drives add
    refuge drives add E:\ --name Blue
examples-drives-destroyed =
    refuge drives destroyed Green
examples-backup =
    refuge backup                  the everyday case
    refuge backup --dry-run        show what would be copied, write nothing
    refuge backup --drive Red      only to Red
examples-status =
    refuge status --calendar       which day lies on which drive
    refuge status
    refuge status --explain        say how the verdict is reached
examples-verify =
    refuge verify                  the monthly check
    refuge verify --quick          without a passphrase
    refuge verify --full           every byte
examples-year =
    refuge year                    goes on where it was left
examples-guide =
    refuge guide                   every page
    refuge guide 7 --open          the computer is stolen or dead
examples-restore =
    refuge restore                 asks what, when and where
    refuge restore --path "Patients/1954-0231" --to Restored
    refuge restore --all --to D:\
    refuge restore --in-place guerin    back to where it was; lists first what differs there
examples-snapshots =
    refuge snapshots
examples-ls =
    refuge ls Patients
    refuge ls Patients --snapshot latest
examples-find =
    refuge find certificate 2025
examples-diff =
    refuge diff 2026-11-20
examples-mount =
    refuge mount ~/backups
examples-register =
    refuge register import patients.csv
notes-register-import =
    The list is understood by its headings, in six languages and as programs name them; the
    table that is printed says which column was taken for what. Needed: the patient's number,
    and the last contact, in the list or in one of visits (--visits). Formats: CSV in any usual
    separator and letters, xDT (BDT, GDT), FHIR, or a folder exported by Synthea, OpenEMR, Open
    Dental or FHIR in bulk. A workbook (.xlsx) is saved as CSV first. What is not certain is
    doubted, and the record kept. All rules: docs/retention.md
examples-register-import =
    refuge register import patients.csv
    refuge register import patients.csv --visits consultations.csv
    refuge register import patients.csv --map last_contact="Last visit"
    refuge register import patients.csv --ignore "Last invoice"
examples-hold =
    refuge hold add 1954-0231
    refuge hold list
examples-hold-add =
    refuge hold add 1954-0231 --reason liability-claim --by "Dr Martin"
examples-purge =
    refuge purge --dry-run         make a plan; nothing is erased
    refuge purge P-2026-03         carry out that plan
    refuge purge --on-computer     list what still lies on the computer
examples-thin =
    refuge thin --dry-run
    refuge thin
examples-keys =
    refuge keys
    refuge keys rehearse
    refuge keys rotate
examples-keys-add =
    refuge keys add --name "Dr Martin" --identity-out martin.age
    refuge keys add --name token --recipient age1...
examples-keys-rotate =
    refuge keys rotate
examples-keys-attest =
    refuge keys attest "sheet 1" --by "Dr Martin" --method shredded
examples-report =
    refuge report last --open
    refuge report erasure --open
    refuge report register --year 2026 --open
examples-incident =
    refuge incident start --note "computer stolen"
    refuge incident show
examples-settings =
    refuge settings
    refuge settings set language en
examples-support =
    refuge support --output support.txt
examples-completions =
    refuge completions bash
examples-man =
    refuge man > refuge.1
examples-remind =
    refuge remind    the system's scheduler calls it once a day

## Help: options and arguments

arg-home = where settings and memory lie on this computer
arg-lang = language: fr or en
arg-json = answer in JSON, for programs
arg-names = show names of files and records
arg-no-input = never ask; stop with code 19 instead
arg-quiet = say only what matters
arg-verbose = say more (twice: even more)
arg-identity = key file that opens the backups
arg-passphrase-file = read the passphrase from this file
arg-old-identity = key file of the earlier lock, for a drive that was away while locks were changed
arg-old-passphrase-file = its passphrase
arg-mount-folder = empty folder to show them in
arg-passphrase-stdin = read the passphrase from standard input
arg-confirm = confirm with this name instead of being asked
arg-color = colours: auto, always or never
arg-no-color = no colours
arg-plain = no colours and no symbols
arg-help = show this help
arg-version = show the version
arg-keep = keep the scratch folder here
arg-practice = name of the practice, printed on reports
arg-identity-out = write the new key file here
arg-recovery-out = write the recovery secret here instead of showing it (for scripts)
arg-public-structure = a public structure: records may not be erased without the archives
arg-source = folders to suggest, ticked already
arg-attach = take up the practice of the drive that is plugged in
arg-no-first-backup = without a first backup and test
arg-drive-path = where the drive is, or its name; left out: it is looked for
arg-path = file or folder in the backup
arg-sources-add-path = the folder
arg-sources-move-path = the folder as refuge sources lists it
arg-sources-move-place = where it lies on this computer
arg-sources-remove-path = the folder
arg-drives-add-path = where the drive is
arg-class = category that sets the legal period
arg-records = how the folder is cut into records: each-folder, by-year, whole or generations
arg-readers = who may open it (everybody with a key when left out)
arg-name = name
arg-drives-add-name = name of the drive; a coloured sticker helps
arg-new-name = new name
arg-by = who says so
arg-date = when, as 2026-11-23 (today when left out)
arg-method = how it was destroyed
arg-certificate = the company's certificate
arg-allow-fixed = accept a folder or an internal disk (for trials)
arg-ever-held = the worst it held before: c0 nothing, c1 sealed data, c2 sealed data and keys, c3 keys behind a passphrase, c4 patient data in clear or unknown
arg-medium = what it is: disk (it hums) or flash (a stick, a silent box)
arg-replace = it takes the place of this drive
arg-copy = it is a copy of one of your drives: wipe it and let it begin anew
arg-witness = who saw it
arg-drive = only this drive
arg-wait = wait so many minutes for a drive
arg-dry-run = show what would be done, change nothing
arg-no-eject = do not eject the drive at the end
arg-expected-changes = many files changed, and I know why
arg-calendar = which day lies on which drive, the last twelve weeks
arg-explain = say how the verdict is reached
arg-quick = without a passphrase: presence, lengths, checksums
arg-full = every byte: opened, unpacked, compared
arg-repair = repair what can be repaired: from the drive itself, then from other drives that are plugged in
arg-sample = number of files to restore as a test
arg-rehearse = check the recovery sheet too
arg-keys-rehearse-all = all 24 words instead of three
arg-qr = write the key as a QR code into this file (SVG)
arg-words = words of the name
arg-all = everything
arg-to = the new folder
arg-in-place = back to where it was; what stands there and differs is listed first
arg-existing = what becomes of files there that differ: keep or replace (kept beside)
arg-snapshot = which backup: its number, or latest
arg-older = the earlier backup
arg-newer = the later backup (the latest when left out)
arg-csv = the list of patients (CSV, xDT, FHIR), or the folder with it and the list of visits
arg-visits = the list of visits: the latest of each patient counts
arg-ignore = a column to leave out
arg-same-columns = columns named for an earlier list hold for this one too
arg-forget-columns = forget the columns named for an earlier list
arg-on-computer = list what still lies on this computer of forgotten records, by path
arg-own-numbers = the patients' numbers are the practice's own, however long
arg-map = a column for a field; again for another column of the same field, and visits.FIELD=COLUMN for the list of visits
arg-record = the record
arg-hold-add-reason = why: liability-claim, requisition, restriction, inquiry, insurer, access-request or other
arg-kind = what it does to the period: suspensive or blocking
arg-review = when to look at it again, as 2026-11-23
arg-rekey = new key for this record: what only removed backups held becomes unreadable
arg-newest-only = remove every older state of that record first
arg-plan = number of the plan
arg-as-of = as if today were this day
arg-purge-by = who agrees to the plan
arg-today = today's date, where the computer's date is in doubt
arg-exported = day of the export (the file's own date when left out)
arg-fewer-patients = the practice really has fewer patients than at the last import
arg-new-passphrase-file = read the new passphrase from this file
arg-output = write to this file
arg-man-output = one page per command, into this folder
arg-post-quantum = a key that also resists quantum computers
arg-recipient = public key of somebody or of a token
arg-section = only these parts: a reader, a folder, or common
arg-place = where a copy of the sheet is kept; once for each copy
arg-finish = bring drives that were away to the lock in force
arg-epoch = number of the key, where several have this name
arg-keys-rotate-reason = why: left, sheet, drive, yearly or other
arg-guide-number = one situation, by its number in the guide
arg-guide-output = write the pages into this folder
arg-number = number of the document, last, check, erasure, or register
arg-open = open it in the browser
arg-year = only this year
arg-prove = show what was done about this record
arg-note = what happened
arg-setting = which setting
arg-value = its new value
arg-plugged = a drive was just plugged in
arg-install = install it for this user too
arg-remind-here = back up in this window, which stays open
arg-settings-schedule-output = folder for the files
arg-settings-schedule-plugged = when a drive of the practice is plugged in: a notice, a window that backs up, or a backup that only tells how it ended (notice, window or quiet)
arg-shell = bash, zsh, fish, powershell or elvish

## Help: names of values

value-dir = FOLDER
value-lang = LANGUAGE
value-file = FILE
value-name = NAME
value-when = WHEN
value-what = WHAT
value-path = PATH
value-class = CATEGORY
value-rule = RULE
value-new-name = NEW-NAME
value-old-name = OLD-NAME
value-code = CODE
value-medium = MEDIUM
value-person = PERSON
value-date = DATE
value-text = TEXT
value-minutes = MINUTES
value-n = NUMBER
value-words = WORDS
value-snapshot = BACKUP
value-a = BACKUP
value-b = BACKUP
value-csv = FILE
value-column = COLUMN
value-field-column = FIELD=COLUMN
value-record = RECORD
value-kind = KIND
value-reason = REASON
value-plan = PLAN
value-recipient = PUBLIC-KEY
value-number = NUMBER
value-year = YEAR
value-setting = SETTING
value-value = VALUE
value-shell = SHELL
value-command = COMMAND

## Setting up

init-practice-ask = Name printed on reports:
init-passphrase-made = Daily backups need no passphrase. You need one only to get files back.
      Your passphrase: { $phrase }
init-passphrase-keep = Written down on paper? Keep it? (no: choose my own)
init-passphrase-back = Type it back from your paper (Enter: show it again):
init-passphrase-not-it = That is not it. Here it is again: write it down.
init-passphrase-rules = Six or more words of our lists; or 12 characters or more, hard to guess, with a small letter, a capital, a digit and a sign, without names, dates or known phrases.
init-passphrase-own = Your own passphrase (Enter: one that the program makes):
init-passphrase-again = The same once more:
init-passphrase-differs = The two are not the same. Again:
init-done = { $practice } is set up.
init-warning = WITHOUT the passphrase AND without the recovery sheet, nobody can open the backups. Not us either.
init-next = Next: choose the folders (refuge sources add), then a drive (refuge drives add).
init-next-folder = Next: choose the folders (refuge sources add), then: refuge backup
init-next-drive = Next: a drive (refuge drives add), then: refuge backup
init-next-backup = Next: refuge backup
sheet-intro = Your recovery sheet opens everything if the passphrase is forgotten. You write 24 words on it by hand, in four columns of six.
sheet-written = Written down?
sheet-back = Now type them back from the paper, six on a line: the first 4 letters of each are enough.
sheet-line = words { $first } to { $last }:
sheet-word = word { $number }:
sheet-wrong = This is not word { $number } of your sheet. Look again.
sheet-back-enter = (Enter alone: see them again.)
sheet-show-again = Show the words again?
sheet-right = Recovery sheet no. { $number } is correct. Keep one copy here, locked, and a second one elsewhere.

## Source folders

sources-added = { $path } will be backed up from now on.
sources-path-ask = Which folder? (its whole path)
sources-which = Which folder should no longer be backed up? (number)
sources-remove-only = Stop backing up { $path }? Its backups stay.
sources-missing = Not there now: { $path }. Plug in or connect whatever holds it. Elsewhere on this computer? refuge sources move "{ $path }" FOLDER
sources-exclude = Left out of { $path } by your patterns (exclude in refuge.toml): { $patterns }
sources-litter = Left out everywhere: what the system makes for itself, folders named .cache or .thumbnails, and folders below the first level that bear a CACHEDIR.TAG. Of a link only the link is saved: add the folder it leads to with refuge sources add, or leave the link out with exclude.
sources-moved = { $path } is { $place } on this computer. Its backups count on.
sources-moved-empty = Nothing lies in it yet. To bring its files back from a drive, before the next backup: refuge restore --all --in-place
sources-removed = { $path } will no longer be backed up. Its earlier backups stay until their period ends.
sources-none = No folder is backed up yet. Add one: refuge sources add FOLDER
sources-head-path = FOLDER
sources-head-class = CATEGORY
sources-head-records = RECORDS
sources-class-part = What does it hold? A word or two (medical record, nursing, pay, diary...), "list" to see all, Enter: kept without limit:
sources-class-ask = Which category? (number, or another word; Enter: none of these, kept without limit)
sources-class-endless = kept without limit
sources-class-all = list
sources-class-none = No category holds "{ $part }".
sources-records-ask = What is one record, kept and forgotten as a whole? (number)
records-each-folder = each sub-folder (patients)
records-by-year = each year of last change (accounts)
records-whole = the whole folder
records-generations = each year of backup (a database in one file)

## Drives

drives-added = { $drive } is ready.
drives-other-files = This drive also holds other files. They are not touched, but whoever borrows the drive holds your backups too.
drives-next = Next: refuge backup
drives-none = There is no backup drive yet. Plug one in, then: refuge drives add
drives-name-ask = Its name (a coloured sticker helps):
drives-path-ask = No external drive was found. Plug it in, wait a moment, then press Enter (or type its path):
drives-choose = Which drive? (number)
drives-moved = { $drive } is now at { $path }. Nothing on it was changed.
drives-which = Which drive? (number)
drives-head-name = DRIVE
drives-head-seen = LAST SEEN
drives-head-backups = BACKUPS
drives-head-room = ROOM
drives-plugged = plugged in

## Backing up

backup-waiting = No backup drive is plugged in. Plug in { $drives } (waiting, Ctrl-C to stop)...
backup-waiting-others = No backup drive is plugged in. Plug in { $drives }, or another of the practice's (waiting, Ctrl-C to stop)...
backup-stranger = Plugged in: { $what }.
backup-stopped-ejected = { $drive } is ejected: unplug it.
backup-stopped-stays = { $drive } is a fixed folder and cannot be unplugged: disconnect the network. Whatever changed your files can reach your backups on it too.
backup-stopped-unplug = Unplug { $drive } right now: it could not be ejected.
backup-ask-date = Is it really { $today }? The last backup is of { $known }. If yes, that one bore a wrong date or was long ago, and this is noted.
backup-date-was-wrong = The last backup bore a date that cannot have been right ({ $known }): what was recorded before it fits today ({ $today }). Order does not depend on it, nothing is lost. To have it noted: refuge backup --today YYYY-MM-DD
backup-date-doubtful = This computer's date ({ $today }) does not fit the last backup ({ $known }). The backup is made all the same. If the date is right: refuge backup --today YYYY-MM-DD. If not, set it.
backup-recognised = { $drive } recognised{ $model }. Last backup on it: { $when }.
backup-recognised-new = { $drive } recognised{ $model }. No backup on it yet.
backup-goes-on = Finishing the interrupted backup ({ $day } at { $hour }).
backup-owes = { $drive } waits for: { $what }. The passphrase is needed.
backup-full-thins = { $drive } is full. By the rule for old backups room can be made now; the backup then goes on.
backup-full-ask = Look what may go? (with the passphrase; the plan is shown first)
backup-pay-now = Do it now? (Enter: later)
backup-owes-in-incident = { $drive } waits for: { $what }. Not while the incident is open: nothing on the drive is overwritten. The backup goes on.
drive-identity-lost = The file that says which drive { $drive } is (vault.json) is missing or not ours. What lies on it is read all the same, piece by piece with its own proof; nothing is written to it. Put the file back: refuge verify --repair --drive "{ $drive }"
object-strange = Among the backups on { $drive } lies a file that this program did not write ({ $object }). Nothing depends on it, and it was passed over. The next erasing takes it away.
drive-page-strange = { $page } on { $drive } is not the one this program puts there, and lies there still. If nobody of the practice changed it, somebody may be after your 24 words: never type them on that page's word, and tell your technician. Put ours back: refuge verify --repair
drive-page-replaced = { $page } on { $drive } was not the one this program puts there: it was put back. If nobody of the practice changed it, somebody may be after your 24 words: never type them on that page's word, and tell your technician.
backup-owes-no-more = { $drive }: done.
backup-still-owes-lock = Still to be done on { $drive }: { $what }. The key you gave does not open the old lock. The backup goes on; afterwards, with the old key or the old sheet: refuge keys rotate --finish
backup-still-owes = Still to be done on { $drive }: { $what }. The backup goes on; give the passphrase next time.
list-or = { $others } or { $last }
backup-dry = Would back up { $files } { $files ->
    [one] file
   *[other] files
} ({ $size }). Nothing was written.
backup-done = Backup of { $when } on { $drive }: complete. { $files } new or changed { $files ->
    [one] file
   *[other] files
}, { $size }, { $time }.
backup-done-partly = Backup of { $when } on { $drive }: done, but not everything is in it. { $files } new or changed { $files ->
    [one] file
   *[other] files
}, { $size }, { $time }.
backup-problems = { $files } { $files ->
    [one] file or folder was not taken as it is. Why was told above (with --names, which one); refuge status counts what is missing until a backup takes it.
   *[other] files or folders were not taken as they are. Why was told above (with --names, which ones); refuge status counts what is missing until a backup takes it.
}
backup-odd = Look at { $files } files: they { $ending ->
    [none] can no longer be read as what they were
   *[other] now end with { $ending }
}. Protected or packed by you? Then all is well. Nobody did that? Treat it as an attack: refuge incident start
backup-left-out = { $names } { $names ->
    [one] name was
   *[other] names were
} left out by rule, with all that may lie below: your own patterns, or folders that programs call caches. refuge sources shows the rules.
backup-open-files = { $files ->
    [one] One open file was
   *[other] { $files } open files were
} taken as after a power cut. The program that holds it must be able to mend it: its own nightly export is surer.
backup-picture-not-allowed = Files that other programs hold open could not be taken: only an administrator may. Right-click on refuge, "Run as administrator", then back up; or give it up: refuge settings set open-files left-out
backup-picture-unsupported = Files that other programs hold open could not be taken: this disk cannot be pictured. Give it up: refuge settings set open-files left-out
backup-picture-failed = Files that other programs hold open could not be taken: Windows gave no picture of the disk. Try again later; close these programs first if it stays so.
backup-with-streams = { $files ->
    [one] One of the files read carries
   *[other] { $files } of the files read carry
} more data of Windows beside the content (further streams) than is kept: the content is in the backup, and what is small beside it.
backup-links-out = { $links } { $links ->
    [one] link leads
   *[other] links lead
} out of your folders: the backup holds the link, not what it leads to. Add that folder too: refuge sources add
backup-forgotten = { $records } { $records ->
    [one] forgotten record still lies
   *[other] forgotten records still lie
} in your folders and { $records ->
    [one] was
   *[other] were
} not backed up. To delete: refuge purge --on-computer
backup-erased-again = { $files } { $files ->
    [one] file of an erased year lies in your folders again with a new date, and was
   *[other] files of an erased year lie in your folders again with a new date, and were
} backed up as new. Not wanted? refuge purge --on-computer shows what to delete.
backup-unplug = You can unplug { $drive }.
backup-eject-by-hand = Read back: all good. Eject { $drive }, then unplug it.
backup-stays = Read back: all good. { $drive } stays plugged in: eject it before you unplug it.
backup-nearly-full = { $drive } will be full in { $months ->
    [0] less than a month
    [one] about a month
   *[other] about { $months } months
} at your pace: buy a larger drive.
backup-second-drive = Next: a second drive, kept elsewhere, protects you from fire and theft (refuge drives add).
backup-all-drives = Next: put your drives away, one of them outside the practice.
backup-bring-new = Next: bring { $drive }, there is no backup on it yet.
backup-bring-now = Next: bring { $drive } as soon as you can (no backup for { $days } days).
backup-bring-this-week = Next: bring { $drive } this week (no backup for { $days } days).
backup-bring-next = Next: bring { $drive } next time (last backup: { $when }).
backup-check-due = Check due before { $day }.
backup-check-late = Check overdue since { $day }: refuge verify
backup-not-read-back = The backup on { $drive } could not be read back in full. Check it: refuge verify

## Attaching a drive

attach-done = { $practice }: { $drive } is known again, with { $count } { $count ->
    [one] backup
   *[other] backups
}.
attach-parted = The register on { $drive } tells another story than the one here from record no. { $entry } on: this computer was put back from an older copy of its disk, or one of the two was altered. That is on record now, and both are kept. To print it: refuge report register
attach-keys-unknown = The drive has lock no. { $number }, and nothing on it tells the other keys of that lock. New backups are sealed to the key you gave: add the others with refuge keys add.
attach-plug-in = No drive with backups is plugged in. Plug one in, then press Enter (or type its path):
attach-which = Which of these drives? (number)
attach-also-ours = { $what } belongs to your practice; this computer does not know it yet. It is taken up.
attach-also-sheet = It holds records that came after the drive you began with: the words of the sheet are needed once more.
attach-also = { $drive } is known again, with { $count } { $count ->
    [one] backup
   *[other] backups
}.
recover-passphrase = Now a passphrase for this computer: the words of the sheet are not asked for again.
recover-there = There are files in all your folders; whether all of them are there was not looked at. To put back what is missing: `refuge restore --all --in-place`
recover-folders = Your folders were here:
recover-ask = Put them back in their place?
recover-make = There is no folder { $folder } yet. Make it?
recover-where = This computer has no place for { $folder }. Where is it to go? (path; Enter: leave this folder out)
recover-where-usual = This computer has no place for { $folder }. Where is it to go? (path; Enter: { $usual }; n: leave it out)
recover-whole-path = Give the whole path, from its beginning: /home/name/Documents/Patients, or C:\Users\name\Documents\Patients.
recover-left-out = Left out: { $folder }. It is not set up on this computer, and its backups stay. To set it up later: refuge sources move "{ $folder }" FOLDER
recover-left = Not everything is put back yet. Plug the drive in, then: refuge attach
recover-before-backup = Not everything was put back on this computer yet. A backup now has only what is here, and becomes the newest.
recover-what = What first?
recover-first = put back what is missing, then back up
recover-backup-now = back up what is here, and remind me
recover-no-more = back up what is here; nothing more is to be put back
recover-next = Next: refuge backup. Your other drives are taken up by themselves when you plug them in.
attach-damaged = { $count ->
    [one] One part
   *[other] { $count } parts
} of the drive could not be read: refuge verify --repair
attach-next = Next: refuge restore --all --to FOLDER, then refuge backup
attach-next-passphrase = This computer has no passphrase: refuge keys passphrase makes a new one, with the recovery sheet.

# -- verify --------------------------------------------------------------------

verify-good-full = GOOD. Everything on { $drive } was read ({ $size }); { $files } { $files ->
    [one] file
   *[other] files
} can be restored.
verify-good-quick = GOOD. Everything on { $drive } was read ({ $size }) and has its right checksum. Nothing was opened: for that, refuge verify --full
verify-repair-in-incident = An incident is open: the drive is checked, but nothing on it is replaced, because damage is evidence. When it is over: refuge incident end, then the repair again.
    .window = An incident is open: the drive is checked, but nothing on it is replaced, because damage is evidence. Repair it when the incident is over.
verify-repaired = { $count } { $count ->
    [one] object was
   *[other] objects were
} repaired.
verify-page-missing = { $page } is missing on { $drive }: the next backup puts it back, or refuge verify --repair
    .window = { $page } is missing on { $drive }: the next backup puts it back, or a repair does.
verify-strange = Nothing is lost by it, but { $count } { $count ->
    [one] file lies among those of the backups on { $drive } that is none of this practice's, or that this version does not know:
   *[other] files lie among those of the backups on { $drive } that are none of this practice's, or that this version does not know, the first being
} { $object }. It was left as it is: a newer version of refuge may have written it, or somebody had the drive in hand. If another computer of the practice has a newer version, install it here too; otherwise show this to your technician.
verify-spared = Nothing is lost on { $drive }, but { $count } { $count ->
    [one] second copy is
   *[other] second copies are
} damaged. -> refuge verify --repair
    .window = Nothing is lost on { $drive }, but { $count } { $count ->
        [one] second copy is
       *[other] second copies are
    } damaged. Repair it.

# -- try -----------------------------------------------------------------------

try-drive = Blue
try-begin = A trial with made-up patients, in { $folder }. None of your files are read.
try-set-up = 1. A practice was set up: one passphrase-protected key file, one recovery sheet.
try-first = 2. First backup: { $files } { $files ->
    [one] file
   *[other] files
} of { $records } { $records ->
    [one] record
   *[other] records
}, { $size }, read back and good.
try-second = 3. One note changed, one letter added. Second backup: only { $files } { $files ->
    [one] file
   *[other] files
} read, { $size } written.
try-verify = 4. Verified with the key: { $files } { $files ->
    [one] file
   *[other] files
} opened, every byte compared.
try-restore = 5. Restored into a new folder: { $files } { $files ->
    [one] file
   *[other] files
}, compared with the originals byte for byte: identical.
try-wrong-key = 6. A foreign key was tried: it opens nothing.
try-purge = 7. The list of patients was read; one was last seen 25 years ago. Plan { $plan } was made, approved and carried out.
try-forgotten = 8. The next backup did not take this patient again, and nothing brings them back; everything else was restored and compared.
try-certificate = Certificate { $entry }: { $records ->
    [one] 1 record
   *[other] { $records } records
} forgotten under the rules { $rules }.
try-certificate-hash = {"  "}It is filed in the ledger under { $hash } and names nobody.
try-kept = The trial is kept in { $folder }. The printable certificate: { $paper }
try-removed = The trial took { $time } and was removed; nothing is left of it. To keep the drive and the printable certificate: refuge try --keep FOLDER

# -- the year ------------------------------------------------------------------

year-intro = The yearly erasing, one step after the other. Leave it at any question (Ctrl-C): refuge year goes on from there.
year-step = Step { $number } of { $all }: { $what }
year-next = Next: { $command }
year-later = It goes on from here whenever you like: refuge year
year-now = Do it now?
year-incident = An incident is open: nothing is erased before it is over. refuge incident show
year-public = A public structure may not eliminate anything without its archives' consent.
year-register = the list of patients. Export it from your software as CSV (number, birth, death, last visit).
year-plan = disputes, then the list of what is due. The list of patients is in force.
year-approve = plan { $plan } names { $records } { $records ->
    [one] record
   *[other] records
}. A doctor reads it; { $people ->
    [one] one person has to agree
   *[other] { $people } persons have to agree, one after the other
}.
year-cooling-off = plan { $plan } waits: { $days } days after it was made it may be carried out.
year-erase = plan { $plan } was approved and is not carried out yet. Plug in a drive.
year-drives = what was erased still lies on { $drives }. Plug in what you have of them.
year-locks = change the locks, so that no old copy opens any more. A new passphrase and a new sheet: pen and paper.
year-new-lock = { $drives } still has the old lock. Plug it in.
year-attest = { $keys ->
    [one] destroy the old key (sheet or file), then say so.
   *[other] destroy the { $keys } old keys (sheets, files), then say so of each.
}
year-done-until = done. The next time: { $day }.
year-plug-in = Not plugged in: { $drives }. Plug one in, then Enter (n: later)
year-not-there = No such drive is seen yet.
year-list = The file with the list (path; Enter: without a new list)
year-hold = A dispute, a claim, a complaint? The name of the folder that must stay (Enter: none, or no more)
year-print = Open the plan with its names, to print it for the doctor?
year-who = Who has read it and agrees? (name; Enter: later)
year-paper = Open the paper about it, to print, sign and file it?
year-command-incident = refuge incident show
year-command-register = refuge register import LIST.csv, then refuge purge --dry-run
year-command-plan = refuge purge --dry-run
year-command-erase = refuge purge { $plan } --by NAME
year-command-finish = refuge purge
year-command-locks = refuge keys rotate --reason yearly
year-command-new-lock = refuge keys rotate --finish
year-command-attest = refuge keys attest
year-command-paper = refuge report { $entry } --open

guide-written = { $count ->
    [one] One page
   *[other] { $count } pages
} in { $folder }: open and print them (Ctrl-P). refuge guide --open shows this folder, refuge guide NUMBER --open one page.
guide-drives = Your drives
guide-sheet-label = Recovery sheet
guide-sheet = No. { $number }
guide-call = To call after an attack
guide-footer = All situations: refuge guide. The names of people and places on this page are examples; the drives are yours.

# -- restore and look ----------------------------------------------------------

restore-ask-words = What are you looking for (part of a name)?
restore-ask-which = Which one? (number)
restore-takes-folder = From the backup of { $when }, on { $drive }, because later ones lack it: { $folder }
restore-last-that-has-it = It is not in that one. The last backup that has it:
restore-takes = From the backup of { $when }, on { $drive }.
restore-onto-drive = { $path } is a backup drive: the files would lie on it without encryption. Restore onto it all the same?
restore-more = { $count ->
    [one] One more fits; add a word to see it.
   *[other] { $count } more fit; add a word to see them.
}
restore-all-of-these = all { $count } of these
restore-ask-which-or-all = Which one? (number; Enter: all of them, in their newest version)
restore-ask-version = Which version? (number; Enter: 1, as in the newest backup)
restore-folder = Restored { $time }
restore-done = { $files } { $files ->
    [one] file
   *[other] files
} restored ({ $size }) into { $folder }. Nothing else was changed.
restore-backed-up = This folder lies in one that is backed up: these copies will be saved again, and will keep their records from falling due. When you have what you need, delete the folder.
restore-problems = { $files } { $files ->
    [one] file could not be brought back wholly. Why was told above (with --names, which one).
   *[other] files could not be brought back wholly. Why was told above (with --names, which ones).
}
restore-again = The same command tries again what is missing, and leaves what is there.
restore-forgotten = { $files } { $files ->
    [one] file was
   *[other] files were
} left out: their record was erased on purpose.
in-place-looks = Comparing with what stands there now…
in-place-mark = before { $time }
in-place-differs = { $folder }: { $count ->
    [one] one thing there is not what the backup has:
   *[other] { $count } things there are not what the backup has:
}
in-place-more = and { $count } more; all of them: the same command with --json --names
in-place-now = { $what ->
    [newer] NEWER there
    [older] other bytes, not newer
   *[other] something else is there: it stays
}
in-place-ask = What is to be done? (number)
in-place-stay = leave these as they are, bring back only what is missing
in-place-replace = replace them too; what stands there now stays beside, as "name (before …)"
in-place-nothing = nothing
in-place-done = { $files } { $files ->
    [one] file is
   *[other] files are
} back where { $files ->
    [one] it was
   *[other] they were
} ({ $size }), written beside and read back before taking { $files ->
    [one] its name
   *[other] their names
}.
in-place-same = { $files } { $files ->
    [one] file was there already, byte for byte.
   *[other] files were there already, byte for byte.
}
in-place-replaced = { $files } { $files ->
    [one] file that stood there lies
   *[other] files that stood there lie
} beside, with "before" in the name. Look through them, then delete what nobody needs.
in-place-stayed = { $files } { $files ->
    [one] file that differs was
   *[other] files that differ were
} left as they are.
reading-elsewhere = { $drive } was backed up to on { $day }, and nothing is known to be missing there: plug it in if it is not, and add to the command: --drive "{ $drive }"
snapshots-none = No backup on { $drive } yet.
reading-unread = Careful: { $count ->
    [one] a backup
   *[other] { $count } backups
} on { $drive } cannot be read{ $newer ->
    [yes] , perhaps the newest one: what follows may be older than your last backup. Try: refuge verify --repair, or another drive
   *[no] . Newer ones are not affected: refuge verify --repair
}
look-lost = { $records ->
    [one] The list of one record
   *[other] The lists of { $records } records
} could not be read: something may be missing above. Try: refuge verify --repair, or another drive
mount-there = { $count ->
    [one] One backup is
   *[other] { $count } backups are
} in { $folder }, read-only, a folder for each; "versions" shows the versions of a file beside each other. Only you see them. Ctrl-C: they are gone (or after ten minutes without a visit).
mount-not-here = This refuge was not built to show backups as folders: that needs Linux and the build feature "mount". To get files back: refuge restore
mount-gone = The backups are shown no more; nothing was copied into that folder. What a program opened there it may have kept.
look-files = { $files } { $files ->
    [one] file
   *[other] files
}
find-since = since { $first }
find-gone = { $one ->
    [yes] on { $first }
   *[no] from { $first } to { $last }
}, gone by { $gone }
find-versions = { $count } versions
find-in = in the backups of { $first } to { $last }
find-in-one = in the backup of { $first }
find-begins = Looking through { $backups ->
    [one] one backup
   *[other] { $backups } backups
} on { $drive }…
find-total = { $files } { $files ->
    [one] file
   *[other] files
}, { $size }. { $backups ->
    [one] One backup was
   *[other] { $backups } backups were
} searched.
look-total = { $files } { $files ->
    [one] file
   *[other] files
}, { $size }.
diff-total = New { $added }, changed { $changed }, gone { $removed }.

## Ledger and papers

report-nothing = Nothing was done yet, so there is nothing to print.
report-written = The paper is in { $file }
report-not-opened = It could not be opened here: open it with any browser and print it from there.
paper-number = No. { $number }
paper-of-record = This paper is a printout of record { $number } of the register.
paper-hash = SHA-256 of the record: { $hash }
paper-previous = SHA-256 of the record before it: { $hash }
paper-printed = Printed { $date } with refuge { $version }. What can change afterwards is shown as it was that day.
paper-yes = yes
paper-no = no
paper-unknown = unknown
paper-span = { $first } – { $last }
paper-drive = Drive
paper-declared-by = Declared by
paper-snapshot = Backup
paper-files = Files in the backup
paper-new-files = New or changed files
paper-new-bytes = Their size
paper-stored = Written to the drive, encrypted
paper-problems = Files that could not be read
paper-read-back = Read back and compared
paper-took = Time taken
paper-size = Size

paper-level-not-applicable = not applicable: nothing to erase
paper-level-none = no level reached
paper-level-logical = logical deletion (below NIST SP 800-88 Clear): the medium may still hold encrypted remains
paper-level-clear = overwritten as a whole and read back (NIST Clear)
paper-level-crypto = cryptographic erase (NIST Purge type), conditions attested
paper-level-destroyed = physically destroyed (NIST Destroy)

fact-in-a-line = { $name }: { $value }
drive-model = Make and model
drive-make = Device
drive-make-unknown = make, model and serial number unknown
drive-serial = Serial number of the device
drive-volume = Serial number of the volume
drive-bus = Connection
drive-size = Capacity
drive-medium = Medium
drive-held = Ever held
drive-by-number = Number of the drive in refuge
drive-by-number-of = Number of { $drive } in refuge
drive-held-code = { $code ->
    [C0] no patient data (C0)
    [C1] encrypted data only, its secret never on it (C1)
    [C2] encrypted data and keyrings sealed to a random secret kept elsewhere (C2)
    [C3] a keyring sealed by a memorised passphrase (C3)
   *[C4] clear patient data, or an unknown past (C4)
}
medium-disk = magnetic disk, device and person agree
medium-flash = flash memory (stick, card, solid-state drive)
medium-turning-only = not certain: the system says magnetic disk, nobody confirmed; treated as flash
medium-unknown = unknown; treated as flash

sign-name = Name
sign-role = Role
sign-date = Date
sign-signature = Signature
sign-responsible = The person responsible
sign-second = Second person
sign-holder = The holder
sign-witness = The witness
sign-seen = Seen by
sign-read-by = List read by
sign-destroyed-by = Destroyed by

erase-title = Certificate of erasure
erase-later-title = Certificate of erasure: drive brought up to date
erase-rekeyed-title = Record of a changed key
erase-done = { $count ->
    [one] One expired record is erased
   *[other] { $count } expired records are erased
} on every drive
erase-done-line = Overwritten, read back, and no key at hand finds them. People attest that the old opening keys are destroyed.
erase-not-closed = { $count ->
    [one] One expired record
   *[other] { $count } expired records
} erased, not closed yet
erase-waits-for = Still to be done on: { $drives }. Plug in to finish, or declare lost or destroyed.
erase-keys-left = Opening keys of that time still exist: until they are changed and destroyed, an older copy of a drive could be opened with them.
erase-copies = { $count ->
    [one] The files of 1 of these records
   *[other] The files of { $count } of these records
} also lie, or lay, in records of an older or wider division of the same folders, which were not erased: a restore of a backup with them brings these files back. Only a drive that is wiped and filled anew has none of them.
erase-copies-fact = Erased records whose files other, kept records hold too
erase-failed = FAILED on { $drives }
erase-failed-line = Forgotten data may still be readable there. Plug the drive in and run the erasure again; if it fails again, destroy the drive.
erase-drive-good = Done on { $drive }
erase-drive-good-line = Overwritten, read back, and no key at hand finds anything forgotten.
erase-later-of = This finishes, on a drive that was away, the erasure of record { $number } (plan { $plan }).
erase-rekeyed-what = A record that is kept got a new key, because part of what it held must become unreadable. What it holds today was sealed anew; what lay there before was overwritten.
erase-plan = Plan
erase-plan-hash = SHA-256 of the approved plan
erase-rule-set = Versions of the rules
erase-register-day = Patients' register, exported
erase-register-none = no register was used
erase-register-hash = SHA-256 of the register
erase-approved = Approved by
erase-approved-by-nobody = nobody was named. Who signs below answers for it.
erase-approved-by-key = nobody was named; opened with: { $key }. Who signs below answers for it.
erase-control = Control
erase-control-dual = dual: proposed and approved by two people
erase-control-cooling = single, with a waiting period between plan and execution
erase-control-single = single: one person decided
erase-rules = What was erased, and by which rule
erase-head-rule = Category and rule
erase-head-reason = What decided
erase-head-records = Records
erase-head-started = Last contact
erase-head-until = To be kept until
erase-total = Total
erase-no-names = This paper names no patient. Each record is noted in the register as a keyed hash ({ $count }), so that "was this record among them?" can be answered later: refuge report --prove RECORD
rule-line = { $name }: { $term }; { $article } ({ $status })
rule-statutory = statutory
rule-recommended = recommended
rule-policy = decision of the practice
term-never = never expires
erase-reason = { $reason ->
    [term] term of the rule
    [age] age of the patient
    [death] death of the patient
    [cap] longest time allowed
    [same-patient] another record of the same patient
    [not-started] clock not started
    [never-expires] never expires
    [unknown] something needed is unknown
   *[other] { $reason }
}
erase-excluded = What was left out
nothing-due-title = Yearly look for records past their term
nothing-due-good = No record was due.
nothing-due-no-list = No record was due, but the list of patients was missing, too old or too short.
nothing-due-line = Every record was judged by the rules on that day. Nothing was planned and nothing erased.
nothing-due-kept = Still to be kept
erase-held = Held back (claim, request, inquiry)
erase-unknown = Something needed is unknown
erase-quarantined = Rows of the register that were not believed
erase-machine = What the machine verified
erase-machine-note = On each drive: keys removed, lists written anew without the records, their bytes overwritten in place (a marker, then random), everything read back. Measured at that moment; the level on the day of printing follows from the facts recorded since and never exceeds them.
erase-drive = Drive { $drive }
erase-drive-later = Drive { $drive }, done { $date } (record { $number })
erase-device = The drive itself
erase-wiped = Overwritten and read back
erase-wiped-what = { $count } segments, { $size }
erase-errors = Errors
erase-errors-none = none
erase-errors-some = { $count ->
    [one] ONE SEGMENT
   *[other] { $count } SEGMENTS
} COULD NOT BE OVERWRITTEN
erase-test = Opening test
erase-test-good = passed: with every key at hand nothing forgotten was found
erase-test-bad = FAILED: something forgotten could still be opened
erase-level-then = Level reached at that time
erase-level-same = Level reached, the same on { $date }
erase-level-now = Level on { $date }
erase-remaining = Remaining
erase-fingerprints = For comparing: hashes and numbers
remaining-none = nothing
remaining-again = erase again, or destroy the drive
remaining-end-of-life = physical destruction at the end of its life, recommended
remaining-attest = destroy the old sheets, sticks and tokens, and attest it
remaining-rotate = change the locks (refuge keys rotate), then destroy the old keys
erase-waiting = Drives not treated yet
erase-waiting-none = None: every drive that was known at that time is accounted for.
erase-waiting-drive = Drive
erase-waiting-seen = Last seen
erase-waiting-level = Level
erase-waiting-deadline = Deadline
erase-waiting-note = The records are still on these drives. Restoring leaves them out. After the deadline a drive must be declared lost or destroyed.
erase-people = What people attest
erase-people-note = Every opening key up to lock no. { $epoch } could open what was erased. A machine cannot see that a sheet was burnt: this part rests on the word of those named.
erase-key-name = Opening key
erase-key-epoch = Lock no.
erase-key-state = State
erase-key-destroyed = destroyed { $date } by { $by }: { $method }
erase-key-said-destroyed = noted as destroyed
erase-key-to-destroy = REPLACED, STILL TO BE DESTROYED
erase-key-active = IN USE: the locks were not changed since
erase-conditions = Conditions of the cryptographic erase
condition-encrypted = All data was encrypted before it was written. (verified by design)
condition-strength = Keys are random, of 128 bits or more; no memorised passphrase ever sealed a keyring on a drive. (verified by design)
condition-new-keyring = The keyring in force holds no key of the records erased. (verified on each drive above)
condition-keys-met = Every opening key of that time is destroyed. (attested, see above)
condition-keys-open = Every opening key of that time is destroyed. (NOT YET: see above)
condition-copies = No photograph, scan, print or copy of these keys was kept. (attested by signing)
condition-clear = No unencrypted copy was put on these drives, or restored elsewhere and forgotten. (attested by signing)
erase-limits = Cryptographic erase rests on mathematics of today. The keys that sealed the records are X25519, which a future quantum computer may break for whoever kept a copy of a drive. Therefore a drive should be physically destroyed at the end of its life. Overwriting single files proves nothing about hidden spare cells of flash memory.

pv-title = Record of destruction (procès-verbal)
pv-destroyed = { $drive } is physically destroyed
pv-declared = As declared by the people named below.
pv-unproven = { $drive }: declared destroyed, not proven
pv-unproven-line = Without a witness or a contractor's certificate this counts as a declaration only.
pv-day = Date
pv-method = Method
pv-by = By
pv-witness = Witness
pv-certificate = SHA-256 of the contractor's certificate
pv-certificate-none = none given
pv-level = Level
pv-statement = We declare that the medium described above was destroyed on the date and by the method stated, so that its content can no longer be read.
pv-note = Signed on paper by both. Attach the contractor's certificate, or a photograph of the debris with the serial number. Debris goes to electronic waste.

wipe-title = Record of overwriting a drive
wipe-good = { $drive } was overwritten and read back
wipe-bad = FAILED: { $drive } was not overwritten completely
wipe-bad-line = { $size } could not be written or did not read back. What lies there may still be readable: destroy the drive.
wipe-scope = Extent
wipe-scope-device = the whole device
wipe-scope-files = files and free space
wipe-passes = Complete passes
wipe-verified = Written and read back as written
wipe-failed = Not written, or not read back
wipe-note = Overwriting is meant for drives that stay in the same hands. It may miss replaced sectors and hidden spare cells; before a drive leaves the practice, destroy it.
lost-title = { $drive } is declared lost
lost-keys = Change the locks, then destroy every old sheet, stick and token: from then on nobody can open what is on it.
lost-breach = Note the incident in the register of breaches; whether the authority must be told within 72 hours is to be assessed (GDPR art. 33).

backup-paper-title = Backup record
backup-paper-good = Backup on { $drive } complete and read back
backup-paper-problems = { $count ->
    [one] One file
   *[other] { $count } files
} could not be backed up
backup-paper-unread = Backup on { $drive } recorded, not read back
restore-paper-title = Restore record
restore-paper-good = { $count ->
    [one] One file
   *[other] { $count } files
} restored
restore-paper-problems = { $count ->
    [one] One file
   *[other] { $count } files
} could not be restored completely
restore-paper-files = Files restored
restore-paper-forgotten = Left out because their record was erased
check-title = Check report
check-good = { $drive } is good
check-bad = { $drive } is DAMAGED
check-bad-line = { $count ->
    [one] One finding is left.
   *[other] { $count } findings are left.
} Repair it, back up to another drive, then replace it.
check-mode = Kind of check
check-quick = quick: everything is there and whole, without a key
check-drill = monthly drill: everything is there, part of it read, sample restored
check-full = full: every byte read and opened
check-objects = Objects looked at
check-read = Read from the drive
check-compared = Files restored and compared
check-compared-live = Of these, compared with the file on the computer
check-findings = Findings left
check-repaired = Findings repaired
check-next = Next check due

rotated-title = Record of changed locks
rotated-what = Lock no. { $epoch } is in force
rotated-before = First bring these drives to the new lock: { $drives }. Only then destroy the old keys.
rotated-epoch = Lock no.
rotated-reason = Reason
rotated-reason-what = { $reason ->
    [left] somebody left
    [sheet] a sheet was lost or seen
    [drive] a drive was lost
    [yearly] yearly
   *[other] other
}
rotated-done = Drives on the new lock
rotated-waiting = Drives still on the old lock
rotated-destroy = To be destroyed now
rotated-tick = Destroyed
rotated-how = Burn paper or cross-cut it, in front of a witness; break sticks and tokens. Tick each line, sign, then declare it: refuge keys attest
key-kind-head = Kind
key-kind = { $kind ->
    [sheet] recovery sheet
    [file] key file
    [plugin] hardware token
   *[other] { $kind }
}
attested-title = Declaration of a destroyed key
attested-what = "{ $key }" is declared destroyed
attested-none-left = No old key is left to be destroyed.
attested-left = Still to be destroyed: { $count }.
attested-tag = Mark of the key on the drives
attested-statement = I declare that this key was destroyed as stated, and that no copy, photograph, scan or print of it was kept.
attested-note = No machine can verify this. The certificates of erasure rest on it and name it as attested.

refused-what = A backup was stopped: too much changed at once
refused-line = Nothing was recorded; earlier backups are intact.
refused-changed = Files changed, vanished or renamed
refused-ending = New ending that many share
refused-drive = Drive it was meant for
refused-share = { $changed } of { $files }
refused-since = Last backup before it
refused-usual = Usually, between two backups
refused-spoiled = Readable files that became unreadable
refused-notes = Ransom notes found
incident-opened = Opened
incident-at = { $time } (record { $label })
incident-closed = Closed
incident-what = What changed
incident-seen-what = What was seen
incident-seen-where = On which computer, by whom
incident-seen-since = Since when
incident-seen-files = How many files, of how many
incident-last-good = Last good backups, and where they are
incident-no-good = No complete backup that was read back is on record before it.
incident-head-backup = Complete and read back
incident-head-check = Last good check
incident-head-where = Where this drive is (to write)
incident-calls = Who was called, and when
incident-technician = Your technician
incident-insurer = Your insurer
incident-officer = Your data protection officer
incident-head-who = Who
incident-head-reach = Where
incident-head-when = Day and time
incident-head-with = Who answered, which case number
incident-report = Telling the authority
incident-report-until = If data of patients may have been seen, taken, lost or made unreachable, the data protection authority is to be told within 72 hours after the practice knew of it (GDPR, art. 33): by { $until } at the latest, counted from the opening of this incident; earlier if the practice knew before. What is not known yet may follow.
incident-report-soon = If data of patients may have been seen, taken, lost or made unreachable, ask your data protection officer when the authority is to be told: as soon as possible where the risk is high.
incident-asked-what = what happened, when, and when the practice knew of it
incident-asked-how-many = how many patients and records, roughly, and which data
incident-asked-consequences = what it may mean for them
incident-asked-measures = what was done, and what will be
incident-asked-patients = whether the patients are to be told as well (high risk), and by whom
thinned-removed = Backups removed
thinned-kept = Backups kept
thinned-freed = Room freed
thinned-rule = Thinning out forgets nobody: the newest backup stays whole, and the newest state of every record stays on the drive. Records whose legal term is over are erased by a plan of erasure only.
refused-signs = Signs seen
paper-incident-note = Note
incident-refused = After the stopped backup of record
paper-incident-phone = Telephone of the practice
paper-incident-frozen = While the incident is open, nothing is erased, replaced or locked anew, and no drive is thinned out. Evidence stays in this register.

register-title = Register of { $year }
register-lead = Everything that was done with the backups, in order
register-whole = The register is whole: { $count ->
    [one] one record, unaltered
   *[other] { $count } records, none altered, none missing
}
register-whole-line = Each record holds the hash of the one before; all were checked when this was printed.
register-leaps = The dates of some entries cannot be right, because the computer's clock was wrong then or before ({ $entries }). Their order and what they say are certain.
register-unsaved = Not everything is in the last backups
register-lacking = The last backup on { $drive } could not take: { $files } { $files ->
    [one] file
   *[other] files
}, { $folders } { $folders ->
    [one] folder
   *[other] folders
}.
register-unsaved-line = Files not saved as they are: { $files }. Folders that were missing: { $folders }. Links whose goal no backup holds: { $links }. Since { $since }.
register-backups = Backups
register-checks-good = Checks passed
register-checks-bad = Checks that found damage
register-restores = Restores
register-forgotten = Records erased
register-chart-months = Backups and checks, by month
register-series-backups = backups
register-series-checks = checks
register-chart-fill = How full the drives are
register-fill = { $part } of { $whole }
register-fill-ours = { $part } of backups on { $whole } (away)
outlook-title = Records to erase by year, if nothing changes (judged on { $day })
outlook-due = due now
outlook-later = later
register-series-due = records
register-entries = Records
register-empty = Nothing was done in this year.
register-head-number = No.
register-head-date = Date
register-head-what = What
register-head-details = Details
register-head-hash = Hash
register-print = This paper prints the records of { $year }.
register-first = First: { $number }, SHA-256 { $hash }
register-last = Last: { $number }, SHA-256 { $hash }
deed = { $what ->
    [set-up] Practice set up
    [drive-added] Drive added
    [drive-renamed] Drive renamed
    [drive-lost] Drive lost
    [drive-found] Drive found again
    [drive-wiped] Drive overwritten
    [drive-destroyed] Drive destroyed
    [backed-up] Backup
    [checked] Check
    [restored] Restore
    [register-imported] Patients' register read
    [hold-added] Record held
    [hold-removed] Hold ended
    [plan-made] Erasure plan
    [nothing-due] Nothing due
    [purged] Erasure
    [purged-later] Erasure finished on a drive
    [thinned] Old backups thinned out
    [rekeyed] Record got a new key
    [key-added] Opening key added
    [key-removed] Opening key removed
    [rotated] Locks changed
    [drive-rekeyed] Drive brought to new locks
    [attested] Key declared destroyed
    [rehearsed] Recovery sheet rehearsed
    [incident-started] Incident begun
    [incident-ended] Incident ended
    [backup-refused] Backup stopped
    [setting-changed] Setting changed
    [date-confirmed] Today's date confirmed
    [register-parted] Two stories of the register
   *[other] { $what }
}
detail-backups = { $count } backups, complete and read back
detail-backup = { $drive }: { $files ->
    [one] { $files } file
   *[other] { $files } files
}, { $size } new
detail-check-good = { $drive } good: { $size } read, { $files ->
    [one] { $files } file
   *[other] { $files } files
} compared
detail-check-bad = { $drive } DAMAGED: { $count }
detail-restore = { $drive }: { $files ->
    [one] { $files } file
   *[other] { $files } files
}
detail-purge = { $plan }: { $count ->
    [one] { $count } record
   *[other] { $count } records
}
detail-wiped = { $drive }: { $level }
detail-plan = { $plan }: { $due } due, { $kept } kept
detail-parted = from record no. { $entry } on; the other begins with { $hash }
detail-nothing-due = nothing due; { $kept } to be kept, { $unknown } without a certain date
detail-thin = { $drive }: { $count ->
    [one] { $count } backup
   *[other] { $count } backups
}, { $size } freed
detail-register = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $matched } matched
detail-attested = { $key }, by { $by }
detail-refused = { $changed } of { $files } files changed

plan-title = Erasure plan { $plan }
plan-lead = As judged on { $date }. Nothing is erased by this paper.
plan-rules = Rules: { $rules }
plan-names-note = This list names patients. Keep it under lock; destroy it when the erasure is done.
plan-unnamed = (not on this drive)
plan-head-standing = Verdict
plan-head-class = Category
plan-head-record = Record
plan-paper-group = { $class }: { $reason } ({ $count })
plan-head-born = Born
plan-head-contact = Last contact
plan-head-from = From
plan-head-until = To be kept until
plan-head-seen = Read
paper-standing-due = to be erased
paper-standing-held = held back
paper-standing-unknown = unknown, kept
paper-standing-kept = kept

prove-yes = Yes: the keyed hash of "{ $record }" is in the register of erasures.
prove-no = No erasure in the register holds the keyed hash of "{ $record }".
prove-no-line = The name must be written exactly as the folder was, and its source must still be configured.
prove-entry = Record { $number }, { $date }
prove-how = The hash is computed from the practice's secret, the source and the name; without the secret it tells nothing.

label-title = Label for { $drive }
label-number = Drive { $number } of { $count }
label-encrypted = Encrypted. Useless without its key.
label-return = If found, please return to:
label-phone = Telephone: ______________________
label-small = For a stick, or the edge of a drive:
label-phone-is = Telephone: { $phone }
label-how = Cut out, stick on the drive or its box. Nothing on it tells what the drive holds.

## Opening keys

keys-old-file-ask = Old key file (Enter: type the words of the old sheet):

keys-still-open = (Opened a moment ago: the passphrase is asked for again after ten minutes without anything done, or when you have finished here.)
keys-which-file = Whose key? (number)
keys-add-whose = Now the passphrase of "{ $name }": theirs alone, so they take the keyboard.
keys-passphrase-or-sheet = Passphrase (s: only the recovery sheet; Enter: stop):
keys-name-ask = Whose key is it (a person's name)?
keys-file-ask = Where to put the key file (a small stick of its own is best):
keys-sheet-number = recovery sheet no. { $number }
keys-key-number = { $name } no. { $number }
keys-head-name = KEY
keys-head-kind = WHAT
keys-head-number = LOCK
keys-head-state = STATE
keys-head-opens = OPENS
keys-kind-file = file
keys-kind-plugin = hardware token
keys-kind-sheet = sheet
keys-sheet-at = Sheet no. { $number } is kept here: { $places }
keys-kind-sheet-at = sheet ({ $places })
keys-state-active = in force
keys-state-still-opens = removed, still opens
keys-state-needed = keep for now
keys-state-to-destroy = to destroy
keys-state-destroyed = destroyed
keys-opens-all = everything
keys-opens-common = the common part
keys-opens-old = old copies
keys-opens-nothing-yet = nothing yet
keys-waiting = { $drives }: still the old lock. Once plugged in: refuge keys rotate --finish
    .window = { $drives }: still the old lock. Plug it in and back up to it.
keys-attest-now = Keys marked "to destroy" open nothing new: destroy them, then record it: refuge keys attest
    .window = Keys that are to be destroyed: destroy them, then note it here.
keys-added-all = { $name } opens all backups from now on.
keys-added-some = { $name } opens a part of the backups from now on.
keys-added-later = { $name } has a key. It opens nothing until a folder names its reader: refuge sources add … --readers
keys-file-is = The key file is { $path }. Give it to its owner only, with its passphrase by another way.
keys-added-waiting = { $drives }: the key opens it once it was plugged in for a backup.
keys-removed = { $key } gets no new part of the keyring any more.
keys-removed-limits = Honest limits: until the locks are changed, { $key } still opens every backup made before, on every drive, and later backups of the records it knew. Copies somebody made stay open to it.
keys-remove-ask = Remove { $key }?
keys-removed-next = To close the drives to it: refuge keys rotate. When it is destroyed: refuge keys attest
    .window = Until the locks are changed it still opens. When it is destroyed, note it here.
keys-passphrase-changed = The passphrase of { $path } is changed. The old one opens nothing any more, except copies of the old file.
keys-passphrase-new = A new key file with the new passphrase is ready: { $path }
keys-passphrase-old = The old key file must be destroyed: delete it wherever it lies, then refuge keys attest
    .window = The old key file must be destroyed: delete it wherever it lies, then note it here.
keys-reason-ask = Why? (number)
keys-reason-left = someone left
keys-reason-sheet = sheet lost or seen
keys-reason-drive = drive lost or stolen
keys-reason-yearly = yearly
keys-reason-other = another reason
keys-rotate-limits = Once this is done, new backups have a new lock. Honest limits:
      - a copy someone already made of an old drive can still be opened with the old sheet;
      - drives that are not plugged in keep the old lock until they are (or are destroyed);
      - secrets somebody copied out of an old keyring still read what is backed up later of the same records.
keys-rotated = Lock no. { $number } is in force.
keys-new-file = Your new key file: { $path }
keys-drives-done = { $drives }: opened with the new key and checked; the old lock is off.
ledger-copy-later = { $why } { $drive } gets its copy of the register at its next visit.
keys-drive-failed = { $drive } keeps the old lock: { $why }
keys-renew = Still in need of a new key, now that the old lock is changed: { $names }. Make it with refuge keys add
keys-renew-ask = Make a new key for { $name } now (that person chooses the passphrase)?
keys-renew-token = { $name } is a hardware token: make a new identity on it, then refuge keys add --name "{ $name }" --recipient age1…
keys-destroy-now = Destroy now: { $keys }. Then record each: refuge keys attest
keys-destroy-later = Do not destroy yet: { $keys }. First bring every drive to the new lock.
keys-attest-by = Who destroyed it?
keys-attest-delete = Its file still lies here: { $path }. Copies elsewhere are yours to delete. Delete this one now?
keys-attest-which = Which one was destroyed? (number)
keys-attest-method = How? (number, or in your own words)
keys-attest-how = In your words:
keys-way-shredded = cross-cut shredder
keys-way-burnt = burnt
keys-way-deleted = file deleted, also from the bin and from copies
keys-way-crushed = the stick or token was crushed
keys-way-reset = the token was reset
keys-way-other = another way
keys-attested = Recorded: { $key } destroyed, says { $by } (entry { $entry }). The program saw nothing of it.
keys-attested-before = { $key } is on record as destroyed already. Nothing was added.
keys-attested-all = No old key is left to destroy.
keys-attested-left = { $count } old { $count ->
    [one] key is
   *[other] keys are
} still to be destroyed.
sheet-ready = Take a pen. Nobody should look over your shoulder, and no camera: nothing stays on the screen afterwards.
sheet-places-later = Note where they are: refuge keys sheet --place "practice" --place "elsewhere"
sheet-begin = Ready?
sheet-page = The { $all } words, in columns of six as on the form
sheet-qr-ask = Show the key as a code too, to be copied by machine?
sheet-qr-warning = Whoever photographs this code holds the sheet. Most people need no code.
sheet-qr-none = No code could be made.
sheet-qr-done = Done?
sheet-qr-file = The key of sheet no. { $number } as a code: { $path }
sheet-qr-file-warning = This file IS the key. Print it, glue it to the sheet, then delete the file. Send it to nobody.
sheet-ask = Type the words of recovery sheet no. { $number }, six on a line. Four letters each are enough.
sheet-ask-any = Type the words of the recovery sheet, six on a line. Four letters each are enough.
sheet-lost = (No sheet? A key file and its passphrase open them as well: Ctrl-C, then the same command with --identity FILE. Without either nobody can open these backups, not us either.)
sheet-unknown = Word { $number } is in no list. Read it again.
sheet-ask-again = Try again?
sheet-ask-line = Which line shall be typed again (1 to { $lines }, Enter: all, n: none)?
sheet-places = A sheet is worth what its hiding place is worth. Where will the copies be kept? (It is noted, without the words.)
sheet-place-first = practice, locked
sheet-place-second = elsewhere
sheet-place-ask = Copy { $copy }:
sheet-form-title = Recovery sheet
sheet-form-number = sheet no. { $number }
sheet-form-lead = Made on { $date }. Opens all backups of { $practice }. It is as secret as the backups themselves.
sheet-form-words = Write the 24 words here by hand, in order, as the screen shows them. Write clearly; accents may be left out.
sheet-form-key = Only if you asked for it on the screen, the same key as text (AGE-SECRET-KEY-1…):
sheet-form-facts = Practice
sheet-form-id = Practice no.
sheet-form-sheet = Sheet no.
sheet-form-copy = This is copy
sheet-form-copy-blank = ..... of .....
sheet-form-other = The other copy is kept at
sheet-form-use = To get files back
sheet-form-step-1 = Take any computer with the program refuge, and plug in a backup drive.
sheet-form-step-2 = This computer knows the practice: type refuge restore. When it asks for the passphrase, type s and Enter.
sheet-form-step-3 = A new computer: plug the drive in, type refuge and Enter, and answer.
sheet-form-step-4 = Type the words; the first 4 letters are enough. A wrong word is asked again at once.
sheet-form-step-5 = Afterwards make a new passphrase: refuge keys passphrase. Put the sheet away again.
sheet-form-without = Without the program
sheet-form-without-1 = On the drive lie README.html and rescue.py. With python3, age and zstd, rescue.py --words asks for these words and restores everything.
sheet-form-without-check = First check that the script is ours: the SHA-256 of rescue.py begins with { $hash }. Windows: certutil -hashfile rescue.py SHA256. macOS: shasum -a 256 rescue.py. Linux: sha256sum rescue.py. If it differs or you are in doubt, type the words only into a computer without network.
sheet-form-without-2 = Even without that script: the words are a BIP-39 phrase (French or English list). Its 32 bytes, written in Bech32 with the prefix AGE-SECRET-KEY- and in capitals, are a key of the program age.
sheet-form-destroy = Destroy this sheet when sheet no. { $next } is written, typed back, and every drive has the new lock.
sheet-form-destroy-how = Cross-cut shredder or fire, all copies. Then record it: refuge keys attest "sheet { $number }"
sheet-form-lost = WITHOUT the passphrase AND without the sheet, nobody can open the backups. Not us either.
sheet-form-never = Never photograph, scan, photocopy or e-mail this sheet once it is filled in.
sheet-form-file = sheet-{ $number }.html
sheet-form-is = The form for recovery sheet no. { $number }: { $path }
sheet-form-no-secret = Print it as often as you like: there is no secret on it. The words are written by hand.
sheet-rehearsed = Recovery sheet no. { $number } is readable and opens the backups.
sheet-three-numbers = { $first }, { $second } and { $third }
sheet-three-ask = Take recovery sheet no. { $number }. Type its words { $words }; four letters each are enough.
sheet-three-wrong = These are not words { $words } of sheet no. { $number }. Is it that sheet?
sheet-three-right = Recovery sheet no. { $number } is at hand, and its words { $words } can be read. To read all of it again: refuge keys rehearse --all
    .window = Recovery sheet no. { $number } is at hand, and its words { $words } can be read.

## Patients' register and holds

register-read = { $rows ->
    [one] 1 row read,
   *[other] { $rows } rows read,
} { $matched } of them matched to a patient's folder in the backups.
register-quarantined = { $rows ->
    [one] 1 row is not believed; its record is kept:
   *[other] { $rows } rows are not believed; their records are kept:
}
register-line = {"  "}{ $list ->
    [visits] visits, line
   *[patients] line
} { $line }: { $why }
register-cell = (column "{ $column }", a value like { $shape })
register-more = {"  "}and { $rows } more (all of them: --json).
register-understood = How the list of { $list ->
    [visits] visits
   *[patients] patients
} was understood: { $rows } rows, { $encoding }, separator { $separator }, dates { $order }.
register-order-day-month = day first
register-order-month-day = month first
register-order-mixed = in no clear order
field-word = { $field ->
    [id] number
    [last_contact] last-visit
   *[other] { $field }
}
register-none-matched = No folder bears a number of this list: nothing can ever be due by it. Name the folders by the patient's number, or give the list a column "folder" with the folder's name. The number is only a part of the name? refuge settings set folder-names contains
register-head-field = FIELD
register-head-column = COLUMN
register-head-read = VALUES
register-head-empty = EMPTY
register-head-refused = REFUSED
register-head-range = FROM – TO
register-unused = Columns not used: { $columns }.
register-no-birth = No date of birth in this list: where the category has an age, no record will ever be due.
register-no-contact = No value for the last contact in this list: it makes no record due.
register-coarse-year = { $patients } patients have the { field-word } on { $day } of various years: only the year is believed, and the date counts as 31 December.
register-coarse-month = { $patients } patients have the { field-word } on day { $day } of various months: only the month is believed, and the date counts as its last day.
register-filler = Too many patients share the { field-word } { $day }: it is not believed (an empty cell or a migration, see docs/retention.md).
register-visits-of-nobody = { $numbers ->
    [one] 1 number of the list of visits is in no row of the patients.
   *[other] { $numbers } numbers of the list of visits are in no row of the patients.
}
register-loose = { $files ->
    [one] 1 file lies loose in { $folder }, in no folder: it is no patient's and will never be due.
   *[other] { $files } files lie loose in { $folder }, in no folder: they are no patient's and will never be due.
} To give them a clock, move them into the patients' folders, or into a folder of their own added with --records by-year.
register-ask-unused = Column "{ $column }" is not used. What is it?
register-ask-use = it is the field { field-word }
register-ask-leave = leave it out
register-ask-stop = stop: nothing is read
register-ask-none = none of them: nothing is read
register-ask-which = Which column is the field { field-word }?
register-remembered = Named earlier: { field-word } = { $column }
register-ask-keep = This list has other headings. Do these columns still hold?
register-unmatched-rows = { $rows ->
    [one] 1 row has no folder in the backups.
   *[other] { $rows } rows have no folder in the backups.
}
register-written-otherwise = { $rows ->
    [one] The number of 1 of them is that of a folder, written otherwise
   *[other] The numbers of { $rows } of them are those of folders, written otherwise
} (815 for 0815, 4 711 for 4711): a spreadsheet may have changed them. Export again and read that file itself, or name the column that holds the folders' names: --map folder=COLUMN
register-number-among-words = { $folders ->
    [one] 1 folder has a patient's number among other words ("DUPONT Marie 4711"); only the whole name counts today.
   *[other] { $folders } folders have a patient's number among other words ("DUPONT Marie 4711"); only the whole name counts today.
}
register-among-words-how = If these numbers are the patients': refuge settings set folder-names contains, then import the list again.
register-ask-among-words = Are these numbers really the patients'?
register-unmatched-records = { $records ->
    [one] 1 folder is in no row: it is kept (see it with --names).
   *[other] { $records } folders are in no row: they are kept (see them with --names).
}
register-returned = { $records ->
    [one] 1 patient came back after the erasing: the next backup takes the folder as a new record.
   *[other] { $records } patients came back after the erasing: the next backup takes their folders as new records.
}
register-stale = The register is more than 30 days old, or dated in the future: no patient's record is due. Export it again.
register-shrunk = The register has over 5 % fewer rows than the one before: no patient's record is due. Export it whole; if there really are fewer patients, add --fewer-patients.
register-not-kept = The file { $file } was not kept; delete it or put it away safely.
row-wrong-cell-count = more cells than the header
row-shifted = its cells do not look like those of the other rows: they may stand one column off
row-broken-line = an end of line in one of its texts cuts it
row-undated = a visit without its day
row-stray-quote = a quote that does not close where a cell ends runs over it
row-no-id = no patient number
row-bad-key = a patient number or folder name that cannot be one
row-not-a-date = a date that is none
row-two-digit-year = a year of two digits
row-ambiguous-date = day and month cannot be told apart
row-in-future = a date in the future
row-too-long-ago = a date longer ago than it can be (a contact 80 years, a birth or death 120)
row-birth-after-contact = born after the last contact
row-death-before-birth = dead before birth
row-contact-after-death = seen more than a year after the death
row-too-old = older than anybody
row-rows-disagree = rows of the same number disagree
row-unknown-class = a category that does not exist
row-sibling-quarantined = another row, which may be the same patient's, is not believed
row-merged-in-doubt = merged with a patient who is in doubt or not in the list
row-numbers-alike = two numbers that differ only by zeros in front
hold-added = Held: { $reason }. The record will not be erased while this lasts.
hold-added-several = { $count } records bear this name, and all of them are held. Lift the hold of one: refuge hold remove ID (the ids: refuge hold list)
hold-removed = { $count ->
    [one] The hold is lifted.
   *[other] { $count } holds are lifted.
} The days it lasted still count where the law says so.
hold-none = No record is held.
hold-names-hint = The names of the records: refuge purge --dry-run --names
hold-review = to review on { $day }
hold-reason-ask = Why? (number)
hold-which = Which folder do you mean? (number)
hold-none-of-these = none of these
hold-many = { $count } folders have this in their name: type more of it.
hold-whole-name = { $count } { $count ->
    [one] folder has
   *[other] folders have
} this in the name: give the whole name.
hold-by-ask = Who says so?
hold-reason-liability-claim = claim on medical liability
hold-reason-requisition = judicial requisition
hold-reason-restriction = restriction of processing asked for
hold-reason-inquiry = inquiry of the data protection authority
hold-reason-insurer = the insurer's instruction
hold-reason-access-request = request for access pending
hold-reason-other = other

## Erasing expired records

purge-plan = Plan { $plan }, made { $day }. Nothing has been erased.
purge-forecast = Forecast for { $day }. Nothing was planned and nothing erased.
purge-nothing-due = No record is due. Nothing was planned and nothing erased.
purge-awaits = { $drives } still has what was erased earlier. Plug it in, then: refuge purge
purge-in-future = { $records ->
    [one] 1 record holds a file that is dated in the future
   *[other] { $records } records hold files that are dated in the future
} (a camera or a computer with a wrong clock), and is kept until that is set right. See whose: refuge purge --dry-run --names. Sort the folder by date, open that file and save it again, then refuge backup.
purge-no-register = No patients' register was read yet, so no patient's record is due: refuge register import FILE
purge-head-rule = CATEGORY
purge-head-records = RECORDS
purge-head-why = WHAT, AND WHY
purge-head-until = LAST DAY TO KEEP
purge-effect-now = { $drive }: erased at once.
purge-effect-later = { $drive }: erased when it is plugged in.
purge-read-list = A doctor should read the list: refuge report { $plan } --names
purge-how = To carry this plan out within 30 days: refuge purge { $plan }
purge-warning = { $records ->
    [one] This erases 1 record from every backup.
   *[other] This erases { $records } records from every backup.
} It cannot be undone, by anyone.
purge-confirm-ask = Type the name of the practice ({ $practice }) to confirm:
purge-done = { $records ->
    [one] 1 record is forgotten: no backup and no restore takes it any more.
   *[other] { $records } records are forgotten: no backup and no restore takes them any more.
}
purge-drive-done = {"  "}{ $drive }: erased, checked. Level reached: { $level }.
purge-drive-bad = {"  "}{ $drive }: NOT DONE. After erasing, something forgotten was still found. Run `refuge purge` again; if it stays so, the drive must be destroyed.
purge-drive-doubt = {"  "}{ $drive }: NOT DONE. { $parts ->
    [one] 1 part of its catalogue
   *[other] { $parts } parts of its catalogue
} cannot be found or opened, so everything old stays on it and nothing that is kept is lost. Try `refuge verify --full --repair`, then `refuge purge`; if it stays so, back up to a new drive and retire this one.
purge-drive-resists = {"  "}{ $drive }: NOT WHOLE. { $pieces ->
    [one] 1 piece
   *[other] { $pieces } pieces
} could not be overwritten: read-only files, files linked to elsewhere, or a drive that is failing. Such a file becomes ordinary when it is copied, deleted, and its copy given its name; then run `refuge purge` again.
purge-waiting = {"  "}{ $drive }: waits; plug it in and run `refuge purge`.
purge-failed = {"  "}{ $drive }: stopped before the end; it takes no backup until `refuge purge` has finished it.
purge-left = { $records ->
    [0] Nothing of a forgotten record lies on this computer where it is backed up from.
    [one] 1 forgotten record still lies on this computer. Delete it there by hand:
   *[other] { $records } forgotten records still lie on this computer. Delete them there by hand:
}
purge-left-newer = { $folders } { $folders ->
    [one] folder of a forgotten record has
   *[other] folders of forgotten records have
} files newer than the erasing, which may be in no backup. Do not delete before you looked. Has a patient come back? Keep the folder, and: refuge register import FILE
purge-left-unseen = { $folders } { $folders ->
    [one] folder
   *[other] folders
} could not be looked into: nobody knows whether something erased lies there. Make it readable, then once more: refuge purge --on-computer
purge-originals = The folders themselves, where they are still on this computer, are yours to delete. See which: refuge purge --on-computer
purge-keys = Until the old keys are changed and destroyed, a stale copy on a drive may still open: refuge keys rotate
purge-record = Purge record { $entry }. Print, sign, file.
purge-done-here = { $records ->
    [one] 1 record is forgotten.
   *[other] { $records } records are forgotten.
} A restore may still bring the same files back from elsewhere:
purge-also-in = { $records ->
    [one] The files of 1 record of this plan
   *[other] The files of { $records } records of this plan
} also lie, or lay, in { $others ->
    [one] 1 other record of an older or wider division of the same folders, which is kept
   *[other] { $others } other records of an older or wider division of the same folders, which are kept
}: a restore of a backup with them brings the files back.
purge-also-how = Only a drive that is wiped and filled anew has none of them: refuge drives retire NAME, then add it again and back up. See which records with --names.
purge-plans-deleted = { $plans ->
    [one] The list with names that was opened here is deleted
   *[other] The { $plans } lists with names that were opened here are deleted
} from this computer; the printed one stays with you.
plan-group = { $why } ({ $records })
plan-due = to erase
plan-held = held
plan-kept = kept
plan-born = b. { $day }
plan-seen = seen { $day } ({ $from })
plan-until = to { $day }
plan-loose = { $files ->
    [0] loose files in { $folder }
    [one] 1 loose file in { $folder }
   *[other] { $files } loose files in { $folder }
}
evidence-register = list
evidence-declared = stated
evidence-documents = documents
evidence-catalogue = backups
evidence-copies = copies
evidence-file-times = files
warning-register-older-than-files = { $records ->
    [one] 1 record has a file that is newer than the list's last contact, or was added later (old papers scanned in, too): the later date counts.
   *[other] { $records } records have files that are newer than the list's last contact, or were added later (old papers scanned in, too): the later date counts.
}
warning-death-without-date = { $records ->
    [one] 1 patient is said to be dead, without a date.
   *[other] { $records } patients are said to be dead, without a date.
}
warning-activity-after-death = { $records ->
    [one] 1 record was active more than a year after the death on the list: that death was not counted.
   *[other] { $records } records were active more than a year after the death on the list: those deaths were not counted.
}
warning-birth-missing = { $records ->
    [one] 1 record has no date of birth: the longest case was assumed.
   *[other] { $records } records have no date of birth: the longest case was assumed.
}
warning-mass-change = { $records ->
    [one] The content of 1 record last changed on a day
   *[other] The content of { $records } records last changed on a day
} on which that of very many did: a program or a move did that, and it does not count as a contact.
standing-due = to erase:
standing-held = held, not erased
standing-unknown = kept, because unknown:
standing-kept = kept:
reason-term = the term of the category
reason-age = the patient's age
reason-death = the patient's death
reason-cap = the longest time allowed
reason-same-patient = another record of the same patient
reason-not-started = the period has not begun
reason-never-expires = this category never expires
reason-unknown = something is missing
reason-unknown-class = this category has no rule
reason-unknown-no-register = no patients' register
reason-unknown-register-stale = the register is too old
reason-unknown-register-shrunk = the register lost too many rows
reason-unknown-not-in-register = in no row of the register
reason-unknown-row-quarantined = the patient's row is not believed
reason-unknown-no-birth = no date of birth
reason-unknown-no-last-contact = no last contact
reason-unknown-no-date = no date
reason-unknown-not-declared = a date that only you can state
reason-unknown-not-credible = a date that cannot be believed
reason-unknown-in-future = a date in the future
reason-unknown-implausible = dates that contradict each other
reason-unknown-mass-identical = a date shared by too many records
reason-unknown-same-patient-unknown = another record of the same patient is unknown
level-not-applicable = nothing to erase
level-none = none
level-logical-deletion = logical deletion (overwritten; stale copies remain possible until the old keys are destroyed)
level-clear = Clear
level-cryptographic-erase = cryptographic erase
level-destroyed = destroyed
classes-advice = These periods are no legal advice. `recommended` and `unsettled` ones: choose with your Order or data protection officer.
class-term = Kept { $term } after { $start }.
class-endless = Kept without limit: never erased by itself.
class-floor = Never before the patient's age of { $age }.
class-floor-at-age = Never before the age of { $age }, for a patient who was { $only } at the start.
class-death = If the patient dies: { $keep } after the death instead.
class-death-within = If the patient dies less than { $within } after that: { $keep } after the death instead.
class-cap = Never longer than { $cap }.
class-statutory = The law sets this minimum ({ $article }): it can be lengthened, not shortened.
class-recommended-alone = Recommended: may be shortened with a written reason.
class-recommended = Recommended ({ $article }): may be shortened with a written reason.
class-policy = No text: your own decision.
class-source = Source: { $source }
class-unsettled = UNSETTLED: sources disagree or could not be read.
class-changed = Changed by you: { $why }
term-years = { $years ->
    [one] 1 year
   *[other] { $years } years
}
term-months = { $months ->
    [one] 1 month
   *[other] { $months } months
}
term-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
start-last-contact = the last visit, act or stay
start-last-entry = the last entry in the file
start-end-of-treatment = the end of the treatment
start-death = the patient's death
start-act = the act
start-exam = the examination
start-document = the date of the document
start-financial-year-end = the closing of the financial year
start-employment-end = the employee's departure
start-mandate-end = the end of the mandate or file
start-last-file-change = the last change of a file
start-last-copy-of-year = the last backup of the year

## Thinning out

thin-plan = On { $drive }: { $removed } { $removed ->
    [one] old backup
   *[other] old backups
} to remove, { $kept } to keep; this would free about { $size }.
thin-ask = Remove them?
thin-done = { $drive }: { $removed } { $removed ->
    [one] old backup
   *[other] old backups
} removed, { $kept } kept, { $size } freed. The last known state of every record is still there.
thin-nothing = There is nothing to thin out on { $drive }.
thin-no-rule = No folder has a rule for old backups yet, so all are kept. `refuge thin` on a terminal proposes one. Or, in refuge.toml, under the folder, for example: keep = {"{"} daily = 14, weekly = 8, monthly = 12, yearly = 10 {"}"}
thin-held = Records on hold keep all their backups: refuge hold
thin-some-no-rule = { $folders ->
    [one] 1 folder has no rule for old backups, so all of these stay
   *[other] { $folders } folders have no rule for old backups, so all of these stay
}. To have one proposed: refuge thin
thin-usual-ask = Thin out old backups? The last one of each day ({ $days } days), each week ({ $weeks }), each month ({ $months }) and each year ({ $years }) stays, and today's state of every file always.
thin-offer = { $drive } gets tight, and not every folder has a rule for old backups: without one, all are kept.
thin-agreed = That is the rule from now on. Nothing has gone yet: `refuge thin` removes by it, and shows the plan first.
thin-not-agreed = Everything is kept, then. `refuge thin` asks again.
thin-no-room = There was not enough room on the drive for everything. Run `refuge thin` again: each time frees some.
thin-problems = { $packs } { $packs ->
    [one] file of the vault
   *[other] files of the vault
} could not be read and stayed as it was. Check the drive: `refuge verify --repair`
rekey-ask = What the record "{ $record }" held before its kept backups can never be opened again. Type the name of the practice ({ $practice }) to confirm:
rekey-done = { $drive }: the record has a new key. Overwritten: { $segments } { $segments ->
    [one] segment
   *[other] segments
}; with every key at hand, nothing of the old was found.
rekey-failed = { $drive }: the record has a new key, but not everything old could be overwritten. Run the same command again.
rekey-waiting = Not done yet: the old content can still be opened. Plug in { $drives } and run `refuge thin`; the old key is forgotten once every drive is ready.
rekey-to-wipe = The old key is forgotten. Old content still lies on { $drives }: plug in and run `refuge thin`.
rekey-old-keys = Old copies of the drives, if there are any, open with the opening keys of that time until you change the locks: `refuge keys rotate`

## Fate of drives

drives-plugged-in = Plugged in: { $what }
drives-use-all-the-same = Use it all the same?
drives-warn-ntfs = NTFS: Macs can read it but not write to it.
drives-warn-fat = FAT and exFAT forgive no sudden unplugging: always eject before you unplug.
drives-free = Room left: { $size }.
drives-not-there = { $path } is not there. Plug the drive in, or give its path as the file manager shows it.
drives-too-small = Your folders hold { $size }, and { $free } are free on this drive: it is likely too small. Take a larger one before you copy.
drives-label-next = Its label: refuge drives label "{ $drive }"
drives-head-fate = FATE
drives-copy-found = This is a copy of { $drive }. An unknown copy of patient data exists.
drives-copy-own = It is wiped and becomes a drive of its own
drives-copy-instead = It takes the place of { $drive }, which is lost, broken or out of use (a key is needed)
drives-copy-leave = Leave it as it is
drives-copy-ask = What should become of it? (number)
drives-instead-ask = { $drive } is one of your drives already. Does this one take its place?
drives-before = The drive whose place it takes is now called { $drive } and out of use. It still holds patient data: wipe it, destroy it or declare it lost.
drives-held-ask = What has this drive held so far? (number)
drives-held-nothing = Nothing: it is new
drives-held-backups = Only backups of this program
drives-held-clear = Patient data that was not encrypted
drives-held-unknown = I do not know
drives-looks-ask = What does it look like? (number; Enter: the first)
drives-looks-flash = A stick, a card, or a box that makes no sound
drives-looks-disk = A box that hums or vibrates
drives-renamed = { $old } is now called { $drive }.
drives-lost-by = Who declares { $drive } lost?
drives-lost-done = { $drive } is declared lost (record { $record }). It will be refused if it is ever plugged in.
drives-lost-advice = Change the locks now: refuge keys rotate. Once the old keys (sheet and key file) are destroyed, nobody can open { $drive }. Found again? refuge drives found "{ $drive }"
    .window = Change the locks now. Once the old keys (sheet and key file) are destroyed, nobody can open { $drive }.
drives-found-by = Who found it?
drives-found-done = { $drive } is taken back (record { $record }). Plug it in and check it: refuge verify --drive "{ $drive }"
    .window = { $drive } is taken back (record { $record }). Plug it in and check it.
drives-destroyed-before = Before: has it been physically destroyed? A deleted or formatted drive is NOT destroyed.
drives-destroyed-how = How? (number, or your own words)
drives-destroyed-shredded = shredded
drives-destroyed-crushed = crushed, or drilled through the chips
drives-destroyed-company = specialised company
drives-destroyed-company-ask = Company and certificate no.:
drives-destroyed-by = Who did it, or handed it over?
drives-destroyed-witness = Witness (a dash for none):
drives-destroyed-done = { $drive } is crossed out: this computer forgot what it held, and it will be refused if it is ever plugged in.
drives-destroyed-record = Destruction record { $record }: print it, two signatures, file it with the company's certificate (refuge report { $record }).
    .window = It is record { $record }. Its paper is to be printed, signed by two and filed with the company's certificate.
drives-type-name = Type the drive's name to confirm:
drives-ejected = { $drive } is ejected. You can unplug it.
drives-nothing-to-eject = { $drive } is a folder or a built-in disk: there is nothing to eject. Everything is written.
drives-eject-by-hand = Everything is written to { $drive }, but this computer offers no way to eject it from here. Eject it as any other drive before you unplug it, or shut the computer down first.
drives-only-copy-gone = NO OTHER DRIVE holds a backup: what is on this computer is the only copy now. Today: refuge drives add, then refuge backup
    .window = NO OTHER DRIVE holds a backup: what is on this computer is the only copy now. Today: add a drive and back up.
drives-retire-only-copy = NO OTHER DRIVE holds a backup: after { $drive }, what is on this computer is the only copy.
drives-retire-before = This wipes { $drive }: every backup on it is gone for ever, and it is taken out of use.
drives-retired = { $drive } is wiped and out of use. { $size } were overwritten and read back.
drives-retire-failed = NOT GOOD: { $drive } could not be wiped completely. { $size } were not overwritten, or files are left. Do not give it away.
drives-retired-worth = This is a deletion, not a destruction: hidden parts of the drive may keep remains, which only your keys open. Record { $record }.

fate-keep = keep
fate-plug-in = plug in
fate-plug-in-before = plug in before { $day }
fate-plug-in-or-lost = PLUG IN or declare it lost
fate-plug-in-or-destroy = PLUG IN or DESTROY: { $records } expired { $records ->
    [one] record
   *[other] records
}
fate-identify = STOP: find out which drive this is
fate-rotate = change the locks
fate-new-locks-first = new lock on every drive first
fate-old-sheet = destroy the old sheet
fate-retire = retire
fate-replace = REPLACE
fate-destroy = DESTROY
fate-proof-missing = destroyed, PROOF MISSING
fate-lost = lost
fate-destroyed = destroyed

reason-keys-destroyed = The keys of what was erased are destroyed: it stays unreadable for everybody. Your other backups open as usual.
reason-overwrite-owed = What was forgotten still lies on it, unreadable; it should be overwritten too.
reason-rotate-keys = Keys in use still open what must become unreadable: refuge keys rotate
    .window = Keys in use still open what must become unreadable: change the locks.
reason-old-sheet = An old sheet, stick or token still opens what must be forgotten: destroy it, then refuge keys attest
    .window = An old sheet, stick or token still opens what must be forgotten: destroy it, then note that under Keys and people.
reason-old-sheet-needed = An old sheet, stick or token still opens what must be forgotten. Do not destroy it yet: a drive still has the old lock. Once that drive is plugged in: refuge keys rotate --finish
    .window = An old sheet, stick or token still opens what must be forgotten. Do not destroy it yet: a drive still has the old lock. Plug that drive in first.
reason-keys-unknown = It is not known who can still open it.
reason-objects-only = Single files were overwritten, which proves nothing about the drive.
reason-whole-device = The whole drive was overwritten and read back.
reason-overwrite-device = The whole drive should be overwritten.
reason-flash = On a stick an overwrite may miss hidden cells.
reason-remapped = The drive replaced bad sectors: these may keep old content.
reason-passphrase = A memorised passphrase once protected keys on it; a passphrase cannot be destroyed.
reason-clear-text = It once held patient data in clear, or nobody knows what it held.
reason-read-only = It can no longer be written.
reason-errors = Reading, writing or checking it failed: do not trust it with new backups.
reason-overwrite-failed = Overwriting it failed or was not finished.
reason-fake = It stores less than it says.
reason-serial = Its serial number is not the one on record.
reason-deadline = The deadline is over.
reason-not-seen = It was not seen for a month.
reason-aged = It is more than five years old: plan its replacement.
reason-lost = It was declared lost.
reason-record-incident = Nobody can open it without the destroyed keys: note the incident in your register, a risk for patients is unlikely.
reason-assess-breach = Whether it can be opened is uncertain: assess the breach with your data protection adviser (GDPR art. 33, within 72 hours).
reason-change-passphrase = Change that passphrase wherever else it is used.
reason-breach = Patient data in clear is gone: a breach. Notify within 72 hours (GDPR art. 33 and 34).
reason-retired = It is out of use.
reason-proof-missing = Somebody said that it was destroyed, but nothing shows it: record a witness or the company's certificate with refuge drives destroyed.
    .window = Somebody said that it was destroyed, but nothing shows it: note it once more, with a witness.
reason-proven = Its destruction is on record.
reason-leaves = It is about to leave the practice.
reason-computer = Rely on the computer's own disk encryption, and reset it.
reason-holds-copy = It holds one of your last two copies: another drive must take its place before anything is done to it.

debt-purge = Expired records wait to be erased from it: plug it in.
debt-new-key = One of its records has a new key; what the old one opened is still there: plug it in, then refuge thin
    .window = One of its records has a new key; what the old one opened is still there: plug it in and back up.
debt-new-lock = It still has the old lock: plug it in.

destroy-how = { $when }: { $means } (DIN 66399 { $class } or finer).
destroy-now = To be destroyed now
destroy-before-leaving = To be destroyed before anybody else gets it
destroy-at-leisure = To be destroyed when convenient
destroy-end-of-life = To be destroyed at the end of its life
means-collector = a certified collector, against a certificate
means-platters = open it and break or bend every platter
means-chips = open the shell and break every memory chip into pieces under 5 mm, with a photograph
means-paper = cross-cut or burn it, with a witness

## Where you stand

date-near = { $day } { $month }
weekday-short = { $number ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
verdict-protected = PROTECTED
verdict-action = ACTION NEEDED
verdict-unprotected = NOT PROTECTED
calendar-title = Which day lies on which drive
calendar-week = Week of
calendar-weekday = { $number ->
    [1] M
    [2] T
    [3] W
    [4] T
    [5] F
    [6] S
   *[other] S
}
calendar-drives = Drives
calendar-none = NO BACKUP
calendar-empty = No backup yet.
calendar-key = { $drives }; { $none } a day without a backup.
calendar-rests-on = As far as this computer knows; what was thinned away is not counted.
calendar-clock = This computer says that today is { $today }, and there is a backup of { $backup }: one of them is wrong. Set the clock, then look again.
calendar-gap = Longest time without a backup: { $days } days, from { $first } to { $last }.
calendar-no-gap = Never more than two days in a row without a backup.
status-never = never
status-label-backup = Last backup
status-label-check = Last check
status-label-sheet = Sheet
status-backup = { $day } at { $hour }, on { $drive }, read back and good
status-check-good = { $day }, { $drive }, { $files } { $files ->
    [one] file restored and compared
   *[other] files restored and compared
}, good
status-check-quick = { $day }, { $drive }, all read again, nothing opened, good
status-check-bad = { $day }, { $drive }, NOT GOOD
status-sheet = rehearsed { $day }
status-sheet-never = not rehearsed yet
status-due = next before { $day }
status-sheet-due = next before { $day }
status-owes-purge = expired records to erase
status-owes-key = old key of a record to erase
status-owes-lock = new lock
status-next = Next: { $what }
status-rule = Rule: PROTECTED = a read-back backup less than { $action } days old, a second one on another drive less than { $drive } days old, a check less than { $check } days old, and no duty overdue: erasing expired records, destroying old keys, rehearsing the sheet ({ $rehearsal } days), reviewing expired records ({ $purge } months). One miss = ACTION NEEDED. No good backup for { $action } days, or the last check bad = NOT PROTECTED. After { $notice } working days without a backup you are reminded. Only backups that were read back count; a drive whose last check was bad does not.
matter-incident = an incident is open; nothing is erased while it lasts: refuge incident show
matter-incident-plugged = UNPLUG { $drive } now, and put it away: an incident is open
matter-no-source = no folder is backed up: refuge sources add
matter-no-drive = no backup drive: plug one in, then refuge drives add
matter-no-backup = there is no good backup: plug in a drive, then refuge backup
matter-backup-overdue = the last good backup is { $days } days old: with a drive plugged in, refuge backup
matter-backup-soon = the last backup is { $days } days old: today, with a drive plugged in, refuge backup
matter-strange-page = { $page } on { $drive } is not ours: somebody may be after your 24 words. Put ours back: refuge verify --drive "{ $drive }" --repair
matter-check-bad = the last check of { $drive } was not good: refuge verify --drive "{ $drive }" --repair
matter-forgotten-back = { $records } { $records ->
    [one] folder of a forgotten patient has
   *[other] folders of forgotten patients have
    } new files and { $records ->
    [one] is
   *[other] are
    } in no backup. A patient came back? Import a register that shows a contact after the erasing, and the next backup takes the folder as a new record: refuge register import FILE. Otherwise delete the folder.
matter-found-again = { $drive }, declared lost, is plugged in; nothing is written to it. To use it again: refuge drives found "{ $drive }"
matter-forgotten-here = { $records } erased { $records ->
    [one] record still lies
   *[other] records still lie
} on this computer. What to delete: refuge purge --on-computer
matter-erased-again = { $files } { $files ->
    [one] file of an erased year is
   *[other] files of an erased year are
} back in your folders with a new date, and backed up as new. Not wanted? What to delete: refuge purge --on-computer
matter-drive-full = the last backup did not fit on { $drive }. Take another, larger drive (refuge drives add){ $thins ->
    [no] { "" }
   *[yes] , or make room and run refuge backup again: refuge thin --dry-run
}
matter-others-unmet = this computer has not met { $drives } yet: plug it in, then refuge backup
matter-one-drive = a second drive, kept elsewhere, protects you from fire and theft: refuge drives add
matter-second-late = the last good backup on { $drive } is { $days } days old: plug it in, then refuge backup
matter-second-never = there is no backup on { $drive } yet: plug it in, then refuge backup
matter-check-overdue = the check is overdue, the last was { $days } days ago: refuge verify
matter-check-never = the first check is overdue: refuge verify
matter-purge-overdue = { $drive } has held records that should be erased for { $days } days: plug it in (refuge backup). Cannot find it? refuge drives lost "{ $drive }"
matter-purge-interrupted = erasing on { $drive } was interrupted, and nothing is backed up to it before it is finished: plug it in, then refuge purge
matter-review-overdue = expired records were not looked for in { $days } days: refuge purge --dry-run
matter-not-recovered = { $count ->
    [one] one backup on { $drive }
   *[other] { $count } backups on { $drive }, the last of { $last }
}; not everything is put back on this computer yet: refuge attach
matter-still-opens = { $keys } still opens every backup, old and new: change the locks, refuge keys rotate
matter-lost-opens = whoever has { $drives } and one of your keys reads everything on it: change the locks, refuge keys rotate
matter-destroy-keys = no drive needs the old keys any longer ({ $keys }): destroy them, then refuge keys attest
matter-rehearsal = the recovery sheet has not been rehearsed for { $days } days: refuge keys rehearse
matter-condemned = { $drive } must not be used any longer: refuge drives
matter-replace = { $drive } can no longer be trusted, and it holds one of your last two copies: get another drive, then refuge drives add
matter-held-open = { $files } { $files ->
    [one] file is held open by another program, and no backup takes it as it is
   *[other] files are held open by other programs, and no backup takes them as they are
}{ $days ->
    [0] {""}
    [one] , for one day now (since { $day })
   *[other] , for { $days } days now (since { $day })
}: back up the export that program makes by itself, or close it, then refuge backup
matter-held-open-never = { $files } { $files ->
    [one] file is held open by another program, and no backup takes it as it is
   *[other] files are held open by other programs, and no backup takes them as they are
}{ $days ->
    [0] {""}
    [one] , for one day now (since { $day })
   *[other] , for { $days } days now (since { $day })
}; of { $never } the last backup holds no version at all: back up the export that program makes by itself, or close it, then refuge backup
matter-unsaved = { $files } { $files ->
    [one] file was not saved as it is
   *[other] files were not saved as they are
}, since { $day }: close the programs that use them, then refuge backup
matter-unsaved-never = { $files } { $files ->
    [one] file was not saved as it is
   *[other] files were not saved as they are
}, since { $day }; of { $never } the last backup holds no version at all: close the programs that use them, then refuge backup
matter-folder-missing = { $folders } { $folders ->
    [one] folder that is backed up is
   *[other] folders that are backed up are
} not there, since { $day }: refuge sources
matter-lacking = the last backup on { $drive } could not take { $files ->
    [0] {""}
    [one] one file
   *[other] { $files } files
}{ $and ->
    [yes] {" and "}
   *[no] {""}
}{ $folders ->
    [0] {""}
    [one] one folder
   *[other] { $folders } folders
}: plug it in, then refuge backup
matter-keys-elsewhere = part of what is on { $drive } cannot be opened from that drive alone: the keys to it are on { $on } only. Plug in { $first }, then refuge backup; then plug in { $drive }, then refuge backup
matter-never-saved = { $folders } { $folders ->
    [one] folder is
   *[other] folders are
} in no backup yet: plug in a drive, then refuge backup
matter-links-out = { $links } { $links ->
    [one] link leads
   *[other] links lead
} to something that no backup holds, since { $day }: refuge sources
matter-left-out = { $names } { $names ->
    [one] name is
   *[other] names are
} left out of every backup by rule, since { $day }: refuge sources
matter-work-waits = work waits for { $drive }: plug it in, then refuge backup
matter-left-plugged = { $drive } has stayed plugged in for { $days } { $days ->
    [one] day
   *[other] days
}; a virus or a thief would take it with the computer: eject it and put it away

## Menu

menu-question = What would you like to do? (number)
menu-not-set-up = Nothing is set up on this computer yet. What would you like to do? (number)
menu-backup = Back up now
menu-recover = Put everything back
menu-year = Yearly erasing
menu-restore = Get files back
menu-verify = Monthly check
menu-drives = Drives
menu-papers = Reports
menu-settings = Settings
menu-status = Is my backup all right?
menu-quit = Quit
menu-mishap = Loss, theft, attack, departure
mishap-ask = What happened? (number)
mishap-left = Somebody leaves the practice
mishap-lost = A drive, a key stick or the recovery sheet is lost or stolen
mishap-stolen = A computer is stolen
mishap-attack = Attack, ransomware, files that nobody changed
mishap-attack-over = An incident is open. Is it over: computers cleaned, files right again? Then it can be closed.
mishap-nothing = Nothing: back to the menu
mishap-left-who = Who leaves? (number)
mishap-left-shared = somebody without a key of their own, who knows the passphrase or has seen the sheet
mishap-left-no-key = Nobody has a key of their own. Whoever knows the passphrase or has seen the sheet can open what they open, until the locks are changed.
mishap-lost-what = What is lost? (number)
mishap-lost-drive = a backup drive
mishap-lost-stick = the stick with the key file
mishap-lost-sheet = the recovery sheet
mishap-lost-stick-means = The key file on it opens nothing without its passphrase, which may be guessed in time. Whoever has both opens every backup they get hold of.
mishap-lost-sheet-means = Whoever has the sheet opens every backup they get hold of.
mishap-stolen-means = A computer holds no secret that opens backups, except the key file if it was kept there. On the new computer: refuge, then get everything back.
mishap-report = Ask your data protection officer whether the authority must be told: there are 72 hours. What was done and when stands in: refuge report register --open
mishap-stolen-key-ask = Was the key file on it? (It is, unless you moved it to a stick)
mishap-stolen-without-key = Then nothing on it opens the backups, and the locks may stay.
mishap-locks = Only new locks shut it out: a new passphrase, a new sheet to write, and every drive plugged in once. Plug in the drives that are here.
mishap-locks-ask = Change the locks now?
mishap-locks-later = As soon as you can, then: refuge keys rotate
menu-init = Set up, or carry on from a backup drive
menu-try = Try it with made-up patients

## First set-up

wizard-welcome = Welcome. Four steps, about 10 minutes, plus the first backup.
wizard-needed = You need: an external drive, a pen, a printer (or a sheet of paper).
wizard-step-practice = 1/4 Your practice
wizard-step-drive = 2/4 Your drive
wizard-step-secrets = 3/4 Your secrets
wizard-step-first = 4/4 First backup and first test
wizard-country-ask = Which country's legal periods apply? (number; Enter: { $country })
wizard-go-on = Go on with the answers you gave before, for { $practice }?
country-fr = France
country-be = Belgium
country-ch = Switzerland
country-de = Germany
country-uk = United Kingdom
country-nl = Netherlands
wizard-public-ask = Are you a public institution (hospital, municipal health centre)? Its records are only erased with the consent of the public archives.
wizard-rules-private = A private practice, and the legal periods of this country: { $country }? (n: another country, or a public institution)
wizard-rules = The legal periods of this country: { $country }? (n: another country)
wizard-phone-ask = Telephone of the practice, for labels and incidents (Enter: none):
wizard-phone-again = That is no telephone number, or too long for a label.
wizard-folders = Which folders? Found on this computer:
wizard-folders-none = Which folders are to be backed up?
wizard-folder-first = The path of a folder: type it, or drag it into this window (Enter: later):
wizard-folders-later = No folder for now. Later: refuge sources add FOLDER
wizard-folders-ask = Numbers to tick or untick, or the path of another folder (Enter: fine as it is):
wizard-folder-unknown = "{ $path }" is neither a number of the list nor a folder.
wizard-folder-about = { $path }
wizard-propose = Proposed: { $class }, { $term }, { $cut }. Right?
wizard-propose-endless = Proposed: kept without limit, { $cut }. Right?
wizard-cut-each-folder = one record for each sub-folder (patient)
wizard-cut-by-year = one record for each year
wizard-cut-whole = all in one record
wizard-folder-instead = Another folder instead (Enter: none):
wizard-recommended = recommended
wizard-more-than = more than { $size }
wizard-drive-unseen = No external drive is to be seen yet. Wait a few seconds, or try another socket or cable.
wizard-drive-plug = Plug in the drive now. Done? (n: later)
wizard-drive-path = Folder or drive to back up to (Enter: later):
wizard-drive-found = found: { $what }.
wizard-drive-other = Take another drive?
wizard-drive-later = Later, then: refuge drives add
wizard-drive-safe = Nothing on this drive will be erased.
wizard-free = { $size } free
wizard-empty = empty
quoted = "{ $text }"
wizard-backed-up = Backed up { $size }, { $files } { $files ->
    [one] file
   *[other] files
}. Read back: all good.
wizard-tested = Test: { $files } { $files ->
    [one] file restored and compared: identical
   *[other] files restored and compared: identical
}.
wizard-ejected = { $drive } is ejected. You can unplug it and put it away.
wizard-again-found = This drive holds backups already: { $what }.
wizard-again-ask = Set this practice up again on this computer? Nothing on the drive will be erased.

## Reminders and settings

remind-title = Backup
remind-plugged = { $drive } is plugged in. Back up now? Open refuge, or type: refuge backup
remind-quiet-done = { $drive } was backed up. You can unplug it.
remind-quiet-failed = The backup on { $drive } did not end well. Open refuge to see what to do.
settings-how = To change one: refuge settings set SETTING VALUE
settings-file = Everything is also in { $file }; comments you write there stay.
settings-set = { $setting } is now { $value }.
setting-word = { $setting }
setting-value-word = { $value }
setting-language = language: fr or en
setting-country = country of the legal periods: fr, be, ch, de, uk or nl
setting-public-structure = public-sector structure: nothing may be eliminated without the archives' visa (yes or no)
setting-call-in-incident = whom to call in an incident: name and number
setting-phone = telephone of the practice, printed on labels and on the paper of an incident
setting-open-files = files that other programs hold open: left-out, or as-after-a-power-cut (Windows; the backup must be started as an administrator)
setting-folder-names = whose a folder is: exact (its name is the patient's number) or contains (the number is one of the words of its name)
setting-backup-notice-days = working days after which an old backup is mentioned
setting-backup-action-days = days after which an old backup makes action needed
setting-drive-days = days within which every drive should be plugged in once
setting-check-days = days from one check to the next
setting-coverage-months = months in which the checks read the whole drive
setting-rehearsal-days = days from one rehearsal of the recovery sheet to the next
setting-purge-months = months from one search for expired records to the next
schedule-install = refuge settings schedule --install
schedule-written = Written:
schedule-how = To be reminded once a day:
schedule-refused = The files are there, but this computer does not use them yet. Your technician will switch them on, or try again in an ordinary session:
schedule-installed = Done. Every day at { $hour } o'clock the computer looks whether something is due, and says nothing otherwise.
schedule-plugged = When a drive of the practice is plugged in, you are asked whether to back up (to choose: refuge settings schedule --plugged notice, window or quiet).
schedule-plugged-refused = It does not notice drives by itself: this system did not allow that. The daily look is enough to be reminded.

## Support

support-written = Written: { $file }
support-read-first = It holds no name of a patient, person, folder or file. Read it, then give it to your technician; nothing was sent.

## Incident

incident-none = No incident is open.
incident-none-calm = Nothing to do. Theft, attack, leak? refuge incident start
incident-open = An incident has been open since { $time }.
incident-note = Noted: { $note }
incident-frozen = Until it is closed (refuge incident end), nothing is erased, thinned out, repaired or retired, and no lock changes.
incident-do-unplug = Unplug the backup drives, put them away, plug in no other.
incident-do-fixed = Your backups lie in fixed folders: leave them as they are. Plug in no backup drive.
incident-do-call = Call: { $who }
incident-do-network = Disconnect the computers from the network (cable, Wi-Fi). Leave them on.
incident-do-write = Write down what you see and when; photograph the screen. Restore on a clean computer only.
incident-do-not = Do not pay and do not answer. Delete, clean and reinstall nothing before a technician has looked.
incident-call = Whom else to call (addresses checked on { $day }):
incident-call-nobody = your technician (note it beforehand: refuge settings set call-in-incident "NAME NUMBER")
incident-evidence = What is on record:
incident-earlier = { $count } earlier { $count ->
    [one] entry
   *[other] entries
}: refuge report register
incident-was-refused = backup stopped: { $changed } of { $files } files changed ({ $signs })
incident-was-started = incident opened
incident-was-ended = incident closed
incident-end-ask = Is it over? Erasing may then go on. Type the name of the practice ({ $practice }) to close the incident:
incident-ended = The incident is closed (record { $number }). Erasing, thinning out, repairs and new locks are possible again.
incident-offer = Open an incident? Nothing will then be erased until you close it.
incident-backup-open = An incident is open: a drive plugged into an affected computer is in danger.
incident-backup-ask = Back up all the same?
sign-notes = ransom notes
sign-new-ending = many files with one new ending
sign-spoiled = files that can no longer be read
sign-spoiled-slowly = a few more unreadable files each time
sign-gone = most files gone
sign-share = most files changed

## Monthly check

drill-begins = Monthly check of { $drive }. The passphrase is needed: a few files are really restored, into memory only.
drill-read = Reading the drive: { $size } of { $all }{ $good ->
    [yes] {", "}all good
   *[no] {", "}NOT all good
} (all of it is read every { $months } { $months ->
    [one] month
   *[other] months
})
drill-restored = Restoring { $files } { $files ->
    [one] file
   *[other] files
} chosen at random, compared with their fingerprints: { $failed ->
    [0] identical
   *[other] { $failed } NOT restored
}
drill-live = { $files ->
    [0] None of them could be compared with this computer: all have changed or gone since.
   *[other] Comparing { $files } of them, unchanged since, with the files on this computer: { $differ ->
        [0] identical
       *[other] { $differ } DIFFERENT
    }
}
drill-rehearse-offer = Half-yearly rehearsal: can the recovery sheet still be read? Do it now?
drill-good = Result: GOOD. Record { $label }. To print and file it: refuge report { $number } --open
    .window = Result: GOOD. Record { $label }.
drill-live-differs = { $files } { $files ->
    [one] file
   *[other] files
} on this computer changed without their date changing. The backup is good. Tell your technician: the computer's own disk may be failing.
drill-bad = NOT GOOD: { $count } of { $objects } objects on { $drive } cannot be read as written. [{ $id }]
drill-suffers = { $files } { $files ->
    [one] file is
   *[other] files are
} damaged on { $drive }{ $span ->
    [none] { "" }
    [day] {", "}in the backup of { $from }
   *[other] {", "}in backups from { $from } to { $until }
}. Everything else can be restored.
drill-elsewhere = The same content is on { $drives } too, as far as this computer knows. Check it there: it was not looked at now.
drill-nowhere-else = This computer knows no other drive that holds all of it. What still lies in your folders is stored anew by the next backup.
drill-now = -> { $other ->
    [none] Run `refuge verify --repair --drive "{ $drive }"`, then `refuge backup --drive "{ $drive }"`. What the repair could not mend, that backup stores anew; repair once more after it
   *[other] Plug in { $other } and { $drive }: `refuge verify --repair --drive "{ $drive }"`, then back up
}. Replace { $drive } this month.
    .window = { $other ->
        [none] Repair { $drive }, then back up to it. What the repair could not mend, that backup stores anew; repair once more after it
       *[other] Plug in { $other } beside { $drive }, repair, then back up
    }. Replace { $drive } this month.

## Logs

## The window

window-title = refuge: backups
window-language = English
window-larger = Larger
window-contrast = High contrast
window-screens = Screens ▾
window-home = Overview
window-back-up = Back up
window-welcome = Welcome
window-looking = Looking at your drives…
window-calm = Nothing to do today.
window-back = Back
window-add = Add
window-look-again = Look again
window-show-again = Show it again
window-first-about = No practice is set up on this computer yet. This is done once, here, question by question.
window-first-leave = You can leave at any question and come back later: what you answered is kept, secrets are not. The papers will be in the language of this window.
window-first-begin = Set up the practice
window-first-known = This practice was on another computer? Its backups are taken up again in the terminal: refuge attach
window-first-done = To the overview
window-first-go-on = Yes, go on
window-first-anew = No, begin anew
window-first-name = Name of the practice, as it is printed on reports
window-first-country = Which country's legal periods apply?
window-first-phone-about = A finder of a drive, or whoever helps after an attack, can call it.
window-first-phone = Telephone of the practice
window-first-no-phone = No number
window-first-folders = Which folders are to be backed up? These were found on this computer.
window-first-no-folder = "{ $path }" is no folder of this computer.
window-first-folder-more = One more folder: drop it onto this window, or type where it is
window-first-right = That is right
window-first-other = Something else
window-first-class = What is in it?
window-first-endless = Keep without limit (nothing of it is ever erased)
window-first-plug = Plug in the external drive, wait a few seconds, then look again.
window-first-drives = Which drive is to hold the backups?
window-first-other-place = A place that is not in this list
window-first-place-about = A disk that stays in the computer, or a folder on one.
window-first-place = Where it is
window-first-fixed = { $path } is no drive that can be unplugged.
window-first-fixed-why = What stays in the computer burns, is stolen and is encrypted by an attacker together with it. A drive that can be put away protects.
window-first-another = Take another drive
window-first-all-the-same = Use it all the same
window-first-taken = This drive holds backups already. To take them up again on this computer, in the terminal: refuge attach
window-first-drive-name = Its name (a coloured sticker helps)
window-first-secrets = Two secrets open your backups: a passphrase, and a recovery sheet in case it is forgotten. You write both by hand.
window-first-paper-ready = Pen and paper are ready
window-first-print = Open the form of the sheet, to print it
window-first-locking = The key is being locked with the passphrase…
window-first-instead = Another folder instead
window-first-without = Without this folder
window-first-drive-later = No drive yet. The next thing to do: add one.
window-first-folders-later = No folder yet. The next thing to do: choose one.
window-first-second-drive = Next: a second drive, kept elsewhere, protects against fire and theft.
window-passphrase-made = Daily backups need no passphrase. You need one only to get files back. Here is one: write it on paper.
window-passphrase-nobody-looks = Nobody should look over your shoulder, and no camera.
window-passphrase-written = It is written down
window-passphrase-choose = I would rather choose my own
window-passphrase-back-about = Type it from your paper. It shows while you type.
window-passphrase-back = Your passphrase, from the paper
window-passphrase-own = Your own passphrase
window-passphrase-make = One that the program makes
window-passphrase-again = The same once more
window-column = Column { $column } of { $all } of the sheet: words { $first } to { $last }
window-written-next = Written down
window-matter-review = Expired records were not looked for in { $days } days: it is time for the yearly erasing.
window-matter-purge-interrupted = Erasing on { $drive } was interrupted, and nothing is backed up to it before it is finished: plug it in, then go on with the yearly erasing.
window-year = Yearly erasing
window-year-about = Once a year, records whose legal period is over are made unreadable on every drive. Nothing is erased before a doctor has read the list and the name of the practice was typed.
window-year-steps = You need: the list of patients from your software (CSV), your backup drives, the passphrase, a printer, pen and paper.
window-year-leave = You can leave at any question: it goes on from there, weeks later too.
window-year-begin = Begin
window-year-go-on = Go on
window-year-later = It goes on from here whenever you like.
window-year-date = If the computer's date is right: type today's date (YYYY-MM-DD)
window-year-list = The file with the list: drop it onto this window, or type where it is
window-year-no-new-list = Without a new list
window-year-understood = This is right, go on
window-year-other-list = Another list
window-year-shrunk = The list has over 5 % fewer rows than the one before: no patient's record is due. Export it whole.
window-year-fewer = Are there really fewer patients?
window-year-own-numbers = Are they the practice's own numbers?
window-year-no-list = No list of patients was read yet, so no patient's record is due.
window-year-due = { $records ->
    [one] 1 record is due. Read its line.
   *[other] { $records } records are due. Read every line.
    }
window-year-tick = Tick what must stay: a dispute, a claim, a complaint, an inquiry. Then go on.
window-year-stays = { $records ->
    [one] 1 record must stay.
   *[other] { $records } records must stay.
    }
window-year-why = Why?
window-year-open-plan = Open plan { $plan } with its names, to print it for the doctor
window-year-who-about = The doctor has read the printed list, line by line.
window-year-who = Who has read it and agrees? (name)
window-year-confirm = Type the name of the practice to confirm
window-year-destroyed = Destroy it now, all its copies. Which one is destroyed?
window-year-how = How? (choose, or in your own words)
window-year-waits = { $drive } was away: it waits, and is erased when it is plugged in.
window-year-stopped = On { $drive } it stopped before the end. It takes no backup before that is finished.
window-year-paper = The paper about it is printed, signed and filed.
window-year-open-paper = Open the paper
window-year-finished = Done
window-drives = Drives
window-back-up-about = Everything new is copied to the drive, read back, and the drive is let go of. You may keep working meanwhile.
window-back-up-now = Start the backup
window-back-up-again = Back up again
window-do-not-unplug = You may keep working. Do not unplug the drive.
window-stop = Stop
window-plug-in = Plug in { $drives }.
window-ejected = The drive is ejected: unplug it.
window-unplug-now = Unplug { $drive } right now.
window-changes-are-mine = I know why so much changed: back up
window-put-back-first = To put it back first, in the terminal: refuge attach
window-not-now = Not now
window-yes = Yes
window-no = No
window-do-it-now = Do it now
window-later = Later
window-go-on = Continue
window-passphrase = Passphrase
window-i-have-the-sheet = I have the recovery sheet
window-another-key-file = Another key file, or a token
window-no-key-file = No key file of this practice is on this computer. With what do you open the backups?
window-whose-key = Whose key?
window-key-file-about = Plug in the stick it is on, then drop the file onto this window or type where it is. For a token: the file that its program made.
window-key-file-place = Place of the key file
window-words = Words { $first } to { $last }
window-word = Word { $number }
window-type-again = That is not the name. What is to be typed: "{ $name }".
window-no-drives = There is no backup drive yet.
window-more = More…
window-less = Less
window-drive-add = Add a drive
window-drive-add-this = Add this drive
window-drive-stranger = It is no drive of this practice.
window-drive-none = No new drive is plugged in. Plug it in, wait a moment, then look again.
window-drive-which = Which drive is to be added?
window-drive-place = Another place
window-drive-place-about = A folder, or a disk that stays in the computer. Drop it onto this window or type where it is.
window-drive-place-name = Place of the drive
window-drive-stays = What burns, is stolen or is attacked together with this computer is no second copy.
window-drive-copy = What should become of it?
window-drive-past = What has this drive held so far?
window-drive-looks = What does it look like?
window-drive-other-name = No, it gets another name
window-drive-next = Now back up to it.
window-drive-backup = Last good backup: { $day }
window-drive-check = { $good ->
    [yes] Last check: { $day }
   *[no] Last check: { $day }, NOT GOOD
}
window-drive-count = Backups: { $count }
window-drive-free = Room left: { $size }
window-drive-seen = seen { $when }
window-drive-eject = Eject
window-drive-label = Print its label
window-drive-rename = Give it another name
window-drive-new-name = The new name of { $drive }:
window-drive-lost = It is lost or stolen
window-drive-lost-before = { $drive } will be refused if it is ever plugged in, until somebody says that it was found.
window-drive-found = It was found
window-drive-retire = Wipe it and use it no more
window-drive-destroyed = It was destroyed
window-drive-destroyed-how = Or in your own words:
window-drive-witness = Witness:
window-drive-no-witness = There was no witness
window-keys = Keys and people
window-key-opens = opens: { $what }
window-key-add = Give somebody a key
window-key-passphrase = New passphrase
window-key-attest = It was destroyed
window-key-remove = Take it out of use
window-key-attest-before = { $key }: every copy of it must be gone. This program does not see that: it is your word.
window-key-attest-how = How was it destroyed?
window-key-kind = What kind of key?
window-key-kind-file = A key file with a passphrase, made now
window-key-kind-token = A token, or a key made elsewhere
window-key-public = Public key
window-key-public-about = Drop nothing secret here: it is the line that begins with age1.
window-key-file-where = Where the key file goes: best on a small stick of its own.
window-matter-no-backup = There is no good backup yet: plug in a drive and back up.
window-matter-backup = The last good backup is { $days } { $days ->
    [one] day
   *[other] days
    } old: plug in a drive and back up.
window-matter-second-late = The last good backup on { $drive } is { $days } { $days ->
    [one] day
   *[other] days
    } old: plug it in and back up.
window-matter-second-never = There is no backup on { $drive } yet: plug it in and back up.
window-matter-work-waits = Work waits for { $drive }: plug it in and back up.
window-matter-never-saved = { $folders } { $folders ->
    [one] folder is
   *[other] folders are
    } in no backup yet: plug in a drive and back up.
window-get-back = Get files back
window-get-back-about = Everything in the backups of a drive can be looked through and brought back. Plug in the drive; your passphrase opens it.
window-open-backups = Open the backups
window-search = What are you looking for?
window-search-hint = part of a name
window-found = { $count } { $count ->
    [one] file or folder
   *[other] files and folders
    } in { $backups } { $backups ->
    [one] backup
   *[other] backups
    } on { $drive }
window-choose = Choose something from the list: its versions, and a look inside, appear here.
window-to-the-list = Back to the list
window-new-folder = Into a new folder
window-in-place = Back where it was
window-open-folder = Open the folder
window-preview-waits = Reading…
window-preview-picture = The picture, as it was backed up
window-check = Check
window-check-about = Once a month: part of the drive is read, and files are restored and compared. Plug in the drive; your passphrase opens it.
window-check-now = Start the check
window-check-again = Check again
window-repair = Repair { $drive }
window-rehearse = Try the recovery sheet
window-rehearse-about = Twice a year: can the recovery sheet still be read? Three of its words are enough.
window-rehearse-due = The half-yearly rehearsal of the recovery sheet is due: can it still be read?
window-attack = An attack?
window-attack-unplugged = All backup drives are unplugged and put away
window-attack-freeze-about = Now freeze: nothing that is in the backups is erased until you end it.
window-attack-freeze = Freeze everything
window-drive-more = Backups: { $count }. Free room: { $free }.

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
duration-seconds = { $seconds } { $seconds ->
    [one] second
   *[other] seconds
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
}, { $changed } new or changed ({ $size })
progress-recovered = Finishing the interrupted backup: { $size } need not be copied again.
progress-slow = Slower than usual: { $own } per second (usually { $usual }). A cable or a USB hub may be the cause.

## Files that could not be dealt with

problem-unreadable = one file could not be read
problem-denied = one file may not be read by this user
problem-changing = one file kept changing while it was read
problem-vanished = one file vanished while it was read
problem-special = one item is not a file (a device or a pipe)
problem-other-file-system = one folder leads to another disk: what lies there is not backed up
problem-bad-name = one file has a name that cannot be kept
problem-damaged-content = one file is damaged in the backup
problem-not-written = one file could not be written
problem-metadata-lost = one file was restored without all of its rights or dates
problem-renamed = one file was restored under another name
problem-named = { $name }: { $cause }

## Damage, in a few words

damage-missing = not there
damage-unreadable = cannot be read
damage-wrong-length = wrong length
damage-wrong-hash = content altered
damage-does-not-open = does not open with its key
damage-malformed = not in the expected format
damage-not-authentic = not written by this practice
damage-too-large = larger than allowed

## The drive when its name is not known

drive-begins = The drive
drive-inside = the drive

## Errors B: source folders and files

error-b01 = The folder { $path } is not there or cannot be opened.
    .safe = Nothing was recorded, so that its files do not pass for deleted. Your earlier backups are intact.
    .now = Plug in or connect whatever holds it, then run again. Given up for good? `refuge sources remove`
error-b02 = The folder { $path } is suddenly empty.
    .safe = Nothing was recorded, so that its files do not pass for deleted. Your earlier backups are intact.
    .now = Check that the disk or network share is connected, then run again. Emptied on purpose? `refuge backup --expected-changes`
error-b03 = { $count ->
    [one] One file could not be dealt with.
   *[other] { $count } files could not be dealt with.
}
    .safe = Everything else was done. Your earlier backups are intact.
    .now = Close the programs that use these files and run again. Names: add `--names`.
error-b04 = { $path } is not a folder.
    .safe = Nothing was changed.
    .now = Give the folder that holds the files.
error-b05 = The folder { $path } cannot be backed up: it lies on a backup drive or holds the program's own files.
    .safe = Nothing was changed.
    .now = Choose the folder where you work.
error-b06 = The folder { $path } is, holds or lies inside a folder that is already backed up.
    .safe = Nothing was changed.
    .now = See the folders with `refuge sources`, remove one, then add the other.

## Errors C: the clock

error-c01 = This computer's date ({ $now }) is before your last backup ({ $known }).
    .safe = Legal periods depend on the date; nothing was erased and nothing recorded. Your earlier backups are intact.
    .now = Set the date, then run again.
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
    .now = Make it a drive of its own: `refuge drives add PATH --name NAME --copy`. The first one is lost or broken? `refuge drives add PATH --name NAME --replace NAME`. Otherwise destroy it.
error-d07 = { $drive } is older than when it was last seen here (backup { $found } instead of { $known }).
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
    .now = Plug in another drive now, and plan for a larger one. To make room: `refuge thin --dry-run`
error-d11 = { $drive } was unplugged while it was in use.
    .safe = This run is not finished; all earlier backups are intact.
    .now = Plug { $the_drive } in again and run the same command: it goes on where it stopped.
error-d12 = Could not eject { $the_drive }: another program uses it.
    .safe = Everything that was backed up to it is written; nothing is lost.
    .now = Close the windows that show the drive, then `refuge drives eject`; or shut the computer down before unplugging.
error-d13 = { $drive } can be read but not written.
    .safe = Nothing was changed. What it holds is intact.
    .now = Look for a lock switch on the drive, or plug in another drive.
error-d14 = { $drive } reports errors: it may be failing.
    .safe = This run is not finished. Earlier backups on your other drives are intact.
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
error-k03 = This key is right but old: it is no. { $found }, the backups now need no. { $current }.
    .safe = Nothing was changed. Your backups are intact.
    .now = Take the key or recovery sheet no. { $current }.
error-k04 = This key is well formed but opens nothing of this practice.
    .safe = Nothing was changed. Your backups are intact.
    .now = Take the key of this practice. Is the sheet that of another practice?
error-k05 = A key is needed to read the backups, and none was given.
    .safe = Nothing was done. Your backups are intact.
    .now = Run the command on a terminal, or give `--identity FILE` and `--passphrase-file FILE`.
error-k06 = The file given is not a key file.
    .safe = Nothing was changed. Your backups are intact.
    .now = Give the file that was made at set-up, or use the recovery sheet.
error-k07 = Others on this computer may read the key file { $path }.
    .safe = It was not used. If it has no passphrase, treat it as seen by others.
    .now = Restrict it to yourself (on Linux and macOS: `chmod 600`), then run again.
error-k08 = This passphrase is too short: at least { $needed } characters are needed.
    .safe = Nothing was changed.
    .now = Take the passphrase the program suggests: words are easier to keep.
error-k09 = This passphrase lacks a kind of character: lower case, upper case, digit and sign are needed.
    .safe = Nothing was changed.
    .now = Take the passphrase the program suggests: words are easier to keep.
error-k10 = This passphrase can be guessed by someone who holds the key file.
    .safe = Nothing was changed.
    .now = Avoid names, dates and known phrases; or take the passphrase the program suggests.
error-k11 = This text is not a public key that can be used here.
    .safe = Nothing was changed.
    .now = A public key begins with `age1`. Copy it whole.
error-k12 = The hardware token could not be used: { $reason }
    .safe = Nothing was changed. Your backups are intact.
    .now = Plug the token in, check that its program is installed, and try again; or use the recovery sheet.
error-k13 = This is the last key that opens these backups.
    .safe = It was not removed. Your backups are intact.
    .now = Add another key first: `refuge keys add`
error-k14 = This key opens only a part of the backups.
    .safe = Nothing was changed. Your backups are intact.
    .now = Take a key that opens everything, or the recovery sheet.

## Errors N: names and values

error-n01 = { $thing ->
    [drive] There is no drive
    [source] There is no folder to back up
    [snapshot] There is no backup
    [path] There is no file or folder
    [record] There is no record
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
        [path] Look for it with `refuge find`.
        [record] See the records with `refuge purge --dry-run --names`.
        [key] See the keys with `refuge keys`.
        [plan] Make a plan with `refuge purge --dry-run`.
        [document] See the documents with `refuge report register`.
        [hold] See the holds with `refuge hold list`.
        [setting] See the settings with `refuge settings`.
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
    .now = Choose another name.
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
    [hold] This does not name a hold:
    [drive] This cannot be the name of a drive:
    [source] This cannot be a folder to back up:
   *[name] This name cannot be used:
} "{ $name }".
    .safe = Nothing was changed. Your backups are intact.
    .now = { $thing ->
        [date] Write dates as 2026-11-23.
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
} { $path }: { $reason }
    .safe = Your earlier backups are intact.
    .now = Check that the place exists, that there is room, and that you may use it; then run again.
error-p07 = This needs a confirmation, and it was not given.
    .safe = Nothing was changed. Your backups are intact.
    .now = Run the command on a terminal, or give `--confirm NAME`.
error-p08 = Interrupted.
    .safe = Nothing half-done was recorded; all earlier backups are intact.
    .now = Run the same command again when it suits you: it goes on where it stopped.

## Errors R: legal periods and erasing

error-r01 = A public structure may not erase its records by itself.
    .safe = Nothing was erased.
    .now = Ask the public archives for their approval first (in France: the departmental archives).
error-r02 = { $trouble ->
    [too-large] This register is too large.
    [empty] This register is empty.
    [not-text] This file is not a list in CSV.
    [missing] No column of this register holds the field "{ $field }".
    [ambiguous] Several columns of this register could be the field "{ $field }".
    [unknown] This register has no column of the name given for the field "{ $field }".
   *[social-security] The patients' numbers in this register are social security numbers, which must not be used.
}
    .safe = Nothing was changed: the register read before stays in force. The file was not copied.
    .now = Name the columns, or export the list again: `refuge register import FILE --map FIELD=COLUMN`
error-r03 = The facts have changed since this plan was shown: { $records ->
    [one] 1 record of it is due no more.
   *[other] { $records } records of it are due no more.
}
    .safe = Nothing was erased.
    .now = Make a new plan, read it, then carry it out: `refuge purge --dry-run`
error-r04 = This plan is more than 30 days old.
    .safe = Nothing was erased.
    .now = Make a new plan, read it, then carry it out: `refuge purge --dry-run`
error-r05 = This plan may not be carried out yet: by your settings, { $days } days must pass after it was made.
    .safe = Nothing was erased. The plan is kept.
    .now = Read the list again meanwhile; then run the same command again.
error-r06 = A second person must agree to this plan.
    .safe = Nothing was erased. The first agreement is noted.
    .now = The second person runs the same command with their own name: `refuge purge PLAN --by "NAME"`
error-r07 = This plan was carried out already.
    .safe = Nothing more was erased.
    .now = See what was done: `refuge report register`. Finish drives that were away: `refuge purge`

## Errors S: safety

error-s01 = { $kind ->
    [notes] STOP: files named like ransom notes have come up ({ $notes }).
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
    .now = 1 Unplug { $drive } NOW. 2 Disconnect this computer from the network, leave it on. 3 Call your technician: `refuge incident show` says whom else. You know why (moved software)? `refuge backup --expected-changes`
error-s02 = An incident is open: nothing may be erased.
    .safe = Nothing was changed. Your backups are intact and frozen.
    .now = See it with `refuge incident show`; when it is over: `refuge incident end`

## Errors T: where to restore

error-t01 = The folder { $path } already holds something.
    .safe = Nothing was overwritten. Your backups are intact.
    .now = Give a new or empty folder with `--to`.

## Errors U: the command line

error-u01 = The command line is not understood.
    .safe = Nothing was done.
    .now = See how it is written: `{ $command } --help`
usage-suggestion = Did you mean "{ $suggestion }"?
usage-unknown-command = There is no command "{ $command }".
usage-unknown-argument = There is no option "{ $arg }" here.
usage-invalid-value = "{ $value }" cannot be used for { $arg }. Possible: { $valid }.
usage-refused-value = "{ $value }" cannot be used for { $arg }.
usage-value-missing = The option { $arg } needs a value.
usage-missing-argument = Something is missing: { $args }.
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
    .now = Plug in the drive and run `refuge verify --repair`; make a backup on another drive too.
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

## Errors X: the program

error-x01 = The command "{ $command }" is not built yet.
    .safe = Nothing was done. Your backups are intact.
    .now = Install a newer version when there is one.
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
help-restore = Get files back, into a new folder.
help-snapshots = List the backups.
help-ls = What is in a backup.
help-find = Where and when a file existed.
help-diff = What changed between two backups.
help-register = The patients' register, which tells when a record may be erased.
help-register-import = Read the register from a CSV file exported by the practice's software.
help-hold = Keep a record despite the rule (dispute, complaint).
help-hold-add = Hold a record.
help-hold-list = List the holds.
help-hold-remove = Lift a hold.
help-purge = Erase records past their legal period from every backup.
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
help-settings = Folders, reminders, legal periods, language.
help-settings-show = Show the settings.
help-settings-set = Change one setting.
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
    refuge status
    refuge status --explain        say how the verdict is reached
examples-verify =
    refuge verify                  the monthly check
    refuge verify --quick          without a passphrase
    refuge verify --full           every byte
examples-restore =
    refuge restore                 asks what, when and where
    refuge restore --path "Patients/1954-0231" --to Restored
    refuge restore --all --to D:\
examples-snapshots =
    refuge snapshots
examples-ls =
    refuge ls Patients
    refuge ls Patients --snapshot latest
examples-find =
    refuge find certificate 2025
examples-diff =
    refuge diff 2026-11-20
examples-register =
    refuge register import patients.csv
examples-register-import =
    refuge register import patients.csv
    refuge register import patients.csv --map last_contact="Last visit"
examples-hold =
    refuge hold add 1954-0231
    refuge hold list
examples-hold-add =
    refuge hold add 1954-0231 --reason dispute --by "Dr Martin"
examples-purge =
    refuge purge --dry-run         make a plan; nothing is erased
    refuge purge P-2026-03         carry out that plan
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
arg-drive-path = where the drive is
arg-path = file or folder in the backup
arg-sources-add-path = the folder
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
arg-copy = it is a copy of one of your drives and becomes a drive of its own
arg-witness = who saw it
arg-drive = only this drive
arg-wait = wait so many minutes for a drive
arg-dry-run = show what would be done, change nothing
arg-no-eject = do not eject the drive at the end
arg-expected-changes = many files changed, and I know why
arg-explain = say how the verdict is reached
arg-quick = without a passphrase: presence, lengths, checksums
arg-full = every byte: opened, unpacked, compared
arg-repair = repair what can be repaired
arg-sample = number of files to restore as a test
arg-rehearse = check the recovery sheet too
arg-words = words of the name
arg-all = everything
arg-to = the new folder
arg-snapshot = which backup: its number, or latest
arg-older = the earlier backup
arg-newer = the later backup (the latest when left out)
arg-csv = the file
arg-map = a column for a field, where it is not recognised
arg-record = the record
arg-reason = why
arg-kind = what it does to the period: suspensive or blocking
arg-review = when to look at it again, as 2026-11-23
arg-plan = number of the plan
arg-as-of = as if today were this day
arg-new-passphrase-file = read the new passphrase from this file
arg-output = write to this file
arg-man-output = one page per command, into this folder
arg-post-quantum = a key that also resists quantum computers
arg-recipient = public key of somebody or of a token
arg-section = only these parts
arg-number = number of the document, last, or register
arg-open = open it in the browser
arg-year = only this year
arg-prove = show what was done about this record
arg-note = what happened
arg-setting = which setting
arg-value = its new value
arg-install = install it for this user too
arg-settings-schedule-output = folder for the files
arg-shell = bash, zsh, fish, powershell or elvish

## Help: names of values

value-dir = FOLDER
value-lang = LANGUAGE
value-file = FILE
value-name = NAME
value-when = WHEN
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
value-field-column = FIELD=COLUMN
value-record = RECORD
value-kind = KIND
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
init-passphrase-keep = Keep it? (no: choose my own)
init-passphrase-own = Your own passphrase:
init-passphrase-again = The same once more:
init-passphrase-differs = The two are not the same. Again:
init-done = { $practice } is set up.
init-warning = WITHOUT the passphrase AND without the recovery sheet, nobody can open the backups. Not us either.
init-next = Next: choose the folders (refuge sources add), then a drive (refuge drives add).
sheet-intro = Your recovery sheet opens everything if the passphrase is forgotten. Write these 24 words down by hand, six at a time.
sheet-written = Written down?
sheet-back = Now type them back: the first 4 letters are enough.
sheet-word = word { $number }:
sheet-wrong = This is not word { $number } of your sheet. Look again.
sheet-right = Your recovery sheet is correct. Keep one copy here, locked, and a second one elsewhere.
wizard-folders = Which folders shall be backed up?
wizard-folder-more = Add a folder now?
wizard-folder-ask = Folder:
wizard-drive = Now the drive. Nothing on it will be erased.
wizard-drive-more = Add a drive now?

## Source folders

sources-added = { $path } will be backed up from now on.
sources-removed = { $path } will no longer be backed up. Its earlier backups stay until their period ends.
sources-none = No folder is backed up yet. Add one: refuge sources add FOLDER
sources-head-path = FOLDER
sources-head-class = CATEGORY
sources-head-records = RECORDS
sources-class-ask = Which category? (number)
sources-unclassified = none of these: kept without limit (unclassified)
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
drives-path-ask = No external drive was found. Where is it?
drives-choose = Which drive? (number)
drives-head-name = DRIVE
drives-head-seen = LAST SEEN
drives-head-backups = BACKUPS
drives-head-room = ROOM
drives-plugged = plugged in

## Backing up

backup-waiting = No backup drive is plugged in. Plug one in (waiting, Ctrl-C to stop)...
backup-dry = Would back up { $files } { $files ->
    [one] file
   *[other] files
} ({ $size }). Nothing was written.
backup-done = Backup complete: { $files } new or changed { $files ->
    [one] file
   *[other] files
}, { $size }, { $time }.
backup-problems = { $files } { $files ->
    [one] file was
   *[other] files were
} left out; they are named above.
backup-forgotten = { $records } { $records ->
    [one] forgotten record still lies
   *[other] forgotten records still lie
} in your folders and { $records ->
    [one] was
   *[other] were
} not backed up.
backup-unplug = Read back: all good. Eject { $drive }, then unplug it.
backup-not-read-back = The backup on { $drive } could not be read back in full. Check it: refuge verify

## Attaching a drive

attach-done = { $practice }: { $drive } is known again, with { $count } { $count ->
    [one] backup
   *[other] backups
}.

# -- verify --------------------------------------------------------------------

verify-good-full = GOOD. Everything on { $drive } was read ({ $size }); { $files } { $files ->
    [one] file
   *[other] files
} can be restored.
verify-good-quick = GOOD. Everything on { $drive } was read ({ $size }) and has its right checksum. Nothing was opened: for that, refuge verify --full
verify-repaired = { $count } { $count ->
    [one] object was
   *[other] objects were
} repaired.
verify-bad = NOT GOOD: { $count } { $count ->
    [one] object
   *[other] objects
} on { $drive } cannot be read as written.
verify-suffers = At least { $files } { $files ->
    [one] file suffers
   *[other] files suffer
} on this drive. Everything else can be restored.
verify-what-now = -> Repair what can be repaired: refuge verify --repair. Then back up again: what still lies in your folders is stored anew. Replace this drive.
verify-spared = Nothing is lost on { $drive }, but { $count } { $count ->
    [one] second copy is
   *[other] second copies are
} damaged. -> refuge verify --repair

# -- try -----------------------------------------------------------------------

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
try-kept = The trial is kept in { $folder }.
try-removed = The trial took { $time } and was removed; nothing is left of it.

# -- restore and look ----------------------------------------------------------

restore-ask-words = What are you looking for (part of a name)?
restore-ask-which = Which one?
restore-folder = Restored { $time }
restore-done = { $files } { $files ->
    [one] file
   *[other] files
} restored ({ $size }) into { $folder }. Nothing else was changed.
restore-problems = { $files } { $files ->
    [one] file
   *[other] files
} could not be brought back wholly; they are named above.
restore-forgotten = { $files } { $files ->
    [one] file was
   *[other] files were
} left out: their record was erased on purpose.
snapshots-none = No backup on { $drive } yet.
look-files = { $files } { $files ->
    [one] file
   *[other] files
}
look-total = { $files } { $files ->
    [one] file
   *[other] files
}, { $size }.
diff-total = New { $added }, changed { $changed }, gone { $removed }.

## Ledger and papers

## Opening keys

## Patients' register and holds

## Erasing expired records

## Thinning out

## Fate of drives

drives-plugged-in = Plugged in: { $what }
drives-use-all-the-same = Use it all the same?
drives-warn-ntfs = NTFS: Macs can read it but not write to it.
drives-warn-fat = FAT and exFAT forgive no sudden unplugging: always eject before you unplug.
drives-free = Room left: { $size }.
drives-label-next = Its label: refuge drives label "{ $drive }"
drives-head-fate = FATE
drives-copy-found = This is a copy of { $drive }. An unknown copy of patient data exists.
drives-copy-own = It becomes a drive of its own (a key is needed)
drives-copy-instead = It takes the place of { $drive }, which is lost, broken or out of use (a key is needed)
drives-copy-leave = Leave it as it is
drives-copy-ask = What should become of it? (number)
drives-instead-ask = { $drive } is one of your drives already. Does this one take its place?
drives-before = The drive whose place it takes is now called { $drive } and out of use. It still holds patient data: wipe it, destroy it or declare it lost.
drives-held-ask = What did this drive ever hold? (number)
drives-held-nothing = Nothing: it is new
drives-held-backups = Only backups of this program
drives-held-clear = Patient data that was not encrypted
drives-held-unknown = I do not know
drives-looks-ask = What does it look like? (number)
drives-looks-flash = A stick, a card, or a box that makes no sound
drives-looks-disk = A box that hums or vibrates
drives-renamed = { $old } is now called { $drive }.
drives-lost-by = Who declares it lost?
drives-lost-done = { $drive } is declared lost (record { $record }). It will be refused if it is ever plugged in.
drives-lost-advice = Change the locks now: refuge keys rotate. Once the old sheets are destroyed, nobody can open { $drive }. Found again? refuge drives found "{ $drive }"
drives-found-by = Who found it?
drives-found-done = { $drive } is taken back (record { $record }). Plug it in and check it: refuge verify
drives-destroyed-before = Before: has it been physically destroyed? A deleted or formatted drive is NOT destroyed.
drives-destroyed-how = How? (number)
drives-destroyed-shredded = shredded
drives-destroyed-crushed = crushed, or drilled through the chips
drives-destroyed-company = specialised company
drives-destroyed-company-ask = Company and certificate no.:
drives-destroyed-by = Who did it, or handed it over?
drives-destroyed-witness = Witness (a dash for none):
drives-destroyed-done = { $drive } is crossed out: this computer forgot what it held, and it will be refused if it is ever plugged in.
drives-destroyed-record = Destruction record { $record }: print it, two signatures, file it with the company's certificate (refuge report { $record }).
drives-type-name = Type the drive's name to confirm:
drives-ejected = { $drive } is ejected. You can unplug it.
drives-nothing-to-eject = { $drive } is a folder or a built-in disk: there is nothing to eject. Everything is written.
drives-eject-by-hand = Everything is written to { $drive }, but this computer offers no way to eject it from here. Eject it as any other drive before you unplug it, or shut the computer down first.
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
fate-old-sheet = destroy the old sheet
fate-retire = retire
fate-destroy = DESTROY
fate-proof-missing = destroyed, PROOF MISSING
fate-lost = lost
fate-destroyed = destroyed

reason-keys-destroyed = The keys of what was forgotten are destroyed: nobody can open it.
reason-overwrite-owed = What was forgotten still lies on it, unreadable; it should be overwritten too.
reason-rotate-keys = Today's keys still open what must be forgotten, on old copies: refuge keys rotate
reason-old-sheet = An old sheet, stick or token still opens what must be forgotten: destroy it, then refuge keys attest
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
reason-proven = Its destruction is on record.
reason-leaves = It is about to leave the practice.
reason-computer = Rely on the computer's own disk encryption, and reset it.

debt-purge = Expired records wait to be erased from it: plug it in.
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

## Menu

## First set-up

## Reminders and settings

settings-how = To change one: refuge settings set SETTING VALUE
settings-file = Everything is also in { $file }; comments you write there stay.
settings-set = { $setting } is now { $value }.
setting-language = language: fr or en
setting-country = country of the legal periods: fr, be, ch, de, uk or nl
setting-public-structure = public-sector structure: nothing may be eliminated without the archives' visa (yes or no)
setting-call-in-incident = whom to call in an incident: name and number
setting-backup-notice-days = working days after which an old backup is mentioned
setting-backup-action-days = days after which an old backup makes action needed
setting-drive-days = days within which every drive should be plugged in once
setting-check-days = days from one check to the next
setting-coverage-months = months in which the checks read the whole drive
setting-rehearsal-days = days from one rehearsal of the recovery sheet to the next
setting-purge-months = months from one search for expired records to the next
schedule-written = Written:
schedule-how = To be reminded once a day, and when a drive is plugged in:
schedule-installed = Done. Every day at { $hour } o'clock the computer looks whether something is due, and says nothing otherwise.

## Support

support-written = Written: { $file }
support-read-first = It holds no name of a patient, person, folder or file. Read it, then give it to your technician; nothing was sent.

## Incident

incident-none = No incident is open.
incident-open = An incident is open since { $time }.
incident-note = Noted: { $note }
incident-frozen = Frozen until it is closed: erasing expired records and thinning out. Leave the other drives where they are.
incident-do = What to do now:
incident-do-unplug = Unplug every backup drive and put it away.
incident-do-network = Disconnect the computers from the network (cable and Wi-Fi). Leave them on: evidence is in their memory.
incident-do-write = Write down what you see and when. Photograph the screen.
incident-do-not = What not to do:
incident-do-not-pay = Do not pay and do not answer.
incident-do-not-clean = Delete nothing, clean nothing, install nothing anew before a technician has looked.
incident-do-not-plug = Plug no backup drive into a computer that may be affected. Restore on a clean one.
incident-call = Whom to call:
incident-call-nobody = your technician (write the name and number into refuge.toml: call_in_incident)
incident-reviewed = Addresses last looked at on { $day }.
incident-evidence = What is on record:
incident-was-refused = backup stopped: { $changed } of { $files } files changed ({ $signs })
incident-was-started = incident opened
incident-was-ended = incident closed
incident-end-ask = Is it over? Erasing may then go on. Type the name of the practice ({ $practice }) to close the incident:
incident-ended = The incident is closed (record { $number }). Erasing and thinning out are possible again.
incident-offer = Open an incident? Nothing is then erased until you close it.
incident-backup-open = An incident is open: a drive plugged into an affected computer is in danger.
incident-backup-ask = Back up all the same?
sign-notes = ransom notes
sign-new-ending = many files with one new ending
sign-spoiled = files that can no longer be read
sign-spoiled-slowly = a few more unreadable files each time
sign-gone = most files gone
sign-share = most files changed

## Monthly check

## Logs

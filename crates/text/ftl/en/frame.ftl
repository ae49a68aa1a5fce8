# The frame of the window: unlocking, top bar, views, commands, settings.

## Unlocking

unlock-lead = Inquiries are kept encrypted on this computer. No connection is needed to unlock.
unlock-demo = This is a demonstration: people, addresses and inquiries are made up.
unlock-who = Who is at work
unlock-passphrase = Passphrase
unlock-passphrase-demo = The passphrase of the demonstration is filled in.
unlock-open = Unlock
unlock-busy = Unlocking…
unlock-nobody = This computer is not enrolled yet. The administrator has to enrol the device and add accounts.
unlock-version = Version { $version }

## The top bar

skip-to-work = Skip to the main part
demo-badge = Demonstration
demo-why = People, addresses and inquiries are made up.
search-label = Search
search-placeholder = Number, name or words
palette-title = Commands
palette-label = Name of a command or number of an inquiry
palette-placeholder = Command or number…
palette-none = No command and no inquiry by that name.
chip-open = Open the synchronisation page (g y)
chip-online = online
chip-offline = offline
chip-busy = synchronising
chip-queued = { $n } queued
chip-files = { $n ->
        [one] { $n } file
       *[other] { $n } files
    }
chip-conflicts = { $n ->
        [one] { $n } conflict
       *[other] { $n } conflicts
    }
chip-rejected = { $n } refused
chip-never = never synchronised
chip-clock = clock is wrong
clock-ahead = This computer's clock is { $amount } ahead of the server's. What you register now gets a wrong date. Set the date and time of the computer; nothing that was done is lost.
clock-behind = This computer's clock is { $amount } behind the server's. What you register now gets a wrong date. Set the date and time of the computer; nothing that was done is lost.
clock-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
clock-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
clock-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
data-of = data of { $at }
unsaved-here = What you have typed is so far only in this window: do not close it. It will be kept by itself as soon as that is possible.
unsaved-closing = What you have typed is only in this window and not saved. Close it once more within 15 seconds to lose it.
hint-move = move
hint-open = open
hint-select = select
hint-keys = keys
hint-back = back
hint-palette = commands
hint-approve = sign
hint-return = return

## Pages

views-title = Views
split-views = Width of the views pane
split-list = Width of the list
go-register = Register an inquiry
go-register-short = Register
go-import = Import from the website
go-reports = Reports
go-archive = Archive
go-sync = Synchronisation

## Settings

settings-title = Settings
settings-lang = Language
settings-theme = Theme
theme-system = as in the system
theme-light = light
theme-dark = dark
theme-contrast = high contrast
settings-density = Row height
density-compact = compact
density-normal = normal
density-roomy = roomy
settings-scale = Text size
settings-lock = Automatic lock
minutes = { $n } min
settings-lock-now = Lock

## Keys

keys-title = Sheet of keys
keys-lead = Keys go by their place on the keyboard, so they work on a Cyrillic layout. While you type in a field, letters are letters.
keys-everywhere = Everywhere
keys-list = List
keys-case = Case
keys-answer = Answer and sign-off
keys-go = Go to: g, then a letter
keys-regions = to the next part of the window
keys-page = by a screen
keys-ends = to the first or the last
keys-range = select up to here
keys-select-shown = select what is shown
keys-sort-due = sort by deadline
keys-tabs = tabs: inquiry, answer, files, history
keys-approve = sign
keys-return = return with a reason
keys-assign-selected = assign the selected ones
keys-topic-selected = set the topic of the selected ones
keys-save-file = save the file that has the focus
keys-redact = Redaction: Enter on a file of the case
keys-pages = Other pages
keys-main = what the page is for
keys-pick = choose a file
keys-make = make the report or the archival PDF
keys-save = save the paper
keys-period = the period before or after
keys-sections = a section of Today

## Buttons

action-close = Close
action-cancel = Cancel
action-done = Done
action-back = Back
action-retry = Try again
action-undo = Undo
action-save-as = Save…
back-to-list = Back to the list
choose = Choose
not-set = not set
yes = yes
no = no
loading = Loading…
progress = Working
staff-unknown = unknown member of staff
field-date-wrong = Write the date as 04.12.2026.
field-date-hint = dd.mm.yyyy, ↑ ↓ — one day

## If the window stops

halt-title = The window stopped
halt-text = What was saved is safe on this computer. Close the program and open it again. If it happens again, give the administrator the details below.

start-no-screen = There is no screen to open the window on: neither DISPLAY nor WAYLAND_DISPLAY is set. On the command line, deskctl does the same work.

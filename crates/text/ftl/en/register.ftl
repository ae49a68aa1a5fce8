# The register screen: the card of a letter, its files, repeats, and what a citizen should not have sent.

register-title = Register an inquiry
register-lead = Ctrl+Enter registers and opens the next card.
register-draft-restored = The card begun on { $when } is open again, as it was left.
register-draft-kept = Kept as a draft
register-draft-discard = Begin an empty card
register-draft-discarded = The card was put aside. It can be taken back until the next one is registered.

register-part-receipt = Receipt
register-part-applicants = Applicant
register-part-matter = The matter
register-part-files = Files

register-channel = Channel
register-date = Received on
register-time = Time
register-kind = Kind
register-lang = Language
register-lang-guessed = by the text
register-unit = Department

register-applicant-nth = Applicant { $n }
register-name = Surname, name, patronymic
register-name-hint = Empty: anonymous
register-phone = Telephone
register-email = E-mail
register-address = Postal address
register-category = Social category
register-applicant-add = Add an applicant
register-applicant-remove = Remove applicant { $n }
register-collective = Collective inquiry
register-minor = From or about a person under { $age }

register-subject = Subject, one line
register-text = Text of the inquiry
register-topic = Topic
register-topic-hint = Type a part of the name
register-territory = Place
register-service = Service
register-sheets = Sheets
register-not-stated = not stated

register-files-add = Add files
register-files-drop = Drop the scans here, paste them, or press Ctrl+O.
register-files-count = { $n ->
    [one] { $n } file
   *[other] { $n } files
}
register-file-remove = Remove { $name }
register-file-show = Show { $name }
register-file-refused = { $name } was not taken. { $why }
register-file-failed = The pasted file could not be read. Save it on the computer and add it with Ctrl+O.
file-warning-name-changed = The name held characters that are not allowed, and was changed.
file-warning-type-differs = The content is of another kind than the name says.
file-warning-can-run = This is a program or an active page: opening it may do harm. Do not open it unchecked.

register-similar = Earlier inquiries like this one
register-similar-none = No earlier inquiry of this person or about this matter was found.
register-similar-waiting = Enter a name, a telephone or a subject: earlier inquiries will be shown here.
register-similar-received = received on { $date }
register-repeat-set = Repeats this one
register-repeat-is = Entered as a repeat of { $number }
register-repeat-clear = Not a repeat

register-alerts = Look at the text
register-alert-card = { $n ->
    [one] The text holds what looks like a bank card number.
   *[other] The text holds { $n } strings that look like bank card numbers.
} It is kept only in this case. Do not copy it into the subject or the answer, and advise the applicant to block the card.
register-alert-pin = { $n ->
    [one] The text holds what looks like a personal number (PIN).
   *[other] The text holds { $n } strings that look like personal numbers (PIN).
} Redact it before a copy goes to anybody else.
register-alert-password = The text holds what looks like a password. Do not copy it anywhere, and advise the applicant to change it.
register-alert-phone = { $n ->
    [one] The text names a telephone number.
   *[other] The text names { $n } telephone numbers.
} If it is the applicant's, enter it on the card.
register-alert-minor = The text speaks of a child or was written by one. If the applicant is under { $age }, tick the box: without a guardian's consent the data are restricted.
register-alert-mark-minor = Tick the box
register-alert-show = Show in the text

register-missing-title = { $n ->
    [one] One field is still needed.
   *[other] { $n } fields are still needed.
}
register-missing-subject = Subject: one line by which the inquiry will be found
register-missing-text = Text of the inquiry, or a file with it
register-missing-unit = Department
register-bad-date = Receipt: the day is not a date of the calendar
register-bad-time = Receipt: the time is not a time of day
register-future = Receipt: the moment lies in the future
register-bad-sheets = Sheets: a whole number from 1 to 9999
register-bad-email = E-mail of applicant { $n }: there is no “@” in it

register-submit = Register
register-busy = Registering…
register-done = Registered: { $number }. The official number comes with the next synchronisation.
register-done-official = Registered: { $number }.
register-done-open = Open the case
register-count-today = { $n ->
    [one] { $n } registered since this screen was opened
   *[other] { $n } registered since this screen was opened
}
register-not-allowed = Your role does not register inquiries. A clerk or a supervisor can.
register-draft-files-lost = { $n ->
    [one] { $n } file of it is no longer there: add it again.
   *[other] { $n } files of it are no longer there: add them again.
}
register-collective-unnamed = Applicants: a collective inquiry names at least one citizen, organisation or meeting
register-similar-count = { $n ->
    [one] { $n } similar inquiry found
   *[other] { $n } similar inquiries found
}

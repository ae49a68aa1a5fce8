# The case: deadline, text, card, files, conflicts.

## Head

case-label = Case
case-tabs = Parts of the case
case-none = No inquiry chosen
case-none-why = Choose one with J and K, open it with Enter.
case-queued = { $n } to be sent
executor-is = executor: { $name }
executor-none = no executor yet
tab-inquiry = Inquiry
tab-answer = Answer
tab-files = Files
tab-history = History
actions-more = More
actions-label = Actions

## Deadline

due-left = Due { $date }, { $days } left
due-today = Due today: { $date }
due-late = Was due { $date }, { $days } overdue
due-of = Deadline: { $date }
due-was = It was due: { $date }
due-registration = To be registered by { $date }
due-none = No deadline
deadline-why = Why this date?
why-rule = { $term } from { $from }: due { $on }
why-rule-extended = Extension, { $term } from { $from }: due { $on }
why-source = By: { $source } ({ $status })
source-law-of-the-kyrgyz-republic-no-67-of-04-05-2007-on-citizens-appeals-as-amended = Law of the Kyrgyz Republic No 67 of 4 May 2007 on citizens’ appeals, as amended
source-law-of-the-kyrgyz-republic-no-217-of-29-12-2023-on-the-right-of-access-to-information = Law of the Kyrgyz Republic No 217 of 29 December 2023 on the right of access to information
source-general-knowledge-to-be-checked-by-an-officer = general knowledge; to be checked by an officer
source-the-deadline-of-the-law-was-not-found-10-working-days-are-assumed = the deadline of the law was not found; 10 working days are assumed
day-counted = counted day
day-skipped = skipped day
day-transferred = transferred working day
day-last = last day
day-from = day the count starts from
day-number = day { $n }
day-transferred-for = worked in place of { $date }
day-weekend = weekend
day-not-counted = not counted

## Found in the text

found-card = bank card number
found-pin = personal number (PIN)
found-phone = telephone
found-password = password
found-minor = minor
found-email = e-mail
found-address = address
found-other = personal data

## The inquiry tab

resolutions-title = Resolutions
notes-title = Notes
related-title = Related inquiries
related-earlier = earlier
related-later = later
returned-because = Returned by the supervisor: { $reason }
void-because = Declared void: { $reason }
case-card-title = Card
case-card-provisional = Provisional number
extended-by = by { $n } days: { $reason }

## Conflicts

conflict-title = Conflict: { $field }
conflict-base = Was before both
conflict-stands = Stands now
conflict-mine = Proposed by { $name }, { $at }
conflict-keep = Keep what stands
conflict-take = Take the proposal
rejected-title = The server refused: { $act }
rejected-safe = What you did is kept on this computer.

## Files

files-none = No files
files-none-why = A scan of the letter or a photo is added here: U.
files-add = Add a file
files-add-answer = Add to the answer
files-drop = A file can be dropped on the window too.
file-received = came with the inquiry
file-answer = goes with the answer
file-redacted = verified copy, original: { $name }
file-certificate = Certificate
file-saved = { $name } was saved.
media-application-pdf = PDF
media-image-jpeg = picture, JPEG
media-image-png = picture, PNG
media-image-tiff = scan, TIFF
media-image-webp = picture, WebP
media-image-bmp = picture, BMP
media-text-plain = text
media-other = other file

## Fields

field-number = registration number
field-provisional = provisional number
field-received_at = Received
field-registered_on = Registered
field-kind = Kind
field-channel = Channel
field-lang = Language
field-topic = Topic
field-territory = Territory
field-category = Social category
field-applicant = Applicant
field-applicants = Applicants
field-collective = Collective
field-subject = Subject
field-text = Text
field-unit = Department
field-executor = Executor
field-co_executors = Co-executors
field-resolution = Resolution
field-resolutions = Resolutions
field-service = Chosen service
field-sheets = Sheets
field-repeat_of = Repeats
field-minor = Minor
field-restricted = Access restricted
field-source = Source
field-state = State
field-due = Deadline
field-draft = Draft of the answer
field-body = Text of the answer
field-outcome = Outcome
field-places = Places left open in the text ([…])
field-dispatch = Dispatch
field-delivery = Way of delivery
field-method = Way of delivery
field-on = Day
field-reference = Outgoing number or receipt
field-file_index = File index
field-attachments = Attachments
field-notes = Notes
field-note = Explanation
field-to = To whom
field-reason = Reason
field-days = Number of days
field-certificate = Certificate of redaction
field-conflicts = Open conflicts
field-sha256 = Checksum
field-not_considered = Reason for not considering
field-forwarded = Reason for forwarding
field-redaction = Reason for redaction
field-name = Name
field-phone = Telephone
field-email = E-mail
field-address = Address
field-size = Size of the file
field-period = Period
field-template = Template

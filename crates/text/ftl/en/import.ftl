# The import of the website's submissions: choosing the file, the preview, the report.

import-title = Import of website submissions
import-lead = Choose the export of the Electronic Reception (CSV or JSON). Nothing is stored before you have seen the preview.
import-pick = Choose a file
import-pick-other = Choose another file
import-reading = The file is being read…
import-read-as = Read as { $format }

import-count-total = In the file
import-count-new = New
import-count-known = Already here
import-count-problems = Left out
import-count-warnings = To be looked at

import-sample-title = The first rows
import-sample-line = Line
import-sample-name = Applicant
import-sample-subject = Subject
import-sample-state = State
import-sample-new = new
import-sample-known = already here
import-anonymous = anonymous

import-problems-title = Rows that cannot be taken
import-warnings-title = Rows that are taken and should be looked at
import-warning-line = Line { $line }, column “{ $column }”: { $what }
import-warning-line-only = Line { $line }: { $what }
import-warning-lines = Lines { $lines }, column “{ $column }”: { $what }
import-warning-lines-only = Lines { $lines }: { $what }
import-problem-element = { $what } (element { $n } of the list)
import-warning-elements = Elements of the list: { $lines }; field “{ $column }”: { $what }
import-warning-elements-only = Elements of the list: { $lines }. { $what }

import-nothing-new = Nothing in this file is new: all { $n } submissions are already here. Nothing will be added.
import-nothing-good = No row of this file can be taken. The reasons stand below; the file itself was not changed.

import-unit = Department that gets them
import-register = Enter in the register at once
import-register-hint = Each gets a provisional number and its deadline begins. Otherwise they wait under “New”.
import-commit = { $n ->
    [one] Take { $n } inquiry
   *[other] Take { $n } inquiries
}
import-committing = Being taken…

import-report-title = Import finished
import-report-taken = { $n ->
    [0] Nothing was added.
    [one] { $n } inquiry was added.
   *[other] { $n } inquiries were added.
}
import-report-known = { $n ->
    [0] None of them was here before.
    [one] { $n } was already here and was not added again.
   *[other] { $n } were already here and were not added again.
}
import-report-problems = { $n ->
    [0] No row was left out.
    [one] { $n } row was left out; its reason stands below.
   *[other] { $n } rows were left out; their reasons stand below.
}
import-report-next = Open the list
import-not-allowed = Your role does not take in submissions. A clerk or a supervisor can.
import-empty = No file has been chosen yet

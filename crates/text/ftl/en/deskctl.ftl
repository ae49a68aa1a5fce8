# Messages of the command line.
error-needs = This command needs { $value }.
error-unknown-report = There is no report { $value }. There is: activity.
error-unknown-view = There is no view { $value }.
error-unknown-person = There is no active member of staff { $value }.
error-unknown-command = The command is not known.
error-bad-mark = Mark { $mark }: it needs a page and a rectangle, or a text.
error-text-not-found = Mark { $mark }: the text to redact was not found in the file. No copy was made. Mark the place by a rectangle.
error-text-not-on-page = Mark { $mark }: the text to redact was not found on page { $page }. No copy was made.
error-text-not-under = Mark { $mark }: the text does not stand under the rectangle on page { $page }. No copy was made. Correct the rectangle; if the page is a scan, give the rectangle without a text.
error-auto-unread = Page { $pages }: there is something on it, but no words that can be read (a scan, or a font without letters). Personal data would stay in the copy. No copy was made. Mark the places by rectangles (--plan).
error-auto-nothing = No personal data of these kinds were found. No copy was made.
error-unknown-kind = There is no kind of personal data { $value }.
error-json = The JSON file cannot be read. Nothing was changed.
error-not-utf8 = The file { $name } is not UTF-8. Nothing was changed.
error-nothing-done = Nothing was done.
error-audit-broken = The audit chain is broken at entry { $place }. Do not change the data; tell the administrator.
error-demo = The demonstration office could not be made or opened.
error-demo-server = The demonstration server could not be switched.
error-same-file = { $value } is also the file that is read, or another one that is to be written. Nothing was changed. Name another file.
deskctl-known = There is: { $known }.
deskctl-damaged = The file { $name } is damaged and not used. Work goes on with the usual settings; the damaged file is kept.
deskctl-element = { $line }, element { $n }
deskctl-import = Importing: { $done } of { $of }
deskctl-synced = Sent: { $pushed }. Received: { $pulled }. Files sent: { $files_sent }, fetched: { $files_fetched }. Waiting to be sent: { $outbox }, files: { $files_waiting }. Refused: { $rejected }. Conflicts: { $conflicts }.
deskctl-written = Written: { $name }
deskctl-copy-passed = { $n ->
    [one] This is the copy that { $by } released on { $at }: it holds pictures of pages and nothing else, and the { $n } place taken out is of one colour.
   *[other] This is the copy that { $by } released on { $at }: it holds pictures of pages and nothing else, and all { $n } places taken out are of one colour.
}
deskctl-copy-violation = Does not hold: { $check }. { $place }
deskctl-copy-violation-on = Does not hold: { $check }. Page { $page }: { $place }
deskctl-copy-of-source = It was made from this original.
deskctl-copy-other-source = It was NOT made from this original.
deskctl-imported = Taken: { $taken }. In the register already: { $known }. Rows left out: { $problems }.
deskctl-total = In all: { $n }
deskctl-device = { $number }  { $name }: last reached the server { $seen }; waits: { $waits }
deskctl-stick-saved = { $n ->
    [one] { $n } act was written. Take the file to the server's administrator. The act goes on waiting here until the server confirms it.
   *[other] { $n } acts were written. Take the file to the server's administrator. They go on waiting here until the server confirms them.
}
deskctl-stick-loaded = The cases from the file are in: { $rows }. What changed since comes with the next synchronisation.
error-copy-not-passed = The copy does not pass. Do not hand it out; make a new copy from the original.
error-no-certificate = { $name } is no certificate of redaction. Name the certificate that was made with the copy.
error-certificate-public = This is the public form of the certificate, which cannot tell the original. Name the office's own certificate.

# Messages of the command line.
error-needs = This command needs { $value }.
error-unknown-report = There is no report { $value }. There is: activity.
error-unknown-view = There is no view { $value }.
error-unknown-person = There is no active member of staff { $value }.
error-unknown-command = The command is not known.
error-bad-mark = Each mark needs a page and a rectangle, or a text.
error-text-not-found = The text to redact was not found in the file. No copy was made. Mark the place by a rectangle.
error-json = The JSON file cannot be read. Nothing was changed.
error-not-utf8 = The file { $name } is not UTF-8. Nothing was changed.
error-nothing-done = Nothing was done.
error-audit-broken = The audit chain is broken at entry { $place }. Do not change the data; tell the administrator.
error-demo = The demonstration office could not be made or opened.
error-demo-server = The demonstration server could not be switched.
error-same-file = { $value } is also the file that is read, or another one that is to be written. Nothing was changed. Name another file.

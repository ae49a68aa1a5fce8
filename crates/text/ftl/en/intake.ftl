# The import of the website's submissions: why a file, a row or a cell was not taken as it stands.
# $line: the line in the file. $column: the column's name, where there is one. $value: the beginning of what was found.

## Nothing could be read

intake-file-too-large = The file is larger than 64 MB. Export a shorter period and import the parts one after another.
intake-file-empty = The file is empty. Export the submissions once more.
intake-file-workbook = This is a workbook. Open it, choose “Save as”, “CSV UTF-8”, and import that file.
intake-file-web-page = This is a web page, not a table. On the site choose the export to CSV or JSON.
intake-file-not-text = This is not a text file. Choose the site's export in CSV or JSON.
intake-file-no-content-column = No column with the text of the inquiry was found. The first line holds: { $value }. Name the column “Content” and import again.
intake-file-too-many-rows = The file has more than 100,000 rows. Divide it and import the parts one after another.
intake-file-json-shape = This JSON file holds no list of submissions. It should be a list, or an object with “submissions”.
intake-file-json-syntax = This is not JSON, or the file is cut short: the first line that cannot be read is { $line }. Nothing was taken. Export the file again.

## A row was left out

intake-problem-content-missing = Line { $line }: there is no text of the inquiry. Look at the row in the file; if the text stands in another column, move it and import again.
intake-problem-cell-too-long = Line { $line }: a cell is larger than 1 MB. Register this inquiry by hand and attach its text as a file.
intake-problem-line-too-long = Line { $line }: the column “{ $column }” holds more than 2,000 characters (“{ $value }”). Register this inquiry by hand.
intake-problem-too-many-cells = Line { $line }: there are more cells than columns (“{ $value }”). A text with the separator in it must stand in quotation marks.
intake-problem-unclosed-quote = Line { $line }: a quotation mark is opened and never closed (“{ $value }”). Correct the row and import again.
intake-problem-broken-quotes = Line { $line }: quotation marks inside the text are not doubled, so the end of the row cannot be known (“{ $value }”). Correct the row and import again.
intake-problem-header-again = Line { $line }: the names of the columns once more. Nothing is lost; the line can be deleted.
intake-problem-same-number = Line { $line }: submission number { $value } stands on an earlier line with another text. Check both and register this one by hand.
intake-problem-known-differs = Line { $line }: submission number { $value } is in the register already, with another text. It was not taken. Compare the two texts and decide whether this is a new inquiry.
intake-problem-cut-short = Line { $line }: the file ends before its list does. Submissions at the end may be missing. Export the file again.
intake-problem-json-syntax = Line { $line }: this is not valid JSON (“{ $value }”). Ask whoever made the export for this submission.
intake-problem-not-a-submission = Line { $line }: a submission was expected, found “{ $value }”.
intake-problem-wrong-shape = Line { $line }: the field “{ $column }” holds something that is not text (“{ $value }”). Register this inquiry by hand.

## A row was taken; look at it

intake-warning-anonymous = No name: registered as anonymous. Check whether the text names the applicant.
intake-warning-no-contact = Neither telephone nor e-mail: there is nowhere to send an answer.
intake-warning-phone-damaged = Excel has rounded the telephone number; digits are lost. Take the number from the site.
intake-warning-phone-guessed = The telephone number had nine digits; +996 was put before it. Check it.
intake-warning-phone-unclear = The telephone number cannot be read with certainty; it stands as it was written.
intake-warning-email-unclear = The e-mail address is not valid; it stands as it was written.
intake-warning-date-unclear = The date of submission cannot be read with certainty and was left out.
intake-warning-language-unclear = The language is none of Kyrgyz, Russian and English; choose it on the card.
intake-warning-number-damaged = Excel has rounded the submission number; it was left out. The same submission may come again.
intake-warning-lost-letters = Question marks stand in place of letters: the file's encoding has no Ң, Ө, Ү. Export as UTF-8 to get the true text.
intake-warning-unreadable-bytes = Some characters could not be read; they are shown as “�”. Compare the text with the site.
intake-warning-garbled = The text seems to have been saved in a wrong encoding. Take it from the site.
intake-warning-short-row = The next line of the file looks like the rest of this text. Compare the text with the site.
intake-warning-stray-quote = Quotation marks in this row are not written as they should be; the text was taken as it stands.
intake-warning-control-characters = Invisible characters were taken out of this row.
intake-warning-repeated = The same submission stands in the file more than once; it is registered once.
intake-warning-several-values = Two columns stand for the same detail and differ; the first was used, the other stands below the text.
intake-warning-file-can-run = Among the named files there is a program or an active page. Do not open it unchecked.

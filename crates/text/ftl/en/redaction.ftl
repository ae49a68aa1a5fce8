# What the redaction itself says: why a file cannot be redacted, what the checks are called, why something is taken out.

redaction-error-empty = The file is empty. Nothing was changed. Ask for it to be sent again, or scan it anew.
redaction-error-unreadable = The file is damaged or incomplete and cannot be read to its end. Nothing was changed and no copy was made. Ask for it to be sent again, or scan it anew.
redaction-error-encrypted = The file is protected by a password. Nothing was changed. Ask for a copy without a password, or open it with the password, print it to PDF and add that PDF to the case.
redaction-error-unsupported-heic = This is a HEIC photograph, which cannot be redacted here yet. The original is kept as it is. Save it as JPEG on the telephone or computer that it comes from, and add that to the case.
redaction-error-unsupported-office = Documents of office programs cannot be redacted directly: they keep earlier versions and remarks. The original is kept as it is. Print it to PDF and add that PDF to the case.
redaction-error-unsupported-gif = GIF pictures cannot be redacted. The original is kept as it is. Save it as PNG and add that to the case.
redaction-error-unsupported = Files of this kind cannot be redacted. The original is kept as it is. PDF, JPEG, PNG, TIFF, WebP and BMP can be: print it to PDF or scan it, and add that to the case.
redaction-error-limits-bytes = The file is larger than 512 MB. Nothing was changed. Divide it into parts and redact each of them.
redaction-error-limits-pixels = A page or picture is too large: more than 100 million pixels. Nothing was changed. Save it smaller or scan it at a lower resolution, and add that to the case.
redaction-error-limits-pages = The file has more than 5,000 pages. Nothing was changed. Divide it into parts and redact each of them.
redaction-error-out-of-range = The file has no such page. Nothing was changed. Choose a page from the list.
redaction-error-plan-invalid = The marks do not fit this file, so nothing was applied. Look through the marks and set the ones that are named anew.
redaction-error-cancelled = Stopped. No copy was made; the marks and the original are as they were.
redaction-error-failed = This file could not be worked on. Nothing was changed and no copy was made. Print it to PDF or scan it, and add that to the case; tell the administrator if it happens again.

redaction-plan-no-marks = Nothing is marked.
redaction-plan-bad-rectangle = A mark has no area.
redaction-plan-no-such-page = A mark is on a page that the file does not have.
redaction-plan-outside-page = A mark lies wholly outside its page.

redaction-check-same-source = The copy was made from this file and these marks
redaction-check-readable = The copy opens in a second, independent reader
redaction-check-structure = The copy holds pictures of pages and nothing else
redaction-check-nothing-beside = No bytes are hidden between, beside or behind the pages
redaction-check-metadata = No metadata: no author, title, place, date or program
redaction-check-no-text = No text in the copy can be selected or copied
redaction-check-search = The marked words are nowhere in the file, in any encoding
redaction-check-marks-flat = Every marked area is of one colour
redaction-check-pages-kept = All pages are there, and what was not marked still shows

redaction-refused-not-passed = The copy did not pass its verification and is not released. The original is safe. Look at the checks, correct the marks and apply them again.
redaction-refused-other-copy = The verification is of another copy, so this one is not released. The original is safe. Verify the copy again.

redaction-reason-personal-data = personal data
redaction-reason-third-party = data of a third party
redaction-reason-minor = data of a minor
redaction-reason-card-data = data of a payment card
redaction-reason-secret-by-law = secret protected by law

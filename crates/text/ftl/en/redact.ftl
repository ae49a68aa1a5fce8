# Looking at a file, and redacting it: mark, apply, verify, release.

redact-viewing = File of inquiry { $number }
redact-back = Back to the case
redact-cannot-show = This kind of file cannot be shown page by page, so nothing can be redacted in it here. Save it and open it in the program that it was made with; to redact it, print it to PDF and add that PDF to the case.
redact-not-here = The content of this file has not come to this computer yet. It comes with the next synchronisation; the case itself can be worked on.
redact-save-file = Save the file
redact-saved = Saved as { $name }
redact-page-of = Page { $page } of { $of }
redact-page-next = Next page
redact-page-previous = Previous page
redact-zoom-in = Larger
redact-zoom-out = Smaller
redact-zoom-now = { $n } %
redact-thumbs = Pages
redact-thumb = { $n ->
    [0] Page { $page }
    [one] Page { $page }, { $n } mark
   *[other] Page { $page }, { $n } marks
}

redact-steps = Steps of the redaction
redact-step-mark = Mark
redact-step-apply = Apply
redact-step-verified = Verified
redact-step-now = step in hand
redact-stage-mark = Marks hide nothing yet. The file is unchanged until you apply them.
redact-stage-applied = This is the new copy itself. It is not verified yet and cannot leave.
redact-stage-verifying = A second reader is looking through the copy…
redact-stage-failed = The copy did not pass. It cannot be released. Look at the checks, go back to the marks, and apply again.
redact-stage-verified = The copy passed every check. It can be released.
redact-stage-released = The copy and its certificate are in the case.

redact-panel = The redaction in work
redact-marks = Marks
redact-marks-none = No marks yet. Press B for a box, Tab to walk the words and M to mark one, or draw with the mouse.
redact-marks-count = { $n ->
    [0] No marks
    [one] { $n } mark
   *[other] { $n } marks
}
redact-mark-item = Page { $page }: { $what }
redact-mark-area = an area
redact-mark-delete = Delete the mark
redact-reason = Reason
redact-reason-for-new = Reason for new marks
redact-reason-of-mark = Reason of this mark
redact-undo = Take back
redact-undone = The last change of the marks was taken back.
redact-nothing-to-undo = There is nothing to take back.

redact-suggestions = Suggestions
redact-suggestions-looking = Looking for personal data in the words of the file…
redact-suggestions-none = Nothing was found. Look through the pages yourself all the same.
redact-suggestions-count = { $n ->
    [0] none open
   *[other] { $n } open
}
redact-suggestions-all = Mark all
redact-suggestions-marked = { $n ->
    [0] Everything that was suggested is marked already.
    [one] { $n } place marked. Look at the marks before you apply them.
   *[other] { $n } places marked. Look at the marks before you apply them.
}
redact-suggestions-unread = { $n ->
    [one] Page { $pages } shows something and has no words that can be looked through: look at it yourself.
   *[other] Pages { $pages } show something and have no words that can be looked through: look at them yourself.
}
redact-suggestions-blind = This file has no words that can be looked through, so nothing is suggested: look at the pages and mark by hand.
redact-read-page = Read this page
redact-reading = Reading the page…
redact-read = { $n ->
    [0] No words were made out on this page. Mark by hand.
    [one] { $n } word was read off the picture; mistakes are possible. Compare with the page.
   *[other] { $n } words were read off the picture; mistakes are possible. Compare with the page.
}
redact-read-pages = { $n ->
    [one] Page { $pages } was read off its picture: mistakes are possible, compare it.
   *[other] Pages { $pages } were read off their pictures: mistakes are possible, compare them.
}
redact-suggestions-aside = { $n } put aside
redact-suggestions-again = Show again
redact-suggestions-done = No suggestion is open.
redact-suggestion-where = { $n ->
    [one] page { $page }
   *[other] { $n } places from page { $page } on
}
redact-suggestion-at = Suggestion: { $kind }, “{ $text }”, page { $page }; { $why }. M marks it, Delete puts it aside.
redact-suggestion-mark = Mark wherever it stands
redact-suggestion-drop = Put aside: not to be taken out
redact-suggestion-marked = { $n ->
    [one] “{ $text }” marked in { $n } place.
   *[other] “{ $text }” marked in { $n } places.
}
redact-suggestion-dropped = “{ $text }” was put aside.
redact-key-suggestion = Next suggestion

redact-words-none = This page has no text layer. Mark with B and the arrow keys, or with the mouse.
redact-words-count = { $n ->
    [one] { $n } word on this page
   *[other] { $n } words on this page
}
redact-word-at = “{ $text }”, word { $i } of { $n }
redact-word-marked = “{ $text }” marked: { $reason }
redact-mark-at = Mark { $i } of { $n }, { $reason }
redact-mark-deleted = The mark was deleted.
redact-line-marked = The whole line was marked.
redact-field-marked = The whole field was marked.
redact-all-marked = { $n ->
    [0] There is no other place like this one.
    [one] Marked in { $n } more place.
   *[other] Marked in { $n } more places.
}
redact-box-started = A box. Arrows move it, Shift with arrows changes its size, Enter sets it, Esc drops it.
redact-box-set = The box was set.
redact-box-dropped = The box was dropped.

redact-key-box = Box
redact-key-word = Mark the word
redact-key-line = Whole line
redact-key-field = Whole field
redact-key-all = All like this
redact-key-delete = Delete
redact-key-walk = Next word or mark

redact-key-leave = Leave the page

redact-apply = Apply
redact-apply-none = Mark something first: without a mark there is nothing to apply.
redact-applying-start = The marks are being burned into a new copy…
redact-apply-cancel = Stop
redact-apply-cancelled = Stopped. The marks are as they were; no copy was made.
redact-applied = A new copy of { $pages } pages, { $size }. Verify it next.
redact-verify = Verify
redact-verify-passed = Verified: every check passed.
redact-verify-failed = { $n ->
    [one] { $n } check failed.
   *[other] { $n } checks failed.
}
redact-checks = Checks of the second reader
redact-check-passed = passed
redact-check-failed = failed
redact-check-where = Where: { $detail }
redact-back-to-marks = Back to the marks
redact-release = Release the copy
redact-released = The redacted copy is in the case with its certificate.
redact-certificate = Show the certificate
redact-certificate-title = Certificate of redaction
redact-certificate-close = Back to the copy
redact-is-copy = This is a verified redacted copy. It is not redacted a second time: open the original for another copy.
redact-not-allowed = Your role may look at this file but not redact it.
redact-draft-restored = The marks that you had set are here again.
redact-leave-burned = The copy that was not released has been deleted. The marks are kept.
progress-burn = The marks are being burned into a new copy

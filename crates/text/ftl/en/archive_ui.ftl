# The archive's screen: closed cases, the case file, archiving. (The words of the case file itself are elsewhere.)

archives-title = Archive
archives-lead = Closed cases become one archival PDF each. The PDF is saved first; then the case is recorded as archived.
archives-tab-closed = Closed
archives-tab-archived = Archived
archives-search = Search in this list
archives-empty-closed = No closed case waits. A case comes here when it is removed from control (Close).
archives-empty-archived = Nothing has been archived yet. Make the case file of a closed case and record it.
archives-empty-search = No case here matches “{ $search }”.
archives-count = { $n ->
    [one] { $n } case
   *[other] { $n } cases
}
archives-more = Next page of the list
archives-choose = Choose a case in the list: what it holds and what it lacks is shown here.
archives-complete-title = Completeness
archives-complete = The case is complete.
archives-incomplete = { $n ->
    [one] { $n } thing is missing. The case cannot be archived yet.
   *[other] { $n } things are missing. The case cannot be archived yet.
}
archives-check-number = Official registration number
archives-check-number-why = It comes from the server: synchronise.
archives-check-answer = Signed answer, or the act that ended the case
archives-check-answer-why = The case has neither an answer with an outcome nor a record of forwarding or of leaving it without consideration.
archives-check-dispatch = Record of dispatch
archives-check-dispatch-why = How the answer left is not recorded. Reopen the case and record it.
archives-check-files = { $n ->
    [0] No attached files
    [one] { $n } attached file is on this computer
   *[other] All { $n } attached files are on this computer
}
archives-check-files-why = { $n ->
    [one] { $n } file has not come to this computer yet: synchronise.
   *[other] { $n } files have not come to this computer yet: synchronise.
}
archives-check-queue = All changes are confirmed by the server
archives-check-queue-why = { $n ->
    [one] { $n } change waits to be sent: synchronise.
   *[other] { $n } changes wait to be sent: synchronise.
}
archives-check-conflicts = No open conflict
archives-check-conflicts-why = Two people set the same field differently: open the case and decide.
archives-ok = present
archives-lacks = missing
archives-file-index = File of the nomenclature
archives-retention = Kept: { $retention }
archives-closed-on = Closed on { $date }
archives-archived-on = Archived on { $date }
archives-hash = SHA-256 of the case file
archives-make = Make the case file
archives-making = The case file is being made…
archives-case = The case in hand
archives-made = { $pages ->
    [one] Case file of { $pages } page, { $size }.
   *[other] Case file of { $pages } pages, { $size }.
}
archives-save = Save the case file
archives-saved = Saved as { $name }. Now record that the case is archived.
archives-save-first = Save the case file first: only a saved file is recorded.
archives-save-cancelled = Nothing was saved. The case stays closed.
archives-record = Record as archived
archives-recorded = { $number } is archived. The next case is open.
archives-recorded-last = { $number } is archived. No closed case waits any more.
archives-verify = Check again
archives-open-case = Open the case
archives-not-allowed = Your role may look at the archive, but only an archivist records a case as archived.
archives-previous = Previous page of the list
archives-waits = waits
archives-check-readable = Every attached file can be opened
archives-check-readable-why = { $n ->
    [one] { $n } file cannot be opened; it is named below.
   *[other] { $n } files cannot be opened; they are named below.
}
archives-file-broken = { $name }: { $why }
archives-checked-again = The case was looked through again.
archives-saved-copy = Saved as { $name }.

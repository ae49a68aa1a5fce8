# The report of a period: form, figures, the paper.

reports-title = Report of a period
reports-lead = Choose the period and press Ctrl+G. The paper at the right is what will be printed.
reports-period = Period
reports-period-month = Month
reports-period-quarter = Quarter
reports-period-half = Half-year
reports-period-year = Year
reports-period-range = Any dates
reports-previous = Previous period
reports-next = Next period
reports-from = From
reports-to = To
reports-name-quarter = { $n ->
    [1] 1st quarter of { $year }
    [2] 2nd quarter of { $year }
    [3] 3rd quarter of { $year }
   *[4] 4th quarter of { $year }
}
reports-name-half = { $n ->
    [1] 1st half of { $year }
   *[2] 2nd half of { $year }
}
reports-name-year = Year { $year }
reports-name-range = { $from } to { $to }
reports-bad-range = The first day must be a date of the calendar and not later than the last one.
reports-future = The period is not over yet: the figures will still grow.
reports-make = Make the report
reports-making = The report is being made…
reports-empty = No report has been made yet. Choose a period and press Ctrl+G.
reports-paper-lang = Language of the paper
reports-total = { $n ->
    [one] { $n } inquiry
   *[other] { $n } inquiries
}
reports-total-before = Same period last year: { $n }
reports-nothing = There is no inquiry in this period. The report says so and can still be saved.
reports-queued = { $n ->
    [one] { $n } change made on this computer is not confirmed by the server yet.
   *[other] { $n } changes made on this computer are not confirmed by the server yet.
} The report counts them. Other computers may hold more: synchronise before you send the report.
reports-offline = There is no link: the report counts what this computer holds, as of { $when }.
reports-offline-never = There is no link, and this computer has never synchronised: the report counts only what was entered here.
reports-devices = The figures can lack what was done on these computers:
reports-device = { $name } (No. { $number }): last reached the server { $seen }; waits on it: { $waiting }
reports-figures = Figures
reports-col-what = What is counted
reports-col-count = Period
reports-col-before = Last year
reports-col-change = Difference
reports-col-share = Share
reports-open-figure = Open { $label }: { $n ->
    [one] { $n } inquiry
   *[other] { $n } inquiries
}
reports-list-title = { $label }, { $period }
reports-save = Save as PDF
reports-saved = Saved as { $name }
reports-save-cancelled = Nothing was saved.
reports-not-allowed = Your role does not make reports. A supervisor, an archivist or an administrator can.

# A paper shown page by page, here and on the other screens.
sheet-page-of = Page { $page } of { $of }
sheet-next = Next page
sheet-previous = Previous page
sheet-larger = Larger
sheet-smaller = Smaller
sheet-alt = Page { $page } of { $name }
sheet-failed = This page could not be drawn. The file itself is unharmed and can be saved.
sheet-label = Preview: { $name }
sheet-no-pages = There is nothing to show page by page
sheet-no-pages-why = The file has another format, or its content has not come to this computer yet. It is kept as it is.

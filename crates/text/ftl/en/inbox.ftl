# Lists: views, rows, what is due today.

## Views

view-today = Today
view-inbox = Inbox
view-new = New
view-mine = Mine
view-to_sign = To sign
view-returned = Returned
view-overdue = Overdue
view-to_dispatch = To dispatch
view-closed = Closed
view-archived = Archived
view-conflicts = Conflicts
view-all = All

## Empty views

empty-today = Nothing due
empty-today-why = A letter that comes in is registered with Ctrl+N.
empty-inbox = Queue clear
empty-inbox-why = Registered inquiries stand here. To register one: Ctrl+N.
empty-new = Nothing new
empty-new-why = What came from the website waits here to be registered. Import: g w.
empty-mine = Nothing is assigned to you
empty-mine-why = An inquiry appears here when you become its executor.
empty-to_sign = Nothing waits for a signature
empty-to_sign-why = Answers that clerks sent with Ctrl+Enter stand here.
empty-returned = Nothing was returned
empty-returned-why = An answer that the supervisor returns appears here with the reason.
empty-overdue = Nothing is overdue
empty-overdue-why = Overdue inquiries stand here, and first in the list for today.
empty-to_dispatch = Nothing to dispatch
empty-to_dispatch-why = Signed answers stand here: P records the dispatch, C removes from control.
empty-closed = Nothing is closed
empty-closed-why = What was removed from control stands here until it goes into the archive.
empty-archived = Nothing in the archive
empty-archived-why = Inquiries whose archival PDF was made and checked stand here.
empty-conflicts = No conflicts
empty-conflicts-why = When two devices change the same field, both values are shown here.
empty-all = No inquiries
empty-all-why = Register: Ctrl+N. Import from the website: g w.
empty-search = Nothing found
empty-search-why = Try a part of the number or another word. Esc ends the search.
empty-filter = Nothing matches the filter
empty-filter-why = F changes or removes the filter.

## The list

list-label = List of inquiries
list-count = { $n ->
        [one] { $figures } inquiry
       *[other] { $figures } inquiries
    }
list-found = Found for “{ $search }”
list-selected = { $n } selected
list-unselect = Clear selection
col-number = No.
col-left = Left
col-applicant = Applicant
col-topic = Topic
col-flags = Flags
left-late = { $n } d late
left-today = today
left-days = { $n } d
number-none = no number
number-provisional = Provisional number: the official one is given at synchronisation
applicant-anonymous = anonymous

## Filter

filter-title = Filter
filter-any = any
filter-apply = Apply
filter-none = Remove filter
filter-clear = Remove this filter

## Today

today-next = First in line
today-more = { $n } more

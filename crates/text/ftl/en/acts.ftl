# Acts: name, button, line of the timeline, message in the bar.

## Names

act-receive = Receipt
act-register = Registration
act-enter_in_register = Entry in the register
act-correct = Correction of the card
act-assign = Assignment
act-save_draft = Saving the draft
act-submit_for_signoff = Send for sign-off
act-return = Return of the answer
act-approve = Signing
act-record_dispatch = Record of dispatch
act-close = Closing
act-reopen = Reopening
act-forward = Forwarding by competence
act-extend = Extension of the deadline
act-recount = Recount of the deadline
act-not_considered = Leaving without consideration
act-void = Declaring void
act-add_note = Adding a note
act-attach = Adding a file
act-record_redaction = Adding a redacted copy
act-link = Link to an earlier inquiry
act-restrict = Restriction of access
act-archive = Archiving
act-withdraw = Taking back
act-settle_conflict = Settling a conflict

## Buttons

do-submit_for_signoff = Send for sign-off
do-enter_in_register = Register
do-assign = Assign
do-topic = Set the topic
do-correct = Correct the card
do-return = Return
do-approve = Sign
do-record_dispatch = Record
do-close = Close
do-reopen = Reopen
do-forward = Forward
do-extend = Extend
do-not_considered = Do not consider
do-void = Declare void
do-add_note = Add
action-answer = Answer
action-sign = Read and sign
action-dispatch = Record dispatch
action-note = Note
action-topic = Set the topic
action-topic-short = Topic
action-attach = File
sheet-for-several = { $n ->
        [one] { $act }: { $n } inquiry
       *[other] { $act }: { $n } inquiries
    }

## Words in the sheets

topic-as-is = leave as it is
resolution-hint = What is to be done, and by when. May stay empty.
co-executor-add = add
co-executor-remove = Remove the co-executor { $name }
forward-to-hint = Full name of the body: it goes into the notice to the applicant.
extend-most = By law at most { $most }.
extend-new = New deadline: { $date }
dispatch-reference-hint = For example 01-7/55, or the number of the postal receipt.
close-undispatched = The dispatch of the answer is not recorded yet. Record it first: P.
not-considered-hint = Why this reason applies. The applicant may see it too.
reason-add_note = Note
reason-add_note-hint = Seen only inside, never sent to the applicant.
reason-return = What has to be mended
reason-return-hint = The executor sees it above the answer.
reason-reopen = Why it is reopened
reason-reopen-hint = It stays in the history.
reason-void = Why it is void
reason-void-hint = The number stays taken. This cannot be undone.
reason-extend = Reason for the applicant
reason-extend-hint = It goes into the notice of the extension.

## Timeline

event-receive = Received
event-consent = Consent to processing of personal data: policy version { $policy }
event-register = Registered
event-enter_in_register = Entered in the register
event-correct = Card corrected
event-assign = Executor assigned
event-save_draft = Draft of the answer saved
event-submit_for_signoff = Sent for sign-off
event-return = Answer returned
event-approve = Signed
event-record_dispatch = Answer dispatched
event-close = Removed from control
event-reopen = Reopened
event-forward = Forwarded by competence
event-extend = Deadline extended
event-recount = Deadline counted anew
event-not_considered = Left without consideration
event-void = Declared void
event-add_note = Note added
event-attach = File added
event-record_redaction = Verified redacted copy added
event-link = Linked to an earlier inquiry
event-restrict = Access changed
event-archive = Archived
event-withdraw = Last act taken back
event-settle_conflict = Conflict settled
event-queued = waits to be sent

## Messages in the bar

done-register = { $number }: registered.
done-enter_in_register = { $number }: registered.
done-assign = { $number }: executor assigned.
done-correct = { $number }: card corrected.
done-save_draft = { $number }: draft saved.
done-submit_for_signoff = { $number }: sent for sign-off.
done-return = { $number }: answer returned.
done-approve = { $number }: signed.
done-record_dispatch = { $number }: dispatch recorded.
done-close = { $number }: removed from control.
done-reopen = { $number }: reopened.
done-forward = { $number }: forwarded.
done-extend = { $number }: deadline extended.
done-not_considered = { $number }: left without consideration.
done-void = { $number }: declared void.
done-add_note = { $number }: note added.
done-attach = { $number }: file added.
done-record_redaction = { $number }: verified copy added.
done-settle_conflict = { $number }: conflict settled.
done-archive = { $number }: archived.
done-one = { $number }: done. { $act }
done-many = { $act }: { $n } inquiries.
done-undone = { $n ->
        [one] The act was taken back.
       *[other] { $n } acts were taken back.
    }
bar-partly = Done: { $done }, not done: { $refused }. { $why }
sheet-fill-in = This has to be filled in.

# States of an inquiry and its flags.

state-received = received
state-registered = registered
state-assigned = assigned
state-in_work = in work
state-awaiting_signoff = awaiting sign-off
state-returned = returned
state-answered = answered
state-forwarded = forwarded
state-not_considered = not considered
state-closed = closed
state-archived = archived
state-void = void

## Flags

flag-conflict = conflict
flag-restricted = restricted
flag-minor = minor
flag-collective = collective
flag-repeat = repeat
flag-queued = waits to be sent
flag-files = { $n ->
        [one] { $n } attachment
       *[other] { $n } attachments
    }

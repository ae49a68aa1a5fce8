# The screen of synchronisation: how things stand, what waits, what was refused, the demonstration's server, the audit.

sync-screen-title = Synchronisation
sync-screen-online = The link to the server works.
sync-screen-offline = There is no link to the server. Everything you do is saved on this computer and will be sent when the link is back.
sync-screen-busy = Synchronising now…
sync-screen-last = Last synchronised: { $when }
sync-screen-last-never = This computer has not synchronised yet.
sync-screen-server = Server
sync-screen-device = Device No.
sync-screen-queued = { $n ->
    [0] Nothing waits to be sent.
    [one] { $n } change waits to be sent.
   *[other] { $n } changes wait to be sent.
}
sync-screen-conflicts = { $n ->
    [0] No conflicts.
    [one] { $n } conflict waits for a decision.
   *[other] { $n } conflicts wait for a decision.
}
sync-screen-conflicts-open = Show them
sync-screen-files = { $n ->
    [0] No file waits.
    [one] { $n } file waits to be sent or fetched.
   *[other] { $n } files wait to be sent or fetched.
}
sync-screen-now = Synchronise now
sync-screen-done = Synchronised: nothing waits any more.
sync-screen-done-left = Synchronised; { $n ->
    [one] { $n } change still waits.
   *[other] { $n } changes still wait.
}
sync-screen-problem-title = The last try did not succeed
sync-screen-safe = { $n ->
    [0] All your changes had been sent before.
    [one] Your { $n } change is saved on this computer and stays in the queue.
   *[other] Your { $n } changes are saved on this computer and stay in the queue.
}

sync-screen-outbox = Waits to be sent
sync-screen-outbox-empty = The queue is empty: the server has everything that was done on this computer.
sync-screen-col-number = No.
sync-screen-col-what = What was done
sync-screen-col-when = When
sync-screen-col-why = Why it waits
sync-screen-why-offline = There is no link.
sync-screen-why-turn = Goes with the next synchronisation.
sync-screen-why-busy = Being sent.
sync-screen-why-problem = The last try failed; the reason is given above.
sync-screen-rejected = Refused by the server
sync-screen-rejected-lead = These changes were not taken. The case shows the state that the server holds; do again what is still needed.
sync-screen-rejected-empty = The server has refused nothing.
sync-screen-col-refused = Why it was refused
sync-screen-open-case = Open the case { $number }
sync-screen-open-case-plain = Open the case
sync-screen-unnumbered = no number

sync-screen-demo = Demonstration server
sync-screen-demo-lead = This server runs inside the demonstration. Stop it to see how the program works without a network.
sync-screen-demo-runs = The server runs
sync-screen-demo-stopped = The server is stopped
sync-screen-demo-stop = Stop the server
sync-screen-demo-start = Start the server

sync-screen-audit = Audit log of this device
sync-screen-audit-lead = Each entry holds the hash of the one before it. The check reads the whole chain.
sync-screen-audit-check = Check the audit log
sync-screen-audit-checking = The audit log is being read…
sync-screen-audit-whole = { $n ->
    [one] { $n } entry read: the chain is whole.
   *[other] { $n } entries read: the chain is whole.
}
sync-screen-audit-broken = The chain is broken at entry { $at }: the log was changed from outside. Tell the administrator and do not go on working on this computer.
sync-screen-audit-head = Hash of the last entry
sync-screen-audit-server = { $n ->
    [one] The server's audit log as it signed it for this computer on { $at }: { $n } entry.
   *[other] The server's audit log as it signed it for this computer on { $at }: { $n } entries.
}
sync-screen-audit-forked = The server's audit log was changed behind what this computer had seen: times noticed: { $n }. The proofs are kept.
sync-screen-devices = Computers of the departments
sync-screen-devices-lead = As the server knows them now. What waits on a computer is not in your lists and reports yet; it comes when that computer reaches the server.
sync-screen-devices-offline = Known while the server is reached.
sync-screen-device-name = Computer
sync-screen-device-seen = Last reached the server
sync-screen-device-waits = Waits on it
sync-screen-device-here = (this one)
sync-screen-device-never = never
sync-screen-device-nothing = nothing
sync-screen-device-waiting = { $n ->
    [one] { $n } act
   *[other] { $n } acts
}
sync-screen-stick = No link for a long time?
sync-screen-stick-lead = Write everything that waits into a file, take it to the server's administrator on a USB stick. Only the server can read it. It goes on waiting here until the server confirms it; nothing is sent twice. Files of the cases are not in it: they wait for a link.
sync-screen-stick-save = Save to a stick
sync-screen-stick-saved = { $n ->
    [one] { $n } act was written to { $path }.
   *[other] { $n } acts were written to { $path }.
}

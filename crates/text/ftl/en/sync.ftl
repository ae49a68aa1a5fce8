# Why a synchronisation did not come to its end, and what it is doing. Codes: sync::SyncError.

sync-problem-offline = The server cannot be reached. Everything you did is saved on this computer and will be sent when the link is back.
sync-problem-stall = The link stands, but nothing moves. What was sent is not sent again; the rest goes on from where it stopped.
sync-problem-not-our-server = Something other than our server answered at this address, perhaps the log-in page of a Wi-Fi network. Open a browser, log in to the network and repeat.
sync-problem-untrusted = The certificate of what answers at this address is not believed: it is of an unknown authority, of another name, or it has run out. Nothing was sent. Look at this computer's date; if it is right, ask the administrator for the file of the office's authority.
sync-problem-bad-address = This is not the address of a server. It begins with https:// and has a name, such as https://desk.example.kg.
sync-problem-plain-http = This address begins with http://, so passwords and personal data would travel openly. Nothing was sent. Ask the administrator for the address that begins with https://.
sync-problem-token-refused = The server does not know this computer. What you did is saved here. Ask the administrator: the computer may have to be enrolled again.
sync-problem-device-revoked = The administrator has revoked this computer. Changes that were not sent are saved here; tell the administrator.
sync-problem-upgrade-needed = Your changes were sent, but the program has to be updated to receive what is new.
sync-problem-server-too-old = The server is older than this program, so some changes stay in the queue. Tell the administrator.
sync-problem-server-full = The server's storage is full. Nothing is lost, everything stays in the queue. Tell the administrator.
sync-problem-server-busy = The server has too much to do just now. Nothing is lost, everything stays in the queue; synchronisation is repeated by itself.
sync-problem-bad-authority = The file with the certificate of the office's authority cannot be read. Ask the administrator for the file in PEM.
sync-problem-disk-full = The disk of this computer is full, so nothing new was received. Free some space and repeat.
sync-problem-closed = The program is locked. Synchronisation goes on once it is unlocked.
sync-problem-bad-chain = The disk of this computer is an older copy: the server has later changes of this computer. Nothing was sent, and nothing more can be entered here. What waits stays here and can be read. Ask the administrator to enrol this computer anew, then enter it there again.
sync-problem-audit-forked = The server's audit log no longer holds what this computer has seen in it: it was changed. The proof is kept here. Tell the administrator and the data protection officer.
sync-problem-bad-signature = A signature did not pass the check, so nothing was taken. Ask the administrator.
sync-problem-still-differs = The data of the department “{ $unit }” still differ from the server's after a repair. They are checked again next time; if it stays so, tell the administrator.
sync-problem-file = A file did not pass; the others did. It stays in the queue and is tried again next time.
sync-problem-bad-code = The code is not right, was used already or has expired. Get a new one from the administrator.
sync-problem-bad-password = Login or password is not right. Check capitals and the keyboard layout.
sync-problem-too-many-tries = Too many tries. Repeat in a quarter of an hour.
sync-problem-server = The server answered with an error. What you did is saved on this computer and is tried again. If it lasts, give the details to the administrator.
sync-problem-busy = Another program, a large import for example, is writing to the database of this computer. Nothing was lost; synchronisation is repeated by itself.
sync-problem-store = The database of this computer did not carry it out. What was saved before is safe. Open the program again; if it happens again, tell the administrator.

## The same causes where the window shows them as an error

error-sync-problem-offline = { sync-problem-offline }
error-sync-problem-stall = { sync-problem-stall }
error-sync-problem-not-our-server = { sync-problem-not-our-server }
error-sync-problem-untrusted = { sync-problem-untrusted }
error-sync-problem-bad-address = { sync-problem-bad-address }
error-sync-problem-plain-http = { sync-problem-plain-http }
error-sync-problem-token-refused = { sync-problem-token-refused }
error-sync-problem-device-revoked = { sync-problem-device-revoked }
error-sync-problem-upgrade-needed = { sync-problem-upgrade-needed }
error-sync-problem-server-too-old = { sync-problem-server-too-old }
error-sync-problem-server-full = { sync-problem-server-full }
error-sync-problem-server-busy = { sync-problem-server-busy }
error-sync-problem-bad-authority = { sync-problem-bad-authority }
error-sync-problem-disk-full = { sync-problem-disk-full }
error-sync-problem-closed = { sync-problem-closed }
error-sync-problem-bad-chain = { sync-problem-bad-chain }
error-sync-problem-audit-forked = { sync-problem-audit-forked }
error-sync-problem-bad-signature = { sync-problem-bad-signature }
error-sync-problem-still-differs = { sync-problem-still-differs }
error-sync-problem-file = { sync-problem-file }
error-sync-problem-bad-code = { sync-problem-bad-code }
error-sync-problem-bad-password = { sync-problem-bad-password }
error-sync-problem-too-many-tries = { sync-problem-too-many-tries }
error-sync-problem-server = { sync-problem-server }
error-sync-problem-busy = { sync-problem-busy }
error-sync-problem-store = { sync-problem-store }
error-refused-out-of-scope = This inquiry belongs to another department now, so the change was not taken. It is kept on the server for the administrator.
error-refused-malformed = This change was written down in a form that the server cannot read, so it was not taken. Give the details to the administrator: it is a fault of the program.
error-refused-erased = The data of this inquiry were erased by an officer's order, so the change was not taken.

## What is going on

progress-sync-push = Changes are being sent
progress-sync-repair = Data are being compared with the server
progress-sync-pull = What is new is being received
progress-sync-files = Files are on their way

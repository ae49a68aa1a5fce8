# Errors: what happened, what is safe, what to do.

error-details = Details
error-unexpected = That did not work. What was saved before is safe. Try again; if it happens again, give the details to the administrator.
error-core-unreachable = The core of the program did not answer. What was saved is safe. Close the program and open it again.

## Unlocking

error-locked = The program is locked. The data are safe. Enter the passphrase.
error-wrong-passphrase = The passphrase is not right. Check capitals and the keyboard layout.
error-unknown-account = There is no such account on this computer. Choose one of the list.
error-wrong-recovery-code = The recovery code is not right. Compare it with the paper again.
error-passphrase-too-short = The passphrase is too short: it needs at least 12 characters. A few words in a row are easy to remember.
error-passphrase-guessable = This passphrase is easy to guess: it is a common word or repeats the same characters. Choose another one, for example a few words in a row.
error-not-reached-to-enrol = The server cannot be reached, so this computer was not enrolled and nothing was left on it. Check the address and the network, then try again; the code is still good.
error-lease-ended = The permit of this device ran out on { $until }. The data are safe and encrypted. Connect to the network and open it again: the server renews the permit. If it does not, check the date of this computer, then ask the administrator.
error-not-enrolled = This computer is not enrolled yet. Ask the administrator.
error-old-copy = Nothing was saved: the disk of this computer is an older copy, and the server has later changes of this computer. What waits stays here and can be read. Ask the administrator to enrol this computer anew.

## The database

error-wrong-key = The database does not open with this key. Nothing was changed. Ask the administrator.
error-corrupt = A part of the database cannot be read. What was sent to the server is safe. Stop working and ask the administrator.
error-inconsistent = Stored data contradict each other. The inquiry was not changed. Give the details to the administrator.
error-disk-full = The disk is full. What was saved before is safe, the last step was not saved. Free some space and repeat it.
error-busy = The database is busy. Nothing is lost. Repeat in a few seconds.
error-closed = The database is closed. The data are safe. Unlock the program again.
error-exists = There is a database here already. It was not touched.
error-absent = No database was found here. Ask the administrator.
error-newer = The database was made by a newer version of the program. Nothing was changed. Update the program.
error-vault-corrupt = The key file vault.json is damaged, so nothing can open the database. The database itself was not touched. Put vault.json back from a backup, or have the administrator enrol this computer again.
error-gap = A gap was found in the log. Stop working and ask the administrator.
error-database = The database did not carry it out. What was saved before is safe. Repeat it, or give the details to the administrator.
error-randomness = The system gave no random numbers, so nothing was written. Restart the computer.

## Files

error-file = The file { $name } could not be read or written. The inquiry was not changed. Check where it is and repeat.
error-file-no-permission = { $name }: this folder may not be used. Choose another one.
error-file-not-found = The file { $name } was not found. It may have been moved or deleted.
error-file-folder = { $name } is a folder, not a file. Name a file.
error-write = The file { $name } could not be written. Check the disk and repeat.
error-write-no-folder = The folder of { $name } does not exist. Nothing was written. Make the folder or name another place.
error-write-no-permission = { $name } may not be written. Nothing was written. Name another place.
error-write-folder = { $name } is a folder. Nothing was written. Name a file.
error-write-not-a-file = In the place of { $name } there is a link or a device, not a plain file. Nothing was written. Choose another name.
error-file-not-here = The file is not on this computer yet. It comes with the next synchronisation.
error-no-ocr = No character recognition is installed on this computer, so the page cannot be read. Mark it by hand, or ask the administrator to install tesseract with Kyrgyz and Russian.
error-ocr-failed = The page could not be read by character recognition. Mark it by hand.
error-files = The folder of files could not be read or written. The database is safe. Check the disk and repeat.
error-no-file = There is no such file in the store. Synchronise and repeat.
error-wrong-hash = The file differs from what was stored, so it is not shown. Synchronise, or ask the administrator.
error-gone = It is no longer there: too much time has passed. Open the page again.
error-paper = The paper was not made. The inquiry was not changed. Give the details to the administrator.
error-not-verified = The copy did not pass the check, so it is not released. The original is safe. Look at the marks and apply again.
error-cancelled = Stopped. Nothing was changed.

## Refusals by the rules

error-refused-not-allowed = Your role does not allow this: { $act }. Nothing was changed. Ask the supervisor.
error-refused-wrong-state = The inquiry is in the state “{ $state }” now, in which this is not possible: { $act }. Nothing was changed.
error-refused-exists = This inquiry or file exists already. It was not made twice.
error-refused-unknown = There is no such inquiry or file on this device. Nothing was changed. Try to synchronise.
error-refused-missing = Missing: { $fields }. Nothing was changed. Fill it in and repeat.
error-refused-not-in-profile = The list in force has no “{ $value }” ({ $field }). Nothing was changed. Choose one of the list.
error-refused-out-of-bounds = The value is out of bounds: { $field }. Nothing was changed. Correct it and repeat.
error-refused-too-long = The value is too long: { $field } (limit { $most }). Nothing was changed. Shorten it and repeat.
error-unknown-unit = There is no department “{ $value }”. Nothing was changed.
error-refused-not-the-last = Something happened after it, so it cannot be taken back. The inquiry is as it was. Correct the card or act anew.
error-refused-restricted = Access to this inquiry is restricted. Only those named on the case and the supervisor see it.
error-refused-inconsistent = Stored data contradict each other, so it was not done. Give the details to the administrator.
error-stick-io = The file on the stick cannot be read or written. Is the stick still plugged in, and is it writable?
error-stick-foreign = This is not a file of Inquiry Desk for a stick.
error-stick-damaged = The file was made for another computer, or it is damaged. What was whole of it is kept, nothing damaged was taken. Copy it anew, or have it made anew on the server.
error-stick-begun = This computer already has cases from the server. It gets the rest by synchronising; the file is not needed.
error-stick-old = The server was restored from a backup after this file was made. Have it made anew.
error-stick-empty = Nothing waits to be sent: there is nothing to write.

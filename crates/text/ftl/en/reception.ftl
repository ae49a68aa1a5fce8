# Electronic Reception: pages that citizens read themselves.

reception-name = Electronic Reception
reception-skip = Skip to the main part
reception-languages = Language of the page
reception-pages = Pages
reception-nav-write = Write an inquiry
reception-nav-status = Follow an inquiry
reception-nav-policy = Privacy policy
reception-no-tracking = These pages store no cookies and do not follow you.
reception-error = Error

## The form

reception-form-title = Write an inquiry
reception-intro = Only three things are required: the kind of inquiry, its text and your consent. The rest is needed to answer you.
reception-intro-other-ways = You may also send an inquiry by post or bring it in person:
reception-never-title = Do not write numbers of bank cards, PIN codes or passwords.
reception-never = They are not needed to consider an inquiry. We never ask for them.
reception-minor-intro = If you are under { $age }, write together with a parent or guardian.
reception-language-first = Choose the language of the page before you write: changing it clears the form. Write the text in any language.
reception-needed = required
reception-not-chosen = Not chosen
reception-other-of = { $section }: other
reception-person = About you
reception-person-hint = An inquiry is taken without a name and contacts too, but it may then be impossible to answer it.
reception-matter = The inquiry
reception-files = Files
reception-data-hint = A request about your own data:
reception-asks-know = Know what is kept about me
reception-asks-correct = Correct my data
reception-asks-restrict = Restrict the use of my data
reception-asks-erase = Delete my data
reception-field-what = Kind of inquiry
reception-field-name = Surname, name, patronymic
reception-field-phone = Telephone
reception-field-email = E-mail
reception-field-address = Postal address
reception-field-topic = Topic
reception-field-territory = Which place it is about
reception-field-text = Text of the inquiry
reception-field-files = Choose files
reception-field-leave_empty = Leave this empty
reception-hint-phone = For example: 0000 12 34 56
reception-hint-address = If the answer should come by post
reception-hint-text = Write what happened, where and when, and what you ask for.
reception-hint-files = Up to { $files } files of at most { $mb } MB each. A document (PDF) or a picture (JPEG, PNG, TIFF, WebP) is best: other files are checked first.
reception-minor = I am under { $age }
reception-minor-hint = With this mark your data are treated with special care.
reception-consent-title = Consent
reception-consent = I agree that my personal data are processed to consider the inquiry (policy version { $version }).
reception-consent-read = Read the privacy policy (opens in a new page)
reception-consent-else = If you do not agree, send the inquiry by post or bring it in person.
reception-send = Send
reception-send-knowingly = Send it as it is all the same
reception-send-knowingly-hint = I have read the warning; these data are there on purpose.

## Errors and warnings

reception-problems-title = The inquiry has not been taken yet
reception-problems-safe = Everything that you wrote is still in the form. Nothing has been stored yet.
reception-problem-what = Choose the kind of inquiry.
reception-problem-long-line = There are more than 2,000 characters in this field. Shorten it or move it to the text.
reception-problem-text = Write the text of the inquiry.
reception-problem-long-text = The text is too large. Shorten it or attach it as a file.
reception-problem-trap = Empty the field "Leave this empty".
reception-problem-consent = To send it, tick the consent.
reception-problem-many-files = More than { $files } files were chosen. Choose fewer.
reception-problem-large-file = The file "{ $name }" is larger than { $mb } MB. Make it smaller or send it in parts.
reception-problem-empty-file = The file "{ $name }" is empty. Choose another one.
reception-notice-broken = The form did not arrive whole: the connection seems to have broken. Check it and send it again.
reception-notice-slow = Sending the form took too long. Try again with fewer files.
reception-notice-busy = Too many people are sending files just now. Send it again in a minute.
reception-notice-too-large = The form is too large. Choose fewer files.
reception-notice-typed-too-large = The typed text is too large, and a part of it did not arrive. Go back with your browser and attach it as a file.
reception-notice-quick = The form was sent too quickly. Check it and send it once more.
reception-notice-expired = The form was open for too long. Check it and send it once more.
reception-notice-failed = Because of a fault on our side the inquiry was not stored. Send it again a little later.
reception-files-again = The chosen files were not kept: for safety browsers do not remember them. Choose the files again.
reception-warning-title = Check before you send
reception-warning = You seem to have written something that should not be told to others. Nothing has been sent or stored yet.
reception-warning-what = Remove it from the form below and press "Send". If it really is needed, there is a button "Send it as it is all the same" at the end of the form.
reception-finding-card = number of a bank card
reception-finding-pin = personal number (PIN)
reception-finding-password = password or PIN code

## The receipt

reception-receipt-title = Receipt
reception-receipt-taken = Your inquiry has been taken.
reception-receipt-number = Receipt number
reception-receipt-code = Secret code
reception-receipt-received = Received
reception-receipt-state = State
reception-receipt-policy = Consent: policy version
reception-receipt-keep = Write the number and the code down, or print this page.
reception-receipt-keep-why = The code will not be shown again. Only with both can you learn how the inquiry stands.
reception-receipt-next = What happens next
reception-receipt-follow = Follow the inquiry
reception-receipt-print = To print, use your browser's command "Print".
reception-promise-registration = The inquiry will be entered in the register by { $date }; it then gets its official number.
reception-promise-answer = Time to answer, from the day of registration: { $term }.

## How it stands

reception-status-title = How an inquiry stands
reception-status-intro = Enter the number and the secret code of the receipt.
reception-status-number-hint = From the receipt, for example: K7Q2M-9XW4T
reception-status-code-hint = Capital or small letters and dashes make no difference.
reception-status-ask = Show
reception-status-missing = Enter both the number and the code.
reception-status-unknown = There are no such number and code. Copy both from the receipt again.
reception-status-number = Registration number
reception-status-registered = Registered
reception-status-due = Answer due
reception-status-ended = Consideration ended
reception-status-sent = Answer sent
reception-status-extended = The deadline has been extended.
reception-status-no-data = No personal data are shown on this page.
reception-status-again = Follow another inquiry
reception-state-received = The inquiry has arrived and waits to be registered.
reception-state-registered = The inquiry is registered.
reception-state-assigned = Somebody has been named to deal with the inquiry.
reception-state-in_work = The inquiry is being considered.
reception-state-awaiting_signoff = The answer is ready and waits to be signed.
reception-state-returned = The inquiry is being considered.
reception-state-answered = The answer is signed.
reception-state-forwarded = The inquiry was sent on to another body, which is competent.
reception-state-not_considered = The inquiry was left without consideration. Ask the body for the reason.
reception-state-closed = Consideration of the inquiry has ended.
reception-state-archived = Consideration of the inquiry has ended; the file is in the archive.
reception-state-void = This entry was found to be a mistake. Ask the body if you have questions.

## The policy and other pages

reception-policy-title = Privacy policy
reception-policy-version = Version: { $version }
reception-policy-elsewhere = The whole text of the policy:
reception-which-title = Which body do you write to?
reception-none-title = There is no such page
reception-none = No Electronic Reception is open at this address. Check the address.
reception-failed-title = It did not work just now
reception-failed-many = There were too many tries from your network. Try again in a quarter of an hour.
reception-failed-form = What arrived is not the form of this page. Open the form and fill it in again.
reception-failed-large = Too much was sent.
reception-failed-fault = Something went wrong on our side. Try again a little later.
reception-failed-safe = Nothing was stored. Your browser's "Back" takes you to the form as you filled it in.

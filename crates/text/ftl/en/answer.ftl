# Writing the answer and signing it.

## How the answer stands

answer-title = Writing the answer
answer-to = Answer to { $number }
answer-none = No answer yet
answer-none-write = R opens a draft of the answer.
answer-none-wait = It is written once an executor is assigned.
answer-missing = For sign-off it still lacks: { $fields }.

## The page

answer-template = Template
answer-template-hint = Ctrl+; · name, number and dates are filled in
answer-no-template = no template
answer-lang = Language of the answer
answer-side = Beside the answer
answer-preview = Letter
answer-save = Save the draft
answer-saved = The draft is saved.
answer-letter-outdated = The text was changed after this letter was made. Ctrl+P makes it anew.
answer-kept = What you type is kept on this computer by itself.
answer-restored = What you had typed is back.
answer-complete = Nothing is missing: it can go for sign-off.
answer-lacks = What is missing
answer-lacks-field = { $field }: to be filled in.
answer-lacks-place = Fill in the place in the text: { $place }
answer-replace-title = Replace the text
answer-replace-text = The text you wrote will be replaced by the text of the template.
answer-replace-yes = Replace
guard-written = The inquiry is in { $asked }, but the answer seems to be in { $written }. The answer is due in the language of the inquiry.
guard-chosen = The inquiry is in { $asked }, but { $chosen } is chosen for the answer.
letter-page = Letter, page { $page } of { $pages }

## Sign-off

signoff-title = Sign-off
signoff-of = To sign: { $number }
signoff-from = Sent by { $name }, { $at }
signoff-next = Next one
signoff-last = No other answer waits for a signature.
signoff-not-waiting = This answer does not wait for a signature now.
signoff-own = Lines with a bar in the margin were written by the executor, the rest is of the template.
check-lang-same = The answer is in the language of the inquiry: { $lang }
check-lang-other = The answer is not in the language of the inquiry: { $lang }
check-outcome = Outcome: { $outcome }
check-outcome-none = No outcome is given
check-files = Files with the answer: { $n }

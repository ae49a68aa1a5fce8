# How a deadline was computed: each day and why.

deadline-term-registration = Term of registration
deadline-term-consideration = Term of consideration
deadline-term-extension = Extended term
deadline-term-forwarding = Term of forwarding
deadline-term-documents = Term for another body's documents
deadline-came-in-hours = Came on { $at }: counts as received on that day.
deadline-came-after-hours = Came on { $at }, after working hours: counts as received on { $on }.
deadline-came-day-off = Came on { $at }, a day off: counts as received on { $on }.
deadline-counted-day = { $date }: day { $n }
deadline-counted-days = { $from } to { $to }: days { $first } to { $last }
deadline-skipped-day = { $date }: not counted, { $why }
deadline-skipped-days = { $from } to { $to }: not counted, { $why }
deadline-why-weekend = weekend
deadline-why-transferred = worked in place of { $date }
deadline-why-paused = the clock stood still: { $reason }
deadline-why-after = after the count had ended
deadline-why-cited = { $why }: { $source } ({ $status })
deadline-moved = The count ended on a day off, { $date }: due { $on }.
deadline-beyond-calendar = The working calendar of that year is not complete yet: the date may still move.

source-labour-code-of-the-kyrgyz-republic-and-the-cabinet-s-calendar-of-days-off = Labour Code of the Kyrgyz Republic and the Cabinet’s calendar of days off
source-the-cabinet-s-calendar-of-days-off = the Cabinet’s calendar of days off
source-estimate-announced-late-every-year = estimate; announced late every year
source-bill-on-citizens-appeals-first-reading-on-12-03-2026-no-signature-was-found = bill on citizens’ appeals: first reading on 12 March 2026; no signature was found
source-federal-law-of-the-russian-federation-no-59-fz-of-02-05-2006-on-the-consideration-of-citizens-appeals = Federal Law of the Russian Federation No 59-FZ of 2 May 2006 on the consideration of citizens’ appeals
source-government-of-the-russian-federation-resolution-no-1335-of-04-10-2024-on-days-off-in-2025-as-reported = Resolution No 1335 of the Government of the Russian Federation of 4 October 2024 on days off in 2025, as reported
source-government-of-the-russian-federation-resolution-no-1466-of-24-09-2025-on-days-off-in-2026-as-reported = Resolution No 1466 of the Government of the Russian Federation of 24 September 2025 on days off in 2026, as reported
source-labour-code-of-the-russian-federation-art-112-the-government-s-transfers-of-2027-are-not-in-it-yet = Labour Code of the Russian Federation, art. 112; the transfers of 2027 are not in it yet

error-unknown-profile = There is neither a profile nor a file { $value }.
error-bad-profile = The profile { $value } is not valid: { $wrong }
error-bad-moment = { $value } is no moment. Write it like 2026-05-08T16:00.
error-bad-pause = { $value } is no pause. Write it like 2026-05-12..2026-05-20:code.
deskctl-proposed = Not in force: { $term }, { $days }: { $source }
field-pause = Pause

# Кайрылуунун абалдары жана белгилери.

state-received = келип түштү
state-registered = катталды
state-assigned = дайындалды
state-in_work = аткарылууда
state-awaiting_signoff = кол коюуга
state-returned = кайтарылды
state-answered = жооп берилди
state-forwarded = таандыктыгы боюнча жөнөтүлдү
state-not_considered = каралган жок
state-closed = жабылды
state-archived = архивде
state-void = жараксыз

## Белгилер

flag-conflict = дал келбөө
flag-restricted = жеткиликтүүлүгү чектелген
flag-minor = жашы жете элек
flag-collective = жамааттык
flag-repeat = кайталанган
flag-queued = жөнөтүүнү күтөт
flag-files = тиркемелер: { $n }

# Состояния обращения и отметки.

state-received = поступило
state-registered = зарегистрировано
state-assigned = назначено
state-in_work = в работе
state-awaiting_signoff = на подписи
state-returned = возвращено
state-answered = отвечено
state-forwarded = перенаправлено
state-not_considered = оставлено без рассмотрения
state-closed = закрыто
state-archived = в архиве
state-void = ошибочное

## Отметки

flag-conflict = расхождение
flag-restricted = доступ ограничен
flag-minor = несовершеннолетний
flag-collective = коллективное
flag-repeat = повторное
flag-queued = ждёт отправки
flag-files = вложений: { $n }

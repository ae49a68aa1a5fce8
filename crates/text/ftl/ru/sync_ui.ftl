# Экран синхронизации: состояние, очередь, отклонённое, сервер демонстрации, журнал аудита.

sync-screen-title = Синхронизация
sync-screen-online = Связь с сервером есть.
sync-screen-offline = Связи с сервером нет. Всё, что вы делаете, сохраняется на этом компьютере и будет отправлено, когда связь появится.
sync-screen-busy = Идёт синхронизация…
sync-screen-last = Последняя синхронизация: { $when }
sync-screen-last-never = Этот компьютер ещё не синхронизировался.
sync-screen-server = Сервер
sync-screen-device = Номер устройства
sync-screen-queued = { $n ->
    [0] Отправки ничего не ждёт.
    [one] { $n } изменение ждёт отправки.
    [few] { $n } изменения ждут отправки.
   *[other] { $n } изменений ждут отправки.
}
sync-screen-conflicts = { $n ->
    [0] Расхождений нет.
    [one] { $n } расхождение ждёт решения.
    [few] { $n } расхождения ждут решения.
   *[other] { $n } расхождений ждут решения.
}
sync-screen-conflicts-open = Показать
sync-screen-files = { $n ->
    [0] Файлов в очереди нет.
    [one] { $n } файл ждёт отправки или получения.
    [few] { $n } файла ждут отправки или получения.
   *[other] { $n } файлов ждут отправки или получения.
}
sync-screen-now = Синхронизировать
sync-screen-done = Синхронизировано: в очереди ничего нет.
sync-screen-done-left = Синхронизировано; { $n ->
    [one] { $n } изменение ещё ждёт.
    [few] { $n } изменения ещё ждут.
   *[other] { $n } изменений ещё ждут.
}
sync-screen-problem-title = Последняя попытка не удалась
sync-screen-safe = { $n ->
    [0] Все ваши изменения были отправлены раньше.
    [one] Ваше { $n } изменение сохранено на этом компьютере и остаётся в очереди.
    [few] Ваши { $n } изменения сохранены на этом компьютере и остаются в очереди.
   *[other] Ваши { $n } изменений сохранены на этом компьютере и остаются в очереди.
}

sync-screen-outbox = Ждёт отправки
sync-screen-outbox-empty = Очередь пуста: на сервере есть всё, что сделано на этом компьютере.
sync-screen-col-number = №
sync-screen-col-what = Что сделано
sync-screen-col-when = Когда
sync-screen-col-why = Почему ждёт
sync-screen-why-offline = Нет связи.
sync-screen-why-turn = Уйдёт при ближайшей синхронизации.
sync-screen-why-busy = Отправляется.
sync-screen-why-problem = Последняя попытка не удалась, причина указана выше.
sync-screen-rejected = Отклонено сервером
sync-screen-rejected-lead = Эти изменения не приняты. В деле показано то, что есть на сервере; сделайте заново то, что ещё нужно.
sync-screen-rejected-empty = Сервер ничего не отклонил.
sync-screen-col-refused = Почему отклонено
sync-screen-open-case = Открыть дело { $number }
sync-screen-open-case-plain = Открыть дело
sync-screen-unnumbered = без номера

sync-screen-demo = Сервер демонстрации
sync-screen-demo-lead = Этот сервер работает внутри демонстрации. Остановите его, чтобы увидеть, как программа работает без сети.
sync-screen-demo-runs = Сервер работает
sync-screen-demo-stopped = Сервер остановлен
sync-screen-demo-stop = Остановить сервер
sync-screen-demo-start = Запустить сервер

sync-screen-audit = Журнал аудита этого устройства
sync-screen-audit-lead = Каждая запись хранит контрольную сумму предыдущей. При проверке читается вся цепочка.
sync-screen-audit-check = Проверить журнал аудита
sync-screen-audit-checking = Журнал аудита читается…
sync-screen-audit-whole = { $n ->
    [one] Прочитана { $n } запись: цепочка цела.
    [few] Прочитаны { $n } записи: цепочка цела.
   *[other] Прочитано { $n } записей: цепочка цела.
}
sync-screen-audit-broken = Цепочка нарушена на записи { $at }: журнал изменён извне. Сообщите администратору и не продолжайте работу на этом компьютере.
sync-screen-audit-head = Контрольная сумма последней записи

# Экран архива: закрытые дела, архивный файл дела, передача в архив. (Слова самого файла дела хранятся отдельно.)

archives-title = Архив
archives-lead = Каждое закрытое дело становится одним архивным PDF. Сначала PDF сохраняют, затем отмечают, что дело передано в архив.
archives-tab-closed = Закрытые
archives-tab-archived = В архиве
archives-search = Поиск в этом списке
archives-empty-closed = Закрытых дел, ожидающих архива, нет. Дело появляется здесь после снятия с контроля.
archives-empty-archived = В архив ещё ничего не передано. Составьте файл закрытого дела и отметьте передачу.
archives-empty-search = По запросу «{ $search }» дел здесь нет.
archives-count = { $n ->
    [one] { $n } дело
    [few] { $n } дела
   *[other] { $n } дел
}
archives-more = Следующая страница списка
archives-choose = Выберите дело в списке: здесь будет показано, что в нём есть и чего не хватает.
archives-complete-title = Полнота дела
archives-complete = Дело полное.
archives-incomplete = { $n ->
    [one] Не хватает { $n } составляющей. Передать дело в архив пока нельзя.
   *[other] Не хватает составляющих: { $n }. Передать дело в архив пока нельзя.
}
archives-check-number = Официальный регистрационный номер
archives-check-number-why = Его присваивает сервер: выполните синхронизацию.
archives-check-answer = Подписанный ответ или решение, которым завершено дело
archives-check-answer-why = В деле нет ни ответа с результатом, ни записи о перенаправлении или оставлении без рассмотрения.
archives-check-dispatch = Запись об отправке
archives-check-dispatch-why = Не записано, как отправлен ответ. Возобновите дело и внесите запись.
archives-check-files = { $n ->
    [0] Вложений нет
    [one] { $n } вложение есть на этом компьютере
    [few] Все { $n } вложения есть на этом компьютере
   *[other] Все { $n } вложений есть на этом компьютере
}
archives-check-files-why = { $n ->
    [one] { $n } файл ещё не поступил на этот компьютер: выполните синхронизацию.
    [few] { $n } файла ещё не поступили на этот компьютер: выполните синхронизацию.
   *[other] { $n } файлов ещё не поступили на этот компьютер: выполните синхронизацию.
}
archives-check-queue = Все изменения подтверждены сервером
archives-check-queue-why = { $n ->
    [one] { $n } изменение ждёт отправки: выполните синхронизацию.
    [few] { $n } изменения ждут отправки: выполните синхронизацию.
   *[other] { $n } изменений ждут отправки: выполните синхронизацию.
}
archives-check-conflicts = Нерешённых расхождений нет
archives-check-conflicts-why = Двое указали в одном поле разное: откройте дело и примите решение.
archives-ok = есть
archives-lacks = нет
archives-file-index = Дело по номенклатуре
archives-retention = Хранится: { $retention }
archives-closed-on = Закрыто { $date }
archives-archived-on = Передано в архив { $date }
archives-hash = SHA-256 файла дела
archives-make = Составить файл
archives-making = Файл дела составляется…
archives-case = Дело, с которым идёт работа
archives-made = { $pages ->
    [one] Файл дела: { $pages } страница, { $size }.
    [few] Файл дела: { $pages } страницы, { $size }.
   *[other] Файл дела: { $pages } страниц, { $size }.
}
archives-save = Сохранить файл
archives-saved = Сохранено: { $name }. Теперь отметьте передачу в архив.
archives-save-first = Сначала сохраните файл дела: отмечается только сохранённый файл.
archives-save-cancelled = Ничего не сохранено. Дело остаётся закрытым.
archives-record = Отметить передачу в архив
archives-recorded = Дело { $number } передано в архив. Открыто следующее.
archives-recorded-last = Дело { $number } передано в архив. Закрытых дел, ожидающих архива, больше нет.
archives-verify = Проверить снова
archives-open-case = Открыть дело
archives-not-allowed = Ваша роль позволяет смотреть архив, но передачу дела в архив отмечает только архивариус.
archives-previous = Предыдущая страница списка
archives-waits = ожидает
archives-check-readable = Каждое вложение открывается
archives-check-readable-why = { $n ->
    [one] Не открывается { $n } файл, он назван ниже.
    [few] Не открываются { $n } файла, они названы ниже.
   *[other] Не открывается { $n } файлов, они названы ниже.
}
archives-file-broken = { $name }: { $why }
archives-checked-again = Дело просмотрено заново.
archives-saved-copy = Сохранено: { $name }.

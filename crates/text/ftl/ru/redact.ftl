# Просмотр файла и вымарывание: отметить, применить, проверить, выпустить копию.

redact-viewing = Файл обращения { $number }
redact-back = Вернуться к делу
redact-cannot-show = Файл такого вида нельзя показать постранично, поэтому вымарать в нём ничего нельзя. Сохраните его и откройте в программе, в которой он создан; для вымарывания напечатайте его в PDF и добавьте этот PDF в дело.
redact-not-here = Содержимое этого файла ещё не поступило на компьютер. Оно придёт при ближайшей синхронизации; с самим делом работать можно.
redact-save-file = Сохранить файл
redact-saved = Сохранено: { $name }
redact-page-of = Страница { $page } из { $of }
redact-page-next = Следующая страница
redact-page-previous = Предыдущая страница
redact-zoom-in = Крупнее
redact-zoom-out = Мельче
redact-zoom-now = { $n } %
redact-thumbs = Страницы
redact-thumb = { $n ->
    [0] Страница { $page }
    [one] Страница { $page }, { $n } отметка
    [few] Страница { $page }, { $n } отметки
   *[other] Страница { $page }, { $n } отметок
}

redact-steps = Шаги вымарывания
redact-step-mark = Отметить
redact-step-apply = Применить
redact-step-verified = Проверено
redact-step-now = текущий шаг
redact-stage-mark = Отметки пока ничего не скрывают. Пока они не применены, файл не меняется.
redact-stage-applied = Перед вами сама новая копия. Она ещё не проверена и не может быть выдана.
redact-stage-verifying = Копию просматривает вторая, независимая программа чтения…
redact-stage-failed = Копия не прошла проверку, выпустить её нельзя. Посмотрите проверки, вернитесь к отметкам и примените их заново.
redact-stage-verified = Копия прошла все проверки. Её можно выпустить.
redact-stage-released = Копия и акт о вымарывании находятся в деле.

redact-panel = Ход вымарывания
redact-marks = Отметки
redact-marks-none = Отметок пока нет. Клавиша B — рамка, Tab — переход по словам, M — отметить слово; можно обвести мышью.
redact-marks-count = { $n ->
    [0] Нет отметок
    [one] { $n } отметка
    [few] { $n } отметки
   *[other] { $n } отметок
}
redact-mark-item = Страница { $page }: { $what }
redact-mark-area = область
redact-mark-delete = Удалить отметку
redact-reason = Основание
redact-reason-for-new = Основание для новых отметок
redact-reason-of-mark = Основание этой отметки
redact-undo = Отменить действие
redact-undone = Последнее изменение отметок отменено.
redact-nothing-to-undo = Отменять нечего.

redact-suggestions = Подсказки
redact-suggestions-looking = Ищем персональные данные в словах файла…
redact-suggestions-none = Ничего не найдено. Всё равно просмотрите страницы сами.
redact-suggestions-count = { $n ->
    [0] все решены
    [one] { $n } не решена
   *[other] { $n } не решено
}
redact-suggestions-all = Отметить все
redact-suggestions-marked = { $n ->
    [0] Всё предложенное уже отмечено.
    [one] Отмечено { $n } место. Просмотрите отметки, прежде чем применить.
    [few] Отмечено { $n } места. Просмотрите отметки, прежде чем применить.
   *[other] Отмечено { $n } мест. Просмотрите отметки, прежде чем применить.
}
redact-suggestions-unread = { $n ->
    [one] На странице { $pages } что-то изображено, но нет слов, которые можно проверить: посмотрите её сами.
   *[other] На страницах { $pages } что-то изображено, но нет слов, которые можно проверить: посмотрите их сами.
}
redact-suggestions-blind = В этом файле нет слов, которые можно проверить, поэтому подсказок нет: просмотрите страницы и отметьте сами.
redact-read-page = Прочитать страницу
redact-reading = Страница читается…
redact-read = { $n ->
    [0] На этой странице не удалось разобрать слов. Отметьте вручную.
    [one] С изображения прочитано { $n } слово; возможны ошибки. Сверьте со страницей.
    [few] С изображения прочитано { $n } слова; возможны ошибки. Сверьте со страницей.
   *[other] С изображения прочитано { $n } слов; возможны ошибки. Сверьте со страницей.
}
redact-read-pages = { $n ->
    [one] Страница { $pages } прочитана с изображения: возможны ошибки, сверьте её.
   *[other] Страницы { $pages } прочитаны с изображений: возможны ошибки, сверьте их.
}
redact-suggestions-aside = { $n ->
    [one] { $n } отложена
   *[other] { $n } отложено
}
redact-suggestions-again = Показать снова
redact-suggestions-done = Нерешённых подсказок нет.
redact-suggestion-where = { $n ->
    [one] страница { $page }
    [few] { $n } места, первое на странице { $page }
   *[other] { $n } мест, первое на странице { $page }
}
redact-suggestion-at = Подсказка: { $kind }, «{ $text }», страница { $page }; { $why }. M отмечает, Delete откладывает.
redact-suggestion-mark = Отметить везде
redact-suggestion-drop = Отложить: не скрывать
redact-suggestion-marked = { $n ->
    [one] «{ $text }»: отмечено { $n } место.
    [few] «{ $text }»: отмечено { $n } места.
   *[other] «{ $text }»: отмечено { $n } мест.
}
redact-suggestion-dropped = «{ $text }» отложено.
redact-key-suggestion = Следующая подсказка

redact-words-none = На этой странице нет текстового слоя. Отмечайте клавишей B и стрелками или мышью.
redact-words-count = { $n ->
    [one] На странице { $n } слово
    [few] На странице { $n } слова
   *[other] На странице { $n } слов
}
redact-word-at = «{ $text }», слово { $i } из { $n }
redact-word-marked = Отмечено «{ $text }»: { $reason }
redact-mark-at = Отметка { $i } из { $n }, { $reason }
redact-mark-deleted = Отметка удалена.
redact-line-marked = Отмечена вся строка.
redact-field-marked = Отмечено всё поле.
redact-all-marked = { $n ->
    [0] Других таких мест нет.
    [one] Отмечено ещё { $n } место.
    [few] Отмечено ещё { $n } места.
   *[other] Отмечено ещё { $n } мест.
}
redact-box-started = Рамка. Стрелки двигают её, Shift со стрелками меняет размер, Enter ставит, Esc убирает.
redact-box-set = Рамка поставлена.
redact-box-dropped = Рамка убрана.

redact-key-box = Рамка
redact-key-word = Отметить слово
redact-key-line = Вся строка
redact-key-field = Всё поле
redact-key-all = Все такие
redact-key-delete = Удалить
redact-key-walk = Следующее слово или отметка

redact-key-leave = Выйти со страницы

redact-apply = Применить
redact-apply-none = Сначала отметьте что-нибудь: без отметок применять нечего.
redact-applying-start = Создаётся новая копия без отмеченных данных…
redact-apply-cancel = Остановить
redact-apply-cancelled = Остановлено. Отметки сохранены, копия не создана.
redact-applied = Новая копия: страниц { $pages }, { $size }. Теперь её нужно проверить.
redact-verify = Проверить
redact-verify-passed = Проверено: все проверки пройдены.
redact-verify-failed = { $n ->
    [one] Не пройдена { $n } проверка.
    [few] Не пройдены { $n } проверки.
   *[other] Не пройдено { $n } проверок.
}
redact-checks = Проверки, выполненные второй программой
redact-check-passed = пройдена
redact-check-failed = не пройдена
redact-check-where = Где: { $detail }
redact-back-to-marks = Вернуться к отметкам
redact-release = Выпустить копию
redact-released = Копия и акт о вымарывании сохранены в деле.
redact-certificate = Показать акт
redact-certificate-title = Акт о вымарывании
redact-certificate-close = Вернуться к копии
redact-is-copy = Это проверенная копия с вымаранными данными. Повторно она не вымарывается: для другой копии откройте исходный файл.
redact-not-allowed = Ваша роль позволяет смотреть этот файл, но не вымарывать в нём данные.
redact-draft-restored = Поставленные ранее отметки восстановлены.
redact-leave-burned = Невыпущенная копия удалена. Отметки сохранены.
progress-burn = Создаётся новая копия без отмеченных данных

# Отчёт за период: форма, показатели, документ.

reports-title = Отчёт за период
reports-lead = Выберите период и нажмите Ctrl+G. Справа — документ в том виде, в каком он будет напечатан.
reports-period = Период
reports-period-month = Месяц
reports-period-quarter = Квартал
reports-period-half = Полугодие
reports-period-year = Год
reports-period-range = Любые даты
reports-previous = Предыдущий период
reports-next = Следующий период
reports-from = С
reports-to = По
reports-name-quarter = { $n ->
    [1] I квартал { $year } г.
    [2] II квартал { $year } г.
    [3] III квартал { $year } г.
   *[4] IV квартал { $year } г.
}
reports-name-half = { $n ->
    [1] I полугодие { $year } г.
   *[2] II полугодие { $year } г.
}
reports-name-year = { $year } год
reports-name-range = с { $from } по { $to }
reports-bad-range = Первый день должен быть существующей датой и не позже последнего.
reports-future = Период ещё не завершён: показатели будут меняться.
reports-make = Составить отчёт
reports-making = Отчёт составляется…
reports-empty = Отчёт ещё не составлен. Выберите период и нажмите Ctrl+G.
reports-paper-lang = Язык документа
reports-total = { $n ->
    [one] { $n } обращение
    [few] { $n } обращения
   *[other] { $n } обращений
}
reports-total-before = За тот же период прошлого года: { $n }
reports-nothing = За этот период обращений нет. В отчёте так и указано, его можно сохранить.
reports-queued = { $n ->
    [one] Сервер ещё не подтвердил { $n } изменение, сделанное на этом компьютере.
    [few] Сервер ещё не подтвердил { $n } изменения, сделанные на этом компьютере.
   *[other] Сервер ещё не подтвердил { $n } изменений, сделанных на этом компьютере.
} В отчёте они учтены. На других компьютерах могут быть другие изменения: перед отправкой отчёта выполните синхронизацию.
reports-offline = Связи нет: в отчёте учтено то, что есть на этом компьютере, по состоянию на { $when }.
reports-offline-never = Связи нет, и этот компьютер ещё ни разу не синхронизировался: в отчёте учтено только введённое здесь.
reports-devices = В показателях может не быть того, что сделано на этих компьютерах:
reports-device = { $name } (№ { $number }): последняя связь с сервером { $seen }; ждёт на нём: { $waiting }
reports-figures = Показатели
reports-col-what = Показатель
reports-col-count = Период
reports-col-before = Год назад
reports-col-change = Разница
reports-col-share = Доля
reports-open-figure = Открыть «{ $label }»: { $n ->
    [one] { $n } обращение
    [few] { $n } обращения
   *[other] { $n } обращений
}
reports-list-title = { $label }, { $period }
reports-save = Сохранить в PDF
reports-saved = Сохранено: { $name }
reports-save-cancelled = Сохранение отменено.
reports-not-allowed = Ваша роль не составляет отчёты. Это делает руководитель, архивариус или администратор.

# Документ, показанный постранично, здесь и на других экранах.
sheet-page-of = Страница { $page } из { $of }
sheet-next = Следующая страница
sheet-previous = Предыдущая страница
sheet-larger = Крупнее
sheet-smaller = Мельче
sheet-alt = Страница { $page } документа { $name }
sheet-failed = Показать эту страницу не удалось. Сам файл не повреждён, его можно сохранить.
sheet-label = Просмотр: { $name }
sheet-no-pages = Постранично показать нечего
sheet-no-pages-why = У файла другой формат или его содержимое ещё не поступило на этот компьютер. Файл хранится без изменений.

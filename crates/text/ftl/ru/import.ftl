# Загрузка обращений с сайта: выбор файла, предварительный просмотр, итог.

import-title = Импорт обращений с сайта
import-lead = Выберите выгрузку «Электронной приёмной» (CSV или JSON). До предварительного просмотра ничего не записывается.
import-pick = Выбрать файл
import-pick-other = Выбрать другой файл
import-reading = Файл читается…
import-read-as = Прочитано как { $format }

import-count-total = В файле
import-count-new = Новых
import-count-known = Уже есть
import-count-problems = Не принято
import-count-warnings = Проверить

import-sample-title = Первые строки
import-sample-line = Строка
import-sample-name = Заявитель
import-sample-subject = Содержание
import-sample-state = Состояние
import-sample-new = новое
import-sample-known = уже есть
import-anonymous = анонимное

import-problems-title = Строки, которые принять нельзя
import-warnings-title = Строки, которые принимаются, но требуют проверки
import-warning-line = Строка { $line }, столбец «{ $column }»: { $what }
import-warning-line-only = Строка { $line }: { $what }
import-warning-lines = Строки { $lines }, столбец «{ $column }»: { $what }
import-warning-lines-only = Строки { $lines }: { $what }
import-problem-element = { $what } (элемент списка { $n })
import-warning-elements = Элементы списка: { $lines }; поле «{ $column }»: { $what }
import-warning-elements-only = Элементы списка: { $lines }. { $what }

import-nothing-new = Новых обращений в файле нет: все обращения из него ({ $n }) уже загружены. Ничего добавлено не будет.
import-nothing-good = Ни одну строку файла принять нельзя. Причины указаны ниже, сам файл не изменён.

import-unit = Отдел, в который они поступят
import-register = Сразу внести в журнал регистрации
import-register-hint = Каждое получит временный номер, и начнётся срок. Иначе они будут ждать в разделе «Новые».
import-commit = { $n ->
    [one] Принять { $n } обращение
    [few] Принять { $n } обращения
   *[other] Принять { $n } обращений
}
import-committing = Принимаются…

import-report-title = Импорт завершён
import-report-taken = { $n ->
    [0] Ничего не добавлено.
    [one] Добавлено { $n } обращение.
    [few] Добавлено { $n } обращения.
   *[other] Добавлено { $n } обращений.
}
import-report-known = { $n ->
    [0] Ранее загруженных среди них не было.
    [one] Уже было загружено и повторно не добавлено { $n } обращение.
    [few] Уже было загружено и повторно не добавлено { $n } обращения.
   *[other] Уже было загружено и повторно не добавлено { $n } обращений.
}
import-report-problems = { $n ->
    [0] Непринятых строк нет.
    [one] Не принята { $n } строка, причина указана ниже.
    [few] Не приняты { $n } строки, причины указаны ниже.
   *[other] Не принято { $n } строк, причины указаны ниже.
}
import-report-next = Открыть список
import-not-allowed = Ваша роль не загружает обращения. Это делает специалист или руководитель.
import-empty = Файл ещё не выбран

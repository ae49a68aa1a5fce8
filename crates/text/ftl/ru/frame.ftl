# Рамка окна: вход, верхняя строка, представления, команды, настройки.

## Вход

unlock-lead = Обращения хранятся на этом компьютере в зашифрованном виде. Для входа связь не нужна.
unlock-demo = Это демонстрация: люди, адреса и обращения вымышлены.
unlock-who = Кто работает
unlock-passphrase = Пароль
unlock-passphrase-demo = Пароль демонстрации уже вписан.
unlock-open = Разблокировать
unlock-busy = Открывается…
unlock-nobody = Этот компьютер ещё не подключён. Администратор должен зарегистрировать устройство и добавить учётные записи.
unlock-version = Версия { $version }

## Верхняя строка

skip-to-work = Перейти к основной части
demo-badge = Демонстрация
demo-why = Люди, адреса и обращения вымышлены.
search-label = Поиск
search-placeholder = Номер, имя или слова
palette-title = Команды
palette-label = Название команды или номер обращения
palette-placeholder = Команда или номер…
palette-none = Ни команды, ни обращения с таким названием нет.
chip-open = Открыть страницу синхронизации (g y)
chip-online = есть связь
chip-offline = нет связи
chip-busy = идёт синхронизация
chip-queued = в очереди { $n }
chip-files = { $n ->
        [one] { $n } файл
        [few] { $n } файла
       *[many] { $n } файлов
    }
chip-conflicts = { $n ->
        [one] { $n } расхождение
        [few] { $n } расхождения
       *[many] { $n } расхождений
    }
chip-rejected = отклонено { $n }
chip-never = ещё не было синхронизации
chip-clock = часы неверны
clock-ahead = Часы этого компьютера спешат на { $amount } по сравнению с сервером. Всё, что вы регистрируете сейчас, получает неверную дату. Установите дату и время компьютера; сделанное не потеряно.
clock-behind = Часы этого компьютера отстают на { $amount } от сервера. Всё, что вы регистрируете сейчас, получает неверную дату. Установите дату и время компьютера; сделанное не потеряно.
clock-minutes = { $n ->
    [one] { $n } минуту
    [few] { $n } минуты
   *[many] { $n } минут
}
clock-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
   *[many] { $n } часов
}
clock-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
}
data-of = данные на { $at }
unsaved-here = Набранное пока есть только в этом окне: не закрывайте его. Оно сохранится само, как только это станет возможно.
unsaved-closing = Набранное есть только в этом окне и не сохранено. Если закрыть окно ещё раз в течение 15 секунд, оно пропадёт.
hint-move = перемещение
hint-open = открыть
hint-select = выбрать
hint-keys = клавиши
hint-back = назад
hint-palette = команды
hint-approve = подписать
hint-return = вернуть

## Страницы

views-title = Представления
split-views = Ширина панели представлений
split-list = Ширина списка
go-register = Зарегистрировать обращение
go-register-short = Регистрация
go-import = Импорт с сайта
go-reports = Отчёты
go-archive = Архив
go-sync = Синхронизация

## Настройки

settings-title = Настройки
settings-lang = Язык
settings-theme = Оформление
theme-system = как в системе
theme-light = светлое
theme-dark = тёмное
theme-contrast = высокая контрастность
settings-density = Высота строк
density-compact = плотно
density-normal = обычно
density-roomy = свободно
settings-scale = Размер текста
settings-lock = Автоблокировка
minutes = { $n } мин.
settings-lock-now = Заблокировать

## Клавиши

keys-title = Список клавиш
keys-lead = Клавиши определяются по месту на клавиатуре и работают в кириллической раскладке. Пока вы пишете в поле, буквы остаются буквами.
keys-everywhere = Везде
keys-list = Список
keys-case = Обращение
keys-answer = Ответ и подпись
keys-go = Переход: g, затем буква
keys-regions = к следующей части окна
keys-page = на экран
keys-ends = в начало или в конец
keys-range = выбрать до этого места
keys-select-shown = выбрать видимые
keys-sort-due = упорядочить по сроку
keys-tabs = вкладки: обращение, ответ, файлы, история
keys-approve = подписать
keys-return = вернуть с причиной
keys-assign-selected = назначить выбранные
keys-topic-selected = указать тему выбранных
keys-save-file = сохранить выделенный файл
keys-redact = Вымарывание: Enter на файле дела
keys-pages = Другие страницы
keys-main = главное действие страницы
keys-pick = выбрать файл
keys-make = составить отчёт или архивный PDF
keys-save = сохранить документ
keys-period = предыдущий или следующий период
keys-sections = раздел страницы «Сегодня»

## Кнопки

action-close = Закрыть
action-cancel = Отмена
action-done = Готово
action-back = Назад
action-retry = Повторить
action-undo = Отменить действие
action-save-as = Сохранить…
back-to-list = К списку
choose = Выберите
not-set = не указано
yes = да
no = нет
loading = Загрузка…
progress = Выполняется
staff-unknown = неизвестный сотрудник
field-date-wrong = Напишите дату в виде 04.12.2026.
field-date-hint = дд.мм.гггг, ↑ ↓ — на день

## Если окно остановилось

halt-title = Окно остановилось
halt-text = Сохранённые данные целы, они на этом компьютере. Закройте программу и откройте её снова. Если это повторится, передайте администратору сведения ниже.

start-no-screen = Нет экрана, на котором можно открыть окно: не заданы ни DISPLAY, ни WAYLAND_DISPLAY. В командной строке ту же работу делает deskctl.

# Сайттан келген кайрылууларды жүктөө: файл тандоо, алдын ала көрүү, жыйынтыгы.

import-title = Сайттан келген кайрылууларды импорттоо
import-lead = «Электрондук кабылдама» чыгарган файлды тандаңыз (CSV же JSON). Алдын ала көрмөйүнчө эч нерсе жазылбайт.
import-pick = Файл тандоо
import-pick-other = Башка файл тандоо
import-reading = Файл окулууда…
import-read-as = { $format } катары окулду

import-count-total = Файлда
import-count-new = Жаңы
import-count-known = Мурунтан бар
import-count-problems = Алынбайт
import-count-warnings = Текшерүү керек

import-sample-title = Биринчи саптар
import-sample-line = Сап
import-sample-name = Кайрылуучу
import-sample-subject = Мазмуну
import-sample-state = Абалы
import-sample-new = жаңы
import-sample-known = мурунтан бар
import-anonymous = анонимдүү

import-problems-title = Кабыл алууга мүмкүн болбогон саптар
import-warnings-title = Кабыл алынган, бирок текшерүүнү талап кылган саптар
import-warning-line = { $line }-сап, «{ $column }» мамычасы: { $what }
import-warning-line-only = { $line }-сап: { $what }
import-warning-lines = { $lines }-саптар, «{ $column }» мамычасы: { $what }
import-warning-lines-only = { $lines }-саптар: { $what }
import-problem-element = { $what } (тизменин { $n }-элементи)
import-warning-elements = Тизменин элементтери: { $lines }; «{ $column }» талаасы: { $what }
import-warning-elements-only = Тизменин элементтери: { $lines }. { $what }

import-nothing-new = Бул файлда жаңы кайрылуу жок: андагы кайрылуулардын баары ({ $n }) мурунтан бар. Эч нерсе кошулбайт.
import-nothing-good = Бул файлдын бир да сабын кабыл алууга болбойт. Себептери төмөндө, файл өзгөртүлгөн жок.

import-unit = Алар түшө турган бөлүм
import-register = Каттоо журналына дароо киргизүү
import-register-hint = Ар бири убактылуу номер алат жана мөөнөтү башталат. Болбосо алар «Жаңы» бөлүмүндө күтөт.
import-commit = { $n ->
    [one] { $n } кайрылууну кабыл алуу
   *[other] { $n } кайрылууну кабыл алуу
}
import-committing = Кабыл алынууда…

import-report-title = Импорттоо аяктады
import-report-taken = { $n ->
    [0] Эч нерсе кошулган жок.
    [one] { $n } кайрылуу кошулду.
   *[other] { $n } кайрылуу кошулду.
}
import-report-known = { $n ->
    [0] Алардын арасында мурун жүктөлгөнү жок.
    [one] { $n } кайрылуу мурунтан бар болчу, кайра кошулган жок.
   *[other] { $n } кайрылуу мурунтан бар болчу, кайра кошулган жок.
}
import-report-problems = { $n ->
    [0] Алынбай калган сап жок.
    [one] { $n } сап алынган жок, себеби төмөндө көрсөтүлгөн.
   *[other] { $n } сап алынган жок, себептери төмөндө көрсөтүлгөн.
}
import-report-next = Тизмени ачуу
import-not-allowed = Сиздин ролуңуз кайрылууларды жүктөбөйт. Муну адис же жетекчи аткарат.
import-empty = Файл али тандала элек

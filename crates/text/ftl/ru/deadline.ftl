# Как посчитан срок: каждый день и его основание.

deadline-term-registration = Срок регистрации
deadline-term-consideration = Срок рассмотрения
deadline-term-extension = Продлённый срок
deadline-term-forwarding = Срок перенаправления
deadline-term-documents = Срок представления документов другим органом
deadline-came-in-hours = Поступило { $at }: считается поступившим в этот день.
deadline-came-after-hours = Поступило { $at }, после рабочего времени: считается поступившим { $on }.
deadline-came-day-off = Поступило { $at }, в нерабочий день: считается поступившим { $on }.
deadline-counted-day = { $date }: { $n }-й день
deadline-counted-days = { $from } — { $to }: дни { $first }–{ $last }
deadline-skipped-day = { $date }: не засчитывается, { $why }
deadline-skipped-days = { $from } — { $to }: не засчитываются, { $why }
deadline-why-weekend = выходной
deadline-why-transferred = рабочий день вместо { $date }
deadline-why-paused = отсчёт приостановлен: { $reason }
deadline-why-after = после окончания отсчёта
deadline-why-cited = { $why } — { $source } ({ $status })
deadline-moved = Отсчёт закончился в нерабочий день, { $date }: срок — { $on }.
deadline-beyond-calendar = Календарь рабочих дней на этот год ещё не полон: срок может измениться.

source-labour-code-of-the-kyrgyz-republic-and-the-cabinet-s-calendar-of-days-off = Трудовой кодекс Кыргызской Республики и календарь выходных дней Кабинета Министров
source-the-cabinet-s-calendar-of-days-off = календарь выходных дней Кабинета Министров
source-estimate-announced-late-every-year = оценка; каждый год объявляется поздно
source-bill-on-citizens-appeals-first-reading-on-12-03-2026-no-signature-was-found = законопроект об обращениях граждан: первое чтение 12 марта 2026 года; подписание не найдено
source-federal-law-of-the-russian-federation-no-59-fz-of-02-05-2006-on-the-consideration-of-citizens-appeals = Федеральный закон от 2 мая 2006 года № 59-ФЗ «О порядке рассмотрения обращений граждан Российской Федерации»
source-government-of-the-russian-federation-resolution-no-1335-of-04-10-2024-on-days-off-in-2025-as-reported = постановление Правительства Российской Федерации от 4 октября 2024 года № 1335 о переносе выходных дней в 2025 году, по сообщениям
source-government-of-the-russian-federation-resolution-no-1466-of-24-09-2025-on-days-off-in-2026-as-reported = постановление Правительства Российской Федерации от 24 сентября 2025 года № 1466 о переносе выходных дней в 2026 году, по сообщениям
source-labour-code-of-the-russian-federation-art-112-the-government-s-transfers-of-2027-are-not-in-it-yet = Трудовой кодекс Российской Федерации, ст. 112; переносы 2027 года ещё не внесены

error-unknown-profile = Нет ни профиля, ни файла { $value }.
error-bad-profile = Профиль { $value } недействителен: { $wrong }
error-bad-moment = { $value } — не время. Образец: 2026-05-08T16:00.
error-bad-pause = { $value } — не приостановка. Образец: 2026-05-12..2026-05-20:код.
deskctl-proposed = Пока не действует: { $term }, { $days } — { $source }
field-pause = Приостановка

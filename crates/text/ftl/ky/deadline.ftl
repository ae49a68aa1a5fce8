# Мөөнөт кантип эсептелгени: ар бир күн жана анын негизи.

deadline-term-registration = Каттоо мөөнөтү
deadline-term-consideration = Кароо мөөнөтү
deadline-term-extension = Узартылган мөөнөт
deadline-term-forwarding = Таандыктыгы боюнча жөнөтүү мөөнөтү
deadline-term-documents = Башка органдын документтери үчүн мөөнөт
deadline-came-in-hours = { $at } келип түштү: ошол күнү келип түшкөн болуп эсептелет.
deadline-came-after-hours = { $at }, жумуш убактысынан кийин келип түштү: { $on } келип түшкөн болуп эсептелет.
deadline-came-day-off = { $at }, жумуш эмес күнү келип түштү: { $on } келип түшкөн болуп эсептелет.
deadline-counted-day = { $date }: { $n }-күн
deadline-counted-days = { $from } — { $to }: { $first }–{ $last }-күндөр
deadline-skipped-day = { $date }: эсептелбейт, { $why }
deadline-skipped-days = { $from } — { $to }: эсептелбейт, { $why }
deadline-why-weekend = дем алыш күнү
deadline-why-transferred = { $date } күнүнүн ордуна иштелет
deadline-why-paused = эсеп токтотулган: { $reason }
deadline-why-after = мөөнөт бүткөндөн кийин
deadline-why-cited = { $why }: { $source } ({ $status })
deadline-moved = Эсеп жумуш эмес күнү, { $date }, бүттү: мөөнөтү — { $on }.
deadline-beyond-calendar = Бул жыл үчүн жумуш күндөрүнүн календары азырынча толук эмес: мөөнөт өзгөрүшү мүмкүн.

source-labour-code-of-the-kyrgyz-republic-and-the-cabinet-s-calendar-of-days-off = Кыргыз Республикасынын Эмгек кодекси жана Министрлер Кабинетинин эс алуу күндөрүнүн календары
source-the-cabinet-s-calendar-of-days-off = Министрлер Кабинетинин эс алуу күндөрүнүн календары
source-estimate-announced-late-every-year = болжол; жыл сайын кеч жарыяланат
source-bill-on-citizens-appeals-first-reading-on-12-03-2026-no-signature-was-found = жарандардын кайрылуулары жөнүндө мыйзам долбоору: биринчи окуу 2026-жылдын 12-мартында; кол коюлганы табылган жок
source-federal-law-of-the-russian-federation-no-59-fz-of-02-05-2006-on-the-consideration-of-citizens-appeals = Россия Федерациясынын 2006-жылдын 2-майындагы № 59-ФЗ «Россия Федерациясынын жарандарынын кайрылууларын кароо тартиби жөнүндө» федералдык мыйзамы
source-government-of-the-russian-federation-resolution-no-1335-of-04-10-2024-on-days-off-in-2025-as-reported = Россия Федерациясынын Өкмөтүнүн 2025-жылдагы эс алуу күндөрү жөнүндө 2024-жылдын 4-октябрындагы № 1335 токтому, кабарлар боюнча
source-government-of-the-russian-federation-resolution-no-1466-of-24-09-2025-on-days-off-in-2026-as-reported = Россия Федерациясынын Өкмөтүнүн 2026-жылдагы эс алуу күндөрү жөнүндө 2025-жылдын 24-сентябрындагы № 1466 токтому, кабарлар боюнча
source-labour-code-of-the-russian-federation-art-112-the-government-s-transfers-of-2027-are-not-in-it-yet = Россия Федерациясынын Эмгек кодекси, 112-берене; 2027-жылдын которуулары азырынча киргизилген эмес

error-unknown-profile = { $value } деген профиль да, файл да жок.
error-bad-profile = { $value } профили жараксыз: { $wrong }
error-bad-moment = { $value } убакыт эмес. Үлгү: 2026-05-08T16:00.
error-bad-pause = { $value } токтотуу эмес. Үлгү: 2026-05-12..2026-05-20:код.
deskctl-proposed = Азырынча күчүндө эмес: { $term }, { $days } — { $source }
field-pause = Токтотуу

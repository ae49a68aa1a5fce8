# Синхрондоштуруу эмне үчүн аягына чыкпай калды, жана ал азыр эмне кылып жатат. Коддор: sync::SyncError.

sync-problem-offline = Серверге жетүүгө болбой жатат. Жасаганыңыздын баары ушул компьютерде сакталды; байланыш калыбына келгенде өзү жөнөтүлөт.
sync-problem-stall = Байланыш бар, бирок маалымат өтпөй жатат. Жөнөтүлгөнү кайра жөнөтүлбөйт; калганы токтогон жеринен улантылат.
sync-problem-not-our-server = Бул даректен биздин сервер эмес, башка нерсе жооп берди — балким, Wi-Fi тармагынын кирүү барагы. Браузерди ачып, тармакка кириңиз, андан кийин кайталаңыз.
sync-problem-untrusted = Бул даректен жооп бергендин сертификатына ишенүүгө болбойт: аны белгисиз борбор берген, ал башка атка берилген же мөөнөтү бүткөн. Эч нерсе жөнөтүлгөн жок. Бул компьютердин датасын караңыз; ал туура болсо, администратордон мекеменин сертификация борборунун файлын сураңыз.
sync-problem-bad-address = Бул сервердин дареги эмес. Ал https:// менен башталып, аты болот, мисалы https://desk.example.kg.
sync-problem-plain-http = Бул дарек http:// менен башталат, ошондуктан сырсөздөр жана жеке маалыматтар ачык жөнөтүлмөк. Эч нерсе жөнөтүлгөн жок. Администратордон https:// менен башталган даректи сураңыз.
sync-problem-token-refused = Сервер бул компьютерди тааныган жок. Жасаганыңыз ушул жерде сакталды. Администраторго кайрылыңыз: компьютерди кайра каттоо керек болушу мүмкүн.
sync-problem-device-revoked = Администратор бул компьютердин уруксатын алып салган. Жөнөтүлбөгөн өзгөртүүлөр ушул жерде сакталды; администраторго айтыңыз.
sync-problem-upgrade-needed = Өзгөртүүлөрүңүз жөнөтүлдү, бирок жаңы кайрылууларды алуу үчүн программаны жаңыртуу керек.
sync-problem-server-too-old = Сервердин нускасы бул программаныкынан эски, ошондуктан айрым өзгөртүүлөр кезекте калды. Администраторго айтыңыз.
sync-problem-server-full = Серверде орун калган жок. Эч нерсе жоголгон жок, баары кезекте турат. Администраторго айтыңыз.
sync-problem-server-busy = Сервер азыр бош эмес. Эч нерсе жоголгон жок, баары кезекте турат; синхрондоштуруу өзү кайталанат.
sync-problem-bad-authority = Мекеменин күбөлөндүрүүчү борборунун сертификат файлы окулбай жатат. Администратордон PEM форматындагы файлды сураңыз.
sync-problem-disk-full = Ушул компьютердин дискинде орун калган жок, ошондуктан жаңысы алынган жок. Орун бошотуп, кайталаңыз.
sync-problem-closed = Программа кулпуланган. Кулпусун ачкандан кийин синхрондоштуруу улантылат.
sync-problem-bad-chain = Бул компьютердин диски — эскирээк көчүрмө: серверде бул компьютерден кийинчерээк жөнөтүлгөн өзгөртүүлөр бар. Эч нерсе жөнөтүлгөн жок, мындан ары бул жерге эч нерсе киргизүүгө болбойт. Жөнөтүүнү күткөнү ушул жерде калат, аны окууга болот. Администратордон компьютерди кайра каттоону сураныңыз, андан кийин аны кайра киргизиңиз.
sync-problem-audit-forked = Сервердин аудит журналында бул компьютер көргөн жазуулар мындан ары жок: журнал өзгөртүлгөн. Далил ушул жерде сакталат. Администраторго жана жеке маалыматтарга жооптуу кызматкерге билдириңиз.
sync-problem-bad-signature = Кол тамганы текшерүүдөн өткөн жок, ошондуктан эч нерсе кабыл алынган жок. Администраторго кайрылыңыз.
sync-problem-still-differs = «{ $unit }» бөлүмүнүн маалыматы оңдогондон кийин да сервердегиден айырмаланат. Кийинки жолу кайра текшерилет; кайталанса, администраторго айтыңыз.
sync-problem-file = Бир файл өткөн жок; калгандары өттү. Ал кезекте калды жана кийинки жолу кайра жөнөтүлөт.
sync-problem-bad-code = Код туура эмес, мурда колдонулган же мөөнөтү өткөн. Администратордон жаңы код алыңыз.
sync-problem-bad-password = Логин же сырсөз туура эмес. Чоң тамгаларды жана клавиатуранын тилин текшериңиз.
sync-problem-too-many-tries = Аракет өтө көп болду. Чейрек сааттан кийин кайталаңыз.
sync-problem-server = Сервер ката менен жооп берди. Жасаганыңыз ушул компьютерде сакталды; аракет өзү кайталанат. Көпкө созулса, чоо-жайын администраторго бериңиз.
sync-problem-busy = Ушул компьютердеги маалымат базасына азыр башка программа жазып жатат, мисалы, чоң импорт жүрүүдө. Эч нерсе жоголгон жок; синхрондоштуруу өзү кайталанат.
sync-problem-store = Ушул компьютердеги маалымат базасы жазууну аткарган жок. Мурда сакталганы ордунда. Программаны кайра ачыңыз; кайталанса, администраторго айтыңыз.

## Ошол эле себептер, терезе ката катары көрсөткөндө

error-sync-problem-offline = { sync-problem-offline }
error-sync-problem-stall = { sync-problem-stall }
error-sync-problem-not-our-server = { sync-problem-not-our-server }
error-sync-problem-untrusted = { sync-problem-untrusted }
error-sync-problem-bad-address = { sync-problem-bad-address }
error-sync-problem-plain-http = { sync-problem-plain-http }
error-sync-problem-token-refused = { sync-problem-token-refused }
error-sync-problem-device-revoked = { sync-problem-device-revoked }
error-sync-problem-upgrade-needed = { sync-problem-upgrade-needed }
error-sync-problem-server-too-old = { sync-problem-server-too-old }
error-sync-problem-server-full = { sync-problem-server-full }
error-sync-problem-server-busy = { sync-problem-server-busy }
error-sync-problem-bad-authority = { sync-problem-bad-authority }
error-sync-problem-disk-full = { sync-problem-disk-full }
error-sync-problem-closed = { sync-problem-closed }
error-sync-problem-bad-chain = { sync-problem-bad-chain }
error-sync-problem-audit-forked = { sync-problem-audit-forked }
error-sync-problem-bad-signature = { sync-problem-bad-signature }
error-sync-problem-still-differs = { sync-problem-still-differs }
error-sync-problem-file = { sync-problem-file }
error-sync-problem-bad-code = { sync-problem-bad-code }
error-sync-problem-bad-password = { sync-problem-bad-password }
error-sync-problem-too-many-tries = { sync-problem-too-many-tries }
error-sync-problem-server = { sync-problem-server }
error-sync-problem-busy = { sync-problem-busy }
error-sync-problem-store = { sync-problem-store }
error-refused-out-of-scope = Бул кайрылуу азыр башка бөлүмдө, ошондуктан өзгөртүү кабыл алынган жок. Ал серверде администратор үчүн сакталды.
error-refused-malformed = Өзгөртүү сервер окуй албаган түрдө жазылган, ошондуктан кабыл алынган жок. Чоо-жайын администраторго бериңиз: бул программанын катасы.
error-refused-erased = Бул кайрылуунун маалыматтары жооптуу кызматкердин буйругу менен өчүрүлгөн, ошондуктан өзгөртүү кабыл алынган жок.

## Эмне болуп жатат

progress-sync-push = Өзгөртүүлөр жөнөтүлүүдө
progress-sync-repair = Маалымат сервер менен салыштырылууда
progress-sync-pull = Жаңысы алынууда
progress-sync-files = Файлдар өткөрүлүүдө

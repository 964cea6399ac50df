### Die Wörter der Oberfläche auf Deutsch.
###
### Rechts von jedem `=` steht der Text. Die Namen links und was in { geschweiften Klammern } steht,
### bleiben, wie sie sind. Jahre, Seiten und Daten kommen als fertige Texte; nur { $count } ist eine Zahl.

## Die Sprache selbst

language-own-name = Deutsch
direction = ltr

## Wörter in Adressen: Kleinbuchstaben, keine Leerzeichen. Wer sie ändert, ändert Adressen.

address-tags = schlagworte
address-corrections = korrekturen
address-page = seite
address-by-language = sprache
address-by-period = zeit
address-by-profession = beruf
address-by-person = person
address-by-medium = medium
address-by-tag = schlagwort

## Daten

month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
date-day = { $day }. { $month } { $year }
date-month = { $month } { $year }
date-year = { $year }
date-time = { $date }, { $time } Uhr
decade = { $year }er Jahre

## Aufzählungen: „a, b und c“

list-two = { $first } und { $rest }
list-middle = { $first }, { $rest }
list-last = { $first } und { $rest }

## Größen von Dateien

size-kb = { $n } KB
size-mb = { $n } MB

## Um jede Seite herum

skip = Zum Text springen
languages = Sprache
menu = Hauptmenü
menu-open = Menü
menu-close = Schließen
crumbs = Sie sind hier
home = Startseite
contents = Auf dieser Seite
facts = Angaben
footer-owner = Verantwortlich für diese Seiten: { $owner }.
footer-site = Diese Website
footer-promise = Keine Cookies, keine Verfolgung. Nichts wird von anderswo geladen, bevor Sie es wünschen.
feed-link = Feed
feed-title = { $title }: alles Neue
feed-section-title = { $site }: { $title }

## Hinweise

draft = Entwurf
draft-notice = Diese Seite ist ein Entwurf und nicht veröffentlicht.
untranslated = Diese Seite ist nicht übersetzt; Sie lesen das Original auf { $language }.
outdated = Das Original hat sich seit dieser Übersetzung geändert.
credit = Bild: { $name }

## Was nach einem Text kommt

corrected = Berichtigt
corrections-all = Alle Korrekturen
corrections-title = Korrekturen
corrections-lead = Was auf diesen Seiten falsch war, wann es berichtigt wurde und was jetzt dort steht.
corrections-none = Bisher wurde nichts berichtigt.
tags = Schlagworte
tag-title = Schlagwort: { $tag }
neighbours = Vor und nach dieser Seite
previous = Davor
next = Danach
previous-step = Der Schritt davor
next-step = Der nächste Schritt
footnotes = Anmerkungen
footnote-back = Zurück zum Text, Anmerkung { $number }, Stelle { $mention }
footnote-back-short = Zurück

## Die Seite, die es nicht gibt

not-found-title = Hier ist keine Seite
not-found-lead = Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen. Von hier aus geht es weiter.
not-found-links = Wege in diese Website

## Listen

list-label =
    { $count ->
        [one] Liste mit einem Eintrag
       *[other] Liste mit { $count } Einträgen
    }
list-empty = Hier steht noch nichts.
list-all = Alles unter
pages = Seiten der Liste
page-of = Seite { $page } von { $total }
page-title = { $title }, Seite { $page }
page-previous = Vorige Seite
page-next = Nächste Seite
filter-all = Alle
filter-title = { $title }: { $choice }
facet-language = Sprache
facet-period = Zeit
facet-profession = Beruf
facet-person = Person
facet-medium = Medium
facet-tag = Schlagwort
group-undated = Ohne Datum
group-other = Andere
books = Bücher

## Arten von Einträgen

kind-page = Seite
kind-statement = Aussage
kind-answer = Antwort auf einen Vorwurf
kind-document = Dokument
kind-person = Person
kind-book = Buch
kind-report = Pressebericht
kind-recording = Aufnahme
kind-event = Ereignis
kind-talk = Vortrag
kind-programme = Programm

kind-page-count =
    { $count ->
        [one] { $count } Seite
       *[other] { $count } Seiten
    }
kind-statement-count =
    { $count ->
        [one] { $count } Aussage
       *[other] { $count } Aussagen
    }
kind-answer-count =
    { $count ->
        [one] { $count } Antwort
       *[other] { $count } Antworten
    }
kind-document-count =
    { $count ->
        [one] { $count } Dokument
       *[other] { $count } Dokumente
    }
kind-person-count =
    { $count ->
        [one] { $count } Person
       *[other] { $count } Personen
    }
kind-book-count =
    { $count ->
        [one] { $count } Buch
       *[other] { $count } Bücher
    }
kind-report-count =
    { $count ->
        [one] { $count } Pressebericht
       *[other] { $count } Presseberichte
    }
kind-recording-count =
    { $count ->
        [one] { $count } Aufnahme
       *[other] { $count } Aufnahmen
    }
kind-event-count =
    { $count ->
        [one] { $count } Ereignis
       *[other] { $count } Ereignisse
    }
kind-talk-count =
    { $count ->
        [one] { $count } Vortrag
       *[other] { $count } Vorträge
    }
kind-programme-count =
    { $count ->
        [one] { $count } Programm
       *[other] { $count } Programme
    }

## Stellen in Dokumenten und Aufnahmen

place-page = Seite { $page }
place-label = Seite { $label }
place-message = Nachricht { $message }
place-time = bei { $time }
page-label = Seite { $page }
page-alt = { $title }, Seite { $page }

## Angaben am Rand

fact-about = Über
fact-accused = Wann
fact-accused-place = Wo
fact-accuser = Wer wirft es vor
fact-answered = Beantwortet
fact-author = Verfasst von
fact-available = Erhältlich
fact-contact = Kontakt
fact-credit = Gemacht von
fact-date = Datum
fact-editing = Bearbeitung
fact-end = Ende
fact-form = Ausgabe
fact-heard = Wer zu hören ist
fact-isbn = ISBN
fact-language = Sprache
fact-length = Länge
fact-links = Anderswo
fact-medium = Medium
fact-occasion = Wie wir es haben
fact-outlet = Erschienen in
fact-permission = Erlaubnis
fact-persons = Personen
fact-place = Ort
fact-prizes = Preise
fact-profession = Beruf
fact-publisher = Verlag
fact-received = Erhalten
fact-rights = Rechte
fact-source = Lesen, wie es ankam
fact-sources = Worauf es beruht
fact-speaker = Wer spricht
fact-spoken = Gesprochen auf
fact-start = Beginn
fact-translator = Übersetzt von

## Aussagen und Zitate

editing-none = Keine: Die Worte stehen, wie sie gegeben wurden.
source-none = Ein Dokument mit diesen Worten ist nicht veröffentlicht.
quote-no-source = Keine veröffentlichte Quelle
translated-by = Übersetzt von { $name }
original-words = Die Worte im Original: { $language }

## Antworten auf Vorwürfe

accusation-read = Der Vorwurf, wie er veröffentlicht wurde
part-accusation = Der Vorwurf
part-answer = Die Antwort
part-undisputed = Was niemand bestreitet
part-reply = Was { $name } dazu sagt
reply-asked = { $name } wurde gefragt ({ $date }) und hat nicht geantwortet.
reply-none = { $name } hat nicht geantwortet.
side-for = Spricht für den Vorwurf
side-against = Spricht gegen den Vorwurf

## Dokumente

document-pages = Die Seiten
marked-passages = Auf dieser Seite markiert
download = { $title } ({ $format }, { $size })
quoted-by = Wer es zitiert
custody = Durch wessen Hände es ging
redactions = Was unkenntlich gemacht wurde, und warum
received-from = Von { $name }

## Personen

person-statements = In eigenen Worten
person-mentions = Auch hier genannt

## Bücher

book-editions = Ausgaben
book-buy = Wo man es kauft

## Presseberichte

medium-article = Artikel
medium-podcast = Podcast
medium-film = Film
medium-broadcast = Sendung
medium-sound = Ton
report-open = Lesen bei { $outlet }
report-archived = Archivierte Fassung

## Filme und Ton

player-download = Die Datei herunterladen
player-outside = Diese Aufnahme liegt bei { $provider }. Der Link führt von diesen Seiten weg; erst dann erfährt { $provider } von Ihrem Besuch.
player-outside-unnamed = Diese Aufnahme liegt auf einer anderen Website. Der Link führt von diesen Seiten weg; erst dann erfährt die andere von Ihrem Besuch.
player-watch = Dort ansehen
player-listen = Dort anhören
transcript = Abschrift
transcript-read = Die Abschrift lesen

## Ereignisse, Vorträge, Programme

turning-point = der Wendepunkt
rests-on = Quelle:
talk-past = Vorbei
talk-register = Anmelden
step-of = Schritt { $number } von { $total }
programme-steps =
    { $count ->
        [one] Ein Schritt
       *[other] { $count } Schritte
    }

## Einschübe und das Formular

note = Anmerkung der Redaktion
details = Mehr
form-write = Eine E-Mail schreiben
form-address = Oder schreiben Sie an { $address }.

## Sprachen

language-en = Englisch
language-de = Deutsch
language-ar = Arabisch
language-bg = Bulgarisch
language-cs = Tschechisch
language-da = Dänisch
language-el = Griechisch
language-es = Spanisch
language-et = Estnisch
language-fa = Persisch
language-fi = Finnisch
language-fr = Französisch
language-ga = Irisch
language-he = Hebräisch
language-hr = Kroatisch
language-hu = Ungarisch
language-is = Isländisch
language-it = Italienisch
language-ja = Japanisch
language-ko = Koreanisch
language-lt = Litauisch
language-lv = Lettisch
language-nb = Norwegisch
language-nl = Niederländisch
language-pl = Polnisch
language-pt = Portugiesisch
language-ro = Rumänisch
language-ru = Russisch
language-sk = Slowakisch
language-sl = Slowenisch
language-sq = Albanisch
language-sr = Serbisch
language-sv = Schwedisch
language-tr = Türkisch
language-uk = Ukrainisch
language-zh = Chinesisch

## Sprachen in sich selbst: in jeder Datei gleich

language-own-en = English
language-own-de = Deutsch
language-own-ar = العربية
language-own-bg = Български
language-own-cs = Čeština
language-own-da = Dansk
language-own-el = Ελληνικά
language-own-es = Español
language-own-et = Eesti
language-own-fa = فارسی
language-own-fi = Suomi
language-own-fr = Français
language-own-ga = Gaeilge
language-own-he = עברית
language-own-hr = Hrvatski
language-own-hu = Magyar
language-own-is = Íslenska
language-own-it = Italiano
language-own-ja = 日本語
language-own-ko = 한국어
language-own-lt = Lietuvių
language-own-lv = Latviešu
language-own-nb = Norsk
language-own-nl = Nederlands
language-own-pl = Polski
language-own-pt = Português
language-own-ro = Română
language-own-ru = Русский
language-own-sk = Slovenčina
language-own-sl = Slovenščina
language-own-sq = Shqip
language-own-sr = Српски
language-own-sv = Svenska
language-own-tr = Türkçe
language-own-uk = Українська
language-own-zh = 中文

## Länder

country-ar = Argentinien
country-at = Österreich
country-au = Australien
country-be = Belgien
country-bg = Bulgarien
country-br = Brasilien
country-ca = Kanada
country-ch = Schweiz
country-cl = Chile
country-cn = China
country-cz = Tschechien
country-de = Deutschland
country-dk = Dänemark
country-ee = Estland
country-eg = Ägypten
country-es = Spanien
country-fi = Finnland
country-fr = Frankreich
country-gb = Vereinigtes Königreich
country-gr = Griechenland
country-hr = Kroatien
country-hu = Ungarn
country-ie = Irland
country-il = Israel
country-in = Indien
country-is = Island
country-it = Italien
country-jp = Japan
country-ke = Kenia
country-kr = Südkorea
country-li = Liechtenstein
country-lt = Litauen
country-lu = Luxemburg
country-lv = Lettland
country-mx = Mexiko
country-ng = Nigeria
country-nl = Niederlande
country-no = Norwegen
country-nz = Neuseeland
country-pl = Polen
country-pt = Portugal
country-ro = Rumänien
country-rs = Serbien
country-se = Schweden
country-si = Slowenien
country-sk = Slowakei
country-tr = Türkei
country-ua = Ukraine
country-us = Vereinigte Staaten
country-za = Südafrika

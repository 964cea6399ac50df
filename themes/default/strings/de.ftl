### Die Wörter der Oberfläche auf Deutsch.
###
### Rechts von jedem `=` steht der Text. Die Namen links und was in { geschweiften Klammern } steht,
### bleiben, wie sie sind. Jahre, Seiten und Daten kommen als fertige Texte; nur { $count } ist eine Zahl.

## Die Richtung der Schrift: `ltr` oder `rtl`

direction = ltr

## Wörter in Adressen: Kleinbuchstaben, keine Leerzeichen. Wer sie ändert, ändert Adressen.

address-tags = schlagworte
address-feeds = feeds
address-corrections = korrekturen
address-page = seite
address-language = sprache
address-period = zeit
address-profession = beruf
address-person = person
address-medium = medium
address-tag = schlagwort

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
date-day = { $day }.{ "\u00A0" }{ $month } { $year }
date-month = { $month } { $year }
date-year = { $year }
date-time = { $date }, { time-of-day }
time-of-day = { $time }{ "\u00A0" }Uhr
decade = { $year }er Jahre

## Aufzählungen: „a, b und c“

list-two = { $first } und { $rest }
list-middle = { $first }, { $rest }
list-last = { $first } und { $rest }

## Größen von Dateien

decimal-separator = ,
size-b = { $n } Byte
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
footer-promise = Keine Cookies, keine Verfolgung. Von anderen Websites wird nichts geladen.
feed-of = { $title }: Neues

## Hinweise

draft = Entwurf
draft-notice = Diese Seite ist ein Entwurf und nicht veröffentlicht.
coming-notice = Diese Seite ist erst ab { $date } öffentlich.
expired-notice = Diese Seite ist seit { $date } nicht mehr öffentlich.
untranslated = Diese Seite ist nicht übersetzt; Sie lesen das Original auf { $language }.
outdated = Das Original hat sich seit dieser Übersetzung geändert.
credit = Bild: { $name }

## Was nach einem Text kommt

corrected = Berichtigt
corrections-all = Alle Korrekturen
corrections-title = Korrekturen
corrections-lead = Was auf diesen Seiten falsch war, wann es berichtigt wurde und was jetzt dort steht.
corrections-none = Bisher wurde nichts berichtigt.
feeds-link = Folgen
feeds-title = Dieser Website folgen
feeds-lead = Ein Feed sagt Ihnen, was hier neu ist. Er braucht kein Konto, und niemand erfährt, wer Sie sind.
feeds-how = Kopieren Sie eine dieser Adressen in einen Feedreader, also ein Programm oder eine App; auch viele Mailprogramme lesen Feeds. Er fragt von selbst nach Neuem, so oft Sie es wollen.
feeds-all = Alles Neue
feeds-calendar = Alle Termine, für Ihren Kalender
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

error-title = Diese Seite lässt sich gerade nicht zeigen
error-lead = Der Fehler liegt bei uns, nicht bei Ihnen. Bitte versuchen Sie es in ein paar Minuten noch einmal. Von hier aus geht es weiter.
gone-title = Diese Seite wurde entfernt
gone-lead = Sie wurde mit Absicht entfernt und kommt nicht wieder. Von hier aus geht es weiter.
not-found-title = Hier ist keine Seite
not-found-lead = Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen. Von hier aus geht es weiter.
not-found-links = Wege in diese Website

## Listen

list-empty = Hier steht noch nichts.
list-more = Mehr dazu
list-all = Alles unter
list-all-counted = Alle { $what }
pages = Seiten der Liste
page-of = Seite { $page } von { $total }
page-previous = Vorige Seite
page-next = Nächste Seite
filter-all = Alle
facet-language = Sprache
facet-period = Zeit
facet-profession = Beruf
facet-person = Person
facet-medium = Medium
facet-tag = Schlagwort
group-undated = Ohne Datum
group-upcoming = Demnächst
group-past = Vergangene
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

## Dieselben als Überschriften

kinds-page = Seiten
kinds-statement = Aussagen
kinds-answer = Antworten auf Vorwürfe
kinds-document = Dokumente
kinds-person = Personen
kinds-book = Bücher
kinds-report = Presseberichte
kinds-recording = Aufnahmen
kinds-event = Ereignisse
kinds-talk = Vorträge
kinds-programme = Programme

## Ihre Zahl

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
kind-mixed-count =
    { $count ->
        [one] { $count } Eintrag
       *[other] { $count } Einträge
    }

## Stellen in Dokumenten und Aufnahmen

place-page = Seite { $page }
place-label = Seite { $label }
place-message = Nachricht { $message }
place-time = bei { $time }
page-label = Seite { $page }

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
fact-received = Herkunft
fact-rights = Rechte
fact-source = Lesen, wie es ankam
fact-sources = Worauf es beruht
fact-speakers = Wer spricht
fact-speaker = Wer spricht
fact-spoken = Gesprochen auf
fact-when = Wann
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
part-reply = Die andere Seite: { $name }
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

## Personen

person-statements = In eigenen Worten
person-mentions = An anderer Stelle dieser Website

## Bücher

cover-of = Umschlag von „{ $title }“
book-editions = Ausgaben
book-buy = Wo man es kauft

## Presseberichte

medium-article = Artikel
medium-podcast = Podcast
medium-film = Film
medium-broadcast = Sendung
medium-sound = Ton
report-open = Zum Original: { $outlet }
report-archived = Archivierte Fassung

## Filme und Ton

made-by = Gemacht von { $name }
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
calendar-one = In den Kalender eintragen
calendar-all = Alle Vorträge als Kalender
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

language-name-en = Englisch
language-name-de = Deutsch
language-name-ar = Arabisch
language-name-bg = Bulgarisch
language-name-cs = Tschechisch
language-name-da = Dänisch
language-name-el = Griechisch
language-name-es = Spanisch
language-name-et = Estnisch
language-name-fa = Persisch
language-name-fi = Finnisch
language-name-fr = Französisch
language-name-ga = Irisch
language-name-he = Hebräisch
language-name-hr = Kroatisch
language-name-hu = Ungarisch
language-name-is = Isländisch
language-name-it = Italienisch
language-name-ja = Japanisch
language-name-ko = Koreanisch
language-name-lt = Litauisch
language-name-lv = Lettisch
language-name-nb = Norwegisch
language-name-nl = Niederländisch
language-name-pl = Polnisch
language-name-pt = Portugiesisch
language-name-ro = Rumänisch
language-name-ru = Russisch
language-name-sk = Slowakisch
language-name-sl = Slowenisch
language-name-sq = Albanisch
language-name-sr = Serbisch
language-name-sv = Schwedisch
language-name-tr = Türkisch
language-name-uk = Ukrainisch
language-name-zh = Chinesisch

## Sprachen in sich selbst: in jeder Datei gleich

language-own-name-en = English
language-own-name-de = Deutsch
language-own-name-ar = العربية
language-own-name-bg = Български
language-own-name-cs = Čeština
language-own-name-da = Dansk
language-own-name-el = Ελληνικά
language-own-name-es = Español
language-own-name-et = Eesti
language-own-name-fa = فارسی
language-own-name-fi = Suomi
language-own-name-fr = Français
language-own-name-ga = Gaeilge
language-own-name-he = עברית
language-own-name-hr = Hrvatski
language-own-name-hu = Magyar
language-own-name-is = Íslenska
language-own-name-it = Italiano
language-own-name-ja = 日本語
language-own-name-ko = 한국어
language-own-name-lt = Lietuvių
language-own-name-lv = Latviešu
language-own-name-nb = Norsk
language-own-name-nl = Nederlands
language-own-name-pl = Polski
language-own-name-pt = Português
language-own-name-ro = Română
language-own-name-ru = Русский
language-own-name-sk = Slovenčina
language-own-name-sl = Slovenščina
language-own-name-sq = Shqip
language-own-name-sr = Српски
language-own-name-sv = Svenska
language-own-name-tr = Türkçe
language-own-name-uk = Українська
language-own-name-zh = 中文

## Der Entwurf: für die, die an der Website schreiben, nie für ihre Leser

draft-title = Was an diesem Entwurf nicht stimmt
draft-errors = { $count ->
    [one] 1 Fehler
   *[other] { $count } Fehler
}
draft-warnings = { $count ->
    [one] 1 Warnung
   *[other] { $count } Warnungen
}
draft-errors-and-warnings = { $errors }, { $warnings }
draft-mended = Jetzt stimmt alles
draft-open = Zeigen
draft-close = Schließen
draft-here = Auf dieser Seite
draft-elsewhere = An anderen Stellen
draft-error = Fehler
draft-warning = Warnung
draft-hint = Hinweis
draft-left-out = { $count ->
    [one] Einer mehr steht nicht in dieser Liste.
   *[other] { $count } weitere stehen nicht in dieser Liste.
}
draft-unrendered-title = Diese Seite lässt sich nicht erzeugen
draft-unrendered-lead = Sie erscheint hier, sobald das behoben ist.
draft-unread-title = Die Einstellungen lassen sich nicht lesen
draft-unread-lead = Die Website erscheint hier, sobald site.toml in Ordnung ist.

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
cite = Diese Seite zitieren
document-messages = Der Briefwechsel
document-parts = Seite für Seite
document-words = Der Wortlaut
document-words-cut = Für eine Seite ist es zu lang. Hier steht, was diese Website daraus zitiert; in der Datei steht alles.
emphasis-added = Hervorhebung nicht im Original
message-alone = Diese Nachricht allein
message-cc = Kopie an { $names }
message-label = Nachricht { $message }
message-quoted = Was sie wiederholt
message-to = an { $names }
nobody-named = Ohne Absender
place-paragraph = Absatz { $paragraph }
segment-silent = Auf dieser Seite stehen keine Wörter, die sich lesen ließen.
segment-text = Text dieser Seite
transcribed = Eine Abschrift
transcribed-by = Abgeschrieben von { $name }
enlarge = Das Bild vergrößern
fact-messages = Nachrichten
fact-people = Beteiligte
message-attached = Angehängt: { $name } ({ $size })
message-count =
    { $count ->
        [one] { $count } Nachricht
       *[other] { $count } Nachrichten
    }
leaf-of = { $page } von { $total }
message-of = Nachricht { $message } von { $total }
redacted-here = Hier wurde etwas unkenntlich gemacht: { $reason }
message-others = Die anderen Nachrichten
message-thread = Die Nachrichten drumherum
message-undated = Ohne Datum
message-withheld = hier nicht veröffentlicht
people-and-others = { $names } und { $count } weitere
quoted-count =
    { $count ->
        [one] { $count } Zitat
       *[other] { $count } Zitate
    }
quoted-pages = Zitierte Seiten

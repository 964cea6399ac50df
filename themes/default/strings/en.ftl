### The words of the interface in English.
###
### To translate: copy this file, name it after the language (`fr.ftl`) and replace what stands to
### the right of each `=`. Leave the names on the left and what stands in { braces } as they are.
### Years, pages and dates arrive as finished texts; only { $count } is a number.

## The language itself

language-own-name = English
direction = ltr

## Words in addresses: small letters, no spaces. Changing them changes addresses.

address-tags = tags
address-corrections = corrections
address-page = page
address-by-language = language
address-by-period = period
address-by-profession = profession
address-by-person = person
address-by-medium = medium
address-by-tag = tag

## Dates

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-year = { $year }
date-time = { $date }, { $time }
decade = { $year }s

## Enumerations: "a, b and c"

list-two = { $first } and { $rest }
list-middle = { $first }, { $rest }
list-last = { $first } and { $rest }

## Sizes of files

size-kb = { $n } KB
size-mb = { $n } MB

## Around every page

skip = Skip to the text
languages = Language
menu = Main menu
menu-open = Menu
menu-close = Close
crumbs = You are here
home = Home page
contents = On this page
facts = Facts
footer-owner = { $owner } is responsible for this site.
footer-site = This site
footer-promise = No cookies, no tracking. Nothing is loaded from elsewhere before you ask for it.
feed-link = Feed
feed-title = { $title }: everything new
feed-section-title = { $site }: { $title }

## Notices

draft = Draft
draft-notice = This page is a draft and not published.
untranslated = This page has not been translated; you are reading the original in { $language }.
outdated = The original has changed since this translation was made.
credit = Picture: { $name }

## What comes after a text

corrected = Corrected
corrections-all = All corrections
corrections-title = Corrections
corrections-lead = What was wrong on this site, when it was mended, and what it says now.
corrections-none = Nothing has been corrected so far.
tags = Subjects
tag-title = Subject: { $tag }
neighbours = Before and after this page
previous = Before this
next = After this
previous-step = The step before
next-step = The next step
footnotes = Notes
footnote-back = Back to the text, note { $number }, mention { $mention }
footnote-back-short = Back

## The page that is not there

not-found-title = There is no page here
not-found-lead = The address may be mistyped, or the page has moved. These are the ways into the site.
not-found-links = Ways into the site

## Lists

list-label =
    { $count ->
        [one] List of one entry
       *[other] List of { $count } entries
    }
list-empty = There is nothing here yet.
list-all = All of
pages = Pages of the list
page-of = Page { $page } of { $total }
page-title = { $title }, page { $page }
page-previous = Previous page
page-next = Next page
filter-all = All
filter-title = { $title }: { $choice }
facet-language = Language
facet-period = Period
facet-profession = Profession
facet-person = Person
facet-medium = Medium
facet-tag = Subject
group-undated = Without a date
group-other = Others
books = Books

## Kinds of entries

kind-page = Page
kind-statement = Statement
kind-answer = Answer to an accusation
kind-document = Document
kind-person = Person
kind-book = Book
kind-report = Press report
kind-recording = Recording
kind-event = Event
kind-talk = Talk
kind-programme = Programme

kind-page-count =
    { $count ->
        [one] { $count } page
       *[other] { $count } pages
    }
kind-statement-count =
    { $count ->
        [one] { $count } statement
       *[other] { $count } statements
    }
kind-answer-count =
    { $count ->
        [one] { $count } answer
       *[other] { $count } answers
    }
kind-document-count =
    { $count ->
        [one] { $count } document
       *[other] { $count } documents
    }
kind-person-count =
    { $count ->
        [one] { $count } person
       *[other] { $count } persons
    }
kind-book-count =
    { $count ->
        [one] { $count } book
       *[other] { $count } books
    }
kind-report-count =
    { $count ->
        [one] { $count } press report
       *[other] { $count } press reports
    }
kind-recording-count =
    { $count ->
        [one] { $count } recording
       *[other] { $count } recordings
    }
kind-event-count =
    { $count ->
        [one] { $count } event
       *[other] { $count } events
    }
kind-talk-count =
    { $count ->
        [one] { $count } talk
       *[other] { $count } talks
    }
kind-programme-count =
    { $count ->
        [one] { $count } programme
       *[other] { $count } programmes
    }

## Places in documents and recordings

place-page = page { $page }
place-label = page { $label }
place-message = message { $message }
place-time = at { $time }
page-label = Page { $page }
page-alt = { $title }, page { $page }

## Facts in the rail

fact-about = About
fact-accused = When
fact-accused-place = Where
fact-accuser = Who accuses
fact-answered = Answered
fact-author = Author
fact-available = Available
fact-contact = Contact
fact-credit = Made by
fact-date = Date
fact-editing = Editing
fact-end = Ends
fact-form = Form
fact-heard = Who is heard
fact-isbn = ISBN
fact-language = Language
fact-length = Length
fact-links = Elsewhere
fact-medium = Medium
fact-occasion = How we have it
fact-outlet = Published in
fact-permission = Permission
fact-persons = Persons
fact-place = Place
fact-prizes = Prizes
fact-profession = Profession
fact-publisher = Publisher
fact-received = Received
fact-rights = Rights
fact-source = Read it as received
fact-sources = What it rests on
fact-speaker = Who speaks
fact-spoken = Spoken in
fact-start = Begins
fact-translator = Translated by

## Statements and quotations

editing-none = None: the words stand as they were given.
source-none = No document with these words has been published.
quote-no-source = No published source
translated-by = Translated by { $name }
original-words = The words in the original, { $language }

## Answers to accusations

accusation-read = The accusation as it was published
part-accusation = The accusation
part-answer = The answer
part-undisputed = What nobody disputes
part-reply = What { $name } says to this
reply-asked = { $name } was asked on { $date } and has not replied.
reply-none = { $name } has not replied.
side-for = Supports the accusation
side-against = Speaks against the accusation

## Documents

document-pages = The pages
marked-passages = Marked on this page
download = { $title } ({ $format }, { $size })
quoted-by = Who quotes it
custody = Through whose hands it went
redactions = What was made unreadable, and why
received-from = From { $name }

## Persons

person-statements = In their own words
person-mentions = Also named here

## Books

book-editions = Editions
book-buy = Where it is sold

## Press reports

medium-article = Article
medium-podcast = Podcast
medium-film = Film
medium-broadcast = Broadcast
medium-sound = Sound
report-open = Read it at { $outlet }
report-archived = Archived copy

## Films and sound

player-download = Download the file
player-outside = { $provider } holds this recording. The link leads away from this site; only then does { $provider } learn of your visit.
player-outside-unnamed = Another site holds this recording. The link leads away from this site; only then does the other one learn of your visit.
player-watch = Watch it there
player-listen = Listen to it there
transcript = Transcript
transcript-read = Read the transcript

## Events, talks, programmes

turning-point = the turning point
rests-on = Source:
talk-past = Past
talk-register = Register
step-of = step { $number } of { $total }
programme-steps =
    { $count ->
        [one] One step
       *[other] { $count } steps
    }

## Asides and the inquiry form

note = Note by the editor
details = More
form-write = Write an e-mail
form-address = Or write to { $address }.

## Languages

language-en = English
language-de = German
language-ar = Arabic
language-bg = Bulgarian
language-cs = Czech
language-da = Danish
language-el = Greek
language-es = Spanish
language-et = Estonian
language-fa = Persian
language-fi = Finnish
language-fr = French
language-ga = Irish
language-he = Hebrew
language-hr = Croatian
language-hu = Hungarian
language-is = Icelandic
language-it = Italian
language-ja = Japanese
language-ko = Korean
language-lt = Lithuanian
language-lv = Latvian
language-nb = Norwegian
language-nl = Dutch
language-pl = Polish
language-pt = Portuguese
language-ro = Romanian
language-ru = Russian
language-sk = Slovak
language-sl = Slovene
language-sq = Albanian
language-sr = Serbian
language-sv = Swedish
language-tr = Turkish
language-uk = Ukrainian
language-zh = Chinese

## Languages in themselves: the same in every file

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

## Countries

country-ar = Argentina
country-at = Austria
country-au = Australia
country-be = Belgium
country-bg = Bulgaria
country-br = Brazil
country-ca = Canada
country-ch = Switzerland
country-cl = Chile
country-cn = China
country-cz = Czechia
country-de = Germany
country-dk = Denmark
country-ee = Estonia
country-eg = Egypt
country-es = Spain
country-fi = Finland
country-fr = France
country-gb = United Kingdom
country-gr = Greece
country-hr = Croatia
country-hu = Hungary
country-ie = Ireland
country-il = Israel
country-in = India
country-is = Iceland
country-it = Italy
country-jp = Japan
country-ke = Kenya
country-kr = South Korea
country-li = Liechtenstein
country-lt = Lithuania
country-lu = Luxembourg
country-lv = Latvia
country-mx = Mexico
country-ng = Nigeria
country-nl = Netherlands
country-no = Norway
country-nz = New Zealand
country-pl = Poland
country-pt = Portugal
country-ro = Romania
country-rs = Serbia
country-se = Sweden
country-si = Slovenia
country-sk = Slovakia
country-tr = Türkiye
country-ua = Ukraine
country-us = United States
country-za = South Africa

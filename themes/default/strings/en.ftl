### The words of the interface in English.
###
### To translate: copy this file, name it after the language (`fr.ftl`) and replace what stands to
### the right of each `=`. Leave the names on the left and what stands in { braces } as they are.
### Years, pages and dates arrive as finished texts; only { $count } is a number.

## The direction of the script: `ltr` or `rtl`

direction = ltr

## Words in addresses: small letters, no spaces. Changing them changes addresses.

address-tags = tags
address-corrections = corrections
address-feeds = feeds
address-page = page
address-language = language
address-period = period
address-profession = profession
address-person = person
address-medium = medium
address-tag = tag

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
date-day = { $day }{ "\u00A0" }{ $month } { $year }
date-month = { $month } { $year }
date-year = { $year }
date-time = { $date }, { time-of-day }
time-of-day = { $time }
decade = { $year }s

## Enumerations: "a, b and c"

list-two = { $first } and { $rest }
list-middle = { $first }, { $rest }
list-last = { $first } and { $rest }

## Sizes of files

decimal-separator = .
size-b = { $n } bytes
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
footer-promise = No cookies, no tracking. Nothing is loaded from other sites.
feed-of = { $title }: what is new

## Notices

draft = Draft
draft-notice = This page is a draft and not published.
coming-notice = This page is public from { $date } on.
expired-notice = This page expired on { $date } and is no longer public.
untranslated = This page has not been translated; you are reading the original in { $language }.
outdated = The original has changed since this translation was made.
credit = Picture: { $name }

## What comes after a text

corrected = Corrected
corrections-all = All corrections
corrections-title = Corrections
corrections-lead = What was wrong on this site, when it was mended, and what it says now.
corrections-none = Nothing has been corrected so far.
feeds-link = Follow
feeds-title = Follow this site
feeds-lead = A feed tells you what is new here. It needs no account, and nobody learns who you are.
feeds-how = Copy one of these addresses into a feed reader, which is a program or an app; many mail programs are one, too. It asks for news by itself, as often as you like.
feeds-all = All that is new
feeds-calendar = All dates, for your calendar
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

error-title = This page can’t be shown right now
error-lead = The mistake is ours, not yours. Please try again in a few minutes. These are the ways into the site.
gone-title = This page was taken down
gone-lead = It was removed on purpose and will not come back. These are the ways into the site.
not-found-title = There is no page here
not-found-lead = The address may be mistyped, or the page has moved. These are the ways into the site.
not-found-links = Ways into the site

## Lists

list-empty = There is nothing here yet.
list-more = More on this
list-all = All of
list-all-counted = All { $what }
pages = Pages of the list
page-of = Page { $page } of { $total }
page-previous = Previous page
page-next = Next page
filter-all = All
facet-language = Language
facet-period = Period
facet-profession = Profession
facet-person = Person
facet-medium = Medium
facet-tag = Subject
group-undated = Without a date
group-upcoming = Coming up
group-past = Past
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

## The same as headings

kinds-page = Pages
kinds-statement = Statements
kinds-answer = Answers to accusations
kinds-document = Documents
kinds-person = Persons
kinds-book = Books
kinds-report = Press reports
kinds-recording = Recordings
kinds-event = Events
kinds-talk = Talks
kinds-programme = Programmes

## Their numbers

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
kind-mixed-count =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }

## Places in documents and recordings

place-page = page { $page }
place-label = page { $label }
place-message = message { $message }
place-time = at { $time }
page-label = Page { $page }

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
fact-received = Provenance
fact-rights = Rights
fact-source = Read it as received
fact-sources = What it rests on
fact-speakers = Who speaks
fact-speaker = Who speaks
fact-spoken = Spoken in
fact-when = When
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
part-reply = The other side: { $name }
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

## Persons

person-statements = In their own words
person-mentions = Elsewhere on this site

## Books

cover-of = Cover of “{ $title }”
book-editions = Editions
book-buy = Where it is sold

## Press reports

medium-article = Article
medium-podcast = Podcast
medium-film = Film
medium-broadcast = Broadcast
medium-sound = Sound
report-open = The original at { $outlet }
report-archived = Archived copy

## Films and sound

made-by = Made by { $name }
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
calendar-one = Add to your calendar
calendar-all = All talks as a calendar
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

language-name-en = English
language-name-de = German
language-name-ar = Arabic
language-name-bg = Bulgarian
language-name-cs = Czech
language-name-da = Danish
language-name-el = Greek
language-name-es = Spanish
language-name-et = Estonian
language-name-fa = Persian
language-name-fi = Finnish
language-name-fr = French
language-name-ga = Irish
language-name-he = Hebrew
language-name-hr = Croatian
language-name-hu = Hungarian
language-name-is = Icelandic
language-name-it = Italian
language-name-ja = Japanese
language-name-ko = Korean
language-name-lt = Lithuanian
language-name-lv = Latvian
language-name-nb = Norwegian
language-name-nl = Dutch
language-name-pl = Polish
language-name-pt = Portuguese
language-name-ro = Romanian
language-name-ru = Russian
language-name-sk = Slovak
language-name-sl = Slovene
language-name-sq = Albanian
language-name-sr = Serbian
language-name-sv = Swedish
language-name-tr = Turkish
language-name-uk = Ukrainian
language-name-zh = Chinese

## Languages in themselves: the same in every file

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

## The draft: seen by those who write the site, never by its readers

draft-title = What is wrong with this draft
draft-errors = { $count ->
    [one] 1 error
   *[other] { $count } errors
}
draft-warnings = { $count ->
    [one] 1 warning
   *[other] { $count } warnings
}
draft-errors-and-warnings = { $errors }, { $warnings }
draft-mended = Nothing is wrong any more
draft-open = Show
draft-close = Close
draft-here = On this page
draft-elsewhere = Elsewhere
draft-error = Error
draft-warning = Warning
draft-hint = Hint
draft-left-out = { $count ->
    [one] One more is not listed here.
   *[other] { $count } more are not listed here.
}
draft-unrendered-title = This page can’t be rendered
draft-unrendered-lead = It appears here as soon as this is mended.
draft-unread-title = The settings can’t be read
draft-unread-lead = The site appears here as soon as site.toml is mended.

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
cite = Cite this page
document-messages = The correspondence
document-parts = Page by page
document-words = What it says
document-words-cut = It is too long for one page. Here stands what this site quotes of it; the file has all of it.
emphasis-added = Emphasis added
message-alone = This message alone
message-cc = copy to { $names }
message-label = Message { $message }
message-quoted = What it repeats
message-to = to { $names }
nobody-named = Without a sender
place-paragraph = paragraph { $paragraph }
segment-silent = There are no words on this page that could be read.
segment-text = Text of this page
transcribed = A transcription
transcribed-by = Transcribed by { $name }
enlarge = Enlarge the picture
fact-messages = Messages
fact-people = Correspondents
message-attached = Attached: { $name } ({ $size })
message-count =
    { $count ->
        [one] { $count } message
       *[other] { $count } messages
    }
leaf-of = { $page } of { $total }
message-of = Message { $message } of { $total }
redacted-here = Something was made unreadable here: { $reason }
message-others = The other messages
message-thread = The messages around it
message-undated = Without a date
message-withheld = not published here
people-and-others = { $names } and { $count } others
quoted-count =
    { $count ->
        [one] { $count } quotation
       *[other] { $count } quotations
    }
quoted-pages = Quoted pages

//! The texts of a new site, in each language that the program speaks.
//!
//! What belongs together stands together: files of content are plain files in `starter/`, and the
//! sentences of `site.toml` stand here. Nothing here decides which of them a site gets.

/// The texts of a new site in one language.
pub(super) struct Texts {
    /// The first part of the language's tag.
    pub(super) language: &'static str,
    /// The entries: their paths without ending, and what stands in them.
    pub(super) entries: [(&'static str, &'static str); 8],
    /// The file of the example's document.
    pub(super) letter: (&'static str, &'static str),
    /// What `private/` is for.
    pub(super) private: &'static str,
    /// What is said of an entry that is an example.
    pub(super) example: &'static str,
    /// What is said of a line that is one.
    pub(super) example_line: &'static str,
    /// What stands where no title and no owner was named.
    pub(super) title: &'static str,
    pub(super) owner: &'static str,
    /// What stands above the settings that are switched off.
    pub(super) switched_off: &'static str,
    /// What an owner will soon need: a name, why, and the lines that say it. Tables come last, as TOML wants it.
    pub(super) later: [(&'static str, &'static str, &'static str); 9],
    /// What git leaves out.
    pub(super) ignored: &'static str,
}

macro_rules! starter {
    ($language:literal, $path:literal) => {
        include_str!(concat!("../../../starter/", $language, "/", $path))
    };
}

macro_rules! entries {
    ($language:literal) => {
        [
            ("content/_index", starter!($language, "home.md")),
            ("content/about", starter!($language, "about.md")),
            ("content/statements/_index", starter!($language, "statements/_index.md")),
            ("content/statements/first-statement", starter!($language, "statements/first-statement.md")),
            ("content/people/_index", starter!($language, "people/_index.md")),
            ("content/people/first-witness", starter!($language, "people/first-witness.md")),
            ("content/documents/_index", starter!($language, "documents/_index.md")),
            ("content/documents/first-letter/index", starter!($language, "documents/first-letter.md")),
        ]
    };
}

pub(super) const ENGLISH: Texts = Texts {
    language: "en",
    entries: entries!("en"),
    letter: ("letter.txt", starter!("en", "letter.txt")),
    private: starter!("en", "private-readme.md"),
    example: "an example. Write your own text, then delete this line.",
    example_line: "write your own, then delete this comment",
    title: "A title for this site",
    owner: "Your name",
    switched_off: "# What follows is switched off. Take the # away from the lines below a sentence to switch them on.\n\
                   # Lines without [brackets] have to stay above the first line in [brackets].\n",
    later: [
        ("base", "The address at which the site will be published; feeds, the sitemap and search engines need it.", "base = \"https://example.org\""),
        ("description", "One sentence on the site, for its home page, feeds and search engines.", "description = \"What this site is about.\""),
        ("contact", "Where readers write to; the directive `form` shows it.", "contact = \"mail@example.org\""),
        ("time_zone", "Where the dates and times of this site are meant; without it, UTC.", "time_zone = \"Europe/Berlin\""),
        ("footer_note", "A sentence that stands at the foot of every page.", "footer_note = \"Texts may be quoted with their source.\""),
        ("gone", "Old addresses of what was taken down for good; readers and search engines are told so.", "gone = [\"/old-news/\", \"/?p=13\"]"),
        (
            "topics",
            "What readers may write about: `:::form{topic=\"press\"}` names one of these.",
            "[[topics]]\nname = \"press\"\ntitle = \"A question from the press\"",
        ),
        (
            "professions",
            "The professions by which statements are grouped, in their order.",
            "[[professions]]\nname = \"chemist\"\ntitle = \"Chemists\"",
        ),
        ("redirects", "Old addresses and where they lead, so that no link to an earlier site breaks.", "[redirects]\n\"/old/page/\" = \"/\""),
    ],
    ignored: "# What Casebook remembers and makes\n.casebook/\n/public/\n\n# Papers that nobody else may see\n/private/\n",
};

pub(super) const GERMAN: Texts = Texts {
    language: "de",
    entries: entries!("de"),
    letter: ("brief.txt", starter!("de", "letter.txt")),
    private: starter!("de", "private-readme.md"),
    example: "ein Beispiel. Schreiben Sie Ihren eigenen Text und löschen Sie dann diese Zeile.",
    example_line: "schreiben Sie Ihr Eigenes und löschen Sie dann diese Bemerkung",
    title: "Ein Titel für diese Seite",
    owner: "Ihr Name",
    switched_off: "# Was folgt, ist ausgeschaltet. Nehmen Sie das # vor den Zeilen unter einem Satz weg, um sie einzuschalten.\n\
                   # Zeilen ohne [Klammern] müssen über der ersten Zeile in [Klammern] bleiben.\n",
    later: [
        (
            "base",
            "Die Adresse, unter der die Seite stehen wird; Feeds, die Sitemap und Suchmaschinen brauchen sie.",
            "base = \"https://example.org\"",
        ),
        ("description", "Ein Satz über die Seite, für die Startseite, Feeds und Suchmaschinen.", "description = \"Wovon diese Seite handelt.\""),
        ("contact", "Wohin Leser schreiben; der Baustein `form` zeigt es.", "contact = \"mail@example.org\""),
        ("time_zone", "Wo die Daten und Zeiten dieser Seite gelten; ohne diese Zeile ist es UTC.", "time_zone = \"Europe/Berlin\""),
        ("footer_note", "Ein Satz am Fuß jeder Seite.", "footer_note = \"Texte dürfen mit Angabe der Quelle zitiert werden.\""),
        (
            "gone",
            "Alte Adressen von Dingen, die endgültig entfernt wurden; Leser und Suchmaschinen erfahren es.",
            "gone = [\"/alte-nachricht/\", \"/?p=13\"]",
        ),
        (
            "topics",
            "Worüber Leser schreiben können: `:::form{topic=\"presse\"}` nennt eines davon.",
            "[[topics]]\nname = \"presse\"\ntitle = \"Eine Frage der Presse\"",
        ),
        (
            "professions",
            "Die Berufe, nach denen Aussagen geordnet sind, in ihrer Reihenfolge.",
            "[[professions]]\nname = \"chemie\"\ntitle = \"Chemikerinnen und Chemiker\"",
        ),
        (
            "redirects",
            "Alte Adressen und wohin sie führen, damit kein Link auf eine frühere Seite ins Leere geht.",
            "[redirects]\n\"/alte/seite/\" = \"/\"",
        ),
    ],
    ignored: "# Was Casebook sich merkt und herstellt\n.casebook/\n/public/\n\n# Papiere, die sonst niemand sehen darf\n/private/\n",
};

/// The texts in a language; `None` if the program doesn't speak it.
pub(super) fn in_language(tag: &str) -> Option<&'static Texts> {
    let first = tag.split('-').next().unwrap_or(tag);
    [&ENGLISH, &GERMAN].into_iter().find(|texts| first.eq_ignore_ascii_case(texts.language))
}

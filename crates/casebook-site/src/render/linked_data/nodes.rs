//! The types of schema.org that pages use, with the properties that Casebook can fill honestly.
//!
//! A node is serialised with its `@type` and without what it doesn't know. Nothing here knows an
//! entry; `xtask` and the handbook don't either: what is required of each stands in a test.

use serde::Serialize;

/// Whether a property is left out.
trait Absent {
    fn is_absent(&self) -> bool;
}

impl Absent for String {
    /// A name that is required is written, whatever it says.
    fn is_absent(&self) -> bool {
        false
    }
}

impl Absent for usize {
    fn is_absent(&self) -> bool {
        false
    }
}

impl Absent for Agent {
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Declares a node whose type is its name.
macro_rules! node {
    ($(#[$attribute:meta])* $name:ident { $( $(#[$of_field:meta])* $field:ident: $type:ty, )* }) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize)]
        #[serde(tag = "@type", rename_all = "camelCase")]
        pub(super) struct $name { $( $(#[$of_field])* #[serde(skip_serializing_if = "Absent::is_absent")] pub $field: $type, )* }
    };
}

/// Declares a node whose type is one of several that share their properties.
macro_rules! typed_node {
    ($(#[$attribute:meta])* $name:ident { $( $(#[$of_field:meta])* $field:ident: $type:ty, )* }) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub(super) struct $name {
            #[serde(rename = "@type")]
            pub kind: &'static str,
            $( $(#[$of_field])* #[serde(skip_serializing_if = "Absent::is_absent")] pub $field: $type, )*
        }
    };
}

typed_node! {
    /// Another thing, by its name and where it is described.
    Named {
        #[serde(rename = "@id")]
        id: Option<String>,
        name: String,
        url: Option<String>,
    }
}

/// Who made something. schema.org takes plain text where it isn't known whether that is a person or
/// an organisation ("Expected types vs text", schema.org/docs/gs.html).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Agent {
    Known(Named),
    Text(String),
}

impl Default for Agent {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

typed_node! {
    /// A page of the site: `WebPage` or `CollectionPage`.
    Page {
        #[serde(rename = "@id")]
        id: Option<String>,
        url: Option<String>,
        name: String,
        description: Option<String>,
        in_language: String,
        is_part_of: Option<Named>,
        date_published: Option<String>,
        temporal_coverage: Option<String>,
        keywords: Vec<String>,
        primary_image_of_page: Option<String>,
        main_entity: Option<Box<Node>>,
        has_part: Vec<Quotation>,
        citation: Vec<Named>,
        mentions: Vec<Named>,
        correction: Vec<CorrectionComment>,
    }
}

node! {
    /// The site, on its home page.
    WebSite {
        #[serde(rename = "@id")]
        id: Option<String>,
        url: Option<String>,
        name: String,
        description: Option<String>,
        in_language: String,
        publisher: Agent,
    }
}

node! {
    /// What was wrong and what it says now.
    CorrectionComment {
        date_created: String,
        text: String,
    }
}

node! {
    /// The way from the home page to a page.
    BreadcrumbList {
        item_list_element: Vec<ListItem>,
    }
}

node! {
    /// Something at its place in a list.
    ListItem {
        position: usize,
        name: String,
        item: Option<String>,
        url: Option<String>,
    }
}

node! {
    /// An ordered set of steps.
    ItemList {
        #[serde(rename = "@id")]
        id: Option<String>,
        name: String,
        description: Option<String>,
        item_list_order: Option<&'static str>,
        number_of_items: usize,
        item_list_element: Vec<ListItem>,
    }
}

node! {
    /// Somebody's words.
    Quotation {
        #[serde(rename = "@id")]
        id: Option<String>,
        url: Option<String>,
        name: Option<String>,
        text: Option<String>,
        creator: Option<Agent>,
        date_created: Option<String>,
        in_language: Option<String>,
        translator: Option<String>,
        translation_of_work: Option<Box<Quotation>>,
        is_based_on: Option<Named>,
    }
}

node! {
    /// An answer to an accusation.
    Article {
        #[serde(rename = "@id")]
        id: Option<String>,
        url: Option<String>,
        headline: String,
        description: Option<String>,
        image: Vec<String>,
        author: Agent,
        date_published: Option<String>,
        in_language: Option<String>,
        about: Option<Claim>,
    }
}

node! {
    /// What somebody claimed.
    Claim {
        text: Option<String>,
        author: Agent,
        date_published: Option<String>,
        appearance: Option<Box<Work>>,
    }
}

typed_node! {
    /// Something that stands elsewhere: a press report by its medium, or the place of a claim.
    Work {
        #[serde(rename = "@id")]
        id: Option<String>,
        url: Option<String>,
        name: Option<String>,
        headline: Option<String>,
        in_language: Option<String>,
        date_published: Option<String>,
        upload_date: Option<String>,
        duration: Option<String>,
        author: Vec<Agent>,
        publisher: Option<Named>,
        image: Vec<String>,
        thumbnail_url: Option<String>,
        archived_at: Option<String>,
        about: Vec<Named>,
    }
}

node! {
    /// A piece of evidence with its files.
    DigitalDocument {
        #[serde(rename = "@id")]
        id: Option<String>,
        url: Option<String>,
        name: String,
        description: Option<String>,
        image: Vec<String>,
        creator: Option<Agent>,
        date_created: Option<String>,
        in_language: Option<String>,
        genre: Option<String>,
        copyright_notice: Option<String>,
        #[serde(rename = "dcterms:provenance")]
        provenance: Vec<String>,
        encoding: Vec<MediaObject>,
    }
}

node! {
    /// A file to download.
    MediaObject {
        name: String,
        content_url: Option<String>,
        encoding_format: String,
        content_size: Option<String>,
    }
}

typed_node! {
    /// A film or sound of this site: `VideoObject`, `AudioObject`, or `MediaObject` where a film lacks
    /// what is required of a `VideoObject`.
    Media {
        #[serde(rename = "@id")]
        id: Option<String>,
        url: Option<String>,
        name: String,
        description: Option<String>,
        upload_date: Option<String>,
        thumbnail_url: Option<String>,
        content_url: Option<String>,
        encoding_format: Option<String>,
        same_as: Option<String>,
        duration: Option<String>,
        in_language: Option<String>,
        transcript: Option<String>,
        credit_text: Option<String>,
        mentions: Vec<Named>,
    }
}

node! {
    /// Somebody who speaks or is spoken of.
    Person {
        #[serde(rename = "@id")]
        id: Option<String>,
        url: Option<String>,
        name: String,
        description: Option<String>,
        disambiguating_description: Option<String>,
        image: Option<String>,
        same_as: Vec<String>,
    }
}

node! {
    /// A work, a translation of one, or an edition.
    Book {
        #[serde(rename = "@id")]
        id: Option<String>,
        url: Option<String>,
        name: String,
        alternative_headline: Option<String>,
        description: Option<String>,
        author: Vec<Named>,
        translator: Vec<String>,
        in_language: Option<String>,
        date_published: Option<String>,
        publisher: Option<Named>,
        isbn: Option<String>,
        book_format: Option<&'static str>,
        image: Option<String>,
        award: Vec<String>,
        same_as: Option<String>,
        translation_of_work: Option<Reference>,
        work_example: Vec<Book>,
        work_translation: Vec<Book>,
    }
}

/// Another node of the same page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Reference {
    #[serde(rename = "@id")]
    pub id: String,
}

node! {
    /// A talk, reading or appearance.
    Event {
        #[serde(rename = "@id")]
        id: Option<String>,
        url: Option<String>,
        name: String,
        description: Option<String>,
        image: Option<String>,
        start_date: String,
        end_date: Option<String>,
        event_status: Option<&'static str>,
        in_language: Option<String>,
        location: Option<Place>,
        performer: Vec<Named>,
    }
}

node! {
    /// A house and a town, as they were written.
    Place {
        name: String,
        address: String,
    }
}

/// What a page tells of, or the page itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "each variant is its node")]
pub(super) enum Node {
    Page(Page),
    WebSite(WebSite),
    BreadcrumbList(BreadcrumbList),
    ItemList(ItemList),
    Quotation(Quotation),
    Article(Article),
    Work(Work),
    DigitalDocument(DigitalDocument),
    Media(Media),
    Person(Person),
    Book(Book),
    Event(Event),
}

//! Words by which mail programs introduce what they repeat, in the languages that we know.
//!
//! A message is never said to repeat something because of these words alone: marks or a block of fields
//! must be there, too.

/// What a line says that stands above marked lines: "On Monday, Anna wrote:".
const WROTE: [&str; 30] = [
    "wrote",
    "writes",
    "said",
    "schrieb",
    "schreef",
    "écrit",
    "écrivait",
    "escribió",
    "escreveu",
    "scritto",
    "scrisse",
    "skrev",
    "skrifaði",
    "kirjoitti",
    "napisał",
    "napisała",
    "napsal",
    "napsala",
    "napísal",
    "napisao",
    "írta",
    "написал",
    "написала",
    "написав",
    "пише",
    "пишет",
    "yazdı",
    "έγραψε",
    "scris",
    "rašė",
];

/// How such a line begins.
const BEGIN: [&str; 15] = ["on", "am", "at", "le", "el", "il", "op", "den", "em", "w", "dne", "dana", "в", "на", "dňa"];

/// The same where words aren't parted by spaces.
const WROTE_WITHIN: [&str; 6] = ["写道", "寫道", "のメール", "さんは書きました", "작성", "viết"];

/// What stands between dashes above a message that is repeated without marks.
const ORIGINAL: [&str; 28] = [
    "original message",
    "original appointment",
    "forwarded message",
    "forwarded by",
    "ursprüngliche nachricht",
    "originalnachricht",
    "weitergeleitete nachricht",
    "ursprünglicher termin",
    "message d'origine",
    "message original",
    "message transféré",
    "message initial",
    "mensaje original",
    "mensaje reenviado",
    "messaggio originale",
    "messaggio inoltrato",
    "oorspronkelijk bericht",
    "doorgestuurd bericht",
    "mensagem original",
    "mensagem encaminhada",
    "ursprungligt meddelande",
    "vidarebefordrat meddelande",
    "oprindelig meddelelse",
    "opprinnelig melding",
    "oryginalna wiadomość",
    "wiadomość oryginalna",
    "исходное сообщение",
    "пересылаемое сообщение",
];

/// A line of its own with the same meaning.
const FORWARDED: [&str; 8] = [
    "begin forwarded message",
    "anfang der weitergeleiteten nachricht",
    "début du message réexpédié",
    "début du message transféré",
    "inicio del mensaje reenviado",
    "inizio messaggio inoltrato",
    "begin doorgestuurd bericht",
    "início da mensagem encaminhada",
];

/// The first field of a block.
const FROM: [&str; 14] = ["from", "von", "de", "da", "van", "från", "fra", "od", "от", "від", "lähettäjä", "feladó", "kimden", "差出人"];

/// The fields below it.
const FIELDS: [&str; 63] = [
    "sent",
    "date",
    "to",
    "cc",
    "subject",
    "reply-to",
    "importance",
    "attachments",
    "gesendet",
    "gesendet am",
    "datum",
    "an",
    "kopie",
    "betreff",
    "antwort an",
    "wichtigkeit",
    "anlagen",
    "envoyé",
    "envoyé le",
    "à",
    "objet",
    "enviado",
    "enviado el",
    "enviada em",
    "fecha",
    "para",
    "asunto",
    "assunto",
    "inviato",
    "data",
    "a",
    "oggetto",
    "verzonden",
    "aan",
    "onderwerp",
    "skickat",
    "till",
    "ämne",
    "kopia",
    "sendt",
    "til",
    "emne",
    "wysłano",
    "do",
    "dw",
    "temat",
    "wysłane",
    "дата",
    "отправлено",
    "кому",
    "копия",
    "тема",
    "lähetetty",
    "vastaanottaja",
    "aihe",
    "elküldve",
    "címzett",
    "tárgy",
    "gönderilen",
    "kime",
    "konu",
    "日時",
    "宛先",
];

/// Whether lines that were put together introduce a quotation.
pub(super) fn introduces(text: &str) -> bool {
    let text = text.trim();
    if text.len() > 600 || !text.ends_with([':', '：']) {
        return false;
    }
    let text = text.to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).any(|word| WROTE.contains(&word)) || WROTE_WITHIN.iter().any(|words| text.contains(words))
}

/// Whether a line is the beginning of an introduction, with a date or an hour.
pub(super) fn begins_introduction(line: &str) -> bool {
    let line: String = line.trim_start().chars().take(200).collect::<String>().to_lowercase();
    line.bytes().any(|byte| byte.is_ascii_digit()) && line.split(' ').next().is_some_and(|word| BEGIN.contains(&word))
}

/// Whether a line says that a whole message follows.
pub(super) fn announces(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 200 {
        return false;
    }
    let inner = line.trim_matches(['-', '_', ' ']);
    let has_dashes = line.starts_with("--") && line.ends_with("--") && !inner.is_empty();
    let text = inner.trim_end_matches([':', ' ']).to_lowercase().replace('’', "'");
    (has_dashes && ORIGINAL.contains(&text.as_str())) || FORWARDED.contains(&text.as_str())
}

/// Whether a line parts two messages without words.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 10 && line.bytes().all(|byte| byte == b'_')
}

/// Whether a line is the first field of a block: "Von: Anna Berg".
pub(super) fn is_from(line: &str) -> bool {
    label(line).is_some_and(|label| FROM.contains(&label.as_str()))
}

/// Whether a line is another field of a block.
pub(super) fn is_field(line: &str) -> bool {
    label(line).is_some_and(|label| FIELDS.contains(&label.as_str()))
}

/// What stands before the colon; programs that make text of HTML put stars around what was bold.
fn label(line: &str) -> Option<String> {
    let (label, _) = line.trim_start().split_once([':', '：']).filter(|(label, _)| label.len() <= 40)?;
    Some(label.trim_matches(['*', ' ', '\t', '\u{a0}']).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{announces, introduces, is_field, is_from};

    #[test]
    fn introductions_are_known_in_many_languages() {
        for line in [
            "On Mon, 3 Jan 2022 at 10:00, Anna Berg <anna@example.org> wrote:",
            "Am 03.01.22 um 10:00 schrieb Anna Berg:",
            "Le lun. 3 janv. 2022 à 10:00, Anna Berg a écrit :",
            "El 3/1/22 a las 10:00, Anna escribió:",
            "Il giorno lun 3 gen 2022 Anna ha scritto:",
            "2022年1月3日(月) 10:00 Anna <anna@example.org>のメール:",
        ] {
            assert!(introduces(line), "{line}");
        }
        for line in ["He wrote", "These are the reasons:", ""] {
            assert!(!introduces(line), "{line}");
        }
    }

    #[test]
    fn announcements_and_fields_are_known() {
        for line in [
            "-----Original Message-----",
            "-----Ursprüngliche Nachricht-----",
            "---------- Forwarded message ---------",
            "Anfang der weitergeleiteten Nachricht:",
        ] {
            assert!(announces(line), "{line}");
        }
        assert!(!announces("-----") && !announces("original message"));
        assert!(is_from("*Von:* Anna") && is_from("De : Anna") && is_field("Gesendet: Montag") && is_field("À : Ben") && !is_field("Anna: ja"));
    }
}

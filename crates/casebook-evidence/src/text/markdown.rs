//! Markdown as paragraphs: the words of each block, without marks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The paragraphs, headings, items, cells and blocks of code, in the order of the file.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut paragraphs = Vec::new();
    let mut open = String::new();
    let mut unseen = 0_u32;
    for event in Parser::new_ext(text, options) {
        match event {
            // The words of a picture stand in the file, but not on the page.
            Event::Start(Tag::Image { .. }) => unseen += 1,
            Event::End(TagEnd::Image) => unseen = unseen.saturating_sub(1),
            Event::Text(words) | Event::Code(words) if unseen == 0 => open.push_str(&words),
            Event::SoftBreak | Event::HardBreak if unseen == 0 => open.push('\n'),
            Event::Start(tag) if is_block(&tag) => close(&mut open, &mut paragraphs),
            Event::End(tag) if ends_block(tag) => close(&mut open, &mut paragraphs),
            _ => {}
        }
    }
    close(&mut open, &mut paragraphs);
    paragraphs
}

const fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript | Tag::Link { .. } | Tag::Image { .. })
}

const fn ends_block(tag: TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript | TagEnd::Link | TagEnd::Image)
}

fn close(open: &mut String, paragraphs: &mut Vec<String>) {
    let text = super::clean(open.trim());
    open.clear();
    if !text.is_empty() {
        paragraphs.push(text);
    }
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn marks_are_left_out() {
        let text = "# A *title*\n\nOne\ntwo [link](https://out.example) `code` ![alt](a.png) &amp;\n\n- first\n\n  more\n- second\n\n| a | b |\n|---|---|\n| c | d |\n\n> said[^1]\n\n[^1]: A note.\n\n<div onclick=x>raw</div>\n\n```\nlet x;\n```\n";
        let expected = ["A title", "One\ntwo link code  &", "first", "more", "second", "a", "b", "c", "d", "said", "A note.", "let x;"];
        assert_eq!(paragraphs(text), expected);
    }
}

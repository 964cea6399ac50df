//! What is told apart by the query of an address alone, such as the pages that WordPress knows by number (`/?p=12`).

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// A name and its value.
type Pair = (String, String);

/// The names and values that a request must have, in any order and among others: newsletters and
/// search engines add their own.
pub(crate) type Pairs = BTreeSet<Pair>;

/// Rules of one path. Of those that fit a request, the one that asks for most counts.
#[derive(Debug)]
pub(crate) struct ByQuery<T> {
    /// Those that ask for most first.
    rules: Vec<(Pairs, T)>,
    /// Where the rules stand that ask for a pair. Each is listed at that of its pairs which the fewest
    /// ask for, so that thousands of rules with `lang=de` are not all looked at.
    by_pair: HashMap<Pair, Vec<usize>>,
}

impl<T> ByQuery<T> {
    pub fn new(rules: impl IntoIterator<Item = (Pairs, T)>) -> Self {
        let mut rules: Vec<(Pairs, T)> = rules.into_iter().collect();
        rules.sort_by(|(a, _), (b, _)| Reverse(a.len()).cmp(&Reverse(b.len())).then_with(|| a.cmp(b)));
        let mut asked_for: HashMap<&Pair, usize> = HashMap::new();
        for pair in rules.iter().flat_map(|(pairs, _)| pairs) {
            *asked_for.entry(pair).or_default() += 1;
        }
        let mut by_pair: HashMap<Pair, Vec<usize>> = HashMap::new();
        for (place, (pairs, _)) in rules.iter().enumerate() {
            if let Some(rarest) = pairs.iter().min_by_key(|pair| asked_for[pair]) {
                by_pair.entry(rarest.clone()).or_default().push(place);
            }
        }
        Self { rules, by_pair }
    }

    /// The rule for a request with these names and values.
    pub fn find(&self, asked: &Pairs) -> Option<&T> {
        let candidates = asked.iter().filter_map(|pair| self.by_pair.get(pair)).flatten();
        let fitting = candidates.filter(|&&place| self.rules[place].0.is_subset(asked)).min()?;
        Some(&self.rules[*fitting].1)
    }

    /// All rules in the order in which they count.
    pub fn iter(&self) -> impl Iterator<Item = (&Pairs, &T)> {
        self.rules.iter().map(|(pairs, rule)| (pairs, rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs() -> impl Strategy<Value = Pairs> {
        proptest::collection::btree_set(("[abc]", "[12]"), 1..4)
    }

    proptest! {
        #[test]
        fn the_first_rule_that_fits_is_found(rules in proptest::collection::btree_set(pairs(), 0..12), asked in pairs()) {
            let by_query = ByQuery::new(rules.into_iter().map(|pairs| (pairs.clone(), pairs)));
            let all: Vec<_> = by_query.iter().collect();
            prop_assert!(all.windows(2).all(|two| two[0].0.len() >= two[1].0.len()));
            let first = all.iter().find(|(pairs, _)| pairs.is_subset(&asked)).map(|(_, rule)| *rule);
            prop_assert_eq!(by_query.find(&asked), first);
        }
    }
}

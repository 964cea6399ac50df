//! Which message answers which (RFC 5256, REFERENCES), without guessing from subjects.
//!
//! A link that would close a loop isn't made. Two messages with one id are two messages; answers go to
//! the first. All in nearly linear time: whether a link closes a loop is asked of a forest of sets.

use super::message::Parsed;
use crate::document::number;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::num::NonZeroU32;

/// Which message one answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answers {
    /// None, as far as it says.
    #[default]
    Nothing,
    /// That with this number.
    Message(NonZeroU32),
    /// One that isn't here.
    Missing,
}

/// Messages that answer each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Each message followed by its answers, these by date.
    pub places: Vec<Place>,
}

/// Where a message stands in its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its number.
    pub message: NonZeroU32,
    /// How many messages of the thread it answers, one through the other.
    pub depth: u32,
}

/// What each message answers, and the threads. The messages come by date.
pub(super) fn threads(messages: &[Parsed]) -> (Vec<Answers>, Vec<Thread>) {
    let mut forest = Forest::of(messages);
    // What a message says of itself counts more than what others say of it.
    for (at, message) in messages.iter().enumerate() {
        if let Some(id) = message.references.last() {
            let parent = forest.node(id);
            forest.link(at, parent);
        }
    }
    for message in messages {
        for pair in message.references.windows(2) {
            let (parent, child) = (forest.node(&pair[0]), forest.node(&pair[1]));
            forest.link(child, parent);
        }
    }
    let answers = (0..messages.len()).map(|at| match forest.parents[at] {
        Some(parent) if parent < messages.len() => Answers::Message(number(parent)),
        Some(_) => Answers::Missing,
        None => Answers::Nothing,
    });
    (answers.collect(), forest.threads(messages.len()))
}

/// Messages, then those that are named but missing.
struct Forest<'a> {
    nodes: BTreeMap<&'a str, usize>,
    parents: Vec<Option<usize>>,
    /// On the way to the root of each node.
    nearer: Vec<usize>,
}

impl<'a> Forest<'a> {
    fn of(messages: &'a [Parsed]) -> Self {
        let mut nodes = BTreeMap::new();
        for (at, message) in messages.iter().enumerate() {
            if let Some(id) = message.message.id.as_deref() {
                nodes.entry(id).or_insert(at);
            }
        }
        Self { nodes, parents: vec![None; messages.len()], nearer: (0..messages.len()).collect() }
    }

    /// The node with this id, made if it is missing.
    fn node(&mut self, id: &'a str) -> usize {
        let next = self.parents.len();
        let node = *self.nodes.entry(id).or_insert(next);
        if node == next {
            self.parents.push(None);
            self.nearer.push(node);
        }
        node
    }

    /// The root of a node; the way there is halved each time.
    fn root(&mut self, mut node: usize) -> usize {
        while self.nearer[node] != node {
            self.nearer[node] = self.nearer[self.nearer[node]];
            node = self.nearer[node];
        }
        node
    }

    /// Makes one node the answer to another, unless it answers one already or a loop would close.
    fn link(&mut self, child: usize, parent: usize) {
        if self.parents[child].is_none() && self.root(parent) != child {
            self.parents[child] = Some(parent);
            self.nearer[child] = parent;
        }
    }

    /// The threads of the messages that are here, by their first message.
    fn threads(&mut self, count: usize) -> Vec<Thread> {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.parents.len()];
        let mut roots: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.parents.len() {
            match self.parents[at] {
                Some(parent) => children[parent].push(at),
                None => drop(roots.insert(at, Vec::new())),
            }
        }
        let mut threads: Vec<Thread> = roots.into_keys().map(|root| places(root, &mut children, count)).collect();
        threads.retain(|thread| !thread.places.is_empty());
        threads.sort_by_key(|thread| thread.places.iter().map(|place| place.message).min());
        threads
    }
}

/// The messages below a node, depth first. What is missing takes no place and no depth.
fn places(root: usize, children: &mut [Vec<usize>], count: usize) -> Thread {
    let mut places = Vec::new();
    let mut open = vec![(root, 0)];
    while let Some((node, depth)) = open.pop() {
        let is_here = node < count;
        if is_here {
            places.push(Place { message: number(node), depth });
        }
        open.extend(std::mem::take(&mut children[node]).into_iter().rev().map(|child| (child, depth + u32::from(is_here))));
    }
    Thread { places }
}

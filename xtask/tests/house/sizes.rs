//! The budgets: a file and a function are short enough to be understood at once.

use crate::tracked::{Tracked, expect_none, rust_files};
use std::collections::BTreeSet;
use syn::visit::{self, Visit};

const FILE_LINES: usize = 600;
const FUNCTION_LINES: usize = 60;
const FUNCTION_LINES_AT_MOST: usize = 150;
/// How many functions in a hundred keep to `FUNCTION_LINES`.
const PERCENT: usize = 97;
const PARAMETERS: usize = 5;

/// What may break a budget: the rule, the file (and `::function`), the reason.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

/// Types through which a static becomes state of the whole process.
const CELLS: [&str; 8] = ["Mutex", "RwLock", "OnceLock", "OnceCell", "RefCell", "Cell", "UnsafeCell", "DashMap"];

/// What one function is like.
struct Function {
    name: String,
    lines: usize,
    parameters: usize,
    has_public_flag: bool,
}

#[derive(Default)]
struct Survey {
    functions: Vec<Function>,
    statics: Vec<String>,
}

impl Survey {
    fn of(file: &Tracked) -> Self {
        let tree = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        let mut survey = Self::default();
        survey.visit_file(&tree);
        survey
    }

    fn add(&mut self, signature: &syn::Signature, is_public: bool, block: &syn::Block) {
        let lines = block.brace_token.span.close().end().line + 1 - signature.fn_token.span.start().line;
        let is_flag = |input: &syn::FnArg| matches!(input, syn::FnArg::Typed(typed) if is_bool(&typed.ty));
        self.functions.push(Function {
            name: signature.ident.to_string(),
            lines,
            parameters: signature.inputs.len(),
            has_public_flag: is_public && signature.inputs.iter().any(is_flag),
        });
    }
}

impl<'a> Visit<'a> for Survey {
    fn visit_item_fn(&mut self, function: &'a syn::ItemFn) {
        self.add(&function.sig, is_public(&function.vis), &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        self.add(&function.sig, is_public(&function.vis), &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'a syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.add(&function.sig, true, block);
        }
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_item_static(&mut self, item: &'a syn::ItemStatic) {
        let mut names = TypeNames::default();
        names.visit_type(&item.ty);
        let is_cell = |name: &String| CELLS.contains(&name.as_str()) || name.starts_with("Atomic");
        if matches!(item.mutability, syn::StaticMutability::Mut(_)) || names.0.iter().any(is_cell) {
            self.statics.push(item.ident.to_string());
        }
    }

    fn visit_macro(&mut self, item: &'a syn::Macro) {
        if item.path.segments.last().is_some_and(|segment| segment.ident == "thread_local") {
            self.statics.push("thread_local!".to_owned());
        }
    }
}

/// The names in a type, however deep.
#[derive(Default)]
struct TypeNames(Vec<String>);

impl<'a> Visit<'a> for TypeNames {
    fn visit_ident(&mut self, ident: &'a proc_macro2::Ident) {
        self.0.push(ident.to_string());
    }
}

/// Whether other modules can call it.
const fn is_public(visibility: &syn::Visibility) -> bool {
    !matches!(visibility, syn::Visibility::Inherited)
}

fn is_bool(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.is_ident("bool"))
}

/// Fails with what breaks the rule and is no exception, and with exceptions that nothing needs.
fn judge(rule: &str, broken: &[(String, String)]) {
    let excepted: BTreeSet<&str> = EXCEPTIONS.iter().filter(|(of, ..)| *of == rule).map(|(_, place, _)| *place).collect();
    let found: Vec<String> =
        broken.iter().filter(|(place, _)| !excepted.contains(place.as_str())).map(|(place, what)| format!("{place}: {what}")).collect();
    expect_none(&format!("over the budget `{rule}`"), &found);
    let needed: BTreeSet<&str> = broken.iter().map(|(place, _)| place.as_str()).collect();
    let idle: Vec<String> = excepted.difference(&needed).map(|place| (*place).to_owned()).collect();
    expect_none(&format!("exceptions from `{rule}` that are no longer needed"), &idle);
}

/// What is wrong in the functions of all files, each with its place.
fn in_functions(what: impl Fn(&Function) -> Option<String>) -> Vec<(String, String)> {
    let mut broken = Vec::new();
    for file in rust_files() {
        let survey = Survey::of(&file);
        let places = survey.functions.iter().filter_map(|function| Some((format!("{}::{}", file.path, function.name), what(function)?)));
        broken.extend(places);
    }
    broken
}

#[test]
fn files_are_short() {
    let lines = rust_files().into_iter().map(|file| (file.path, file.text.lines().count()));
    judge("file", &lines.filter(|(_, lines)| *lines > FILE_LINES).map(|(path, lines)| (path, format!("{lines} lines"))).collect::<Vec<_>>());
}

#[test]
fn no_function_is_very_long() {
    judge("function", &in_functions(|function| (function.lines > FUNCTION_LINES_AT_MOST).then(|| format!("{} lines", function.lines))));
}

#[test]
fn almost_all_functions_are_short() {
    let all: Vec<(String, usize)> = rust_files()
        .iter()
        .flat_map(|file| Survey::of(file).functions.into_iter().map(|function| (format!("{}::{}", file.path, function.name), function.lines)))
        .collect();
    let long: Vec<String> = all.iter().filter(|(_, lines)| *lines > FUNCTION_LINES).map(|(place, lines)| format!("{place}: {lines} lines")).collect();
    let short = all.len() - long.len();
    assert!(!all.is_empty());
    assert!(
        short * 100 >= all.len() * PERCENT,
        "only {short} of {} functions have up to {FUNCTION_LINES} lines:\n  {}",
        all.len(),
        long.join("\n  ")
    );
}

#[test]
fn functions_take_few_parameters() {
    judge("parameters", &in_functions(|function| (function.parameters > PARAMETERS).then(|| format!("{} parameters", function.parameters))));
}

#[test]
fn no_public_function_takes_a_flag() {
    judge("flag", &in_functions(|function| function.has_public_flag.then(|| "a `bool` parameter says nothing where it is called".to_owned())));
}

#[test]
fn no_state_belongs_to_the_process() {
    let statics = rust_files().into_iter().flat_map(|file| {
        let statics = Survey::of(&file).statics;
        statics.into_iter().map(move |name| (format!("{}::{name}", file.path), "is state of the whole process".to_owned()))
    });
    judge("static", &statics.collect::<Vec<_>>());
}

#[test]
fn the_survey_sees_what_it_looks_for() {
    let text = "static mut A: u8 = 0;\nstatic B: std::sync::Mutex<u8> = todo();\nstatic C: [&str; 1] = [\"\"];\nthread_local!(static D: u8 = 0);\n\
                impl X {\n    pub fn f(&self, a: u8, on: bool) {\n        fn inner(on: bool) {}\n    }\n}\n";
    let survey = Survey::of(&Tracked { path: "x.rs".to_owned(), text: text.to_owned() });
    assert_eq!(survey.statics, ["A", "B", "thread_local!"]);
    let seen: Vec<_> =
        survey.functions.iter().map(|function| (function.name.as_str(), function.lines, function.parameters, function.has_public_flag)).collect();
    assert_eq!(seen, [("f", 3, 3, true), ("inner", 1, 1, false)]);
}

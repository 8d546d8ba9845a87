//! What became of a publication since it appeared, as the databases of the literature tell it: remarks that link two
//! publications, and the states that follow from them.
//!
//! A publication can be in several states at once: corrected, and itself the correction of another one.

use super::{
    date::PartialDate,
    identifier::{Doi, Pmid},
    status::EditorialStatus,
    vocabulary::{Vocabulary, vocabulary},
};

vocabulary! {
    /// How one publication speaks of another, by the types of PubMed's `CommentsCorrections`. `…-in` stands on the
    /// publication that is spoken of, its counterpart on the one that speaks.
    pub enum RemarkKind ("kind of remark") {
        /// It is retracted there.
        RetractionIn = "retraction-in", "Retraction in";
        /// It is the notice that retracts the other.
        RetractionOf = "retraction-of", "Retraction of";
        /// It is retracted in part there.
        PartialRetractionIn = "partial-retraction-in", "Partial retraction in";
        /// It is the notice that retracts a part of the other.
        PartialRetractionOf = "partial-retraction-of", "Partial retraction of";
        /// It is retracted, and published again there.
        RetractedAndRepublishedIn = "retracted-and-republished-in", "Retracted and republished in";
        /// It is the new publication of the other, which is retracted.
        RetractedAndRepublishedFrom = "retracted-and-republished-from", "Retracted and republished from";
        /// The editors express concern there.
        ExpressionOfConcernIn = "expression-of-concern-in", "Expression of concern in";
        /// It is the notice of concern about the other.
        ExpressionOfConcernFor = "expression-of-concern-for", "Expression of concern for";
        /// It is corrected there.
        ErratumIn = "erratum-in", "Erratum in";
        /// It is the correction of the other.
        ErratumFor = "erratum-for", "Erratum for";
        /// It is published again there, corrected.
        CorrectedAndRepublishedIn = "corrected-and-republished-in", "Corrected and republished in";
        /// It is the corrected publication of the other.
        CorrectedAndRepublishedFrom = "corrected-and-republished-from", "Corrected and republished from";
        /// There is a newer version there.
        UpdateIn = "update-in", "Update in";
        /// It is the newer version of the other.
        UpdateOf = "update-of", "Update of";
        /// The other comments on it.
        CommentIn = "comment-in", "Comment in";
        /// It comments on the other.
        CommentOn = "comment-on", "Comment on";
        /// It is printed again there.
        ReprintIn = "reprint-in", "Reprint in";
        /// It is the reprint of the other.
        ReprintOf = "reprint-of", "Reprint of";
    }
}

/// The names of PubMed, in the order of [`RemarkKind::ALL`].
const OF_PUBMED: &[(&str, RemarkKind)] = &[
    ("RetractionIn", RemarkKind::RetractionIn),
    ("RetractionOf", RemarkKind::RetractionOf),
    ("PartialRetractionIn", RemarkKind::PartialRetractionIn),
    ("PartialRetractionOf", RemarkKind::PartialRetractionOf),
    ("RetractedandRepublishedIn", RemarkKind::RetractedAndRepublishedIn),
    ("RetractedandRepublishedFrom", RemarkKind::RetractedAndRepublishedFrom),
    ("ExpressionOfConcernIn", RemarkKind::ExpressionOfConcernIn),
    ("ExpressionOfConcernFor", RemarkKind::ExpressionOfConcernFor),
    ("ErratumIn", RemarkKind::ErratumIn),
    ("ErratumFor", RemarkKind::ErratumFor),
    ("CorrectedandRepublishedIn", RemarkKind::CorrectedAndRepublishedIn),
    ("CorrectedandRepublishedFrom", RemarkKind::CorrectedAndRepublishedFrom),
    ("UpdateIn", RemarkKind::UpdateIn),
    ("UpdateOf", RemarkKind::UpdateOf),
    ("CommentIn", RemarkKind::CommentIn),
    ("CommentOn", RemarkKind::CommentOn),
    ("ReprintIn", RemarkKind::ReprintIn),
    ("ReprintOf", RemarkKind::ReprintOf),
    // Printed again in another journal, and nothing else.
    ("RepublishedIn", RemarkKind::ReprintIn),
    ("RepublishedFrom", RemarkKind::ReprintOf),
];

impl RemarkKind {
    /// The kind with this name in PubMed, letter case aside; none for others, such as `Cites`.
    pub fn of_pubmed(name: &str) -> Option<Self> {
        OF_PUBMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| *kind)
    }

    /// The same, said from the other publication.
    #[must_use]
    pub fn reverse(self) -> Self {
        use RemarkKind as K;
        match self {
            K::RetractionIn => K::RetractionOf,
            K::RetractionOf => K::RetractionIn,
            K::PartialRetractionIn => K::PartialRetractionOf,
            K::PartialRetractionOf => K::PartialRetractionIn,
            K::RetractedAndRepublishedIn => K::RetractedAndRepublishedFrom,
            K::RetractedAndRepublishedFrom => K::RetractedAndRepublishedIn,
            K::ExpressionOfConcernIn => K::ExpressionOfConcernFor,
            K::ExpressionOfConcernFor => K::ExpressionOfConcernIn,
            K::ErratumIn => K::ErratumFor,
            K::ErratumFor => K::ErratumIn,
            K::CorrectedAndRepublishedIn => K::CorrectedAndRepublishedFrom,
            K::CorrectedAndRepublishedFrom => K::CorrectedAndRepublishedIn,
            K::UpdateIn => K::UpdateOf,
            K::UpdateOf => K::UpdateIn,
            K::CommentIn => K::CommentOn,
            K::CommentOn => K::CommentIn,
            K::ReprintIn => K::ReprintOf,
            K::ReprintOf => K::ReprintIn,
        }
    }

    /// Whether the publication that bears it speaks of the other, and not the other of it.
    pub fn speaks(self) -> bool {
        use RemarkKind as K;
        match self {
            K::RetractionOf
            | K::PartialRetractionOf
            | K::RetractedAndRepublishedFrom
            | K::ExpressionOfConcernFor
            | K::ErratumFor
            | K::CorrectedAndRepublishedFrom
            | K::UpdateOf
            | K::CommentOn
            | K::ReprintOf => true,
            K::RetractionIn
            | K::PartialRetractionIn
            | K::RetractedAndRepublishedIn
            | K::ExpressionOfConcernIn
            | K::ErratumIn
            | K::CorrectedAndRepublishedIn
            | K::UpdateIn
            | K::CommentIn
            | K::ReprintIn => false,
        }
    }

    /// The state of the publication that bears the remark. None where the remark alone does not say one: an update may be
    /// a new edition, a preprint in print, or a letter and its reply.
    pub fn state(self) -> Option<EditorialState> {
        use RemarkKind as K;
        Some(match self {
            K::RetractionIn | K::PartialRetractionIn => EditorialState::Retracted,
            K::RetractedAndRepublishedIn => EditorialState::RetractedAndRepublished,
            K::ExpressionOfConcernIn => EditorialState::OfConcern,
            K::ErratumIn | K::CorrectedAndRepublishedIn => EditorialState::Corrected,
            K::RetractionOf | K::PartialRetractionOf => EditorialState::RetractionNotice,
            K::ExpressionOfConcernFor => EditorialState::ConcernNotice,
            K::ErratumFor => EditorialState::CorrectionNotice,
            K::RetractedAndRepublishedFrom
            | K::CorrectedAndRepublishedFrom
            | K::UpdateIn
            | K::UpdateOf
            | K::CommentIn
            | K::CommentOn
            | K::ReprintIn
            | K::ReprintOf => return None,
        })
    }
}

vocabulary! {
    /// What became of a publication, or which notice it is; the gravest first.
    pub enum EditorialState ("editorial state") {
        /// Its publisher has taken it back; the results must not be used.
        Retracted = "retracted", "Retracted";
        /// Withdrawn by its authors or publisher, before or after it was in an issue.
        Withdrawn = "withdrawn", "Withdrawn";
        /// Taken back, and published again in corrected form.
        RetractedAndRepublished = "retracted-and-republished", "Retracted and republished";
        /// The editors have doubts that are not settled.
        OfConcern = "expression-of-concern", "Expression of concern";
        /// There is a newer edition.
        Superseded = "superseded", "Superseded";
        /// A preprint that a journal has published since.
        PublishedSince = "published-since", "Preprint, published since";
        /// Corrected; the results stand.
        Corrected = "corrected", "Corrected";
        /// It is the notice that retracts another publication.
        RetractionNotice = "retraction-notice", "Notice of retraction";
        /// It is the notice of concern about another publication.
        ConcernNotice = "concern-notice", "Notice of concern";
        /// It is the correction of another publication.
        CorrectionNotice = "correction-notice", "Correction";
    }
}

impl EditorialState {
    /// Whether it is a notice about another publication.
    pub fn is_of_another(self) -> bool {
        matches!(self, Self::RetractionNotice | Self::ConcernNotice | Self::CorrectionNotice)
    }

    /// The state that an editorial status says; none when nothing was said.
    pub fn of_status(status: EditorialStatus) -> Option<Self> {
        Some(match status {
            EditorialStatus::Unchecked | EditorialStatus::None => return None,
            EditorialStatus::Corrected => Self::Corrected,
            EditorialStatus::ExpressionOfConcern => Self::OfConcern,
            EditorialStatus::Retracted => Self::Retracted,
            EditorialStatus::RetractedAndRepublished => Self::RetractedAndRepublished,
            EditorialStatus::Removed => Self::Withdrawn,
        })
    }

    /// The editorial status that a record has for it; none for notices and for what only has a newer version. What was
    /// withdrawn is retracted, whoever says so: `removed` is for what was taken down.
    pub fn status(self) -> Option<EditorialStatus> {
        match self {
            Self::Retracted | Self::Withdrawn => Some(EditorialStatus::Retracted),
            Self::RetractedAndRepublished => Some(EditorialStatus::RetractedAndRepublished),
            Self::OfConcern => Some(EditorialStatus::ExpressionOfConcern),
            Self::Corrected => Some(EditorialStatus::Corrected),
            Self::Superseded
            | Self::PublishedSince
            | Self::RetractionNotice
            | Self::ConcernNotice
            | Self::CorrectionNotice => None,
        }
    }

    /// Whether the publication must not be used as it stands.
    pub fn is_grave(self) -> bool {
        matches!(self, Self::Retracted | Self::Withdrawn | Self::RetractedAndRepublished | Self::OfConcern)
    }
}

vocabulary! {
    /// Who says that a publication is in a state.
    pub enum SaidBy ("source of a state") {
        /// A remark on its record in the database, which names the notice.
        Remark = "remark", "Remark on the record";
        /// The record of the notice, which names the publication.
        Notice = "notice", "Record of the notice";
        /// The type of publication in the database.
        PublicationType = "publication-type", "Type of publication";
        /// Words of its own title.
        Title = "title", "Title";
        /// What another program wrote when it exported the reference.
        Export = "export", "Exported reference";
        /// A list of notices that was loaded beside the records.
        List = "list", "List of notices";
    }
}

/// What a list of notices says of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Name of the file of the list.
    pub name: String,
    /// DOI of the notice.
    pub doi: Option<Doi>,
    /// Why, in the words of the list.
    pub reason: Option<String>,
}

/// A state with who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateSaid {
    /// The state.
    pub state: EditorialState,
    /// Who says so.
    pub by: SaidBy,
    /// PMID of the notice, where one is named; for a notice, of the publication it speaks of.
    pub other: Option<Pmid>,
    /// The notice as the database cites it: `J Nowhere. 2020;1(2):3`.
    pub place: Option<String>,
    /// Date of the notice.
    pub date: Option<PartialDate>,
    /// What a list of notices says of it; none when only records do.
    pub list: Option<Listed>,
}

impl StateSaid {
    /// Whether it names the notice, or what the notice is about.
    fn names_other(&self) -> bool {
        self.other.is_some() || self.place.is_some() || self.list.as_ref().is_some_and(|list| list.doi.is_some())
    }
}

/// All states of a publication.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct States(Vec<StateSaid>);

impl States {
    /// Adds a state. What says the same with less is left out: a remark that names the notice says all that a type or a title
    /// says.
    pub fn add(&mut self, said: StateSaid) {
        let names_other = said.names_other();
        let same = |known: &StateSaid| known.state == said.state;
        if self.0.contains(&said) || !names_other && self.0.iter().any(same) {
            return;
        }
        if let Some(other) = said.other
            && let Some(known) = self.0.iter_mut().find(|known| same(known) && known.other == Some(other))
        {
            known.place = known.place.take().or(said.place);
            known.date = known.date.or(said.date);
            known.list = known.list.take().or(said.list);
            return;
        }
        if names_other {
            self.0.retain(|known| !same(known) || known.names_other());
        }
        self.0.push(said);
        self.0.sort_by_key(|said| (said.state, said.other));
    }

    /// The gravest one; what became of the publication comes before what it says of others.
    pub fn gravest(&self) -> Option<&StateSaid> {
        self.0.first()
    }

    /// All of them, the gravest first.
    pub fn all(&self) -> &[StateSaid] {
        &self.0
    }

    /// Whether one of them is this.
    pub fn has(&self, state: EditorialState) -> bool {
        self.0.iter().any(|said| said.state == state)
    }

    /// Each state once, the gravest first.
    pub fn distinct(&self) -> impl Iterator<Item = EditorialState> {
        EditorialState::ALL.iter().copied().filter(|state| self.has(*state))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(state: EditorialState, by: SaidBy, other: Option<&str>) -> StateSaid {
        let other = other.map(|pmid| pmid.parse().unwrap());
        StateSaid { state, by, other, place: None, date: None, list: None }
    }

    #[test]
    fn every_remark_has_its_counterpart() {
        for kind in RemarkKind::ALL {
            assert_eq!(kind.reverse().reverse(), *kind);
            assert_ne!(kind.speaks(), kind.reverse().speaks(), "{kind}");
            assert!(OF_PUBMED.iter().any(|(_, known)| known == kind), "{kind}");
        }
        assert_eq!(RemarkKind::of_pubmed("Cites"), None);
    }

    #[test]
    fn the_gravest_comes_first_and_each_notice_once() {
        let mut states = States::default();
        states.add(said(EditorialState::CorrectionNotice, SaidBy::Remark, Some("12")));
        states.add(said(EditorialState::Retracted, SaidBy::PublicationType, None));
        states.add(said(EditorialState::Retracted, SaidBy::Remark, Some("11")));
        states.add(said(EditorialState::Retracted, SaidBy::Notice, Some("11")));
        states.add(said(EditorialState::Retracted, SaidBy::Title, None));
        states.add(said(EditorialState::Corrected, SaidBy::Notice, Some("13")));
        assert_eq!(states.gravest(), Some(&said(EditorialState::Retracted, SaidBy::Remark, Some("11"))));
        assert_eq!(states.all().len(), 3);
        assert!(states.has(EditorialState::Corrected) && states.has(EditorialState::CorrectionNotice));
    }

    #[test]
    fn a_state_and_the_status_of_a_record_say_the_same() {
        for status in EditorialStatus::ALL {
            let back = EditorialState::of_status(*status).map(EditorialState::status);
            let expected = match status {
                EditorialStatus::Unchecked | EditorialStatus::None => None,
                // What was taken down was withdrawn, and what was withdrawn must not be used.
                EditorialStatus::Removed => Some(Some(EditorialStatus::Retracted)),
                EditorialStatus::Corrected
                | EditorialStatus::ExpressionOfConcern
                | EditorialStatus::Retracted
                | EditorialStatus::RetractedAndRepublished => Some(Some(*status)),
            };
            assert_eq!(back, expected, "{status}");
        }
    }
}

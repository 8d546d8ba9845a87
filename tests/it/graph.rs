//! What leads to a record is what one finds by going through all records.

use evidence::{
    corpus::Corpus,
    domain::{
        ChangeKind, Date, RecordKind,
        claim::{LinkRole, LinkTarget},
    },
};

use crate::library::{AS_OF, library, real_library, root};

fn ids<'a, T: ToString + 'a>(records: impl Iterator<Item = &'a T>) -> Vec<String> {
    records.map(ToString::to_string).collect()
}

#[track_caller]
fn agrees_with_all_records(corpus: &Corpus) {
    for source in corpus.sources() {
        let reported = corpus.findings().iter().filter(|finding| finding.source == source.id);
        assert_eq!(ids(corpus.findings_of(source).map(|f| &f.id)), ids(reported.map(|f| &f.id)), "{}", source.id);
        let linked = corpus.sources().iter().flat_map(|other| other.links.iter().map(move |link| (other, link)));
        let linked =
            linked.filter(|(_, link)| link.source == source.id).map(|(other, link)| (&other.id, link.relation));
        let found = corpus.links_to(source).map(|(other, relation)| (&other.id, relation));
        assert!(found.eq(linked), "{}", source.id);
        let mut changes = corpus.changes(Date::MIN, AS_OF);
        changes.retain(|change| {
            change.record == RecordKind::Source && change.id == source.id.as_str() && change.kind != ChangeKind::Added
        });
        assert_eq!(corpus.changes_of(source, AS_OF), changes, "{}", source.id);
    }
    for finding in corpus.findings() {
        let qualified = corpus.findings().iter().filter(|other| other.qualified_by.contains(&finding.id));
        assert_eq!(ids(corpus.qualifies(finding).map(|f| &f.id)), ids(qualified.map(|f| &f.id)), "{}", finding.id);
        let resting = corpus.blurbs().iter().filter(|blurb| blurb.findings.contains(&finding.id));
        assert_eq!(ids(corpus.blurbs_on(finding).map(|b| &b.id)), ids(resting.map(|b| &b.id)), "{}", finding.id);
        let role = |target: &LinkTarget, role: LinkRole| match target {
            LinkTarget::Finding(id) if *id == finding.id => Some(role),
            LinkTarget::Finding(_) | LinkTarget::Source(_) => None,
        };
        let claims = corpus.claims().iter().flat_map(|claim| claim.links.iter().map(move |link| (claim, link)));
        let claims = claims.filter_map(|(claim, link)| Some((&claim.id, role(&link.target, link.role)?)));
        assert!(corpus.claims_on(finding).map(|(claim, role)| (&claim.id, role)).eq(claims), "{}", finding.id);
    }
    for topic in corpus.topics() {
        let below = corpus.topics().iter().filter(|other| other.broader.contains(&topic.id));
        assert_eq!(ids(corpus.narrower(topic).map(|t| &t.id)), ids(below.map(|t| &t.id)), "{}", topic.id);
    }
    for page in corpus.pages() {
        assert_eq!(corpus.page(page.id.as_str()).map(|found| &found.id), Some(&page.id));
        let made = corpus.claims().iter().filter(|claim| claim.page == page.id);
        assert_eq!(ids(corpus.claims_of(page).map(|c| &c.id)), ids(made.map(|c| &c.id)), "{}", page.id);
    }
}

#[test]
fn links_turned_round_are_those_of_all_records() {
    let fabricated = Corpus::load(&root().join("src/api/tests/corpus")).unwrap().corpus;
    assert!(fabricated.findings().iter().any(|finding| fabricated.claims_on(finding).next().is_some()));
    agrees_with_all_records(&fabricated);
    agrees_with_all_records(library().corpus());
    agrees_with_all_records(real_library().corpus());
}

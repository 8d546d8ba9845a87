//! What leaves no exception, read by what its words do: harm that never happens, a treatment that goes to the root, all who judge as of
//! one mind, nothing but a placebo, a harm as a sign of healing (W104, W105).

use super::{Found, Judge, SentenceContext};
use crate::{
    check::{
        claim::Claim,
        identify::Named,
        rule::{self, CheckRule},
    },
    corpus::lexicon::Cue,
    domain::{TopicKind, finding::ComparatorClass},
    text::Grammar,
};

/// Words from a harm to the denial that it happens.
const DENIED_HARM_REACH: usize = 8;

/// Words from a denial to the verb that it denies.
const VERB_REACH: usize = 3;

/// Words from what follows on a treatment to what it is said to be a sign of.
const SIGN_REACH: usize = 10;

/// Words from what calls it a sign to the healing.
const HEALING_REACH: usize = 6;

/// Words from `all` to those who judge.
const JUDGES_REACH: usize = 4;

/// Words from those who judge to the verb that tells their judgement.
const JUDGEMENT_REACH: usize = 6;

/// Words from a verb to the root that it goes to.
const ROOT_REACH: usize = 5;

/// Words from what narrows it to a placebo.
const PLACEBO_REACH: usize = 4;

/// Words from a comparison to all that it is made with.
const ALL_REACH: usize = 5;

/// Words from `nothing` to the verb of helping that is denied of it.
const NO_EXCEPTION_REACH: usize = 10;

/// Most words before `works` in a clause that says no more.
const PLAIN_REACH: usize = 4;

/// What is wrong with a gain that has no exception.
const WITHOUT_EXCEPTION: &str = "told without an exception or a doubt; no finding here is that certain";

/// The words of a promise, first and last.
type Span = (usize, usize);

impl Judge<'_> {
    /// W104 and W105: what a sentence tells of all people, all times or all who judge. `is_carried` says that only its place in the
    /// text tells its source.
    pub(super) fn sweeping(
        &self,
        claim: &Claim,
        named: &Named,
        is_carried: bool,
        around: &SentenceContext<'_>,
        found: &mut Found<'_>,
    ) {
        if claim.is_question || claim.read.words.len() < 3 {
            return;
        }
        if let Some(span) = never_happens(claim, around).or_else(|| ever_found(claim)) {
            let message = "told as if no harm could ever come of it; no treatment is free of unwanted effects";
            told(found, rule::ABSOLUTE_SAFETY, span, self.harm(around, claim), message);
        }
        if let Some(span) = sign_of_healing(claim) {
            let message = "a harm is told as a sign that the treatment works; nothing here shows that";
            told(found, rule::ABSOLUTE_SAFETY, span, self.harm(around, claim), message);
        }
        if !self.speaks_of_treatment(claim, around) {
            return;
        }
        if let Some(span) = only_placebo(claim) {
            let message = "told without any doubt; no finding here is that certain";
            told(found, rule::OVERCLAIM_WORDING, span, None, message);
        }
        if let Some(span) = of_everything(claim) {
            let message = "no review is of all there is";
            told(found, rule::OVERCLAIM_WORDING, span, None, message);
        }
        if let Some(span) = in_all_trials(claim) {
            told(found, rule::OVERCLAIM_WORDING, span, None, WITHOUT_EXCEPTION);
        }
        if *named != Named::Nothing && !is_carried {
            return;
        }
        if let Some(span) = of_one_mind(claim) {
            let message =
                "all of them are told as of one mind; nothing here shows that, and other findings or guidelines differ";
            told(found, rule::OVERCLAIM_WORDING, span, None, message);
        }
        let readers = [to_the_root, no_exception, never_better, than_all, plainly_works, all_of_them_work];
        if let Some(span) = readers.iter().find_map(|reader| reader(claim)) {
            told(found, rule::OVERCLAIM_WORDING, span, None, WITHOUT_EXCEPTION);
        }
    }

    /// Whether a sentence names a treatment, or points back in a text that is about one.
    fn speaks_of_treatment(&self, claim: &Claim, around: &SentenceContext<'_>) -> bool {
        !self.of_kind(&claim.topics, &[TopicKind::Intervention]).is_empty()
            || claim.says(Grammar::Needling)
            || claim.has(Cue::Treating)
            || !around.treatments.is_empty() && ((0..=1).any(|at| points_back(claim, at)) || claim.says(Grammar::Them))
    }
}

/// A hit, unless the same rule has hit these words.
fn told(found: &mut Found<'_>, rule: &'static CheckRule, span: Span, at: Option<usize>, message: &str) {
    let is_told = |first: usize, last: usize| {
        found.breaches.iter().any(|one| one.rule.id == rule.id && one.first <= last && first <= one.last)
    };
    if !is_told(span.0, span.1) {
        found.at(rule, span, at, message.to_owned(), None);
    }
}

/// Whether a word stands for what was named before.
pub(super) fn points_back(claim: &Claim, at: usize) -> bool {
    [Grammar::Them, Grammar::Pronouns].iter().any(|list| list.has(claim.word(at)))
}

/// Whether a word is told as what somebody says or thinks, who is not the writer and no research: `critics say that it is nothing
/// but`.
pub(super) fn is_hearsay(claim: &Claim, at: usize) -> bool {
    let is_research =
        |verb: usize| claim.cues.iter().any(|cue| cue.cue == Cue::VagueSource && cue.first <= verb && verb <= cue.last);
    let is_own = |verb: usize| verb.checked_sub(1).is_some_and(|before| Grammar::Speaker.has(claim.word(before)));
    (0..at).any(|verb| {
        (Grammar::Claiming.has(claim.word(verb)) || Grammar::Hearsay.has(claim.word(verb)))
            && !is_research(verb)
            && !is_own(verb)
    })
}

/// Whether what a sentence says at a word is somebody else's, or taken back.
fn is_open_at(claim: &Claim, at: usize) -> bool {
    claim.is_disowned(at) || is_hearsay(claim, at)
}

/// Whether a word denies by itself.
fn denies_at(claim: &Claim, at: usize) -> bool {
    let word = claim.word(at);
    [Grammar::Not, Grammar::No, Grammar::Nobody, Grammar::Denials, Grammar::Never, Grammar::Nothing]
        .iter()
        .any(|list| list.has(word))
}

/// Serious injuries do not happen, or are impossible, whatever is true of how often.
fn never_happens(claim: &Claim, around: &SentenceContext<'_>) -> Option<Span> {
    let is_harm = |cue: Cue| matches!(cue, Cue::Harm | Cue::Event);
    let harm = claim
        .cues
        .iter()
        .find(|cue| is_harm(cue.cue))
        .map(|cue| cue.first)
        .or_else(|| claim.find_word(0..claim.read.words.len(), Grammar::Mishaps));
    let length = claim.read.words.len();
    // `With sterile needles that is impossible`: which harm, the sentence before says.
    let is_impossible = |at: &usize| {
        let links = at.checked_sub(1).map_or("", |before| claim.word(before));
        let leads = Grammar::BeingOrNot.has(links) || Grammar::Simply.has(links);
        Grammar::Impossible.has(claim.word(*at)) && leads && !Grammar::Infinitive.has(claim.word(*at + 1))
    };
    let back = || {
        let is_told = around.says_anywhere(Cue::Harm) || around.says_anywhere(Cue::Event);
        is_told
            .then(|| (0..length).find(|at| points_back(claim, *at) || Grammar::LinksBack.has(claim.word(*at))))
            .flatten()
    };
    if let Some(at) = (0..length).find(is_impossible) {
        let subject = harm.filter(|harm| *harm < at).or_else(back).filter(|subject| *subject < at)?;
        let stands = !claim.is_negated(at) && !claim.has(Cue::Hedge) && !is_open_at(claim, at);
        return stands.then_some((subject, at));
    }
    let harm = harm?;
    let denied = |verb: usize| {
        (verb.saturating_sub(VERB_REACH).max(harm)..verb).find(|at| {
            let is_now = Grammar::Now.has(claim.word(*at))
                || at.checked_sub(1).is_some_and(|one| Grammar::Now.has(claim.word(one)));
            is_now && denies_at(claim, *at)
        })
    };
    let verb = claim.find_word(harm + 1..=harm + DENIED_HARM_REACH, Grammar::Happens)?;
    denied(verb)?;
    let is_frequency = claim.cues.iter().any(|cue| matches!(cue.cue, Cue::HowOften(_) | Cue::Hedge))
        || (verb + 1..=verb + VERB_REACH)
            .any(|at| Grammar::EachOfAll.has(claim.word(at)) || Grammar::MoreOften.has(claim.word(at)));
    let is_condition = (0..harm).any(|at| Grammar::Conditions.has(claim.word(at)) && !claim.is_parted(at + 1));
    (!is_frequency && !is_condition && !is_open_at(claim, verb)).then_some((harm, verb))
}

/// In all studies there are, not one has ever found a harm.
fn ever_found(claim: &Claim) -> Option<Span> {
    let harm = claim.cues.iter().find(|cue| matches!(cue.cue, Cue::Harm | Cue::Event))?.first;
    let denial = (0..harm).find(|at| denies_at(claim, *at) && !Grammar::Never.has(claim.word(*at)))?;
    let studies =
        (0..harm).find(|at| Grammar::ManyStudies.has(claim.word(*at)) || Grammar::OneStudy.has(claim.word(*at)))?;
    let is_all = (studies.saturating_sub(2)..studies)
        .any(|at| Grammar::EachOfAll.has(claim.word(at)) && !Grammar::No.has(claim.word(at)) && !denies_at(claim, at));
    let ever = claim.find_word(denial..harm, Grammar::Ever);
    let finds = claim.find_word(denial..=harm, Grammar::Finds)?;
    let serves = !claim.is_disowned(harm) && !claim.has(Cue::Indirect);
    (serves && (is_all || ever.is_some())).then_some((denial, finds))
}

/// A flare-up, a mark or a faint as a sign that the body heals.
fn sign_of_healing(claim: &Claim) -> Option<Span> {
    let length = claim.read.words.len();
    (0..length).filter(|at| Grammar::Aftermath.has(claim.word(*at))).find_map(|after| {
        let (sign, healing) = (after + 1..=after + SIGN_REACH)
            .filter(|at| Grammar::Betokens.has(claim.word(*at)))
            .find_map(|sign| Some((sign, claim.find_word(sign + 1..=sign + HEALING_REACH, Grammar::Mending)?)))?;
        let is_denied = claim.cues.iter().any(|cue| {
            matches!(cue.cue, Cue::Not | Cue::Hedge | Cue::Indirect)
                && cue.first < healing
                && after.saturating_sub(2) <= cue.last
        });
        (!is_denied && !is_open_at(claim, sign)).then_some((after, healing))
    })
}

/// It is nothing but a placebo.
fn only_placebo(claim: &Claim) -> Option<Span> {
    let length = claim.read.words.len();
    (0..length).filter(|at| Grammar::MerePlacebo.has(claim.word(*at))).find_map(|placebo| {
        if Grammar::Controlled.has(claim.word(placebo + 1)) {
            return None;
        }
        let from = placebo.saturating_sub(PLACEBO_REACH);
        let mere = claim.find_word(from..placebo, Grammar::Merely)?;
        let verb = claim.find_word(mere.saturating_sub(2)..mere, Grammar::BeingOrNot)?;
        let is_denied = (verb.saturating_sub(1)..mere).any(|at| {
            Grammar::Not.has(claim.word(at))
                || Grammar::Denials.has(claim.word(at))
                || Grammar::Than.has(claim.word(at))
        });
        let of_sham =
            claim.cues.iter().any(|cue| cue.cue == Cue::Comparator(ComparatorClass::Sham) && cue.first < verb);
        let asks = claim.has(Cue::Hedge) || claim.has(Cue::Indirect);
        (!is_denied && !of_sham && !asks && !is_open_at(claim, mere)).then_some((mere, placebo))
    })
}

/// A review of everything, that ranks one treatment.
fn of_everything(claim: &Claim) -> Option<Span> {
    let review = claim.first(Cue::Review)?;
    let of = review.last + 1;
    let everything = Grammar::Of.has(claim.word(of)) && Grammar::Everything.has(claim.word(of + 1));
    let verb = everything.then(|| claim.find_word(of + 2..=of + 2 + SIGN_REACH, Grammar::AgreesNow)).flatten()?;
    (!claim.has(Cue::Hedge) && !claim.denies()).then_some((review.first, verb))
}

/// All guidelines, every honest researcher: what they are said to agree on.
fn of_one_mind(claim: &Claim) -> Option<Span> {
    let length = claim.read.words.len();
    let judges = |at: &usize| Grammar::Judges.has(claim.word(*at));
    let all_before = |judge: usize| {
        (judge.saturating_sub(JUDGES_REACH)..judge).find(|at| {
            let word = claim.word(*at);
            Grammar::EachOfAll.has(word)
                && !Grammar::No.has(word)
                && !claim.is_negated(*at)
                && !claim.numbers.iter().any(|number| *at < number.first && number.last < judge)
                && !(*at + 1..judge).any(|between| Grammar::Of.has(claim.word(between)) || claim.is_parted(between + 1))
        })
    };
    (0..length).filter(judges).find_map(|judge| {
        let until = judge + JUDGEMENT_REACH;
        let everywhere = claim.find_word(judge + 1..=until, Grammar::Everywhere);
        let first = all_before(judge).or(everywhere.map(|_| judge))?;
        let verb = claim.find_word(judge + 1..=until, Grammar::AgreesNow)?;
        let between = judge + 1..verb;
        let is_named = between.clone().any(|at| {
            Grammar::LinksBack.has(claim.word(at)) || Grammar::Speaker.has(claim.word(at)) || denies_at(claim, at)
        });
        // That all call for further research is no praise.
        let calls = claim
            .cues
            .iter()
            .any(|cue| matches!(cue.cue, Cue::Research | Cue::NotShown | Cue::Hedge) && cue.first > verb);
        (!is_named && !calls && !claim.is_disowned(verb) && !is_hearsay(claim, first)).then_some((first, verb))
    })
}

/// It goes to the root of the trouble instead of hiding it.
fn to_the_root(claim: &Claim) -> Option<Span> {
    let length = claim.read.words.len();
    (0..length).filter(|at| Grammar::Roots.has(claim.word(*at))).find_map(|root| {
        let verb = claim.find_word(root.saturating_sub(ROOT_REACH)..root, Grammar::GoesToRoot)?;
        let hides = claim.says_within(0..length, Grammar::Hides);
        let is_denied = (verb.saturating_sub(PLACEBO_REACH)..verb)
            .any(|at| denies_at(claim, at) && !claim.is_parted(at + 1))
            || claim.has(Cue::Hedge);
        (hides && !is_denied && !is_open_at(claim, verb)).then_some((verb, root))
    })
}

/// There is no back that needles cannot help.
fn no_exception(claim: &Claim) -> Option<Span> {
    let length = claim.read.words.len();
    let no = (0..length).find(|at| Grammar::No.has(claim.word(*at)) || Grammar::Nothing.has(claim.word(*at)))?;
    let denial = (no + 2..=no + NO_EXCEPTION_REACH)
        .find(|at| Grammar::Denials.has(claim.word(*at)) || Grammar::Not.has(claim.word(*at)))?;
    let verb = claim.find_word(denial + 1..=denial + VERB_REACH, Grammar::Aids)?;
    let is_of_treatment = claim.says_within(no + 1..denial, Grammar::Needling);
    let is_other = claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Research | Cue::Guideline) && cue.first < denial)
        || (no..denial).any(|at| Grammar::Conditions.has(claim.word(at)) || claim.is_parted(at + 1));
    (is_of_treatment && !is_other && !is_open_at(claim, no)).then_some((no, verb))
}

/// It never does better than a sham.
fn never_better(claim: &Claim) -> Option<Span> {
    let never = claim.find_word(0..claim.read.words.len(), Grammar::Never)?;
    let is_sham = claim.comparators.iter().any(|said| said.what == ComparatorClass::Sham && said.first > never);
    let relation =
        claim.relations.iter().map(|one| one.last).find(|last| (never..=never + PLACEBO_REACH).contains(last));
    let verb = relation.or_else(|| claim.find_word(never + 1..=never + VERB_REACH, Grammar::Aids))?;
    let opens = claim.has(Cue::Hedge) || claim.has(Cue::Trial) || claim.has(Cue::Review);
    (is_sham && !opens && !is_open_at(claim, never)).then_some((never, verb))
}

/// Better than any drug; for every kind of pain.
fn than_all(claim: &Claim) -> Option<Span> {
    let closed = [Cue::Trial, Cue::Review, Cue::Research, Cue::Guideline, Cue::Hedge, Cue::NotShown];
    if closed.iter().any(|cue| claim.has(*cue)) {
        return None;
    }
    let gain = claim.relations.iter().filter(|one| one.way.is_gain()).find_map(|one| {
        let all = (one.last + 1..=one.last + ALL_REACH)
            .find(|at| Grammar::EachOfAll.has(claim.word(*at)) && !Grammar::No.has(claim.word(*at)))?;
        let what = (all + 1..=all + 2).find(|at| {
            [Grammar::DrugsAtLarge, Grammar::AnyTreatment, Grammar::Kinds].iter().any(|list| list.has(claim.word(*at)))
        })?;
        Some((one.first, what))
    })?;
    (!claim.denies() && !is_open_at(claim, gain.0)).then_some(gain)
}

/// In every trial it beat the drugs.
fn in_all_trials(claim: &Claim) -> Option<Span> {
    let length = claim.read.words.len();
    let is_all = |at: &usize| {
        Grammar::EachOfAll.has(claim.word(*at))
            && !Grammar::No.has(claim.word(*at))
            && at.checked_sub(1).is_some_and(|before| Grammar::In.has(claim.word(before)))
    };
    let all = (0..length).find(is_all)?;
    let trials = (all + 1..=all + VERB_REACH)
        .find(|at| Grammar::OneStudy.has(claim.word(*at)) || Grammar::ManyStudies.has(claim.word(*at)))?;
    let gains = claim.relations.iter().any(|one| one.way.is_gain())
        || (0..length).any(|at| Grammar::Wins.has(claim.word(at)) || Grammar::Aids.has(claim.word(at)));
    let points =
        |at: usize| points_back(claim, at) || Grammar::Relative.has(claim.word(at)) || Grammar::Of.has(claim.word(at));
    let is_of_some = claim.has(Cue::Review)
        || (all + 1..=trials + 2).any(points)
        || claim.numbers.iter().any(|number| number.role.is_result());
    (gains && !is_of_some && !claim.denies() && !claim.has(Cue::Hedge) && !is_open_at(claim, all))
        .then_some((all, trials))
}

/// Whether a clause ends behind a word.
fn ends_at(claim: &Claim, at: usize) -> bool {
    at + 1 >= claim.read.words.len() || claim.is_parted(at + 1)
}

/// `Yes, it works.`
fn plainly_works(claim: &Claim) -> Option<Span> {
    let length = claim.read.words.len();
    let works = (0..length).find(|at| Grammar::Aids.has(claim.word(*at)) && ends_at(claim, *at))?;
    let first = (0..=works).rev().find(|at| *at == 0 || claim.is_parted(*at))?;
    let begins = Grammar::Needling.has(claim.word(first))
        || Grammar::It.has(claim.word(first))
        || Grammar::Needling.has(claim.word(first + 1));
    let is_bare =
        (first + 1..works).all(|at| Grammar::Needling.has(claim.word(at)) || Grammar::Simply.has(claim.word(at)));
    let stands = !claim.has(Cue::Hedge) && !claim.has(Cue::Indirect) && !claim.denies() && !is_open_at(claim, works);
    let asks = Grammar::Conditions.has(claim.word(first));
    (begins && is_bare && stands && !asks && works <= first + PLAIN_REACH).then_some((first, works))
}

/// `All three work, so choose what you like.`
fn all_of_them_work(claim: &Claim) -> Option<Span> {
    let length = claim.read.words.len();
    let works = (0..length).find(|at| Grammar::Aids.has(claim.word(*at)) && ends_at(claim, *at))?;
    let from = (0..=works).rev().find(|at| *at == 0 || claim.is_parted(*at))?;
    let all =
        (from..works).find(|at| Grammar::EachOfAll.has(claim.word(*at)) || Grammar::EachOfTwo.has(claim.word(*at)))?;
    let is_own = (from..works).any(|at| Grammar::Speaker.has(claim.word(at)) || denies_at(claim, at));
    let is_near = works <= all + PLAIN_REACH + 1 && all <= from + 1;
    (is_near && !is_own && !claim.has(Cue::Hedge) && !is_open_at(claim, works)).then_some((all, works))
}

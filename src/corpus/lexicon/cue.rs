//! What a phrase says.

use crate::domain::{
    certainty::Level,
    finding::{ComparatorClass, DurationClass, Strength, TimeOrigin},
    vocabulary::vocabulary,
};

vocabulary! {
    /// What a phrase says. The label explains it to whoever edits the lexicon.
    pub enum CueKind ("cue") {
        /// Certain whatever it is about.
        Promise = "promise", "Promises what no evidence can, whatever the sentence is about: `proven to`, `cures` (W104)";
        /// More than any evidence can say, in a sentence about health.
        Overclaim = "overclaim", "Says more than any evidence can, in a sentence about a treatment or a result: `powerful` (W104)";
        /// An order to clinicians.
        Order = "order", "Tells clinicians what they have to do";
        /// Nothing can go wrong.
        Safety = "safety", "Says that nothing can go wrong, whatever the sentence is about: `no side effects` (W105)";
        /// A harm explained away.
        HarmAsGood = "harm-as-good", "Tells a harm as a sign that the treatment works (W105)";
        /// A sign that is called good.
        GoodSign = "good-sign", "Calls something a good sign, or one of healing: beside a harm, tells it as a sign that the treatment works (W105)";
        /// An unwanted event.
        Harm = "harm", "Names unwanted events, or their absence";
        /// A promise turned round.
        Denial = "denial", "Up to three words before a promise, turns it round: `not without risks`";
        /// No promise at all.
        OtherSense = "other-sense", "Words in which a promise means something else: `proved difficult`, `biopsy proven`";
        /// A result, not a promise.
        ReportedResult = "reported-result", "In a promise of safety or up to four words after it, makes it a result: `no serious side effects were reported`";
        /// Experience of a practice.
        Practice = "practice", "What we see, do or use";
        /// What people are said to feel.
        Observation = "observation", "What people are said to feel, without saying who counted";
        /// Appointments, prices, addresses.
        Logistics = "logistics", "Addresses, prices, appointments";
        /// Research that is not named.
        VagueSource = "vague-source", "Appeals to research without saying which (W110)";
        /// A piece of research.
        Research = "research", "A word for a piece of research";
        /// A trial.
        Trial = "trial", "A trial or experiment";
        /// A review.
        Review = "review", "A review or meta-analysis";
        /// Advice of an issuer.
        Guideline = "guideline", "A guideline or recommendation of an issuer";
        /// Research named before.
        Anaphora = "anaphora", "Research named before: `the trial`, `they found`";
        /// Not in people.
        Animals = "animals", "Says that it was animals or a laboratory";
        /// A paper that was retracted.
        RetractionStated = "retraction-stated", "Says that a paper was retracted or is doubted";
        /// Doubt, stated.
        Hedge = "hedge", "States doubt";
        /// A small effect, stated.
        Small = "small", "States that an effect is small";
        /// Not shown.
        NotShown = "not-shown", "What was said before it was not shown";
        /// A question inside a sentence.
        Indirect = "indirect", "A question inside a sentence: what follows is asked, not said";
        /// Negation.
        Not = "not", "Negates what follows within four words";
        /// How sure one may be.
        Certainty = "certainty", "How sure one may be; `level` says how sure";
        /// What it was compared with.
        Comparator = "comparator", "What it was compared with; `comparator` says what kind of comparison that is";
        /// Some other treatment.
        AnyTreatment = "any-treatment", "Another treatment, not named";
        /// A treatment that is not named.
        Treating = "treating", "A treatment, not named";
        /// A comparison follows.
        Against = "against", "What follows is compared with";
        /// How a comparison came out.
        Relation = "relation", "How a comparison came out; `direction` says how, `polarity` whether that is affirmed or denied";
        /// The better end of a scale.
        ScaleNote = "scale-note", "Says which end of a scale is the good one, and compares nothing";
        /// Not as something else does.
        NotAs = "not-as", "`A does not … the way B does`: praises B";
        /// Praise without a comparison.
        Praise = "praise", "Praise in general, without a comparison";
        /// Emphasis.
        Strong = "strong", "Emphasis: `significantly`";
        /// A large difference, or one beyond doubt.
        Emphatic = "emphatic", "Says that a difference is large or beyond doubt: `clearly better`";
        /// An outcome told as total.
        Absolute = "absolute", "Tells an outcome as total, for everybody or for good: `pain vanished completely`; no finding says so (E005, W104)";
        /// How often something happens.
        HowOften = "how-often", "How often something happens, without a number; `often` says how often";
        /// One of several things that exclude each other.
        Opposed = "opposed", "Says one of several things that exclude each other, of what stands beside it: `rarer`, `likelier`; `axis` says in what, `pole` which of them (E003, E005)";
        /// How much of something.
        Rating = "rating", "Says how high, large or strong something is: left uncompared where nothing else has read it";
        /// Sets two things apart.
        Contrast = "contrast", "Joins two clauses and sets them apart: `but`, `whereas`";
        /// What a group got follows.
        InGroup = "in-group", "Stands between a result and what its group got: `with`, `received`";
        /// An event that can be counted.
        Event = "event", "An unwanted event of one kind, which can be counted: `died`, `bleeding`";
        /// Important to patients.
        Meaningful = "meaningful", "Says that a difference matters to patients";
        /// Advice to do it.
        Recommend = "recommend", "Advice to do it";
        /// Advice that leaves nothing open.
        Urges = "urges", "Advice told as what has to be done: `should be given` (E007 of advice that leaves it open)";
        /// Advice as standing now.
        InForce = "in-force", "Tells advice as standing now";
        /// Advice as given once.
        Past = "past", "Tells advice as given at some time";
        /// Advice not to.
        RecommendAgainst = "recommend-against", "Advice not to do it";
        /// One before another.
        Rank = "rank", "Puts one treatment before another";
        /// One of several.
        OneOfSeveral = "one-of-several", "Names it as one of several options";
        /// Past its time.
        LapseStated = "lapse-stated", "Says that advice is past its time";
        /// A payer pays.
        Covers = "covers", "A payer pays";
        /// Advice taken back.
        Reversal = "reversal", "Says that advice given before is taken back: `no longer recommends`, `reversed`";
        /// Tells the size of a study.
        Sample = "sample", "Tells the size of a whole study: what stands after it is its number of people or trials";
        /// Bills a payer.
        Bills = "bills", "Says that somebody bills a payer";
        /// A patient's praise.
        Testimonial = "testimonial", "Praise in the words of a patient, offered as evidence (W113)";
        /// A practice's own figures.
        OwnResult = "own-result", "A practice counts its own results as evidence (W113)";
        /// Those whom a practice treats.
        OwnPeople = "own-people", "Those whom a practice treats: a share of them who got better is its own figure (W113)";
        /// A question that tells.
        Rhetorical = "rhetorical", "Makes a question a statement: `did you know that`";
        /// How strong advice is.
        Strength = "strength", "How strong advice is, in the word of its issuer; `strength` says how strong";
        /// Counted from when.
        TimeOrigin = "time-origin", "From when a time is counted; `origin` says from when";
        /// How long the condition has lasted.
        Duration = "duration", "How long a condition has lasted; `duration` says how long";
        /// Younger people.
        Young = "young", "People younger than 65";
        /// Older people.
        Old = "old", "People of 65 and older";
        /// How long a complaint has lasted follows.
        Lasting = "lasting", "How long a complaint has lasted follows within five words: `had lasted`";
        /// People, and not animals.
        Human = "human", "Says that it was seen in people: `in human volunteers`";
        /// A way of working.
        Mechanism = "mechanism", "A way of working in the body";
        /// What happens in the body.
        InBody = "in-body", "Says what a treatment does in the body: told as a fact and of nobody, it needs a source (W112)";
        /// What it is about follows.
        Subject = "subject", "What the sentence is about follows within two words: `for`, `during`";
        /// Whom it is about follows.
        PeopleWith = "people-with", "People, and what they have follows within two words: `patients with`";
        /// Not what it is about.
        Ordinary = "ordinary", "In the place of what a sentence is about, says nothing of it: `your`, `people`";
        /// Not the thing itself.
        Style = "style", "Something like a treatment, and not the thing itself";
        /// It is the source of the sentence before.
        PointsBack = "points-back", "With a source: what the sentence before says is from it: `so says the trial`";
        /// Whose it is.
        IssuedBy = "issued-by", "Before who issued a work: `published by`";
        /// A verb of effect.
        EffectVerb = "effect-verb", "Our own texts only: a verb that states an effect in general";
        /// Takes back some of it.
        Reservation = "reservation", "Our own texts only: a word after which a verb of effect states none";
        /// Moderate certainty.
        Probable = "probable", "Our own texts only: a word for evidence of moderate certainty";
        /// Nobody knows.
        Doubt = "doubt", "Our own texts only: one must stand there where the evidence is very uncertain";
        /// Not what people say.
        Avoid = "avoid", "Our own texts only: a turn that readers stumble over, or a note on our own reading; the entry's note says what to write";
    }
}

vocabulary! {
    /// How a comparison came out, seen from what is spoken of.
    pub enum RelationDirection ("direction of a relation") {
        /// It did better.
        Better = "better", "Better";
        /// It did worse.
        Worse = "worse", "Worse";
        /// There was no difference.
        Same = "same", "No different";
        /// It did as well as another treatment.
        AsGood = "as-good", "As good";
        /// It was lower, which is better on most scales.
        Lower = "lower", "Lower";
        /// It was higher, which is worse on most scales.
        Higher = "higher", "Higher";
    }
}

vocabulary! {
    /// How often something happens, in words.
    pub enum Often ("how often") {
        /// Not once.
        Never = "never", "Never";
        /// To few.
        Rarely = "rarely", "Rarely";
        /// More than once.
        Repeatedly = "repeatedly", "Repeatedly";
        /// To many.
        Commonly = "commonly", "Commonly";
    }
}

vocabulary! {
    /// In what two phrases exclude each other.
    pub enum Axis ("axis of opposites") {
        /// How likely or frequent something is, against something else.
        Frequency = "frequency", "How likely or frequent, compared";
        /// How large a difference is.
        Size = "size", "How large a difference is";
        /// Whether there was a difference.
        Difference = "difference", "Whether there was a difference";
        /// Whether something is left or lost.
        Rest = "rest", "Left or lost";
        /// Whether something grew or shrank.
        Change = "change", "Grown or shrunk";
        /// How grave an event is.
        Severity = "severity", "How grave an event is";
        /// How much or many, without a number.
        Amount = "amount", "None, several or much";
        /// Whether a difference counts as important.
        Importance = "importance", "More or less than what counts as important";
        /// One course or more.
        Repetition = "repetition", "One course or several";
        /// Alone or among others.
        Company = "company", "Alone or among others";
        /// Women or men.
        Sex = "sex", "Women or men";
        /// By whom a treatment is given.
        Giver = "giver", "By whom a treatment is given";
        /// Whether an event is put down to the treatment.
        Cause = "cause", "Put down to the treatment or not";
        /// Whether the evidence is enough to conclude from.
        Sufficiency = "sufficiency", "Enough evidence or too little";
        /// Pregnant, after a birth or after the menopause.
        Stage = "stage", "Stage of life";
        /// In which country something was done.
        Place = "place", "Country";
        /// The best or the worst of several.
        Rank = "rank", "Best or worst of several";
        /// Whether studies agree with one another.
        Agreement = "agreement", "Whether studies agree";
        /// Whether something can be done without danger.
        Safety = "safety", "Safe or dangerous";
        /// Whether somebody who gives advice gives any on this.
        Position = "position", "No position taken, or the choice left open";
    }
}

vocabulary! {
    /// Whether a phrase affirms or denies its direction.
    pub enum Polarity ("polarity") {
        /// It is so.
        Affirmed = "affirmed", "Affirmed";
        /// It is not so: `no better`.
        Denied = "denied", "Denied";
    }
}

/// What a phrase that was found means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cue {
    /// See [`CueKind`], for all of these.
    Promise,
    /// More than any evidence can say.
    Overclaim,
    /// An order to clinicians.
    Order,
    /// Nothing can go wrong.
    Safety,
    /// A harm explained away.
    HarmAsGood,
    /// A sign that is called good.
    GoodSign,
    /// Unwanted events.
    Harm,
    /// Turns a promise round.
    Denial,
    /// Words in which a promise means something else.
    OtherSense,
    /// A result, not a promise.
    ReportedResult,
    /// What we see, do or use.
    Practice,
    /// What people are said to feel.
    Observation,
    /// Appointments, prices, addresses.
    Logistics,
    /// Research without saying which.
    VagueSource,
    /// A piece of research.
    Research,
    /// A trial.
    Trial,
    /// A review.
    Review,
    /// A guideline.
    Guideline,
    /// Research named before.
    Anaphora,
    /// Animals or laboratories, stated.
    Animals,
    /// A retraction, stated.
    RetractionStated,
    /// Doubt, stated.
    Hedge,
    /// A small effect, stated.
    Small,
    /// What was said before it was not shown.
    NotShown,
    /// What follows is asked.
    Indirect,
    /// Negation.
    Not,
    /// How sure one may be.
    Certainty(Level),
    /// What it was compared with.
    Comparator(ComparatorClass),
    /// Another treatment, not named.
    AnyTreatment,
    /// A treatment, not named.
    Treating,
    /// What follows is compared with.
    Against,
    /// Better, or an improvement.
    Better,
    /// No difference: neither better nor worse.
    Same,
    /// Worse.
    Worse,
    /// As good as something, or not worse.
    AsGood,
    /// A lower value.
    Lower,
    /// A higher value.
    Higher,
    /// A difference, whichever way.
    Differs,
    /// Which end of a scale is the good one.
    ScaleNote,
    /// Not as something else does.
    NotAs,
    /// Praise in general.
    Praise,
    /// Emphasis.
    Strong,
    /// A large difference, or one beyond doubt.
    Emphatic,
    /// An outcome told as total.
    Absolute,
    /// How often something happens.
    HowOften(Often),
    /// One of several things that exclude each other: in what, and which of them.
    Opposed(Axis, u32),
    /// How much of something.
    Rating,
    /// Joins two clauses and sets them apart.
    Contrast,
    /// Stands between a result and what its group got.
    InGroup,
    /// An event that can be counted.
    Event,
    /// A difference said to matter.
    Meaningful,
    /// Advice to do it.
    Recommend,
    /// Advice that leaves nothing open.
    Urges,
    /// Advice in force.
    InForce,
    /// Advice of the past.
    Past,
    /// Advice not to.
    RecommendAgainst,
    /// One treatment before another.
    Rank,
    /// One of several.
    OneOfSeveral,
    /// Past its time, stated.
    LapseStated,
    /// A payer pays.
    Covers,
    /// Advice taken back.
    Reversal,
    /// Tells the size of a study.
    Sample,
    /// Bills a payer.
    Bills,
    /// A patient's praise.
    Testimonial,
    /// A practice's own figures.
    OwnResult,
    /// Those whom a practice treats.
    OwnPeople,
    /// Makes a question a statement.
    Rhetorical,
    /// How strong advice is.
    Strength(Strength),
    /// Counted from when.
    TimeOrigin(TimeOrigin),
    /// How long the condition has lasted.
    Duration(DurationClass),
    /// People younger than 65.
    Young,
    /// How long a complaint has lasted follows.
    Lasting,
    /// It was seen in people.
    Human,
    /// People of 65 and older.
    Old,
    /// A way of working in the body.
    Mechanism,
    /// What happens in the body.
    InBody,
    /// What the sentence is about follows.
    Subject,
    /// People, and what they have follows.
    PeopleWith,
    /// Says nothing of what a sentence is about.
    Ordinary,
    /// Something like a treatment.
    Style,
    /// It is the source of the sentence before.
    PointsBack,
    /// Before who issued a work.
    IssuedBy,
    /// A verb that states an effect in general.
    EffectVerb,
    /// A word after which a verb of effect states none.
    Reservation,
    /// A word for moderate certainty.
    Probable,
    /// Nobody knows.
    Doubt,
    /// A turn that our own texts do without.
    Avoid,
    /// The outcome at this position of the topics, not by its name.
    Outcome(usize),
}

/// What an entry says beside its cue; each belongs to one cue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Details {
    pub(in crate::corpus) level: Option<Level>,
    pub(in crate::corpus) comparator: Option<ComparatorClass>,
    pub(in crate::corpus) direction: Option<RelationDirection>,
    pub(in crate::corpus) polarity: Option<Polarity>,
    pub(in crate::corpus) origin: Option<TimeOrigin>,
    pub(in crate::corpus) duration: Option<DurationClass>,
    pub(in crate::corpus) strength: Option<Strength>,
    pub(in crate::corpus) often: Option<Often>,
    pub(in crate::corpus) axis: Option<Axis>,
    pub(in crate::corpus) pole: Option<u32>,
}

impl CueKind {
    /// The fields that an entry of this cue has beside the common ones.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Certainty => &["level"],
            Self::Comparator => &["comparator"],
            Self::Relation => &["direction", "polarity"],
            Self::TimeOrigin => &["origin"],
            Self::Duration => &["duration"],
            Self::Strength => &["strength"],
            Self::HowOften => &["often"],
            Self::Opposed => &["axis", "pole"],
            Self::Promise
            | Self::Overclaim
            | Self::Order
            | Self::Safety
            | Self::HarmAsGood
            | Self::GoodSign
            | Self::Harm
            | Self::Denial
            | Self::OtherSense
            | Self::ReportedResult
            | Self::Practice
            | Self::Observation
            | Self::Logistics
            | Self::VagueSource
            | Self::Research
            | Self::Trial
            | Self::Review
            | Self::Guideline
            | Self::Anaphora
            | Self::Animals
            | Self::RetractionStated
            | Self::Hedge
            | Self::Small
            | Self::NotShown
            | Self::Indirect
            | Self::Not
            | Self::AnyTreatment
            | Self::Treating
            | Self::Against
            | Self::ScaleNote
            | Self::NotAs
            | Self::Praise
            | Self::Strong
            | Self::Emphatic
            | Self::Absolute
            | Self::Rating
            | Self::Contrast
            | Self::InGroup
            | Self::Event
            | Self::Meaningful
            | Self::Recommend
            | Self::Urges
            | Self::InForce
            | Self::Past
            | Self::RecommendAgainst
            | Self::Rank
            | Self::OneOfSeveral
            | Self::LapseStated
            | Self::Covers
            | Self::Reversal
            | Self::Sample
            | Self::Bills
            | Self::Testimonial
            | Self::Rhetorical
            | Self::OwnResult
            | Self::OwnPeople
            | Self::Young
            | Self::Lasting
            | Self::Human
            | Self::Old
            | Self::Mechanism
            | Self::InBody
            | Self::Subject
            | Self::PeopleWith
            | Self::Ordinary
            | Self::Style
            | Self::PointsBack
            | Self::IssuedBy
            | Self::EffectVerb
            | Self::Reservation
            | Self::Probable
            | Self::Doubt
            | Self::Avoid => &[],
        }
    }
}

impl Cue {
    /// The cue of an entry; none when what belongs to its kind is missing or does not fit together.
    pub(in crate::corpus) fn of(kind: CueKind, details: Details) -> Option<Self> {
        let Details { level, comparator, direction, polarity, origin, duration, strength, often, axis, pole } = details;
        Some(match kind {
            CueKind::Certainty => Self::Certainty(level?),
            CueKind::Comparator => Self::Comparator(comparator?),
            CueKind::TimeOrigin => Self::TimeOrigin(origin?),
            CueKind::Duration => Self::Duration(duration?),
            CueKind::Strength => Self::Strength(strength?),
            CueKind::HowOften => Self::HowOften(often?),
            CueKind::Opposed => Self::Opposed(axis?, pole?),
            CueKind::Relation => match (direction?, polarity?) {
                (RelationDirection::Better, Polarity::Affirmed) => Self::Better,
                (RelationDirection::Better, Polarity::Denied) | (RelationDirection::Same, Polarity::Affirmed) => {
                    Self::Same
                }
                (RelationDirection::Worse, Polarity::Affirmed) => Self::Worse,
                (RelationDirection::Worse, Polarity::Denied) | (RelationDirection::AsGood, Polarity::Affirmed) => {
                    Self::AsGood
                }
                (RelationDirection::Lower, Polarity::Affirmed) => Self::Lower,
                (RelationDirection::Higher, Polarity::Affirmed) => Self::Higher,
                (RelationDirection::Same, Polarity::Denied) => Self::Differs,
                (
                    RelationDirection::AsGood | RelationDirection::Lower | RelationDirection::Higher,
                    Polarity::Denied,
                ) => return None,
            },
            CueKind::Promise => Self::Promise,
            CueKind::Overclaim => Self::Overclaim,
            CueKind::Order => Self::Order,
            CueKind::Safety => Self::Safety,
            CueKind::HarmAsGood => Self::HarmAsGood,
            CueKind::GoodSign => Self::GoodSign,
            CueKind::Harm => Self::Harm,
            CueKind::Denial => Self::Denial,
            CueKind::OtherSense => Self::OtherSense,
            CueKind::ReportedResult => Self::ReportedResult,
            CueKind::Practice => Self::Practice,
            CueKind::Observation => Self::Observation,
            CueKind::Logistics => Self::Logistics,
            CueKind::VagueSource => Self::VagueSource,
            CueKind::Research => Self::Research,
            CueKind::Trial => Self::Trial,
            CueKind::Review => Self::Review,
            CueKind::Guideline => Self::Guideline,
            CueKind::Anaphora => Self::Anaphora,
            CueKind::Animals => Self::Animals,
            CueKind::RetractionStated => Self::RetractionStated,
            CueKind::Hedge => Self::Hedge,
            CueKind::Small => Self::Small,
            CueKind::NotShown => Self::NotShown,
            CueKind::Indirect => Self::Indirect,
            CueKind::Not => Self::Not,
            CueKind::AnyTreatment => Self::AnyTreatment,
            CueKind::Treating => Self::Treating,
            CueKind::Against => Self::Against,
            CueKind::ScaleNote => Self::ScaleNote,
            CueKind::NotAs => Self::NotAs,
            CueKind::Praise => Self::Praise,
            CueKind::Strong => Self::Strong,
            CueKind::Emphatic => Self::Emphatic,
            CueKind::Absolute => Self::Absolute,
            CueKind::Rating => Self::Rating,
            CueKind::Contrast => Self::Contrast,
            CueKind::InGroup => Self::InGroup,
            CueKind::Event => Self::Event,
            CueKind::Meaningful => Self::Meaningful,
            CueKind::Recommend => Self::Recommend,
            CueKind::Urges => Self::Urges,
            CueKind::InForce => Self::InForce,
            CueKind::Past => Self::Past,
            CueKind::RecommendAgainst => Self::RecommendAgainst,
            CueKind::Rank => Self::Rank,
            CueKind::OneOfSeveral => Self::OneOfSeveral,
            CueKind::LapseStated => Self::LapseStated,
            CueKind::Covers => Self::Covers,
            CueKind::Reversal => Self::Reversal,
            CueKind::Sample => Self::Sample,
            CueKind::Bills => Self::Bills,
            CueKind::Testimonial => Self::Testimonial,
            CueKind::Rhetorical => Self::Rhetorical,
            CueKind::OwnResult => Self::OwnResult,
            CueKind::OwnPeople => Self::OwnPeople,
            CueKind::Young => Self::Young,
            CueKind::Lasting => Self::Lasting,
            CueKind::Human => Self::Human,
            CueKind::Old => Self::Old,
            CueKind::Mechanism => Self::Mechanism,
            CueKind::InBody => Self::InBody,
            CueKind::Subject => Self::Subject,
            CueKind::PeopleWith => Self::PeopleWith,
            CueKind::Ordinary => Self::Ordinary,
            CueKind::Style => Self::Style,
            CueKind::PointsBack => Self::PointsBack,
            CueKind::IssuedBy => Self::IssuedBy,
            CueKind::EffectVerb => Self::EffectVerb,
            CueKind::Reservation => Self::Reservation,
            CueKind::Probable => Self::Probable,
            CueKind::Doubt => Self::Doubt,
            CueKind::Avoid => Self::Avoid,
        })
    }
}

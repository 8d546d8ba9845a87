//! The lists that rules here and in the rooms above name: words between the words that carry a meaning, and words of references.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use super::{
    word_file::{LexiconError, read_list},
    word_lists::{Lists, Written, word_lists},
};

/// Words between the words that carry a meaning: articles, negations, joints; the name of the file and its text.
pub(super) const GRAMMAR: (&str, &str) = ("grammar.toml", include_str!("../../data/lexicon/en/grammar.toml"));
/// Words of references, in the languages they come in; it stands beside the folder of English.
const REFERENCES: (&str, &str) = ("references.toml", include_str!("../../data/lexicon/references.toml"));

word_lists! {
    /// Words between the words that carry a meaning, by what a rule asks of them: `data/lexicon/en/grammar.toml`.
    pub enum Grammar {
        /// Articles of one thing.
        Indefinite = "indefinite",
        /// Bring in a thing that was not named before.
        IndefiniteOrAnother = "one-more",
        /// End a noun and what belongs to it, and begin what it stands to.
        Prepositions = "prepositions",
        /// The article in front of a name.
        Definite = "definite",
        /// Adds a clause or a thing.
        And = "and",
        /// Join two things of one kind.
        Conjunctions = "conjunctions",
        /// Set a clause against the one before, without a comma too.
        Contrasts = "contrasts",
        /// Stand between the words of a name, and before a further one.
        WithinNames = "within-names",
        /// Between a body and the larger one that it is of; what stands behind is the larger.
        BodyOf = "body-of",
        /// Negates what follows, alone.
        Not = "not",
        /// Deny what was said before, at the end.
        Denials = "denials",
        /// How certain evidence is, in one word.
        Levels = "levels",
        /// Negates a thing.
        No = "no",
        /// Tell a price, as verbs.
        Costs = "costs",
        /// Name money, whatever it is spent on.
        Money = "money",
        /// Says what somebody did not get.
        Without = "without",
        /// Says of what follows that it is probably not so.
        Improbable = "improbable",
        /// Between a denial and the harm that is denied: `no case of a`.
        CaseWords = "case-words",
        /// Behind a harm: only some of it is meant.
        Narrowing = "narrowing",
        /// Between people and what befell them.
        Suffered = "suffered",
        /// What one treatment of a course is called.
        SessionWords = "session-words",
        /// What a share of people or of treatments is called.
        ShareNouns = "share-nouns",
        /// Negates whatever is spoken of.
        Nothing = "nothing",
        /// Before things: there were some.
        SomeOf = "some-of",
        /// Negate whoever is spoken of.
        Nobody = "nobody",
        /// After whoever is denied: what they cannot do, which counts none of them.
        Able = "able",
        /// What a form of a treatment is called instead of by its name: `the standardized kind`.
        Kinds = "kinds",
        /// How long somebody has had a complaint, as a noun: `of any duration`.
        SpanNouns = "span-nouns",
        /// Several forms of a treatment, together.
        SeveralKinds = "several-kinds",
        /// After a negation: it is said all the same.
        NotOnly = "not-only",
        /// After a span of time: it is no beginning that follows.
        Even = "even",
        /// What is compared with follows.
        Than = "than",
        /// Before what is compared with, or more than a number, or behind an age.
        Over = "over",
        /// Comparators of several kinds, taken together.
        Pools = "pools",
        /// Before a judgement: it is compared.
        As = "as",
        /// The first word of a comparison in two parts.
        Compared = "compared",
        /// The second word of a comparison in two parts.
        ComparedWith = "compared-with",
        /// Mean all that were named before.
        EachOfTwo = "each-of-two",
        /// Verbs of advice that leave it open.
        OpenModals = "open-modals",
        /// After what was not shown: what it was.
        ClauseFollows = "clause-follows",
        /// Begin of a noun for advice.
        AdviceBegins = "advice-begins",
        /// After such a noun: what the advice is.
        AdviceFollows = "advice-follows",
        /// Names of countries and what is called after them, which may stand for each other in the name of a work.
        Nations = "nations",
        /// Before the span of a course of treatment.
        SpanFollows = "span-follows",
        /// Between a number and the whole it is counted in.
        PartOfWhole = "part-of-whole",
        /// Before the people of a rate.
        RateFollows = "rate-follows",
        /// Before what something comes from or follows on.
        After = "after",
        /// Behind `who had`: what was done to them follows.
        Been = "been",
        /// Before the people of a rate that stand in front of its number.
        RateFronts = "rate-fronts",
        /// Before the base of a rate.
        Per = "per",
        /// Before an author.
        By = "by",
        /// Between a review and the body for whose advice it was made.
        MadeFor = "made-for",
        /// Before `in` and the name of a journal.
        Printed = "printed",
        /// Say who wrote, before `in` and the name of a journal and its year.
        Writing = "writing",
        /// What was done to somebody so many times: each time is a session.
        TreatedTimes = "treated-times",
        /// Behind a number: so often.
        Times = "times",
        /// Between what is counted and what it was judged to be.
        Linking = "linking",
        /// Before or behind a number: so many beside those that were told.
        Further = "further",
        /// Say of an outcome that any of its kind is meant.
        AnyKind = "any-kind",
        /// Words that the names of journals have.
        JournalWords = "journal-words",
        /// Before where something appeared.
        In = "in",
        /// Say that something came out, before the year.
        Issued = "issued",
        /// Stand for what was named before, at the beginning of a sentence.
        Pronouns = "pronouns",
        /// Between a number and the group that has it.
        OfGroup = "of-group",
        /// A treatment, whichever.
        AnyTreatment = "any-treatment",
        /// Says that something was shown, by whomever.
        Shown = "shown",
        /// Those among whom people were divided.
        GroupsOfPeople = "groups-of-people",
        /// Behind what one group of a study got: `the sham arm`.
        Arms = "arms",
        /// Before what a sentence lifts out: `it was … that`.
        It = "it",
        /// Behind `it`, before what is lifted out.
        Being = "being",
        /// After what is lifted out.
        Relative = "relative",
        /// Say how much of something there is, and of nobody what they have.
        Measures = "measures",
        /// Between a number and what there is more or less of by it.
        Differences = "differences",
        /// Of these: there is less of it.
        Less = "less",
        /// Before a day up to which something was so.
        Earlier = "earlier",
        /// Before the day or year from which on something is so.
        Since = "since",
        /// In the description of a treatment: it came on top of another one.
        AddedTo = "added-to",
        /// In the description of a treatment: there was no other one.
        Alone = "alone",
        /// Behind or before what is told of as well.
        AsWell = "as-well",
        /// Before each of two groups that there were not.
        Neither = "neither",
        /// Before `as`: two things are told as one.
        Just = "just",
        /// Behind two things, or before them: it is so of each.
        Alike = "alike",
        /// Say of a verb how fully it is so.
        Fully = "fully",
        /// Of two results, the one named first is the larger one.
        Larger = "larger",
        /// Of two results, the one named first is the smaller one.
        Smaller = "smaller",
        /// Before those that something is one of.
        Among = "among",
        /// Take somebody out of what is said.
        Exceptions = "exceptions",
        /// Join two of which either may be so.
        Alternatives = "alternatives",
        /// Before `of` and a treatment: it is named as what was used.
        Uses = "uses",
        /// Before what a payer does not pay for: it is told of the time before.
        Formerly = "formerly",
        /// Say of a result that it was seen at the end of a treatment.
        EarlyOn = "early-on",
        /// Say of a result that it was seen long after.
        LaterOn = "later-on",
        /// What a form of a treatment is called by how much of it there is: `the standard course`.
        Courses = "courses",
        /// Behind `as`, at the end: no less than what was told before.
        AsMuch = "as-much",
        /// Before a verb: it hardly happened.
        Hardly = "hardly",
        /// Before a choice: it comes before the others.
        FirstChoice = "first-choice",
        /// What is chosen.
        Choice = "choice",
        /// Before a list: what stands first on it.
        HeadsList = "heads-list",
        /// Lists in an order.
        RankedLists = "ranked-lists",
        /// Before several, of which something is one.
        OneAmong = "one-among",
        /// Nouns for having done better than another group.
        Wins = "wins",
        /// Verbs of what a study found.
        Finds = "finds",
        /// Verbs of a gain that becomes smaller.
        Fading = "fading",
        /// Nouns for a gain over another group.
        GainNouns = "gain-nouns",
        /// Denies for all times.
        Never = "never",
        /// Say of a part of a gain that it is gone.
        Lost = "lost",
        /// Say of a part of a gain that it is left.
        Kept = "kept",
        /// Behind `than`, alone or before a group: the other group.
        OtherGroup = "other-group",
        /// Say which way something differs.
        Comparatives = "comparatives",
        /// Before what is compared with, or beside it.
        BesideCompared = "beside-compared",
        /// Behind a comparator that names how a study was done.
        Controlled = "controlled",
        /// Before a treatment: the one that was tested, beside its imitation.
        Genuine = "genuine",
        /// Stand for people, or for a group of them.
        StandIns = "stand-ins",
        /// Begin a clause that tells under which conditions something is so.
        Conditions = "conditions",
        /// Begin an answer that affirms the question before.
        AnswersYes = "answers-yes",
        /// Say that somebody is wrong, or something is.
        Mistaken = "mistaken",
        /// Say that something is right, which a denial before turns round.
        Correct = "correct",
        /// Verbs of those who claim something.
        Claiming = "claiming",
        /// Nouns for what somebody claims, before `that`.
        ClaimNouns = "claim-nouns",
        /// Stand for anybody who may claim something.
        Whoever = "whoever",
        /// Between `to` and what something was not found to be.
        Be = "be",
        /// Stand for what was named before, as an object.
        Them = "them",
        /// Say whether something would have been noticed, or can be told.
        Detects = "detects",
        /// Nouns for terms that somebody sets, which stand for illnesses as well.
        Terms = "terms",
        /// Behind `it`: the question before is affirmed.
        AnswersSo = "answers-so",
        /// Begin an answer that denies it.
        AnswersNo = "answers-no",
        /// Behind `not`: nobody has looked.
        NotKnown = "not-known",
        /// Verbs whose stem is that of a word for a part of the body.
        Lowering = "lowering",
        /// Say that people are old, beside others.
        Aged = "aged",
        /// Say that people are young, beside others.
        Youthful = "youthful",
        /// Of what goes along with more or less of a treatment.
        GoesWith = "goes-with",
        /// Before what somebody says to be impossible, in the words of who has shown it.
        RulesOut = "rules-out",
        /// Say that a thing is more frequent, or that people have more of it.
        MoreOften = "more-often",
        /// Behind `more`: there was less of what hurts.
        Mildly = "mildly",
        /// Say the contrary of what is more frequent.
        LessOften = "less-often",
        /// Before what somebody does not have.
        Lacking = "lacking",
        /// Before an age: people below it.
        BelowAge = "below-age",
        /// Before an age: people above it.
        AboveAge = "above-age",
        /// Before `back`: no comparison.
        Lower = "lower",
        /// The part of the body behind it.
        Back = "back",
        /// Between a kind of a treatment and the treatment.
        Of = "of",
        /// Before the one study of its kind.
        Sole = "sole",
        /// Where something stands in an order.
        Places = "places",
        /// Say that a time is counted, before from when.
        CountedFrom = "counted-from",
        /// Before a span within which events were counted, or which they were counted over.
        CountedOver = "counted-over",
        /// Drugs, whichever, in an order of care.
        DrugsAtLarge = "drugs-at-large",
        /// Say in one word that something is no drug.
        DrugFree = "drug-free",
        /// Before drugs: what is none of them.
        OtherThan = "other-than",
        /// Behind drugs, or `were`: there are none of these.
        FreeOf = "free-of",
        /// Between what comes first in an order of care and what comes later.
        Precedes = "precedes",
        /// Behind a treatment: it is tried first.
        FirstInOrder = "first-in-order",
        /// Behind a treatment: it is tried when others have been.
        LaterInOrder = "later-in-order",
        /// Between a treatment and its place in an order of care.
        StandsInOrder = "stands-in-order",
        /// Before a treatment: care begins with it.
        BeginsCare = "begins-care",
        /// Before a condition: not sooner.
        OnlyThen = "only-then",
        /// Between a group and what says that there was none: `no comparison with a sham`.
        GroupWords = "group-words",
        /// Before a group: there was none.
        Absent = "absent",
        /// Behind a group, before what it was or was not.
        BeingOrNot = "being-or-not",
        /// Behind these: there was none.
        Missing = "missing",
        /// Behind a denial: what a group was not.
        Included = "included",
        /// Behind a negation: nothing is known, or said, of what follows.
        Tells = "tells",
        /// Deny a gain that stands behind them.
        DeniesGain = "denies-gain",
        /// A gain, in the conditions of a payer and in what is told of one.
        Gains = "gains",
        /// Behind what a sentence lifts out of it: `gout is what brought them`.
        What = "what",
        /// Behind a negation: a work that nobody could find.
        Traced = "traced",
        /// Before `out`: it was done, and nobody is left out.
        Done = "done",
        /// Before what somebody got.
        Got = "got",
        /// What a payer pays for, behind what denies it.
        PaidFor = "paid-for",
        /// Beside what evidence there is: there is none of it.
        Unavailable = "unavailable",
        /// Before people: there are no others.
        Confined = "confined",
        /// Before two groups, joined by `and`: the second is what the first is compared with.
        Between = "between",
        /// People who are not grown up.
        Minors = "minors",
        /// In a record: people who are.
        Adults = "adults",
        /// Before `without` or `free`: those who are told of had none.
        GoesWithout = "goes-without",
        /// Those who are told of had none.
        Spared = "spared",
        /// End verbs that tell what has been.
        PastEndings = "past-endings",
        /// End verbs that tell what has been, behind `was`.
        GoingOnEndings = "going-on-endings",
        /// Verbs of those who stand for something, beside those of claiming.
        Vouching = "vouching",
        /// Before who claims something: it is warned of.
        Wary = "wary",
        /// Those who are spoken to or of, and no animals.
        Readers = "readers",
        /// Make the verb behind them one of what is always so.
        Now = "now",
        /// Verbs and nouns of more or less, before what there is more or less of.
        Raising = "raising",
        /// Say that a treatment is made for one patient, or the same for all.
        Fitted = "fitted",
        /// Say how well those who treat know their trade.
        Skill = "skill",
        /// What is done with needles or cups, in one word.
        Needling = "needling",
        /// Say that others say so, beside the verbs of claiming.
        Hearsay = "hearsay",
        /// Nouns for something that went wrong.
        Mishaps = "mishaps",
        /// Say that something can never be.
        Impossible = "impossible",
        /// Between a subject or `is` and what it does or is: it is so without more.
        Simply = "simply",
        /// Verbs of what befalls somebody, in the present.
        Happens = "happens",
        /// What people see or feel on themselves after a treatment.
        Aftermath = "aftermath",
        /// Between something seen and what it is said to tell.
        Betokens = "betokens",
        /// Say that a body heals, or what is said to leave it.
        Mending = "mending",
        /// What is called so has no effect of its own.
        MerePlacebo = "mere-placebo",
        /// Before what something is called: it is no more than that.
        Merely = "merely",
        /// Whatever there is.
        Everything = "everything",
        /// Those who judge a treatment.
        Judges = "judges",
        /// Of one mind, or wherever they are.
        Everywhere = "everywhere",
        /// Verbs of a judgement, in the present.
        AgreesNow = "agrees-now",
        /// Where a trouble is said to come from.
        Roots = "roots",
        /// Verbs of what deals with where a trouble comes from.
        GoesToRoot = "goes-to-root",
        /// Verbs of what only hides a trouble.
        Hides = "hides",
        /// Verbs of what helps.
        Aids = "aids",
        /// Verbs of what a treatment is said to do in the body.
        ActsInBody = "acts-in-body",
        /// What is in a body and can be acted on there.
        BodyParts = "body-parts",
        /// Say that nearly all are meant.
        MostOf = "most-of",
        /// Say that somebody is rid of a complaint.
        Freed = "freed",
        /// Behind a time: it is counted back from now.
        Ago = "ago",
        /// Before the word for a work, or its issuer: another one than that which was spoken of.
        EarlierOrOther = "earlier-or-other",
        /// Those whose work a study is.
        Researchers = "researchers",
        /// What an issuer is called, at the end of its name.
        Bodies = "bodies",
        /// Before the name of a journal.
        JournalFollows = "journal-follows",
        /// Behind a family name that is an author.
        AfterAuthor = "after-author",
        /// Words for a study that is no trial and no review for certain.
        AnyStudy = "any-study",
        /// Before a word for a study: one of what something costs.
        OfCosts = "of-costs",
        /// At the begin of a sentence that goes on with what was told before.
        LinksBack = "links-back",
        /// Begin a sentence that tells the reader what to do.
        Orders = "orders",
        /// At any time.
        Ever = "ever",
        /// Whoever reads.
        Reader = "reader",
        /// Whoever writes.
        Speaker = "speaker",
        /// Words for a review of reviews.
        Overviews = "overviews",
        /// At the begin of a sentence, of works that are not those told of before.
        OtherResearch = "other-research",
        /// Ask for something that is still to be done.
        WishesFor = "wishes-for",
        /// Say that something is not there and should be.
        Wanted = "wanted",
        /// Research as something that is done.
        Studying = "studying",
        /// Say that something was so.
        TellsPast = "tells-past",
        /// Of people who know their trade.
        Skilled = "skilled",
        /// Each of all there are.
        EachOfAll = "each-of-all",
        /// Words for what an author has made or works with: behind a family name in the possessive they make it one.
        OfAuthor = "of-author",
        /// Who or what a rate is counted in.
        RateBases = "rate-bases",
        /// Of these, people.
        Persons = "persons",
        /// Words for a study beside which a number is its size.
        Studies = "studies",
        /// Several works of research, behind their number.
        ManyStudies = "many-studies",
        /// Words for what an issuer publishes.
        Works = "works",
        /// The word for a trial.
        Trial = "trial",
        /// Words for a mechanism, not named.
        Mechanism = "mechanism",
        /// Begin a clause, and say nothing of what it is about.
        Subordinate = "subordinate",
        /// Before a verb: an aim, no result.
        Infinitive = "infinitive",
        /// Says that people are older.
        Older = "older",
        /// Words for participants, as people search for them.
        People = "people",
        /// Name of the unit of a share.
        Percent = "percent",
        /// A medicine, not named.
        Medicine = "medicine",
        /// Begins of words for medicines.
        MedicineBegins = "medicine-begins",
        /// What a text may call medicines.
        Medicines = "medicines",
        /// Words in the description of a comparator that say nothing of it.
        TellNothing = "tell-nothing",
        /// How our own texts say that advice is past its time.
        PastItsTime = "past-its-time",
        /// How caveats say that a rating is not one of everything a finding says.
        RatedInPart = "rated-in-part",
        /// Words of a caveat on how the authors read an interval.
        IntervalReading = "interval-reading",
        /// Words of a locator that is a table.
        Tables = "tables",
        /// Words of a locator that is a summary for people.
        LaySummary = "lay-summary",
        /// Words of a title that no id is made of.
        NotInIds = "not-in-ids",
        /// In a record: people were kept out of the study.
        LeftOut = "left-out",
        /// In a text: the same, in whatever words.
        KeptOut = "kept-out",
        /// Says that people were taken into a study.
        TakenIn = "taken-in",
        /// Stand for people that were named before, or whom the words behind say.
        Those = "those",
        /// Before what a text is about.
        About = "about",
        /// Before the span of time in which something happened.
        Within = "within",
        /// Words of advice that leave it open.
        LeavesOpen = "leaves-open",
        /// Those to whom something has happened, as reports count them.
        Cases = "cases",
        /// Beside a sum of money: so much less was seen, whether or not it was shown.
        Cheaper = "cheaper",
        /// Words that only the name of a journal has, nearly.
        JournalHeads = "journal-heads",
        /// Words for what something is measured on.
        Scales = "scales",
        /// Before `of` and a whole: the part stands before.
        Out = "out",
        /// Say that literature was looked for, and how far back or up to when.
        Searching = "searching",
        /// Before the last day of something.
        Until = "until",
        /// Say that chance decided who got what.
        AtRandom = "at-random",
        /// Decide who gets what, where they are drawn.
        Lots = "lots",
        /// Before lots: they decided.
        Drawing = "drawing",
        /// What decides without a reason, behind `by`.
        Chance = "chance",
        /// Words for one study in which chance can decide.
        OneStudy = "one-study",
        /// Several of these.
        SeveralStudies = "several-studies",
        /// Say that something is planned or still to come.
        Planned = "planned",
        /// Before a number: those that were told of before.
        SameOnes = "same-ones",
        /// Before what something is set against: `unlike pain`.
        Unlike = "unlike",
        /// Behind `similar`, what a work came to, beside another work: `a similar figure`.
        Verdicts = "verdicts",
        /// Say that a study is over.
        Finished = "finished",
        /// Before the name of a journal.
        Journal = "journal",
    }
}

word_lists! {
    /// Words of references, by the part of a reference they belong to: `data/lexicon/references.toml`.
    pub enum Citing {
        /// What the sign `&` is read as.
        Ampersand = "ampersand",
        /// Between two authors.
        AuthorJoints = "author-joints",
        /// Behind the first author: there are more.
        AndOthers = "and-others",
        /// Behind a name.
        NameSuffixes = "name-suffixes",
        /// Before a family name, in small letters.
        Particles = "particles",
        /// Two letters that other spellings of a name have as one, the first.
        Umlauts = "umlauts",
        /// Words before a title that turn its sense, when the title on record begins behind them.
        TitleTurns = "title-turns",
        /// Two spellings of one word, parted by a slash.
        Spellings = "spellings",
        /// Words of English titles that are none of other languages.
        OnlyEnglish = "only-english",
        /// One of these alone before a title turns nothing.
        TitleArticles = "title-articles",
        /// Words that abbreviations of journals leave out.
        LeftOutOfJournals = "left-out-of-journals",
        /// Articles that are joined to the word.
        JoinedArticles = "joined-articles",
        /// Before a journal, and no part of its name.
        JournalLabels = "journal-labels",
        /// Begins of such labels: the language of the article, where it was heard or read before.
        JournalLabelBegins = "journal-label-begins",
        /// Begins of such labels when they are short.
        ShortLabelBegins = "short-label-begins",
        /// Behind the name of a journal: whose it is.
        OfficialOrgan = "official-organ",
        /// In the place of a month.
        Seasons = "seasons",
        /// Before a volume.
        Volume = "volume",
        /// Before an issue.
        Issue = "issue",
        /// Before pages.
        Pages = "pages",
        /// Of these, the one that is an initial as well.
        PageLetter = "page-letter",
        /// Before the number of an article.
        ArticleNumber = "article-number",
        /// Before a part or a supplement.
        Part = "part",
        /// Labels of the parts of a reference and the part they name, parted by a slash.
        PartLabels = "part-labels",
        /// Before the number of a part of a series.
        SeriesParts = "series-parts",
        /// Behind a reference, before the place of something else about the publication.
        OtherPlaces = "other-places",
        /// Before a day that is not that of the issue.
        OtherDay = "other-day",
        /// Beside an identifier: they point to it and are no part of a title.
        Pointing = "pointing",
        /// Say that the reference is to a preprint.
        Preprints = "preprints",
        /// Say that the reference is to a notice.
        Notices = "notices",
        /// The same in several words.
        ConcernNotice = "concern-notice",
        /// Begin of the words by which a text says that a publication was taken back or doubted.
        TakenBack = "taken-back",
        /// Headings under which a list of references stands.
        Headings = "headings",
        /// The title of a notice begins so; `expression of` begins too many others.
        NoticeBegins = "notice-begins",
        /// Further words of a notice before the title of the publication.
        NoticeGoesOn = "notice-goes-on",
        /// A line that begins so belongs to the reference before.
        LineBegins = "line-begins",
        /// Series in which a publication comes out again under the same number.
        ReissuedSeries = "reissued-series",
        /// Words that styles put into references, which tell no publication from another; months beside them.
        TellNothing = "tell-nothing",
        /// Words before a volume that belong to no journal; months beside them.
        NoJournal = "no-journal",
        /// Before a volume, written out.
        VolumeLabels = "volume-labels",
        /// Before pages, written out.
        PageLabels = "page-labels",
    }
}

impl Grammar {
    fn lists() -> &'static Lists {
        static LISTS: LazyLock<Lists> = LazyLock::new(|| grammar().expect("a test reads the lists that are built in"));
        &LISTS
    }

    /// Whether a folded word stands in the list.
    pub fn has(self, word: &str) -> bool {
        Self::lists().has(self as usize, word)
    }

    /// The words of the list, as they stand there.
    pub fn words(self) -> &'static [String] {
        Self::lists().words(self as usize)
    }
}

fn grammar() -> Result<Lists, LexiconError> {
    Lists::of(GRAMMAR.0, Grammar::NAMES, read_list(GRAMMAR.0, GRAMMAR.1)?)
}

#[derive(Debug, Deserialize)]
struct ReferencesFile {
    /// From one name of a journal to the other.
    aliases: HashMap<String, String>,
    #[serde(flatten)]
    lists: Written,
}

/// The words of references.
#[derive(Debug)]
struct OfReferences {
    lists: Lists,
    aliases: HashMap<String, String>,
}

impl OfReferences {
    fn read() -> Result<Self, LexiconError> {
        let ReferencesFile { aliases, lists } = read_list(REFERENCES.0, REFERENCES.1)?;
        Ok(Self { lists: Lists::of(REFERENCES.0, Citing::NAMES, lists)?, aliases })
    }

    fn built_in() -> &'static Self {
        static WORDS: LazyLock<OfReferences> =
            LazyLock::new(|| OfReferences::read().expect("a test reads the lists that are built in"));
        &WORDS
    }
}

impl Citing {
    /// Whether a folded word stands in the list.
    pub fn has(self, word: &str) -> bool {
        OfReferences::built_in().lists.has(self as usize, word)
    }

    /// The words of the list, as they stand there.
    pub fn words(self) -> &'static [String] {
        OfReferences::built_in().lists.words(self as usize)
    }
}

/// The other name under which a journal went, folded and without the words that abbreviations leave out.
pub fn journal_alias(name: &str) -> Option<&'static str> {
    OfReferences::built_in().aliases.get(name).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        grammar().unwrap();
        OfReferences::read().unwrap();
        assert!(Grammar::Conjunctions.has("and") && !Grammar::Conjunctions.has("but"));
        assert!(Citing::Volume.has("vol"));
        assert_eq!(journal_alias("br med j"), Some("bmj"));
    }
}

//! The lists of words near a number, by their names.

use crate::text::word_lists::word_lists;

word_lists! {
    /// Where words near a number stand that decide what it is: `[near]` of `data/lexicon/en/numbers.toml`.
    pub(in crate::text) enum Near {
        /// Between two moments.
        Until = "until",
        /// Before a time of day.
        ClockBefore = "clock-before",
        /// Before `over 60s` and `under 16s`, which are people then and no seconds.
        PeopleBefore = "people-before",
        /// Near a ratio.
        RatioWords = "ratio-words",
        /// Before an age by its ten.
        Possessives = "possessives",
        /// Between a label and its figure.
        LabelJoints = "label-joints",
        /// Before the noun of a whole.
        Determiners = "determiners",
        /// Centres of ages.
        Centres = "centres",
        /// Ages compared.
        AgeComparatives = "age-comparatives",
        /// Before the share that is left.
        RestBefore = "rest-before",
        /// Qualifiers with a stop.
        StoppedQualifiers = "stopped-qualifiers",
        /// Before `over` when it compares spans of time.
        MoreThanOver = "more-than-over",
        /// Before a year, whatever follows.
        YearAfter = "year-after",
        /// Before a year that describes what follows.
        YearAfterCounted = "year-after-counted",
        /// In the plural behind `the` and a year: works, which have a year; people and visits have a number.
        Published = "published",
        /// Before `of` and the year of a work.
        DatedWorks = "dated-works",
        /// A share that was lost.
        Lost = "lost",
        /// A share that stayed.
        Kept = "kept",
        /// A share that dropped out, before it.
        Dropout = "dropout",
        /// After a figure and a hyphen.
        AfterFigureHyphen = "after-figure-hyphen",
        /// Before `one` as a pronoun.
        BeforePronoun = "before-pronoun",
        /// After the points of a scale.
        ScaleAfterPoints = "scale-after-points",
        /// After the length of a scale.
        ScaleAfterUnit = "scale-after-unit",
        /// After a factor.
        Comparatives = "comparatives",
        /// Before the number of a day.
        TimePoints = "time-points",
        /// Units of what is given.
        Given = "given",
        /// Within a period.
        PeriodAdjectives = "period-adjectives",
        /// Before a period.
        PeriodArticles = "period-articles",
        /// After `double`.
        WholeOfMultiple = "whole-of-multiple",
        /// Before a noun.
        NounBefore = "noun-before",
        /// Before `once` as a count.
        OnceBefore = "once-before",
        /// Changes that say no factor.
        PlainChange = "plain-change",
        /// Before `a year` as a span.
        SpanBefore = "span-before",
        /// After `a year` as a span.
        SpanAfter = "span-after",
        /// After `a year` at the edge of a clause as a span.
        SpanOn = "span-on",
        /// After `half as`.
        Degrees = "degrees",
        /// After a part of a whole.
        AfterPart = "after-part",
        /// Before `second` as a unit.
        SecondBefore = "second-before",
        /// Between `P` and its value.
        PJoints = "p-joints",
        /// In the name of a p value.
        PNames = "p-names",
        /// After degrees.
        Thermometers = "thermometers",
        /// After a unit that is a word too.
        AfterUnit = "after-unit",
        /// Units that are words too.
        WordUnits = "word-units",
        /// Before the base of a rate.
        Per = "per",
        /// Before a whole.
        Of = "of",
        /// Adds a part, or the upper end behind `between`.
        And = "and",
        /// Before the second of two values that are both possible.
        Or = "or",
        /// Before the upper end.
        To = "to",
        /// Before a whole or a period.
        In = "in",
        /// The first word of `out of`.
        Out = "out",
        /// Before the lower end.
        From = "from",
        /// Before both ends.
        Between = "between",
        /// Before the base of a rate, with `every`.
        For = "for",
        /// Before what a share is compared with.
        As = "as",
        /// Before what a share is compared with, and what is no share.
        That = "that",
        /// Before `average`.
        On = "on",
        /// Before an end that has an article.
        The = "the",
        /// Before a part or a scale.
        A = "a",
        /// After a comparison.
        Than = "than",
        /// One of two parts.
        Half = "half",
        /// More than one of them.
        Halves = "halves",
        /// Before a period that returns.
        Every = "every",
        /// Makes a period two: `every other day`.
        Other = "other",
        /// Count one.
        Indefinite = "indefinite",
        /// Join two values or two items.
        Conjunctions = "conjunctions",
        /// After `or`: the value is a bound.
        ComparedNumbers = "more-or-fewer",
        /// Between two ends.
        BetweenEnds = "between-ends",
        /// Between the ends of a range of one unit.
        RangeJoints = "range-joints",
        /// After a figure with a hyphen, before the upper end: `8- to 10-week`.
        HyphenJoints = "hyphen-joints",
        /// Between the items of a list of figures.
        ListJoints = "list-joints",
        /// After a comma, before the second of two moments.
        MomentJoints = "moment-joints",
        /// Before a moment, where no amount stands.
        UntilMoment = "until-moment",
        /// Between two numbers of times, or two shares.
        OrTo = "or-to",
        /// Between two ordinals.
        OrdinalJoints = "ordinal-joints",
        /// After an ordinal that is no unit of time.
        AfterOrdinal = "after-ordinal",
        /// Within the phrase that names what is counted.
        PhraseJoints = "phrase-joints",
        /// Between a number and the whole it is of.
        WholeBefore = "whole-before",
        /// Between `of` and a whole.
        WholeArticles = "whole-articles",
        /// Between a number and a unit of time: all of it.
        WholeUnits = "whole-units",
        /// Before the length of a scale without a hyphen.
        SingleArticles = "single-articles",
        /// After `that`: no share follows.
        OfIn = "of-in",
        /// Between a label in brackets and its figure.
        OfWas = "of-was",
        /// Before `of` and a multiple.
        Factor = "factor",
        /// Near the points of a scale.
        ScaleWords = "scale-words",
        /// After a number and a hyphen: parts of a thing, which count it.
        CompoundParts = "compound-parts",
        /// The ending of a plural behind a figure: `65s`.
        PluralEnding = "plural-ending",
        /// After an age.
        Old = "old",
        /// After `of`, and before a figure without a unit.
        OfAge = "age",
        /// After `on`.
        Average = "average",
        /// After a factor.
        Fold = "fold",
        /// Stands for the sign of multiplication.
        TimesSign = "times-sign",
        /// After the level of an interval.
        LevelWords = "level-words",
        /// Before a scale that counts one: `a hundred`.
        OneBeforeScale = "one-before-scale",
        /// Before a part: one of them.
        OneOfParts = "one-of-parts",
        /// Before a part: three of them.
        ThreeOfParts = "three-of-parts",
        /// After an hour.
        Oclock = "clock",
        /// After a time of day: before noon.
        Forenoon = "forenoon",
        /// After a time of day: after noon.
        Afternoon = "afternoon",
        /// Before a decade.
        PartOfDecade = "part-of-decade",
        /// Between a qualifier and its number.
        BeforeQualifier = "before-qualifier",
        /// Qualifiers of one word that are prepositions too.
        SingleQualifiers = "single-qualifiers",
        /// Of these, during a span, and more than an age.
        Over = "over",
        /// Of these, less than an age.
        Under = "under",
        /// Of these, of spans of time alone.
        Within = "within",
        /// A qualifier, but behind `of`.
        Some = "some",
        /// The first part of `drop-out`.
        Drop = "drop",
        /// Endings of a verb of what was done.
        ParticipleEndings = "participle-endings",
        /// Endings of nouns in the singular that end like a plural.
        NoPluralEndings = "no-plural-endings",
        /// Names of a page with a stop alone.
        PageLabels = "page-labels",
        /// A name of a number with a stop or a capital alone.
        NumberLabels = "number-labels",
        /// Determiners of a thing that is one of many.
        OneOfMany = "one-of-many",
        /// Units of one letter that are names too.
        UnitLetters = "unit-letters",
        /// Before a negative value.
        Minus = "minus",
        /// Latin schedules that no other word looks like.
        PlainPrescriptions = "plain-prescriptions",
        /// Between a number of times and its period.
        PeriodBefore = "period-before",
        /// After `in`, before a period that returns.
        PeriodAfterIn = "period-after-in",
        /// After a stroke, no period: `w/o`.
        SlashWords = "slash-words",
        /// After a number of times.
        TimesWords = "times-words",
        /// Of these, the one that stands alone.
        Times = "times",
        /// A period of an hour.
        Hourly = "hourly",
        /// Periods that a number and a hyphen multiply: `three-weekly`.
        WeeklyMonthly = "weekly-monthly",
        /// Before the span within which sessions are given.
        WindowBefore = "window-before",
        /// Before a unit that is a period.
        EachPeriod = "each-period",
        /// Behind `p`, without a blank: names of a p value.
        GluedPNames = "glued-p-names",
        /// The name of an interval as a code.
        IntervalCode = "interval-code",
        /// After the sign of per cent: percentage points.
        PointWords = "point-words",
        /// Before the name of a thermometer.
        DegreeWords = "degree-words",
        /// The ordinal that is a unit too.
        SecondWord = "second",
        /// Before a whole or a period that returns.
        EveryOrEach = "every-or-each",
        /// Words more often than units.
        DoubtfulUnits = "doubtful-units",
        /// Directly behind a figure: an ordinal.
        OrdinalEndings = "ordinal-endings",
        /// Directly behind a figure: words of their own.
        GluedWords = "glued-words",
    }
}

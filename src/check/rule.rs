//! The rules, in one table: what each asks of a sentence, how much a breach matters, and the text of its page.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// How much a hit of a rule matters.
    pub enum HitSeverity ("severity of a hit") {
        /// The text says what the evidence does not say.
        Error = "error", "Error";
        /// What the text says needs something beside it.
        Warning = "warning", "Warning";
        /// Worth knowing.
        Info = "info", "Note";
    }
}

/// What of a record a breach of a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestsOn {
    /// Nothing but the words of the sentence, or what the collection lacks; or no value that could make it an error.
    Words,
    /// The number of its kind: size, studies, year, result, sessions or time.
    Number,
    /// When something was measured.
    Time,
    /// Who was studied.
    Population,
    /// What was compared.
    Comparator,
    /// Which side a result favours, or which way advice goes.
    Direction,
    /// How the certainty was rated.
    Certainty,
}

/// A rule of the draft check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckRule {
    /// Its stable id: `E002`. Ids are never used again.
    pub id: &'static str,
    /// Its stable name: `wrong-time-origin`.
    pub name: &'static str,
    /// How much a breach matters.
    pub severity: HitSeverity,
    /// What of a record a breach rests on. Where nobody has verified that, an error is told as a warning.
    pub rests_on: RestsOn,
    /// Its title, in a few words.
    pub title: &'static str,
    /// What it asks for, in a sentence.
    pub asks: &'static str,
    /// Why it is asked, and how the rule decides, in plain words.
    pub why: &'static str,
    /// A sentence the rule objects to, invented.
    pub wrong: &'static str,
    /// The same, as it would pass.
    pub right: &'static str,
}

macro_rules! rules {
    ($( $NAME:ident = $id:literal, $name:literal, $severity:ident on $rests_on:ident {
        title: $title:literal, asks: $asks:literal, why: $why:literal, wrong: $wrong:literal, right: $right:literal
    } )+) => {
        $( pub(super) const $NAME: &CheckRule = &CheckRule {
            id: $id, name: $name, severity: HitSeverity::$severity, rests_on: RestsOn::$rests_on, title: $title, asks: $asks, why: $why,
            wrong: $wrong, right: $right,
        }; )+

        /// Every rule, in order of its id.
        pub const CHECK_RULES: &[&CheckRule] = &[$( $NAME, )+];
    };
}

rules! {
    NUMBER_MISMATCH = "E001", "number-mismatch", Error on Number {
        title: "The number is not the one the source reports",
        asks: "A number given for a source is one that the source reports.",
        why: "The source of the sentence is known, and it reports another number of that kind: participants, studies, shares and \
            rates, sessions and the limits of a payer, time, year, p value, interval or points. A rounded number passes; so does one that stands anywhere in \
            the record of the source.",
        wrong: "The example trial enrolled 150 adults.",
        right: "The example trial enrolled 120 adults."
    }
    WRONG_TIME_ORIGIN = "E002", "wrong-time-origin", Error on Time {
        title: "The time is counted from another day",
        asks: "A follow-up time is counted from the day the source counts it from.",
        why: "Twelve months after people joined a trial are not twelve months after their treatment: the course itself may have \
            filled three or six of them. The rule compares the same span with the origin in the record.",
        wrong: "The benefit lasted 12 months after treatment.",
        right: "The benefit was still seen 12 months after people joined the trial."
    }
    WRONG_POPULATION = "E003", "wrong-population", Error on Population {
        title: "The source studied other people",
        asks: "A result is told of the people it was found in.",
        why: "The sentence names an age, a duration of the condition or a condition that the source excludes or does not address.",
        wrong: "The example trial helped people with acute ache of Nowhere.",
        right: "The example trial helped people with chronic ache of Nowhere."
    }
    WRONG_COMPARATOR = "E004", "wrong-comparator", Error on Comparator {
        title: "The source made another comparison",
        asks: "A comparison is one that the source made.",
        why: "The source of the sentence is known and compared with something else, or it is a guideline that names options \
            without ranking them. A result against usual care says nothing about sham or drugs.",
        wrong: "The example trial showed that humming beats whistling.",
        right: "The example trial showed that humming beats usual care."
    }
    DIRECTION_CONFLICT = "E005", "direction-conflict", Error on Direction {
        title: "The source found the opposite",
        asks: "A result has the direction the source reports for that comparison.",
        why: "For the comparison the sentence makes, the record says that the other side did better, that there may be no \
            difference, or that a guideline advises against. Where a source concludes that there may be no difference although \
            its interval leaves out zero, the conclusion of the source counts.",
        wrong: "Humming worked better than sham humming in the example review.",
        right: "Humming may be no better than sham humming, the example review concludes."
    }
    SOURCE_NOT_FOUND = "E006", "source-not-found", Error on Words {
        title: "The source cannot be identified, or does not say this",
        asks: "A source that is described can be found.",
        why: "The sentence describes a study that is nearly one of this collection, or one that was looked for and could not be \
            found; or the source is known and says nothing about the treatment named.",
        wrong: "A network meta-analysis of 999 trials with 123,456 people proved it.",
        right: "A review of 33 trials (doi:10.5555/nowhere) reports it."
    }
    WRONG_CERTAINTY = "E007", "wrong-certainty", Error on Certainty {
        title: "The source rates the certainty otherwise",
        asks: "A certainty is the one the source gives for that comparison.",
        why: "A review rates each comparison by itself. `Moderate` for the comparison with no treatment does not carry over to \
            usual care.",
        wrong: "Moderate-certainty evidence shows a gain over usual care.",
        right: "Low-certainty evidence suggests a gain over usual care."
    }
    POPULATION_OMITTED = "W101", "population-omitted", Warning on Words {
        title: "Who was studied is missing",
        asks: "A result found in a special group says so.",
        why: "The source studied an age group or a duration of pain that the sentence and its paragraph do not mention.",
        wrong: "The example trial of 120 adults found a benefit.",
        right: "The example trial of 120 adults aged 65 and older found a benefit."
    }
    COMPARATOR_OMITTED = "W102", "comparator-omitted", Warning on Words {
        title: "Compared with what?",
        asks: "An effect says what it was compared with.",
        why: "The sentence tells an effect that a source found against one comparator, and leaves the comparator out. Better than \
            nothing and better than sham are different results.",
        wrong: "The example trial found that humming lowers pain.",
        right: "The example trial found that humming lowers pain more than usual care does."
    }
    CERTAINTY_OMITTED = "W103", "certainty-omitted", Warning on Words {
        title: "Low certainty is not mentioned",
        asks: "A result of low certainty is not told as a fact.",
        why: "Whoever made the review or guideline rated the evidence low or very low, and the sentence says neither this nor \
            `may`, `might` or the like.",
        wrong: "The guideline recommends humming for recent ache.",
        right: "The guideline recommends humming for recent ache, on low-quality evidence."
    }
    OVERCLAIM_WORDING = "W104", "overclaim-wording", Warning on Words {
        title: "The wording promises more than evidence can",
        asks: "The wording fits the evidence.",
        why: "Words like `proven`, `confirmed`, `it works` or `cures` leave no room for the doubt that every study states; an \
            open or mixed finding is told as a fact; or advice to choose among options is told as an order.",
        wrong: "Humming is proven to work.",
        right: "In one trial people who hummed had slightly less pain."
    }
    ABSOLUTE_SAFETY = "W105", "absolute-safety", Warning on Words {
        title: "Nothing is free of risk",
        asks: "Safety is told in numbers, not in absolutes.",
        why: "`No side effects`, `risk-free` and `without those concerns` are true of no treatment, and a harm is not a sign of healing.",
        wrong: "Humming has no side effects.",
        right: "About 9 in 100 people notice a mild unwanted effect; serious ones are rare."
    }
    SMALL_EFFECT_OMITTED = "W106", "small-effect-omitted", Warning on Words {
        title: "The effect was small, and the sentence does not say so",
        asks: "A small effect is called small, or its size is given.",
        why: "The source judged the difference not clinically important, or it is less than a tenth of the scale, and the sentence \
            says `significantly` or `improved` without a size.",
        wrong: "Humming significantly improved disability.",
        right: "Humming improved disability by about 1 point of 24."
    }
    CONTRARY_GUIDANCE = "W107", "contrary-guidance-exists", Warning on Words {
        title: "Other evidence or guidance says otherwise",
        asks: "Praise without reserve mentions the strongest thing against it.",
        why: "The sentence recommends or praises without reserve, and a guideline advises against it, or the same source found no \
            difference from sham.",
        wrong: "Guidelines recommend humming.",
        right: "One guideline recommends humming; another advises against it."
    }
    LAPSED_SOURCE = "W108", "lapsed-source", Warning on Words {
        title: "The source no longer holds",
        asks: "A lapsed or superseded source is not told as being in force.",
        why: "Its issuer counts it as withdrawn by now, or a newer one replaces it, and the sentence speaks of it in the present.",
        wrong: "The college recommends humming.",
        right: "In 2017 the college recommended humming; the guideline has since lapsed."
    }
    RETRACTED = "W109", "retracted-or-concern", Warning on Words {
        title: "The source was retracted or is doubted by its editors",
        asks: "A retracted source is not used as evidence.",
        why: "The publisher has retracted, removed or doubted the source, and the sentence does not say so.",
        wrong: "A trial found that humming helps.",
        right: "A trial that has since been retracted had reported that humming helps."
    }
    UNCITED = "W110", "uncited-claim", Warning on Words {
        title: "Research without a source",
        asks: "A sentence that appeals to research names it.",
        why: "`Studies show` and numbers without a source cannot be checked by anybody.",
        wrong: "Studies show that humming helps.",
        right: "A 2024 trial found that humming helps."
    }
    MISLABELLED = "W111", "mislabelled-source", Warning on Words {
        title: "The source is called what it is not",
        asks: "A source is called by its name and its design.",
        why: "`Cochrane-style` is no kind of review: a review is Cochrane's or it is not. A trial is no meta-analysis, and a review \
            no trial.",
        wrong: "A Cochrane-style review found it.",
        right: "A Cochrane Review found it."
    }
    FROM_ANIMALS = "W112", "mechanism-from-animals", Warning on Words {
        title: "The mechanism was seen in animals or in a laboratory",
        asks: "A mechanism says in whom it was seen.",
        why: "What is known of it comes from animals, laboratory studies or a review of such, and the sentence tells it of patients.",
        wrong: "Humming reduces inflammation.",
        right: "In mice, humming reduced signs of inflammation; this was not shown in patients."
    }
    OWN_RESULTS = "W113", "own-results", Warning on Words {
        title: "A practice's own results are no evidence",
        asks: "What a practice counted or was told by its patients is not offered as evidence.",
        why: "The sentence gives a share of a practice's own patients, its success rate, or the praise of a patient. Nobody can \
            check it, nothing was compared, and advertising rules of health professions often forbid it.",
        wrong: "95% of our patients get better.",
        right: "In one trial 39 of 100 people got better with humming, and 29 of 100 without."
    }
    NOT_ON_RECORD = "W114", "not-on-record", Warning on Words {
        title: "The record of the source has nothing of this",
        asks: "What a sentence says of a source is compared with the source where the record has nothing of it.",
        why: "The source of the sentence is known, and a number, time, comparison, outcome or group of people that the sentence \
            tells stands nowhere in its record. It may be right: the record does not hold everything. Somebody should look it up. \
            Where the record has another number, time, comparison or group of people in its place, the rule of that kind (E001 to \
            E004) says so as a warning, and names it.",
        wrong: "The example trial helped people sleep.",
        right: "The example trial helped people for 12 weeks."
    }
    REFERENCE_TAKEN_BACK = "W201", "reference-taken-back", Warning on Words {
        title: "A cited publication was retracted, withdrawn or doubted",
        asks: "What was retracted, withdrawn or doubted by its editors is not cited as if nothing had happened.",
        why: "A reference, an identifier or a link means a publication that its publisher took back or doubts, by its own record, by the \
            record of the notice or by a list of notices, and the text does not say so. The first 500 references of a text are \
            looked up: among the records of this collection, and in the literature where some is loaded.",
        wrong: "1. Nobody A. Humming for nothing. J Nowhere. 2015;4:11-9.",
        right: "1. Nobody A. Humming for nothing. J Nowhere. 2015;4:11-9. Retracted in: J Nowhere. 2016;5:20."
    }
    REFERENCE_MISQUOTED = "W202", "reference-misquoted", Warning on Words {
        title: "A reference is not as on record",
        asks: "A reference has the title, first author, journal, year, volume, issue, pages and identifiers of its publication.",
        why: "The words of the reference mean a record, and a part of it is another there. What a reference leaves out is no \
            difference, nor is what has two right spellings: abbreviated pages and journals, the year of the first publication online.",
        wrong: "1. Nobody A. Humming for nothing. J Nowhere. 2051;4:11-9.",
        right: "1. Nobody A. Humming for nothing. J Nowhere. 2015;4:11-9."
    }
    REFERENCE_MISMATCH = "W203", "reference-mismatch", Warning on Words {
        title: "The identifier belongs to another publication",
        asks: "The DOI or PubMed id of a reference is that of the publication it names.",
        why: "The words of the reference mean nothing that is on record here, and its identifier leads to another publication: the \
            identifier is mistyped, or the reference was made up.",
        wrong: "1. Nobody A. A trial that nobody made. J Nowhere. 2015;4:11-9. doi:10.5555/of-another",
        right: "1. Nobody A. Humming for nothing. J Nowhere. 2015;4:11-9. doi:10.5555/nowhere"
    }
    PRACTICE = "I201", "practice-experience", Info on Words {
        title: "Experience, not evidence",
        asks: "Experience is told as experience.",
        why: "The sentence tells what a practice sees. That is fine as long as it is not offered as evidence; no finding is compared \
            with it.",
        wrong: "Our results confirm the research.",
        right: "Many of our patients tell us that they feel better."
    }
    UNKNOWN_STUDY = "I202", "unknown-study", Info on Words {
        title: "The study is not in this collection",
        asks: "A study that is described can be looked up.",
        why: "The sentence describes a study by its numbers, and no record of this collection resembles it. It may well exist: \
            give its DOI, so that readers find it.",
        wrong: "A trial of 517 adults found a benefit.",
        right: "A trial of 517 adults (doi:10.5555/nowhere) found a benefit."
    }
    LEFT_UNCOMPARED = "I203", "left-uncompared", Info on Words {
        title: "A part of the sentence was not compared",
        asks: "What the check could not compare is compared by somebody.",
        why: "The source has some of what the sentence says. These words say more, and nothing on record could be held beside             them: they may be right or wrong.",
        wrong: "In the trial, humming did better than silence in nine towns.",
        right: "In the trial, humming did better than silence."
    }
    REFERENCE_CHANGED_SINCE = "I204", "reference-changed-since", Info on Words {
        title: "There is news of a cited publication",
        asks: "Whoever cites a publication knows that it was corrected or replaced.",
        why: "A reference, an identifier or a link means a publication that was corrected, has a newer edition, is a preprint that a \
            journal has published since, or is itself a notice about another one.",
        wrong: "1. Nobody A. Humming for nothing. Preprints of Nowhere. 2014.",
        right: "1. Nobody A. Humming for nothing. J Nowhere. 2015;4:11-9."
    }
}

/// The rule with this id or name, in any letter case.
pub fn find_rule(text: &str) -> Option<&'static CheckRule> {
    CHECK_RULES.iter().copied().find(|rule| rule.id.eq_ignore_ascii_case(text) || rule.name.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_names_are_unique_and_in_order() {
        assert!(CHECK_RULES.is_sorted_by(|a, b| (a.severity, a.id) < (b.severity, b.id)));
        for (i, rule) in CHECK_RULES.iter().enumerate() {
            assert_eq!(find_rule(&rule.id.to_lowercase()).map(|found| found.name), Some(rule.name));
            assert_eq!(find_rule(rule.name).map(|found| found.id), Some(rule.id));
            assert!(CHECK_RULES[i + 1..].iter().all(|other| other.name != rule.name));
        }
    }
}

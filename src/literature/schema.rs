//! The fields of the literature's index.

use tantivy::{
    Index, IndexSettings,
    directory::MmapDirectory,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
    },
    tokenizer::{LowerCaser, RawTokenizer, TextAnalyzer},
};

use super::row::{PARTING, Parting};

/// Changes when the fields do: an index of another layout is not opened.
pub(super) const LAYOUT: u32 = 3;

/// So many bytes of whole records are compressed together: to read one is to decompress all of them. A record has about two thousand,
/// and those of a page lie apart.
const STORED_TOGETHER: usize = 4096;

/// The tokenizer of names that are compared without letter case.
const LOWERED: &str = "lowered";

macro_rules! fields {
    ($($(#[doc = $doc:literal])+ $name:ident: $add:expr;)+) => {
        /// The fields.
        #[derive(Clone, Copy, Debug)]
        pub(super) struct Fields { $( $(#[doc = $doc])+ pub(super) $name: Field, )+ }

        impl Fields {
            pub(super) fn schema() -> Schema {
                let mut builder = Schema::builder();
                $( $add(&mut builder, stringify!($name)); )+
                builder.build()
            }

            pub(super) fn of(schema: &Schema) -> tantivy::Result<Self> {
                Ok(Self { $( $name: schema.get_field(stringify!($name))?, )+ })
            }
        }
    };
}

type Builder = tantivy::schema::SchemaBuilder;

fn name(builder: &mut Builder, field: &str) {
    builder.add_text_field(field, STRING);
}

/// A name that is filtered by without letter case, and counted as it is written.
fn counted_name(builder: &mut Builder, field: &str) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(LOWERED)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    builder.add_text_field(field, TextOptions::default().set_indexing_options(indexing).set_fast("raw"));
}

fn words(builder: &mut Builder, field: &str, option: IndexRecordOption) {
    let indexing = TextFieldIndexing::default().set_tokenizer(PARTING).set_fieldnorms(true).set_index_option(option);
    builder.add_text_field(field, TextOptions::default().set_indexing_options(indexing));
}

fn number(builder: &mut Builder, field: &str) {
    builder.add_u64_field(field, NumericOptions::default() | FAST | INDEXED);
}

fields! {
    /// The name of the record.
    key: name;
    /// [`LiteratureId::number`](super::record::LiteratureId::number).
    id: number;
    /// [`Rank::packed`](super::record::Rank::packed).
    rank: |builder: &mut Builder, field: &str| { builder.add_u64_field(field, FAST); };
    /// How many DOIs of other versions the record has.
    others: |builder: &mut Builder, field: &str| { builder.add_u64_field(field, FAST); };
    /// 1 for a record, 0 for the mark of one that the database deleted.
    live: number;
    /// Title and abstract, stemmed, with positions.
    text: |builder: &mut Builder, field: &str| words(builder, field, IndexRecordOption::WithFreqsAndPositions);
    /// Title alone, stemmed.
    title: |builder: &mut Builder, field: &str| words(builder, field, IndexRecordOption::WithFreqs);
    /// Family names and initials, folded, with positions.
    author: |builder: &mut Builder, field: &str| words(builder, field, IndexRecordOption::WithFreqsAndPositions);
    /// Every name of the journal, as [`journal_key`](super::key::journal_key) has it, and its ISSN.
    journal: name;
    /// The journal, as it is shown.
    journal_name: counted_name;
    /// The journal, the volume and the first page together.
    place: name;
    /// Year of issue.
    year: number;
    /// Day of issue: 20170404; 0 for what is not known of it.
    issued: |builder: &mut Builder, field: &str| { builder.add_u64_field(field, FAST); };
    /// Types of publication.
    kind: counted_name;
    /// Headings.
    mesh: counted_name;
    /// Language.
    language: counted_name;
    /// 1 where there is an abstract.
    has_abstract: number;
    /// Every DOI that means it, in lower case.
    doi: name;
    /// PubMed Central.
    pmcid: name;
    /// States that the record itself tells.
    editorial: name;
    /// The publications it speaks of: `retraction-of:12345678`.
    about: name;
    /// The file it was read from, in lower case.
    file: name;
    /// The publications that a notice of a list is about, `pmid:12345678`, `doi:10.5555/x`, and those that a record speaks
    /// of by their DOI.
    concerned: name;
    /// The places of publications that a record speaks of, each with its journal and without.
    concerned_place: name;
    /// The title of a publication that a notice of a list is about, stemmed.
    concerned_title: |builder: &mut Builder, field: &str| words(builder, field, IndexRecordOption::WithFreqs);
    /// The whole notice of a list.
    notice: |builder: &mut Builder, field: &str| { builder.add_bytes_field(field, STORED); };
    /// The whole record.
    record: |builder: &mut Builder, field: &str| { builder.add_bytes_field(field, STORED); };
}

/// Opens the index of a folder, or makes one there.
pub(super) fn open(folder: &std::path::Path, make: bool) -> tantivy::Result<Index> {
    let directory = MmapDirectory::open(folder)?;
    let settings = IndexSettings { docstore_blocksize: STORED_TOGETHER, ..IndexSettings::default() };
    let index = if make {
        Index::builder().schema(Fields::schema()).settings(settings).open_or_create(directory)?
    } else {
        Index::open(directory)?
    };
    index.tokenizers().register(LOWERED, TextAnalyzer::builder(RawTokenizer::default()).filter(LowerCaser).build());
    index.tokenizers().register(PARTING, TextAnalyzer::from(Parting::default()));
    Ok(index)
}

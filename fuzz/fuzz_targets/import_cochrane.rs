#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(init: evidence_fuzz::open(), |input: &[u8]| -> Corpus { evidence_fuzz::keep("import_cochrane", input) });

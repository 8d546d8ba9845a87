//! Where records were read.

use std::{collections::HashMap, sync::Arc};

use super::{
    file_text::FileText,
    filed::{Filed, Records},
    record::SourceFile,
};
use crate::domain::RecordKind;

/// Where records and their fields were read: for those who have to open the file.
#[derive(Debug, Default)]
pub struct Origins {
    /// For each record, its file, the path of its table in the file, and the line of each field by path.
    of: HashMap<(RecordKind, String), RecordOrigin>,
}

#[derive(Debug)]
struct RecordOrigin {
    file: String,
    /// Path of the record's own table; empty when the file is the record.
    table: String,
    lines: Arc<HashMap<String, usize>>,
}

impl Origins {
    /// File, relative to the data folder, and line of a field of a record; of the record's id when there is no such field.
    pub fn of(&self, kind: RecordKind, id: &str, field: &str) -> Option<(&str, usize)> {
        let RecordOrigin { file, table, lines } = self.of.get(&(kind, id.to_owned()))?;
        let line = |field: &str| {
            let path = if table.is_empty() { field.to_owned() } else { format!("{table}.{field}") };
            lines.get(&path).copied()
        };
        Some((file, line(field).or_else(|| line("id")).unwrap_or(1)))
    }

    pub(super) fn read(records: &Records, files: &[FileText]) -> Self {
        let mut origins = Self::default();
        for filed in &records.sources {
            let SourceFile { source, findings } = &filed.record;
            let reported = findings.iter().enumerate();
            let findings = reported.map(|(i, f)| (RecordKind::Finding, f.id.as_str(), format!("finding[{i}]")));
            let own = [(RecordKind::Source, source.id.as_str(), String::new())];
            origins.add(filed, files, own.into_iter().chain(findings));
        }
        for filed in &records.drafts {
            origins.add(filed, files, [(RecordKind::Source, filed.record.draft.id.as_str(), String::new())]);
        }
        for filed in &records.pages {
            let claims = filed.record.claims.iter().enumerate();
            origins.add(filed, files, claims.map(|(i, c)| (RecordKind::Claim, c.id.as_str(), format!("claim[{i}]"))));
        }
        for filed in &records.topics {
            origins.add(filed, files, [(RecordKind::Topic, filed.record.id.as_str(), String::new())]);
        }
        for filed in &records.blurbs {
            origins.add(filed, files, [(RecordKind::Blurb, filed.record.id.as_str(), String::new())]);
        }
        origins
    }

    fn add<'a, T>(
        &mut self,
        filed: &Filed<T>,
        files: &[FileText],
        records: impl IntoIterator<Item = (RecordKind, &'a str, String)>,
    ) {
        let Some(file) = files.get(filed.file) else { return };
        let lines = filed.places.of(file).iter().map(|(path, offset)| (path.clone(), file.place(*offset).line));
        let lines = Arc::new(lines.collect::<HashMap<_, _>>());
        for (kind, id, table) in records {
            let origin = RecordOrigin { file: file.path.clone(), table, lines: Arc::clone(&lines) };
            self.of.insert((kind, id.to_owned()), origin);
        }
    }
}

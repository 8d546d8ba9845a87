//! Bytes from outside as text: unpacked, decoded, counted by line, and never more at a time than a record may have.

use std::{
    io::{self, BufRead, BufReader, Cursor, Read},
    ops::Range,
};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;

/// Most bytes of one record, or of one line: room for thousands of authors and for any abstract.
pub const MAX_RECORD: usize = 4 << 20;

/// Bytes looked at to tell what a file is.
const SNIFFED: u64 = 64 << 10;

/// A file being read: UTF-8 where the encoding could be told, else as it is, line by line or byte by byte.
pub(super) struct Input<'a> {
    bytes: Box<dyn BufRead + 'a>,
    /// The line the next byte stands on, from 1.
    line: usize,
    /// Whether the last byte taken was a carriage return, which ends a line together with a line feed after it.
    after_return: bool,
    head: String,
}

/// What a packed file holds; its faults are told as those of the file.
struct Unpacked<R>(R);

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            let kind = error.kind();
            if kind == io::ErrorKind::UnexpectedEof {
                io::Error::new(kind, format!("the packed file breaks off ({error})"))
            } else if kind == io::ErrorKind::InvalidInput || kind == io::ErrorKind::InvalidData {
                io::Error::new(kind, format!("the packed file is damaged ({error})"))
            } else {
                error
            }
        })
    }
}

/// One line.
pub(super) struct Line {
    pub(super) number: usize,
    /// Without its end.
    pub(super) text: String,
    /// Whether the line has more than [`MAX_RECORD`] bytes; the rest was passed over.
    pub(super) is_cut: bool,
}

impl<'a> Input<'a> {
    /// Opens what `file` holds: packed with gzip or not, in UTF-8 or UTF-16 with or without a byte order mark.
    pub(super) fn open(file: impl Read + 'a) -> io::Result<Self> {
        let mut file = BufReader::new(file);
        let is_packed = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        let mut unpacked: Box<dyn Read + 'a> =
            if is_packed { Box::new(Unpacked(MultiGzDecoder::new(file))) } else { Box::new(file) };
        let mut head = Vec::new();
        unpacked.by_ref().take(SNIFFED).read_to_end(&mut head)?;
        let shown = text(&decoded_head(&head));
        let encoding = encoding_of(&head);
        let whole = Cursor::new(head).chain(unpacked);
        let bytes: Box<dyn BufRead + 'a> = match encoding {
            Some(encoding) => {
                let decoder = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_override(true).build(whole);
                Box::new(BufReader::with_capacity(SNIFFED as usize, decoder))
            }
            // A mark that only says UTF-8 is dropped below.
            None => Box::new(Mended::new(whole)),
        };
        let mut input = Self { bytes, line: 1, after_return: false, head: shown };
        if input.bytes.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
            input.bytes.consume(3);
        }
        Ok(input)
    }

    /// The begin of the file, to tell its format by.
    pub(super) fn head(&self) -> &str {
        &self.head
    }

    /// The line the next byte stands on.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// The next line; none at the end. `\n`, `\r\n` and `\r` end a line.
    pub(super) fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut taken: Vec<u8> = Vec::new();
        let (mut is_cut, mut any) = (false, false);
        // The second half of the last line's end.
        if self.after_return && self.bytes.fill_buf()?.first() == Some(&b'\n') {
            self.bytes.consume(1);
        }
        self.after_return = false;
        loop {
            let ready = self.bytes.fill_buf()?;
            if ready.is_empty() {
                break;
            }
            any = true;
            let end = ready.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let part = &ready[..end.unwrap_or(ready.len())];
            let room = MAX_RECORD - taken.len();
            is_cut |= part.len() > room;
            taken.extend_from_slice(&part[..part.len().min(room)]);
            let ended_by = end.map(|at| ready[at]);
            let used = end.map_or(ready.len(), |at| at + 1);
            self.bytes.consume(used);
            if let Some(byte) = ended_by {
                self.after_return = byte == b'\r';
                break;
            }
        }
        let number = self.line;
        if any {
            self.line += 1;
        }
        Ok(any.then(|| Line { number, text: text(&taken), is_cut }))
    }

    /// The bytes that are ready, to be [taken](Self::take_ready).
    pub(super) fn ready(&mut self) -> io::Result<&[u8]> {
        self.bytes.fill_buf()
    }

    /// Takes `amount` of the bytes that are [ready](Self::ready).
    pub(super) fn take_ready(&mut self, amount: usize) {
        // What is ready stays ready: this neither reads nor fails.
        if let Ok(ready) = self.bytes.fill_buf() {
            self.line += line_feeds(&ready[..amount.min(ready.len())]);
        }
        self.bytes.consume(amount);
    }
}

/// How many line feeds there are, eight bytes at a time: a reader of XML takes a file in pieces of some twenty bytes.
fn line_feeds(bytes: &[u8]) -> usize {
    const LOW: u64 = u64::from_ne_bytes([0x7f; 8]);
    const FEEDS: u64 = u64::from_ne_bytes([b'\n'; 8]);
    let (eights, rest) = bytes.as_chunks::<8>();
    let of_eight = |eight: &[u8; 8]| {
        let differs = u64::from_ne_bytes(*eight) ^ FEEDS;
        // The upper bit of each byte that is a line feed, and of no other.
        (!(((differs & LOW) + LOW) | differs | LOW)).count_ones() as usize
    };
    eights.iter().map(of_eight).sum::<usize>() + rest.iter().filter(|byte| **byte == b'\n').count()
}

/// Bytes as UTF-8: what is no UTF-8 is taken for Windows-1252, in which every byte means something, and which Western
/// programs nearly always wrote before. One piece is in memory at a time, where it was read if nothing is to be mended.
struct Mended<R> {
    from: R,
    /// What was read and is not mended: the begin of a character, at most three bytes.
    open: Vec<u8>,
    /// The piece as it was read.
    piece: Vec<u8>,
    /// The piece as it was mended, if it was.
    mended: Option<Vec<u8>>,
    /// What of it is not handed on.
    ready: Range<usize>,
}

impl<R: Read> Mended<R> {
    fn new(from: R) -> Self {
        Self { from, open: Vec::new(), piece: vec![0; SNIFFED as usize], mended: None, ready: 0..0 }
    }

    /// Reads and mends the next piece; nothing at the end.
    fn next_piece(&mut self) -> io::Result<()> {
        (self.mended, self.ready) = (None, 0..0);
        while self.ready.is_empty() {
            let before = self.open.len();
            self.piece[..before].copy_from_slice(&self.open);
            // One reading, so that what came before a fault of the file is not lost with it.
            let amount = loop {
                match self.from.read(&mut self.piece[before..]) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other?,
                }
            };
            self.open.clear();
            let mut rest = &self.piece[..before + amount];
            if rest.is_empty() {
                return Ok(());
            }
            let mut mended = Vec::new();
            while let Err(error) = std::str::from_utf8(rest) {
                let (good, bad) = rest.split_at(error.valid_up_to());
                if error.error_len().is_none() && amount > 0 {
                    self.open.extend_from_slice(bad);
                    rest = good;
                    break;
                }
                mended.extend_from_slice(good);
                let (wrong, after) = bad.split_at(error.error_len().unwrap_or(bad.len()));
                mended.extend_from_slice(WINDOWS_1252.decode_without_bom_handling(wrong).0.as_bytes());
                rest = after;
            }
            if mended.is_empty() {
                self.ready = 0..rest.len();
            } else {
                mended.extend_from_slice(rest);
                self.ready = 0..mended.len();
                self.mended = Some(mended);
            }
        }
        Ok(())
    }
}

impl<R: Read> BufRead for Mended<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.ready.is_empty() {
            self.next_piece()?;
        }
        Ok(self.mended.as_ref().unwrap_or(&self.piece).get(self.ready.clone()).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.ready.start = self.ready.end.min(self.ready.start + amount);
    }
}

impl<R: Read> Read for Mended<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let amount = ready.len().min(buffer.len());
        buffer[..amount].copy_from_slice(&ready[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}

/// Text of bytes that are UTF-8, up to a character that was cut.
pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The encoding, if the file says so or is plainly UTF-16; UTF-8 and its neighbours are told record by record.
fn encoding_of(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return (encoding != UTF_8).then_some(encoding);
    }
    // The formats are written with ASCII signs: every other byte of their UTF-16 is zero.
    let sample = &head[..head.len().min(64) & !1];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count() * 4 > sample.len();
    if zeros(1) {
        return Some(UTF_16LE);
    }
    if zeros(0) {
        return Some(UTF_16BE);
    }
    declared(head)
}

/// The encoding an XML declaration names, when it is another one than UTF-8.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = declaration.iter().take(256).position(|byte| *byte == b'>')?;
    let declaration = String::from_utf8_lossy(&declaration[..end]).into_owned();
    let (_, named) = declaration.split_once("encoding")?;
    let label = named.trim_start_matches([' ', '=', '"', '\'']).split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != UTF_8)
}

fn decoded_head(head: &[u8]) -> Vec<u8> {
    match encoding_of(head) {
        Some(encoding) => encoding.decode(head).0.into_owned().into_bytes(),
        None => head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn lines(bytes: &[u8]) -> Vec<(usize, String)> {
        let mut input = Input::open(bytes).expect("bytes can be read");
        let mut all = Vec::new();
        while let Some(line) = input.next_line().expect("bytes can be read") {
            all.push((line.number, line.text));
        }
        all
    }

    #[test]
    fn every_encoding_gives_the_same_lines() {
        let text = "TY  - JOUR\r\nAU  - Bäumler, É.\nER  - \r";
        let expected =
            vec![(1, "TY  - JOUR".to_owned()), (2, "AU  - Bäumler, É.".to_owned()), (3, "ER  - ".to_owned())];
        let utf16 = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        let windows = WINDOWS_1252.encode(text).0.into_owned();
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(text.as_bytes()).expect("memory can be written");
        for (what, bytes) in [
            ("UTF-8", text.as_bytes().to_vec()),
            ("UTF-8 with mark", marked(b"\xef\xbb\xbf", text.as_bytes())),
            ("UTF-16 LE", utf16(u16::to_le_bytes)),
            ("UTF-16 BE", utf16(u16::to_be_bytes)),
            ("UTF-16 LE with mark", marked(b"\xff\xfe", &utf16(u16::to_le_bytes))),
            ("UTF-16 BE with mark", marked(b"\xfe\xff", &utf16(u16::to_be_bytes))),
            ("Windows-1252", windows),
            ("gzip", packed.finish().expect("memory can be written")),
        ] {
            assert_eq!(lines(&bytes), expected, "{what}");
        }
        assert!(lines(b"").is_empty());
        // Both in one file, and a character that the file ends within.
        assert_eq!(lines(b"B\xe4um\xc3\xa4ler\xe2\x82")[0].1, "Bäumälerâ‚");
        assert_eq!(lines(b"a\r\n\r\nb").len(), 3);
    }

    #[test]
    fn characters_between_two_pieces_are_whole() {
        for shift in 0..4 {
            let text = format!("{}{}", "x".repeat(shift), "ä€𝒂".repeat(30_000));
            let read: String = lines(text.as_bytes()).into_iter().map(|(_, line)| line).collect();
            assert!(read == text, "shifted by {shift}");
        }
    }

    #[test]
    fn line_feeds_are_counted_wherever_they_stand() {
        let bytes: Vec<u8> = (0_u32..2_000).map(|at| if at % 7 == 3 { b'\n' } else { (at * 31 % 256) as u8 }).collect();
        for from in 0..20 {
            for to in from..200 {
                let part = &bytes[from * 9..from * 9 + to];
                assert_eq!(line_feeds(part), part.iter().filter(|byte| **byte == b'\n').count());
            }
        }
    }

    #[test]
    fn a_line_without_end_is_cut() {
        let long = vec![b'x'; MAX_RECORD + 10];
        let mut input = Input::open(&long[..]).expect("bytes can be read");
        let line = input.next_line().expect("bytes can be read").expect("there is a line");
        assert!(line.is_cut);
        assert_eq!(line.text.len(), MAX_RECORD);
        assert!(input.next_line().expect("bytes can be read").is_none());
    }
}

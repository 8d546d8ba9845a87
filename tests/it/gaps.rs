//! What people look for and do not find: counted when the operator wants it, without anything of who asked, and listed for
//! whoever decides what to record.

use std::{fs, path::Path};

use crate::support::{Ended, Fixture, Program, cli};

/// The fabricated corpus with a topic that no record belongs to, and a concept that it says it has nothing on.
fn fixture() -> Fixture {
    let fixture = Fixture::new();
    let topic = "id = \"glowing-knees\"\nkind = \"condition\"\nlabel = \"Glowing knees\"\n\
                 description = \"Knees that glow, which nobody has.\"\nrecorded = \"2026-03-02\"\n";
    fs::write(fixture.data().join("topics/glowing-knees.toml"), topic).unwrap();
    let scope = "read-on = \"2026-03-02\"\nread-by-clinician = false\nemergency = \"Call somebody.\"\n\
                 same-day = \"Call somebody today.\"\nsoon = \"Call somebody soon.\"\n\n[[outside]]\nid = \"moon-dust\"\n\
                 label = \"Moon dust\"\nnames = [\"dust of the moon\"]\nmentioned = false\n";
    fs::write(fixture.data().join("scope.toml"), scope).unwrap();
    fixture
}

fn gaps(fixture: &Fixture, file: Option<&Path>) -> Ended {
    let data = fixture.data();
    let file = file.map(|file| file.to_str().unwrap());
    cli(["gaps", "--data", data.to_str().unwrap()].into_iter().chain(file))
}

fn counts(file: &Path) -> serde_json::Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// Serves, asks all of this, and stops. What is logged before the first request is not in the log.
fn serve(fixture: Fixture, file: &Path, asked: &[&str]) -> Program {
    let mut program = Program::start_on(fixture, &["--count-queries", file.to_str().unwrap()]);
    for address in asked {
        assert_eq!(program.client.get(address).status, 200, "{address}");
    }
    program.signal("TERM");
    let (status, log) = program.wait();
    assert!(status.success(), "{log:?}");
    program
}

#[test]
fn what_is_not_found_is_counted_by_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("counts.json");
    let asked = [
        "/v1/search?q=moon+dust",
        "/?q=dust+of+the+moon",
        "/v1/search?q=glowing+knees",
        // A word of no list comes again and again, and stays out.
        "/v1/search?q=zzyzx",
        "/v1/search?q=zzyzx&limit=1",
        "/v1/search?q=zzyzx&limit=2",
        // A common word is written down from its third search on.
        "/v1/search?q=mattress",
        "/v1/search?q=mattress&limit=1",
        "/v1/search?q=trampoline",
        "/v1/search?q=mattress&limit=2",
        "/v1/search?q=nobody.mattress%40example.org",
        "/v1/search?q=0123456789",
        // What records have is no gap.
        "/v1/search?q=imaginary+ache",
    ];
    serve(fixture(), &file, &asked);
    let written = counts(&file);
    assert_eq!(written["terms"], serde_json::json!({ "glowing knees": 1, "mattress": 3, "moon dust": 2 }), "{written}");
    assert!(written["left_out"].as_u64().unwrap() >= 3, "{written}");
    let fields: Vec<&String> = written.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["format", "left_out", "searches", "terms"], "nothing else is kept");
    assert!(!fs::read_to_string(&file).unwrap().contains("zzyzx"));

    // It goes on from there.
    let program = serve(fixture(), &file, &["/v1/search?q=moon+dust", "/v1/search?q=imaginary+ache"]);
    let fixture = &program.fixture;
    assert_eq!(counts(&file)["terms"]["moon dust"], 3);

    // And is listed with what it is to the records, and with topics that nobody has looked for.
    let data = fixture.data().to_str().unwrap().to_owned();
    let listed = gaps(fixture, Some(&file));
    assert_eq!(listed.code, Some(0), "{}", listed.stderr);
    let expected = [
        "     3  mattress  on no list".to_owned(),
        format!("     3  moon dust  nothing on it, as {data}/scope.toml says: moon-dust"),
        format!("     1  glowing knees  condition without records: {data}/topics/glowing-knees.toml:3"),
    ];
    assert_eq!(listed.stdout.lines().collect::<Vec<_>>(), expected);
    let listed = gaps(fixture, None);
    assert_eq!(
        listed.stdout,
        format!("     -  glowing knees  condition without records: {data}/topics/glowing-knees.toml:3\n")
    );
}

#[test]
fn nothing_is_counted_unless_the_operator_wants_it() {
    let mut program = Program::start_on(fixture(), &[]);
    assert_eq!(program.client.get("/v1/search?q=moon+dust").status, 200);
    program.signal("TERM");
    let (_, log) = program.wait();
    assert!(!log.iter().any(|line| line.contains("counting")), "{log:?}");
    let names: Vec<_> = fs::read_dir(program.fixture.data().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn a_damaged_file_is_told_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("counts.json");
    for (text, because) in [
        ("{\"format\": 1, \"ter", "no file of counts"),
        ("{\"format\": 7, \"searches\": 0, \"left_out\": 0, \"terms\": {}}", "format 7"),
    ] {
        fs::write(&file, text).unwrap();
        let program = serve(fixture(), &file, &["/v1/search?q=moon+dust"]);
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
        let listed = gaps(&program.fixture, Some(&file));
        assert_eq!(listed.code, Some(2), "{}", listed.stdout);
        assert!(listed.stderr.contains("counts.json") && listed.stderr.contains(because), "{}", listed.stderr);
    }
    let listed = gaps(&fixture(), Some(&folder.path().join("none.json")));
    assert_eq!(listed.code, Some(2));
    assert!(listed.stderr.contains("cannot read"), "{}", listed.stderr);
}

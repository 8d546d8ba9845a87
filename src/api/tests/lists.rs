use serde_json::{Value, json};

use super::{Api, ids};
use crate::api::params::Listing;
use crate::http::cache::CachePolicy;

#[actix_web::test]
async fn every_list_has_the_same_envelope() {
    let api = Api::new();
    for address in [
        "/v1/search",
        "/v1/suggest?q=im",
        "/v1/sources",
        "/v1/findings",
        "/v1/claims",
        "/v1/blurbs",
        "/v1/changes",
        "/v1/topics",
    ] {
        let got = api.get(address).await;
        // A search has a place for what answers the question, beside its list.
        let keys: Vec<_> = got.body.as_object().unwrap().keys().filter(|key| *key != "answer").cloned().collect();
        assert_eq!(keys, ["data", "facets", "meta"], "{address}");
        assert_eq!(got.body.get("answer").is_some(), address == "/v1/search", "{address}");
        let meta = got.body["meta"].as_object().unwrap();
        for key in ["total", "limit", "next_cursor", "dataset", "query", "warnings"] {
            assert!(meta.contains_key(key), "{address} has no meta.{key}");
        }
        assert_eq!(meta["dataset"]["version"], json!(api.context.served.version), "{address}");
        assert_eq!(meta["dataset"]["as_of"], "2026-11-23", "{address}");
        assert_eq!(got.body["facets"], json!({}), "{address}");
        assert_eq!(got.policy, Some(CachePolicy::Dataset), "{address}");
    }
}

#[actix_web::test]
async fn pages_follow_one_another_without_gap_or_repetition() {
    let api = Api::new();
    for (list, sort) in [("/v1/topics", "title"), ("/v1/search", "relevance"), ("/v1/findings", "newest")] {
        let all = api.get(&format!("{list}?limit=100&sort={sort}")).await;
        assert_eq!(all.link, None);
        let all = all.body;
        let total = all["meta"]["total"].as_u64().unwrap();
        assert!(total > 2, "{list}");
        assert_eq!(u64::try_from(ids(&all).len()), Ok(total));

        let mut walked: Vec<String> = Vec::new();
        let mut next = Some(format!("{list}?sort={sort}&limit=2"));
        while let Some(address) = next {
            let page = api.get(&address).await;
            assert_eq!(page.body["meta"]["total"], json!(total));
            walked.extend(ids(&page.body).iter().map(|id| (*id).to_owned()));
            let cursor = page.body["meta"]["next_cursor"].as_str();
            assert_eq!(cursor.is_some(), page.link.is_some());
            next = page.link.map(|link| {
                let address = link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned();
                assert!(address.contains(cursor.unwrap()) && address.contains("limit=2"), "{address}");
                address
            });
        }
        assert_eq!(walked, ids(&all), "{list}");
    }
}

#[actix_web::test]
async fn a_cursor_keeps_the_day_of_its_first_page() {
    let api = Api::new();
    let first = api.get("/v1/sources?limit=1&as_of=2020-01-01").await.body;
    let cursor = first["meta"]["next_cursor"].as_str().unwrap();
    let second = api.get(&format!("/v1/sources?limit=1&as_of=2020-01-01&cursor={cursor}")).await.body;
    assert_eq!(second["meta"]["dataset"]["as_of"], "2020-01-01");

    let mut tomorrow = Api::new();
    let first = api.get("/v1/sources?limit=1").await.body;
    tomorrow.context.today = "2026-11-24".parse().unwrap();
    let cursor = first["meta"]["next_cursor"].as_str().unwrap();
    let second = tomorrow.get(&format!("/v1/sources?limit=1&cursor={cursor}")).await.body;
    assert_eq!(second["meta"]["dataset"]["as_of"], "2026-11-23");
}

#[actix_web::test]
async fn filters_are_or_within_and_between() {
    let api = Api::new();
    let either = api.get("/v1/sources?design=rct,guideline&sort=id").await.body;
    assert_eq!(
        ids(&either),
        [
            "example-guideline-elsewhere",
            "example-guideline-nowhere",
            "example-guideline-old",
            "example-retracted",
            "example-trial-nowhere",
        ]
    );
    assert_eq!(api.get("/v1/sources?design=rct&design=guideline").await.body["meta"]["total"], 0);
    let both = api.get("/v1/findings?topic=imaginary-ache&topic=invented-therapy").await.body;
    assert!(both["meta"]["total"].as_u64() > Some(0));
    let one = api.get("/v1/sources?editorial_status=retracted").await.body;
    assert_eq!(ids(&one), ["example-retracted"]);
    let lapsed = api.get("/v1/sources?currency=lapsed,superseded&sort=id").await.body;
    assert_eq!(ids(&lapsed), ["example-guideline-nowhere", "example-guideline-old"]);
    let before = api.get("/v1/sources?currency=lapsed,superseded&as_of=2019-06-01").await.body;
    assert_eq!(ids(&before), ["example-guideline-old"]);
}

#[actix_web::test]
async fn ranges_include_their_ends_and_may_be_open() {
    let api = Api::new();
    let of = async |query: &str| api.get(&format!("/v1/sources?sort=id&{query}")).await.body;
    assert_eq!(ids(&of("year=2021").await), ["example-trial-nowhere"]);
    assert_eq!(ids(&of("year=2021..2022").await), ["example-retracted", "example-trial-nowhere"]);
    assert_eq!(
        ids(&of("year=2021..").await),
        ["example-guideline-elsewhere", "example-retracted", "example-trial-nowhere", "example-unidentified"]
    );
    assert_eq!(ids(&of("participants=..120").await), ["example-retracted", "example-trial-nowhere"]);
    let reversed = of("year=2021..2019").await;
    assert_eq!(ids(&reversed), ["example-guideline-nowhere", "example-trial-nowhere"]);
    assert_eq!(
        reversed["meta"]["warnings"],
        json!([{ "parameter": "year", "message": "the range ends before it begins, and was read as 2019..2021" }])
    );
}

#[actix_web::test]
async fn facets_say_what_choosing_them_would_give() {
    let api = Api::new();
    let body = api.get("/v1/search?facets=kind,design&kind=source&limit=1").await.body;
    let kinds = body["facets"]["kind"].as_array().unwrap();
    let count = |values: &[Value], value: &str| {
        values.iter().find(|v| v["value"] == value).map(|v| (v["count"].as_u64(), v["selected"].as_bool()))
    };
    assert_eq!(count(kinds, "source"), Some((Some(6), Some(true))));
    assert_eq!(count(kinds, "topic"), Some((Some(3), Some(false))));
    assert_eq!(count(body["facets"]["design"].as_array().unwrap(), "guideline"), Some((Some(3), Some(false))));
}

#[actix_web::test]
async fn the_query_says_how_it_was_understood() {
    let api = Api::new();
    let body = api.get("/v1/search?q=the+pretend+pain+therpay").await.body;
    let query = &body["meta"]["query"];
    assert_eq!(query["text"], "the pretend pain therpay");
    assert!(query["terms"].as_array().unwrap().iter().any(|term| term["topic"] == "imaginary-ache"));
    assert_eq!(query["dropped"], json!([{ "text": "the", "reason": "stopword" }]));
    assert_eq!(query["corrected"], "the pretend pain therapy");
    assert_eq!(api.get("/v1/topics").await.body["meta"]["query"], Value::Null);
    let literal = api.get("/v1/search?q=therpay&expand=none").await.body;
    assert_eq!(literal["meta"]["total"], 0);
}

#[actix_web::test]
async fn optional_parts_of_hits_can_be_left_out() {
    let api = Api::new();
    let whole = &api.get("/v1/search?q=ache&limit=1&kind=finding").await.body["data"][0];
    for part in ["score", "status", "source", "year", "design", "certainty", "topics", "excerpts"] {
        assert!(whole.get(part).is_some(), "{part}");
    }
    assert!(whole.get("explanation").is_none());
    let lean = &api.get("/v1/search?q=ache&limit=1&kind=finding&fields=score").await.body["data"][0];
    let keys: Vec<_> = lean.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        ["currency", "editorial_status", "href", "id", "identified", "kind", "score", "title", "verification"]
    );
    let plain = &api.get("/v1/search?q=ache&limit=1&highlight=false&explain=true").await.body["data"][0];
    assert!(plain.get("excerpts").is_none() && plain["explanation"]["parts"][0]["term"].is_string());
}

#[actix_web::test]
async fn suggestions_lead_to_records() {
    let api = Api::new();
    let body = api.get("/v1/suggest?q=imagin&kind=topic&limit=3").await.body;
    assert_eq!(
        body["data"][0],
        json!({
            "text": "Imaginary ache",
            "kind": "topic",
            "id": "imaginary-ache",
            "href": "/v1/topics/imaginary-ache",
        })
    );
    assert_eq!(api.get("/v1/suggest").await.body["data"], json!([]));
}

#[actix_web::test]
async fn a_topic_counts_what_the_filter_finds() {
    let api = Api::new();
    let topics = api.get("/v1/topics?limit=100").await.body;
    for topic in topics["data"].as_array().unwrap() {
        let id = topic["id"].as_str().unwrap();
        for list in ["sources", "findings", "claims", "blurbs"] {
            let address = topic["links"][list].as_str().unwrap();
            let found = api.get(&format!("{address}&limit=1")).await.body;
            assert_eq!(topic["counts"][list], found["meta"]["total"], "{list} of {id}");
        }
    }
}

#[actix_web::test]
async fn a_hit_in_brief_says_everything_once() {
    let api = Api::new();
    let whole = api.get("/v1/search?q=ache&limit=20").await.body;
    let brief = api.get("/v1/search?q=ache&limit=20&brief=true").await.body;
    for (whole, brief) in whole["data"].as_array().unwrap().iter().zip(brief["data"].as_array().unwrap()) {
        for field in ["kind", "id", "title", "href", "year", "design", "source", "verdict", "state", "certainty"] {
            assert_eq!(whole.get(field), brief.get(field), "{field}");
        }
        assert!(brief.get("status").is_none() && brief.get("topics").is_none());
        // The two words say what the object says.
        assert_eq!(whole.pointer("/status/editorial/status"), brief.get("editorial_status"));
        assert_eq!(whole.pointer("/status/currency/state"), brief.get("currency"));
        for excerpt in brief["excerpts"].as_array().unwrap() {
            let keys: Vec<_> = excerpt.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, ["cut_after", "cut_before", "field", "html", "pointer"]);
        }
    }
    let text = api.get("/v1/search?q=ache&limit=1&fields=excerpts.text").await.body;
    let excerpt = &text["data"][0]["excerpts"][0];
    assert!(
        excerpt["text"].is_string() && excerpt.get("html").is_none() && excerpt.get("marks").is_none(),
        "{excerpt}"
    );
}

#[actix_web::test]
async fn fields_of_records_can_be_left_out_of_every_list() {
    let api = Api::with_literature();
    for listing in Listing::ALL {
        let list = match listing {
            Listing::Sources => "/v1/sources",
            Listing::Findings => "/v1/findings",
            Listing::Claims => "/v1/claims",
            Listing::Blurbs => "/v1/blurbs",
            Listing::Topics => "/v1/topics",
            Listing::Literature => "/v1/literature",
        };
        let of = async |query: &str| api.get(&format!("{list}?limit=3{query}")).await.body;
        let whole = of("").await;
        let keys = |body: &Value| -> Vec<String> {
            let mut keys: Vec<_> = body["data"][0].as_object().unwrap().keys().cloned().collect();
            keys.sort_unstable();
            keys
        };
        let expected = |more: &[&str]| -> Vec<String> {
            let mut expected: Vec<_> = listing.always().iter().chain(more).map(|field| (*field).to_owned()).collect();
            expected.sort_unstable();
            expected
        };
        let optional = listing.optional();
        let (one, last) = (optional[0], *optional.last().unwrap());
        assert_eq!(keys(&of(&format!("&fields={one}")).await), expected(&[one]), "{list}");
        let brief = of("&brief=true").await;
        assert_eq!(keys(&brief), expected(listing.brief()), "{list}");
        let more = of(&format!("&brief=true&fields={last}")).await;
        assert!(more["data"][0].get(last).is_some(), "{list}");
        assert_eq!(of("&brief=false").await["data"], whole["data"], "{list}");
        for (brief, whole) in brief["data"].as_array().unwrap().iter().zip(whole["data"].as_array().unwrap()) {
            for (field, value) in brief.as_object().unwrap() {
                assert_eq!(&whole[field], value, "{list} {field}");
            }
        }
        let problem = api.refused(&format!("{list}?fields={one}x")).await;
        assert_eq!(problem.errors[0].did_you_mean.as_deref(), Some(one), "{list}");
    }
}

#[actix_web::test]
async fn publications_are_found_by_what_they_are_called() {
    let api = Api::new();
    let sources = api.get("/v1/sources?limit=100&sort=id").await.body;
    let source = sources["data"].as_array().unwrap().iter().find(|source| source["author"][0]["family"].is_string());
    let source = source.unwrap();
    let (id, family) = (source["id"].as_str().unwrap(), source["author"][0]["family"].as_str().unwrap());
    let of = async |query: &str| api.get(&format!("/v1/sources?limit=100&{query}")).await.body;
    let by_author = of(&format!("author={family}")).await;
    assert!(ids(&by_author).contains(&id), "{family}");
    assert!(by_author["meta"]["total"].as_u64() < sources["meta"]["total"].as_u64());
    // Several of one name are or, several names are and.
    let either = of(&format!("author={family}&author=Nobodyelse")).await;
    assert_eq!(ids(&either), ids(&by_author));
    assert_eq!(either["meta"]["warnings"][0]["parameter"], "author");
    let both = of(&format!("author={family}&journal=Nobodyelse")).await;
    assert_eq!(both["meta"]["total"], 0);
    let title = source["title"].as_str().unwrap().split(' ').next().unwrap().to_uppercase();
    assert!(ids(&of(&format!("title={title}")).await).contains(&id), "{title}");
    let many = format!("/v1/sources?{}", "author=a&".repeat(11));
    assert_eq!(api.refused(&many).await.errors[0].parameter.as_deref(), Some("author"));
    // Results pass by their publication; other records do not.
    let found = api.get(&format!("/v1/search?limit=100&author={family}")).await.body;
    for hit in found["data"].as_array().unwrap() {
        assert!(["source", "finding"].contains(&hit["kind"].as_str().unwrap()), "{hit}");
    }
    let findings = api.get(&format!("/v1/findings?limit=100&author={family}")).await.body;
    assert!(
        findings["data"]
            .as_array()
            .unwrap()
            .iter()
            .all(|finding| ids(&by_author).contains(&finding["source"]["id"].as_str().unwrap()))
    );
    // Counts are of what passes.
    let counted = api.get(&format!("/v1/search?limit=1&facets=kind&author={family}")).await.body;
    let kinds: Vec<_> =
        counted["facets"]["kind"].as_array().unwrap().iter().map(|kind| kind["value"].as_str().unwrap()).collect();
    assert!(kinds.iter().all(|kind| ["source", "finding"].contains(kind)), "{kinds:?}");
}

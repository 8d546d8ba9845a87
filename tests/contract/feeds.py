"""Reads the feeds as a feed reader does.

    .venv/bin/python tests/contract/feeds.py http://127.0.0.1:8080
"""

import datetime
import json
import re
import sys
import urllib.error
import urllib.request

import feedparser

service = sys.argv[1].rstrip("/")
URN = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}T00:00:00Z$")


def get(path, **headers):
    request = urllib.request.Request(service + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def checked(query):
    """Both forms of a feed say the same, and are what their specifications ask for."""
    status, headers, body = get(f"/feeds/changes.atom{query}")
    assert status == 200, status
    assert headers["Content-Type"] == "application/atom+xml; charset=utf-8", headers["Content-Type"]
    feed = feedparser.parse(body, response_headers={"content-type": headers["Content-Type"]})
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10", feed.version
    about, entries = feed.feed, feed.entries
    assert URN.match(about.id) and about.title and about.author and about.language == "en", about
    links = {(link.rel, link.type): link.href for link in about.links}
    assert links["self", "application/atom+xml"] == f"{service}/feeds/changes.atom{query}", links
    assert entries, "no entry"
    ids = [entry.id for entry in entries]
    assert len(set(ids)) == len(ids), "two entries have one id"
    updated = [entry.updated for entry in entries]
    assert updated == sorted(updated, reverse=True), "not newest first"
    assert about.updated == updated[0], about.updated
    today = datetime.datetime.now(datetime.timezone.utc)
    for entry in entries:
        assert URN.match(entry.id) and DAY.match(entry.updated) and entry.title and entry.summary, entry
        assert datetime.datetime(*entry.updated_parsed[:6], tzinfo=datetime.timezone.utc) <= today, entry
        records = [link.href for link in entry.links if link.rel == "related"]
        assert records == [entry.link.replace(service, f"{service}/v1")], entry.links

    status, headers, body = get(f"/feeds/changes.json{query}")
    assert status == 200, status
    assert headers["Content-Type"] == "application/feed+json; charset=utf-8", headers["Content-Type"]
    twin = json.loads(body)
    assert twin["version"] == "https://jsonfeed.org/version/1.1", twin["version"]
    assert twin["title"] == about.title and twin["feed_url"] == f"{service}/feeds/changes.json{query}", twin
    assert links["alternate", "application/feed+json"] == twin["feed_url"], links
    same = [(item["id"], item["title"], item["url"], item["date_modified"], item["content_text"]) for item in twin["items"]]
    assert same == [(entry.id, entry.title, entry.link, entry.updated, entry.summary) for entry in entries]

    for form in ("atom", "json"):
        tag = get(f"/feeds/changes.{form}{query}")[1]["ETag"]
        status, _, body = get(f"/feeds/changes.{form}{query}", **{"If-None-Match": tag})
        assert (status, body) == (304, b""), (form, status)
    return about.id, dict(zip(ids, updated))


everything, all_changes = checked("")
topics = json.loads(get("/v1/topics?limit=100")[2])["data"]
assert topics
for topic in topics:
    own, changes = checked(f"?topic={topic['id']}")
    assert own != everything
    # A change has one name in all feeds; the feed of a topic may go further back.
    oldest = min(all_changes.values())
    assert all(change in all_changes for change, day in changes.items() if day > oldest), topic["id"]
lapsed = feedparser.parse(get("/feeds/changes.atom?topic=clinical-guideline")[2])
for entry in lapsed.entries[:10]:
    records = [link.href.removeprefix(service) for link in entry.links if link.rel == "related"]
    assert all(get(record)[0] in (200, 410) for record in records), records
status, _, body = get("/feeds/changes.atom?topic=nonsense")
assert status == 400 and json.loads(body)["errors"][0]["parameter"] == "topic", body
assert get("/feeds/changes.rss")[0] == 404
print(f"good; {len(topics) + 1} feeds, {len(all_changes)} entries in the first")

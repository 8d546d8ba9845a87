"""tantivy's Python binding behind FastAPI: `/search?q=…&match=all`, ten records with an excerpt each and the exact total.

    tantivy_server.py INDEX build RECORDS
    tantivy_server.py INDEX serve PORT
"""

import sys

import orjson
import tantivy
import uvicorn
from fastapi import FastAPI, Response

from records import records


def schema():
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("pmid", stored=True, tokenizer_name="raw")
    builder.add_text_field("title", stored=True, tokenizer_name="en_stem")
    builder.add_text_field("abstract", stored=True, tokenizer_name="en_stem")
    return builder.build()


def build(folder, source):
    writer = tantivy.Index(schema(), path=folder).writer(heap_size=120_000_000, num_threads=1)
    for record in records(source):
        writer.add_document(tantivy.Document(**record))
    writer.commit()
    writer.wait_merging_threads()


def application(folder):
    index = tantivy.Index.open(folder)
    searcher = index.searcher()
    app = FastAPI()

    @app.get("/search")
    async def search(q: str, match: str = "all", limit: int = 10):
        words = q.split()
        asked = f" {'AND' if match == 'all' else 'OR'} ".join(f'(title:"{word}" OR abstract:"{word}")' for word in words)
        query = index.parse_query(asked, ["title", "abstract"])
        found = searcher.search(query, limit=limit, count=True)
        of_abstract = tantivy.SnippetGenerator.create(searcher, query, index.schema, "abstract")
        hits = []
        for score, address in found.hits:
            document = searcher.doc(address)
            excerpt = of_abstract.snippet_from_doc(document).to_html()
            hits.append({"pmid": document["pmid"][0], "title": document["title"][0], "excerpt": excerpt, "score": score})
        return Response(orjson.dumps({"total": found.count, "hits": hits}), media_type="application/json")

    return app


if __name__ == "__main__":
    folder, command, rest = sys.argv[1], sys.argv[2], sys.argv[3]
    if command == "build":
        build(folder, rest)
    else:
        uvicorn.run(application(folder), host="127.0.0.1", port=int(rest), log_level="warning", access_log=False)

// Compiled against the types generated from the OpenAPI document: does a client get types it can work with?

import type { components, paths } from "./client";

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

// `any`, `unknown` and `never` would accept or refuse everything: a document without schemas would pass.
type Known<T> = 0 extends 1 & T ? false : unknown extends T ? false : [T] extends [never] ? false : true;
const known = <_T extends true>(): void => {};

known<Known<Answer<"/v1">>>();
known<Known<Answer<"/v1/search">>>();
known<Known<Answer<"/v1/suggest">>>();
known<Known<Answer<"/v1/sources">>>();
known<Known<Answer<"/v1/sources/{id}">>>();
known<Known<Answer<"/v1/findings">>>();
known<Known<Answer<"/v1/findings/{id}">>>();
known<Known<Answer<"/v1/topics">>>();
known<Known<Answer<"/v1/topics/{id}">>>();
known<Known<components["schemas"]["Problem"]>>();

// The rules all lists share.
const list = (answer: Answer<"/v1/search"> | Answer<"/v1/sources"> | Answer<"/v1/findings"> | Answer<"/v1/topics">) => {
  const total: number = answer.meta.total;
  const next: string | null | undefined = answer.meta.next_cursor;
  for (const item of answer.data) {
    known<Known<typeof item>>();
  }
  return [total, next];
};

// A hit is told by its kind, and then has what its kind has.
const standing = (hit: Answer<"/v1/search">["data"][number]): string => {
  switch (hit.kind) {
    case "source":
    case "finding":
      return `${hit.editorial_status} ${hit.currency}`;
    case "claim":
      return hit.verdict;
    case "blurb":
      return hit.state;
    case "topic":
      return hit.topic_kind;
  }
};

// The one error body.
const explain = (problem: components["schemas"]["Problem"]): string =>
  `${problem.status} ${problem.title}: ${problem.detail} (${problem.code})`;

export { explain, list, standing };

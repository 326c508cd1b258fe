// OpenAI's contract, with two major versions of its official Node client, by `node --test`.
//
// The client asks for base64 unless told otherwise and decodes whatever comes: a server that does not
// know the form has silent garbage for vectors.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";

const { NUTGRAF_PLAIN, NUTGRAF_NARROW, NUTGRAF_GUARDED, NUTGRAF_PROGRAM, NUTGRAF_CLIENTS, NUTGRAF_CLIENTS_TOKEN } =
  process.env;
// The clients are installed outside the repository.
const require = createRequire(`${NUTGRAF_CLIENTS}/`);

const MODEL = "all-minilm-l6-v2";
const TEXTS = [
  "The harbour was closed after the storm.",
  "a",
  "Die Fähre fährt über den Sund – für 12 € je Fahrt.",
  "港口在风暴后关闭。 🚢",
];
const LONG = "harbour storm ".repeat(400);

/** The bytes of a vector's 32-bit floats, to be compared to the bit. */
const bits = (vector) => Buffer.from(Float32Array.from(vector).buffer).toString("hex");

/** The vectors of `nutgraf embed`. */
function ofProgram(texts) {
  const input = texts.map((text) => JSON.stringify({ text })).join("\n");
  const lines = execFileSync(NUTGRAF_PROGRAM, ["embed", "--field", "text", "--json", "-q", "-"], { input });
  return lines.toString().trim().split("\n").map((line) => bits(JSON.parse(line).vector));
}

const expected = ofProgram([...TEXTS, LONG]);

/** The token ids of a text, without the special ones. */
async function tokenIds(text) {
  const body = JSON.stringify({ inputs: text, add_special_tokens: false });
  const answer = await fetch(`${NUTGRAF_PLAIN}/tokenize`, { method: "POST", body });
  return (await answer.json())[0].map((token) => token.id);
}

for (const name of ["openai", "openai-6"]) {
  const { default: OpenAI } = require(name);
  const { VERSION } = require(`${name}/version`);
  const of = (base, apiKey = "none", maxRetries = 0) => new OpenAI({ baseURL: `${base}/v1`, apiKey, maxRetries });
  const client = of(NUTGRAF_PLAIN);
  const embed = (input, options = {}) => client.embeddings.create({ model: MODEL, input, ...options });
  const about = (what) => `openai ${VERSION}: ${what}`;

  test(about("vectors are those of the program, in the client's own form and as numbers"), async () => {
    for (const options of [{}, { encoding_format: "float" }]) {
      const answer = await embed(TEXTS, options);
      assert.deepEqual(answer.data.map((item) => item.index), [0, 1, 2, 3]);
      assert.deepEqual(answer.data.map((item) => bits(item.embedding)), expected.slice(0, 4));
      for (const [number, text] of TEXTS.entries()) {
        assert.equal(bits((await embed(text, options)).data[0].embedding), expected[number]);
      }
    }
  });

  test(about("base64 that is asked for is little-endian floats"), async () => {
    const [item] = (await embed(TEXTS[0], { encoding_format: "base64" })).data;
    assert.equal(Buffer.from(item.embedding, "base64").toString("hex"), expected[0]);
  });

  test(about("token ids mean their text, and are counted with the special ones"), async () => {
    const ids = await Promise.all(TEXTS.map(tokenIds));
    const answer = await embed(ids);
    assert.deepEqual(answer.data.map((item) => bits(item.embedding)), expected.slice(0, 4));
    const count = ids.reduce((sum, list) => sum + list.length + 2, 0);
    assert.deepEqual(answer.usage, { prompt_tokens: count, total_tokens: count });
    assert.equal(bits((await embed(ids[0])).data[0].embedding), expected[0]);
  });

  test(about("a long text is flagged"), async () => {
    const asked = client.embeddings.create({ model: MODEL, input: [TEXTS[0], LONG] });
    const { data, response } = await asked.withResponse();
    assert.equal(response.headers.get("x-nutgraf-truncated"), "1");
    assert.deepEqual(data.data.map((item) => item.truncated), [undefined, true]);
    assert.equal(bits(data.data[1].embedding), expected[4]);
  });

  test(about("what cannot be used is refused, in the form of the contract"), async () => {
    for (const [param, input, options] of [["dimensions", "a", { dimensions: 128 }], ["input", ""], ["input", []]]) {
      await assert.rejects(embed(input, options), (error) => {
        assert.ok(error instanceof OpenAI.BadRequestError);
        assert.deepEqual([error.param, error.type], [param, "invalid_request_error"]);
        return error.error.message.length > 0;
      });
    }
  });

  test(about("models are listed, and one that is not there is not found"), async () => {
    const listed = await client.models.list();
    assert.equal(listed.data.length, 1);
    assert.equal((await client.models.retrieve(listed.data[0].id)).id, listed.data[0].id);
    await assert.rejects(client.models.retrieve("text-embedding-3-small"), (error) => {
      return error instanceof OpenAI.NotFoundError && error.code === "not_found" && error.param === "model";
    });
  });

  test(about("what is too much is refused with its class"), async () => {
    const page = "word ".repeat(240);
    const ask = (client, count) => client.embeddings.create({ model: MODEL, input: Array(count).fill(page) });
    const narrow = of(NUTGRAF_NARROW);
    await assert.rejects(ask(narrow, 8), (error) => error.status === 413 && error.error.limit === 1024);
    const settled = await Promise.allSettled(Array.from({ length: 16 }, () => ask(narrow, 3)));
    const refused = settled.filter((it) => it.status === "rejected").map((it) => it.reason);
    assert.ok(refused.length > 0 && refused.length < 16);
    for (const error of refused) {
      assert.ok(error instanceof OpenAI.RateLimitError);
      assert.equal(error.type, "rate_limit_error");
      assert.ok(Number(error.headers.get("retry-after")) >= 1);
    }
  });

  test(about("a token is asked for"), async () => {
    const guarded = of(NUTGRAF_GUARDED, NUTGRAF_CLIENTS_TOKEN);
    const answer = await guarded.embeddings.create({ model: MODEL, input: TEXTS[0] });
    assert.equal(bits(answer.data[0].embedding), expected[0]);
    const asked = of(NUTGRAF_GUARDED, "not-of-these-tests").models.list();
    await assert.rejects(asked, OpenAI.AuthenticationError);
  });
}

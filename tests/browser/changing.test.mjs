// Changing the library: paste and keep, mark as read, edit, delete and undo, import.

import assert from "node:assert/strict";

import { ODD, short } from "./articles.mjs";
import { NUTGRAF_CHANGED as at, browse, pathOf, picture } from "./browser.mjs";

const TEXT = [
  "The lighthouse at Skerry Point went dark on Monday for the first time in 140 years, after a wave broke its lantern.",
  "Keeper Ines Fallow said the glass had held through worse storms, and that she lit a hand lamp in the window until dawn.",
  "Two fishing boats turned back, and nobody was hurt. Repairs will cost about $90,000 and take until the end of May.",
  "The coast guard has sent a buoy with a light of its own. A new lantern, of plastic, is on its way from Bergen.",
].join("\n\n");
const TITLE = "Lighthouse at Skerry Point goes dark";

const count = async (page) => {
  await page.goto("/");
  return Number((await page.locator(".page-head .meta").innerText()).replace(/\D/g, ""));
};

browse("a text is pasted, read, and kept", { at }, async (page) => {
  const before = await count(page);
  await page.getByRole("link", { name: "Add", exact: true }).click();
  await picture(page, "add", true);
  await page.getByLabel("Text", { exact: true }).fill(TEXT);
  await page.getByLabel(/^Title/).fill(TITLE);
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByRole("heading", { name: TITLE }).waitFor();
  await page.getByText("This is not in the library.").waitFor();
  assert.equal(await page.locator("#summary .picks > li").count(), 3);
  assert.equal(await page.locator("#text p").count(), 4);

  await page.getByLabel("Length").fill("2");
  await page.waitForFunction(() => document.querySelectorAll("#summary .picks > li").length === 2);
  assert.equal(await page.locator("#text mark").count(), 2);
  await page.getByRole("button", { name: "Keep it in the library" }).click();
  await page.getByText("It is in the library now.").waitFor();
  assert.match(page.url(), /\/articles\//);
  assert.equal(await page.locator("#text p").count(), 4, "its paragraphs are lost on the way");
  assert.equal(await count(page), before + 1);
});

browse("an empty form says what is missing", { at, answer: 400 }, async (page) => {
  await page.goto("/new");
  await page.getByLabel("Text", { exact: true }).fill("   ");
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByText(/there is nothing here/).waitFor();
});

browse("a file is uploaded and kept at once", { at }, async (page) => {
  await page.goto("/new");
  const html = "<html lang=en><title>Bakery</title><article><h1>The bakery on Mill Lane closes</h1><p>" +
    "The bakery on Mill Lane shut its oven on Friday after 61 years, its owner said.</p><p>Bread will come " +
    "from the next town by van, at 7 a.m. each day, until somebody takes the shop.</p></article></html>";
  await page.getByLabel(/^File/).setInputFiles({ name: "bakery.html", mimeType: "text/html", buffer: Buffer.from(html) });
  await page.getByLabel("Keep it in the library").check();
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByText("It is in the library now.").waitFor();
  assert.match(await page.locator("#text").innerText(), /shut its oven on Friday/);
});

browse("what looks like markup is shown as it was typed", { at }, async (page) => {
  await page.goto("/new");
  const body = ODD.body.join("\n\n");
  await page.getByLabel("Text", { exact: true }).fill(body);
  await page.getByLabel(/^Title/).fill(ODD.title);
  await page.getByLabel("Keep it in the library").check();
  await page.getByRole("button", { name: "Read it" }).click();
  const same = async () => {
    assert.equal(await page.locator("h1").innerText(), ODD.title);
    const text = await page.locator("#text").innerText();
    for (const paragraph of ODD.body) assert.ok(text.includes(paragraph), paragraph);
    assert.equal(await page.locator("main script, main img, #text b, #text h1").count(), 0);
    assert.equal(await page.title(), `${ODD.title} · nutgraf`);
  };
  await same();
  await page.getByRole("link", { name: "Edit" }).click();
  assert.equal(await page.getByLabel("Title").inputValue(), ODD.title);
  assert.equal(await page.getByLabel("Text", { exact: true }).inputValue(), body);
  await page.getByLabel("Category").fill(ODD.category);
  await page.getByRole("button", { name: "Keep the changes" }).click();
  await page.getByText("Your changes are kept.").waitFor();
  await same();
  await page.goto("/stats");
  await page.getByRole("link", { name: ODD.category }).click();
  assert.equal(await page.locator(".row h2").innerText(), ODD.title);
  await page.locator(".row h2 a").click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByText(`Removed “${ODD.title}”.`).waitFor();
});

browse("an article is marked as read, in the list and on its page", { at }, async (page) => {
  await page.goto("/?category=football");
  const row = page.locator(".row").first();
  await page.evaluate(() => { globalThis.sameDocument = true; });
  await row.getByRole("button", { name: /^Mark as read/ }).click();
  await row.getByText("Read", { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true, "the list was loaded anew");
  assert.equal(await row.getByRole("button").count(), 0);
  await page.reload();
  assert.equal(await row.getByText("Unread").count(), 0, "it was not stored");

  await page.locator(".row:not(.read) h2 a").first().click();
  await page.getByRole("button", { name: "Mark as read" }).click();
  await page.getByText("Marked as read.").waitFor();
  await page.getByRole("button", { name: "Mark as read again" }).waitFor();
  assert.match(await page.locator(".facts").first().innerText(), /Read count\s+1/);
});

browse("an article is edited", { at }, async (page) => {
  await page.goto(await pathOf(page, "lander named Wren"));
  const words = await page.locator(".facts dd").first().innerText();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Title").fill("Wren is down");
  await page.getByLabel("Date").fill("2025-11-22");
  await page.getByRole("button", { name: "Keep the changes" }).click();
  await page.getByRole("heading", { name: "Wren is down" }).waitFor();
  assert.match(await page.locator(".head .meta").innerText(), /Nov\. 22, 2025/);
  assert.equal(await page.locator(".facts dd").first().innerText(), words, "the text changed too");
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByRole("link", { name: "Leave it as it was" }).click();
  await page.getByRole("heading", { name: "Wren is down" }).waitFor();
});

browse("an article is deleted, and put back", { at }, async (page) => {
  const before = await count(page);
  const path = await pathOf(page, "Lost opera");
  await page.goto(path);
  const title = await page.locator("h1").innerText();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByText(`Removed “${title}”.`).waitFor();
  await picture(page, "undo");
  assert.equal(Number((await page.locator(".page-head .meta").innerText()).replace(/\D/g, "")), before - 1);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("It is back in the library.").waitFor();
  assert.equal(new URL(page.url()).pathname, path, "it came back under another address");
  assert.equal(await page.locator("h1").innerText(), title);
  assert.equal(await count(page), before);
});

browse("an export is imported, and its progress watched", { at }, async (page) => {
  const before = await count(page);
  const lines = [...short(600)].map((it) => JSON.stringify(it));
  lines.splice(300, 0, JSON.stringify({ title: "No text", url: "https://news.example/none" }));
  await page.goto("/new");
  await page.getByRole("link", { name: "Import an export" }).click();
  const file = { name: "export.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(lines.join("\n")) };
  await page.getByLabel(/^File/).setInputFiles(file);
  await page.getByRole("button", { name: "Import it" }).click();
  await page.waitForURL(/\/import\/\d+$/);
  await page.evaluate(() => { globalThis.sameDocument = true; });
  await page.waitForFunction(() => {
    const bar = document.querySelector("progress");
    return bar.max > 1 && bar.value > 0 && bar.value < bar.max;
  });
  assert.match(await page.locator("#progress > p").first().innerText(), /^\d+ of 601 articles are done\.$/);
  await picture(page, "import-progress");
  await page.getByRole("link", { name: "To the library" }).waitFor({ timeout: 60_000 });
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true, "the page was loaded anew");
  assert.match(await page.locator("#said").textContent(), /^All 601 are done\.$/);
  assert.match(await page.locator(".facts").innerText(), /Added\s+600[\s\S]*Left out\s+1/);
  await page.getByText("What was left out, and why").click();
  assert.match(await page.locator(".plain").innerText(), /news\.example\/none/);
  await picture(page, "import-done");
  assert.equal(await count(page), before + 600);
});

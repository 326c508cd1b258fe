// Without JavaScript everything can be done too.

import assert from "node:assert/strict";

import { short } from "./articles.mjs";
import { NUTGRAF_KEYS as at, browse, pathOf } from "./browser.mjs";

const options = { at, javaScriptEnabled: false };

browse("without JavaScript: search, read, set the length, follow a similar reading", options, async (page) => {
  await page.goto("/");
  await page.getByLabel("Search the library").fill("a spacecraft lands on the moon");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByRole("link", { name: /lander named Wren/ }).click();
  assert.equal(await page.locator("#summary .picks > li").count(), 3);
  await page.getByLabel("Length").fill("6");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  assert.equal(await page.locator("#summary .picks > li").count(), 6);
  await page.getByText("Why this sentence").first().click();
  assert.ok(await page.locator(".reasons").first().isVisible());
  const title = await page.locator(".similar h3").first().innerText();
  await page.locator(".similar h3 a").first().click();
  assert.equal(await page.locator("h1").innerText(), title);
  assert.equal(await page.getByRole("button", { name: /^Keys/ }).count(), 0, "a button that does nothing");
});

browse("without JavaScript: paste, set the length, keep, mark as read, delete, undo", options, async (page) => {
  await page.goto("/new");
  const text = "A heron has nested on the town hall of Quayle.\r\n\r\nThe clerk, Odile Marsh, said on Monday that the roof is " +
    "closed until June. Four eggs were counted by a drone, which the bird chased off.\r\n\r\nWeddings move to the library.";
  await page.getByLabel("Text", { exact: true }).fill(text);
  await page.getByLabel(/^Title/).fill("Heron nests on town hall");
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByLabel("Length").fill("1");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  assert.equal(await page.locator("#summary .picks > li").count(), 1);
  assert.equal(await page.locator("#text p").count(), 3);
  await page.getByRole("button", { name: "Keep it in the library" }).click();
  await page.getByText("It is in the library now.").waitFor();
  await page.getByRole("button", { name: "Mark as read" }).click();
  await page.getByText("Marked as read.").waitFor();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("It is back in the library.").waitFor();
  await page.getByRole("button", { name: "Mark as read again" }).waitFor();
});

browse("without JavaScript: a row is marked as read, and the list stays as it was asked for", options, async (page) => {
  await page.goto("/?category=culture");
  const rows = page.locator(".row");
  const before = await rows.count();
  await rows.nth(1).getByRole("button").click();
  assert.match(page.url(), /\?category=culture/);
  assert.equal(await rows.count(), before);
  assert.equal(await rows.nth(1).getByText("Unread").count(), 0);
});

browse("without JavaScript: an import's page shows its end by itself", options, async (page) => {
  await page.goto("/import");
  const lines = [...short(300)].map((it) => JSON.stringify(it)).join("\n");
  await page.getByLabel(/^File/).setInputFiles({ name: "a.jsonl", mimeType: "text/plain", buffer: Buffer.from(lines) });
  await page.getByRole("button", { name: "Import it" }).click();
  await page.getByText("All 300 are done.").waitFor({ timeout: 60_000 });
  await page.getByRole("link", { name: "To the library" }).first().click();
  await pathOf(page, "engineer number 299");
});

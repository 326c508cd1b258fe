// Reading: the library, an article, the length of its summary, what is like it, stories, the digest.

import assert from "node:assert/strict";

import { NUTGRAF_EMPTY, NUTGRAF_READ, browse, pathOf, picture } from "./browser.mjs";

/** The sentences of a summary, as they are seen. */
const summary = (page) => page.locator("#summary .picks > li > a").allInnerTexts();
const marked = (page) => page.locator("#text mark").allInnerTexts();
const squeezed = (texts) => texts.join(" ").replace(/\s+/g, " ");

browse("an empty library says how to fill it", { at: NUTGRAF_EMPTY }, async (page) => {
  await page.goto("/");
  await page.getByRole("heading", { name: "Nothing is here yet" }).waitFor();
  await page.getByRole("link", { name: "paste a text or upload a file" }).click();
  await page.getByRole("heading", { name: "Add", level: 1 }).waitFor();
  for (const [path, heading] of [["/stories", "No story yet"], ["/digest", "Nothing new"]]) {
    await page.goto(path);
    await page.getByRole("heading", { name: heading }).waitFor();
  }
});

browse("the library lists articles, finds them by meaning and by words, and filters them", {}, async (page) => {
  await page.goto("/");
  assert.match(await page.title(), /^Library · nutgraf$/);
  assert.match(await page.locator(".page-head").innerText(), /\b61 articles\b/);
  assert.equal(await page.locator(".row").count(), 30);
  await picture(page, "library");
  const first = await page.locator(".row h2").first().innerText();
  await page.getByRole("link", { name: "Next" }).click();
  await page.getByText("Page 2", { exact: true }).waitFor();
  assert.notEqual(await page.locator(".row h2").first().innerText(), first);

  await page.getByLabel("Search the library").fill("a spacecraft lands on the moon");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.waitForURL(/q=a\+spacecraft/);
  assert.match(await page.locator(".row h2").first().innerText(), /lander named Wren/);
  assert.match(await page.locator(".row .reason").first().innerText(), /^0\.\d\d, .*alike$/);

  await page.getByLabel("Search the library").fill("cable anchor");
  await page.getByLabel("words", { exact: true }).check();
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.waitForURL(/by=words/);
  assert.match((await page.locator(".row .deck mark").first().innerText()).toLowerCase(), /^(cables?|anchor)$/);

  await page.goto("/");
  await page.getByText("Filter and order").click();
  await page.getByLabel("Category").fill("space");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.waitForURL(/category=space/);
  assert.equal(await page.locator(".row").count(), 6);
  await page.getByRole("link", { name: "Show all" }).click();
  assert.equal(await page.locator(".row").count(), 30);

  await page.goto("/?by=words&q=xyzzyplugh");
  await page.getByRole("heading", { name: "Nothing is found" }).waitFor();
});

browse("an article has its summary marked in its text, and a slider sets its length", {}, async (page) => {
  await page.goto(await pathOf(page, "Storm Ottoline"));
  assert.match(await page.locator("h1").innerText(), /^Three dead as Storm Ottoline/);
  await picture(page, "article", true);
  assert.equal((await summary(page)).length, 3);
  assert.equal(squeezed(await marked(page)), squeezed(await summary(page)));
  for (const section of ["Similar Readings", "Statistics", "Details"]) {
    await page.getByRole("heading", { name: section }).waitFor();
  }

  await page.evaluate(() => { globalThis.sameDocument = true; });
  await page.getByLabel("Length").fill("5");
  await page.waitForFunction(() => document.querySelectorAll("#summary .picks > li").length === 5);
  assert.equal(squeezed(await marked(page)), squeezed(await summary(page)));
  assert.match(page.url(), /[?&]n=5\b/);
  await page.getByLabel("Length").fill("1");
  await page.waitForFunction(() => document.querySelectorAll("#summary .picks > li").length === 1);
  assert.match((await page.locator(".length").innerText()).replace(/\s+/g, " "), /1 sentence at most/);
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true, "the page was loaded anew");
  await page.reload();
  assert.equal((await summary(page)).length, 1, "a reload forgets the length");

  await page.getByText("Why this sentence").first().click();
  assert.ok((await page.locator(".reasons li").first().innerText()).length > 3);
  await page.getByRole("link", { name: "Say it of every sentence" }).click();
  assert.ok((await page.locator("#every tbody tr").count()) > 10);
  assert.equal(await page.locator("#every tr.picked").count(), 1);
});

browse("a sentence of the summary leads to its place in the text", {}, async (page) => {
  await page.goto(await pathOf(page, "Storm Ottoline"));
  const link = page.locator("#summary .picks > li > a").last();
  const text = await link.innerText();
  await link.click();
  const target = page.locator("#text :target");
  assert.equal((await target.innerText()).trim(), text.trim());
  assert.ok(await target.evaluate((it) => {
    const { top, bottom } = it.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }), "it is out of sight");
});

browse("a similar reading says why, and leads on", {}, async (page) => {
  await page.goto(await pathOf(page, "Storm Ottoline"));
  const first = page.locator(".similar > li").first();
  assert.match(await first.innerText(), /alike 0\.\d\d/);
  assert.match(await first.locator(".why").innerText(), /Both name.*Karsa/);
  const title = await first.locator("h3").innerText();
  await first.getByRole("link").first().click();
  await page.waitForURL(/\/articles\//);
  assert.equal(await page.locator("h1").innerText(), title);
  await page.goBack();
  assert.match(await page.locator("h1").innerText(), /Storm Ottoline/);
});

browse("stories, the digest and the statistics", {}, async (page) => {
  await page.goto("/stories");
  await picture(page, "stories");
  await page.getByRole("link", { name: /Islands reconnect/ }).click();
  assert.match(await page.locator(".kicker").innerText(), /^Story$/i);
  await picture(page, "story", true);
  assert.equal(await page.locator(".rows > li").count(), 2);
  await page.getByLabel("Length").fill("2");
  await page.waitForFunction(() => document.querySelectorAll("#summary .picks > li").length === 2);
  // An article that has a day, and no time, was not told at midnight.
  assert.doesNotMatch(await page.locator("main").innerText(), /00:00/);
  await page.getByRole("link", { name: "One anchor, one cable" }).click();
  await page.getByRole("link", { name: "Its story, told by 2 articles" }).waitFor();

  await page.goto("/digest?unread=on");
  await picture(page, "digest", true);
  assert.match(await page.locator(".entry").first().innerText(), /Islands reconnect[\s\S]*new sentences in 2 new articles/);

  await page.getByRole("link", { name: "Statistics" }).click();
  await page.getByRole("heading", { name: "Statistics" }).waitFor();
  assert.match(await page.locator(".facts.large").innerText(), /\b61\b/);
  await page.locator("a[href='/?category=space']").click();
  assert.equal(await page.locator(".row").count(), 6);
});

browse("what is not there is said in words", { answer: 404 }, async (page) => {
  for (const path of ["/articles/00000000-0000-4000-8000-00000000dead", "/import/999", "/stories/00000000-0000-4000-8000-00000000dead"]) {
    assert.equal((await page.goto(path)).status(), 404, path);
    assert.ok((await page.locator("h1").innerText()).length > 3, path);
    await page.getByRole("link", { name: "To the library" }).waitFor();
  }
  assert.equal(new URL(page.url()).origin, NUTGRAF_READ);
});

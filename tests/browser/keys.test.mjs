// The keyboard alone: no test here uses a mouse.

import assert from "node:assert/strict";

import { NUTGRAF_KEYS as at, browse } from "./browser.mjs";

const press = async (page, keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const focused = (page) => page.evaluate(() => document.activeElement.innerText?.trim() ?? "");
const titles = (page) => page.locator(".row h2").allInnerTexts();

browse("j and k go through the list, o opens, m marks as read", { at }, async (page) => {
  await page.goto("/?category=health");
  const all = await titles(page);
  await press(page, "jj");
  assert.equal(await focused(page), all[1]);
  await press(page, "k");
  assert.equal(await focused(page), all[0]);
  await press(page, "k");
  assert.equal(await focused(page), all[0], "it goes on before the first");
  await press(page, "j".repeat(all.length + 3));
  assert.equal(await focused(page), all.at(-1), "it goes on after the last");
  // The item in focus comes into sight.
  await page.waitForFunction(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

  await press(page, "m");
  await page.locator(".row").last().getByText("Read", { exact: true }).waitFor();
  assert.equal(await focused(page), all.at(-1), "the focus is lost");
  await press(page, "ko");
  await page.waitForURL(/\/articles\//);
  assert.equal(await page.locator("h1").innerText(), all.at(-2));

  const sentence = page.locator("#summary .picks > li > a").nth(1);
  await press(page, "jj");
  assert.equal(await focused(page), (await sentence.innerText()).trim());
  await press(page, "o");
  assert.equal((await page.locator("#text :target").innerText()).trim(), (await sentence.innerText()).trim());
  await press(page, "m");
  await page.getByText("Marked as read.").waitFor();
});

browse("/ searches, and letters in a field are letters", { at }, async (page) => {
  await page.goto("/");
  await press(page, "/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.type("jkom/?");
  assert.equal(await page.getByLabel("Search the library").inputValue(), "jkom/?");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await page.getByLabel("Search the library").fill("");
  await page.keyboard.type("moon landing");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=moon\+landing/);
  assert.match((await titles(page))[0], /Wren/);

  await page.goto("/stories");
  await press(page, "/");
  await page.waitForURL(/\/#q$/);
  await page.waitForFunction(() => document.activeElement.id === "q");
});

browse("? tells the keys, and Escape gives the focus back", { at }, async (page) => {
  await page.goto("/");
  await press(page, "j");
  const before = await focused(page);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  const told = await page.locator("dialog kbd").allInnerTexts();
  assert.deepEqual(told, ["j", "k", "o", "m", "/", "?"]);
  await press(page, "j");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.equal(await focused(page), before);
});

browse("letters with Control stay the browser's", { at }, async (page) => {
  await page.goto("/");
  await page.keyboard.press("Control+j");
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
});

browse("Tab reaches everything, shows where it is, and the first stop skips to the content", { at }, async (page) => {
  await page.goto("/?category=economy");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to the content");
  const seen = await page.evaluate(() => document.activeElement.getBoundingClientRect().top >= 0);
  assert.ok(seen, "the link that skips stays out of sight");
  const stops = [];
  for (let at = 0; at < 40; at++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const it = document.activeElement;
      if (it === document.body) return null;
      const shown = it.matches(".segments input") ? it.nextElementSibling : it;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return { name: it.innerText || it.id || it.name, seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 };
    });
    if (!stop) break;
    stops.push(stop);
  }
  assert.deepEqual(stops.filter(({ seen }) => !seen), [], "nothing shows that these are in focus");
  const names = stops.map(({ name }) => name);
  for (const name of ["Library", "Stories", "Digest", "Add", "q", "Show", "Statistics", ...(await titles(page))]) {
    assert.ok(names.includes(name), `Tab never comes to ${name}`);
  }
});

browse("the slider is moved by arrows", { at }, async (page) => {
  await page.goto("/?category=space");
  await press(page, "jo");
  await page.waitForURL(/\/articles\//);
  const sentences = page.locator("#summary .picks > li");
  const before = await sentences.count();
  for (let at = 0; at < 30 && (await page.evaluate(() => document.activeElement.id)) !== "n"; at++) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((count) => document.querySelectorAll("#summary .picks > li").length === count, before + 1);
  assert.equal(await page.evaluate(() => document.activeElement.id), "n", "the slider lost the focus");
});

// What the tests of the page share: a browser that reaches this machine alone, pages of it that note
// every request and complaint, and pictures for whoever asks for them.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, test } from "node:test";

export const { NUTGRAF_READ, NUTGRAF_CHANGED, NUTGRAF_KEYS, NUTGRAF_EMPTY, NUTGRAF_WORK } = process.env;
const { NUTGRAF_BROWSER, NUTGRAF_CHROMIUM, SCREENSHOTS } = process.env;

// Both are installed outside the repository.
const require = createRequire(`${NUTGRAF_BROWSER}/`);
const { chromium } = require("playwright-core");
const { source: axe } = require("axe-core");

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** A browser for which no other host has an address. */
export const launch = () =>
  chromium.launch({
    executablePath: NUTGRAF_CHROMIUM,
    args: [
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
      "--no-proxy-server",
      // Chromium has no sandbox of its own for root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });

let browser = null;
after(() => browser?.close());

/**
 * A test in a browser of its own. It fails as well if the page asks for anything elsewhere, logs an
 * error or a warning, or has a script that fails. An answer that is an error is logged too: a test
 * that wants one says its number in `answer`.
 */
export function browse(name, { at = NUTGRAF_READ, answer, ...options }, body) {
  test(name, { timeout: 120_000 }, async () => {
    browser ??= await launch();
    const context = await browser.newContext({ viewport: DESKTOP, baseURL: at, locale: "en-US", ...options });
    context.setDefaultTimeout(15_000);
    const requests = [];
    const complaints = [];
    context.on("request", (request) => requests.push(request.url()));
    context.on("weberror", (error) => complaints.push(String(error.error())));
    context.on("console", (message) => {
      const is = ["error", "warning"].includes(message.type());
      if (is && !(answer && message.text().includes(`status of ${answer}`))) complaints.push(message.text());
    });
    try {
      const page = await context.newPage();
      await body(page, { requests, context });
    } finally {
      await context.close();
    }
    assert.ok(requests.length > 0, "nothing was asked for");
    const elsewhere = requests.filter((url) => !/^(data|blob):/.test(url) && new URL(url).origin !== at);
    assert.deepEqual(elsewhere, [], "a request left the machine");
    assert.deepEqual(complaints, [], "the console complains");
  });
}

/** Leaves a picture where pictures are wanted. */
export async function picture(page, name, fullPage = false) {
  if (!SCREENSHOTS) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage });
}

/** Leaves a page on paper where pictures are wanted, and gives its bytes. */
export async function paper(page, name) {
  const bytes = await page.pdf({ format: "A4", margin: { top: "2cm", bottom: "2cm", left: "2cm", right: "2cm" } });
  if (SCREENSHOTS) writeFileSync(`${SCREENSHOTS}/${name}.pdf`, bytes);
  return bytes;
}

/** The path of an article's page, by a part of its title. */
export async function pathOf(page, title) {
  const found = await page.request.get(`/?by=words&q=${encodeURIComponent(title)}`);
  const path = /<h2[^>]*><a href="(\/articles\/[^"]+)"/.exec(await found.text());
  assert.ok(path, `no article is called ${title}`);
  return path[1];
}

/** Fails if anything is wider than the window, other than what scrolls by itself. */
export async function assertFits(page) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const clips = (element) => {
      for (let it = element; it; it = it.parentElement) {
        if (it.matches(".wide, .hidden, .skip, dialog, [hidden], datalist")) return true;
      }
      return false;
    };
    const beyond = (element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > width + 1 || left < -1;
    };
    const all = [...document.body.querySelectorAll("*")].filter((it) => beyond(it) && !clips(it));
    const text = all.map((it) => `${it.tagName}.${it.className} ${it.textContent.trim().slice(0, 40)}`);
    return { scrolls: document.documentElement.scrollWidth > width, text };
  });
  assert.deepEqual(wide, { scrolls: false, text: [] }, "wider than the window");
}

/** What axe-core finds, without what it calls moderate or minor unless that is wanted too. */
export async function findings(page, impacts = ["serious", "critical"]) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations
    .filter(({ impact }) => impacts.includes(impact))
    .map(({ id, impact, help, nodes }) => `${impact} ${id}: ${help}: ${nodes.map((it) => it.html).join(" | ")}`);
}

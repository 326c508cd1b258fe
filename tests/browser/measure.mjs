// Figures for the record, run by hand: how soon the library of many articles is painted, how much it
// loads, and how soon a pasted article's card is there.
//
//   NUTGRAF_BROWSER=~/.cache/nutgraf/browser NUTGRAF_CHROMIUM=$(command -v chromium) \
//     node tests/browser/measure.mjs http://127.0.0.1:7800
//
// The server's library: `node tests/browser/articles.mjs 10000 | nutgraf --library FILE add -`.

import { argv } from "node:process";

import { DESKTOP, launch } from "./browser.mjs";

const at = argv[2];
const TIMES = 9;
const browser = await launch();

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const told = (name, numbers, unit = "ms") =>
  console.log(`${name}: median ${median(numbers).toFixed(0)} ${unit}, ${Math.min(...numbers).toFixed(0)} to ${Math.max(...numbers).toFixed(0)}`);

/** A page with nothing kept, and the bytes and number of what it was sent. */
async function fresh() {
  const context = await browser.newContext({ viewport: DESKTOP, baseURL: at });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const sent = { requests: 0, bytes: 0 };
  await session.send("Network.enable");
  session.on("Network.requestWillBeSent", () => { sent.requests += 1; });
  session.on("Network.loadingFinished", ({ encodedDataLength }) => { sent.bytes += encodedDataLength; });
  return { context, page, sent };
}

const paints = (page) =>
  page.waitForFunction(() => {
    const entries = performance.getEntriesByName("first-contentful-paint");
    const [load] = performance.getEntriesByType("navigation");
    return entries.length > 0 && load.loadEventEnd > 0 &&
      { paint: entries[0].startTime, answer: load.responseStart, load: load.loadEventEnd, origin: performance.timeOrigin };
  }).then((it) => it.jsonValue());

const paint = [];
const answer = [];
const load = [];
let sent = null;
for (let time = 0; time < TIMES; time++) {
  const one = await fresh();
  await one.page.goto("/", { waitUntil: "load" });
  const times = await paints(one.page);
  paint.push(times.paint);
  answer.push(times.answer);
  load.push(times.load);
  sent = one.sent;
  if (time === 0) console.log((await one.page.locator(".page-head .meta").innerText()).trim());
  await one.context.close();
}
console.log(`the library's view: ${sent.requests} requests, ${sent.bytes} bytes with their headers`);
told("first byte", answer);
told("first contentful paint", paint);
told("loaded", load);

// About 400 words, other ones each time, so that nothing is known of them.
const NAMES = ["Ada Brook", "Ivo Lund", "Mara Quist", "Tom Salter", "Nell Orme"];
const pasted = (time) => {
  const sentence = (at) =>
    `${NAMES[(at + time) % 5]} told the council of Ward ${at * 7 + time} on Tuesday that the bridge needs ${at + 3} new beams before ` +
    `winter, at a cost of ${at * 13 + time + 40} thousand crowns.`;
  return Array.from({ length: 4 }, (_, part) => [0, 1, 2, 3].map((at) => sentence(part * 4 + at)).join(" ")).join("\n\n");
};
const card = [];
for (let time = 0; time < TIMES; time++) {
  const { context, page } = await fresh();
  await page.goto("/new");
  await page.getByLabel("Text", { exact: true }).fill(pasted(time + Date.now() % 1000));
  // The clock of the page that is left and that of the one that comes are compared through the time of day.
  const from = await page.evaluate(() => {
    const now = performance.timeOrigin + performance.now();
    document.querySelector("button.primary").click();
    return now;
  });
  await page.waitForSelector("#summary .picks");
  const times = await paints(page);
  card.push(times.origin + times.paint - from);
  await context.close();
}
console.log(`the pasted text has ${pasted(0).split(/\s+/).length} words`);
told("from sending a pasted text to its card's first contentful paint", card);
await browser.close();

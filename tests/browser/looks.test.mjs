// How it looks: dark, narrow, enlarged, in high contrast, on paper, in other scripts; and axe-core.

import assert from "node:assert/strict";

import { ARABIC, CHINESE, HEBREW, JAPANESE, KOREAN, LONG, ODD } from "./articles.mjs";
import { PHONE, assertFits, browse, findings, paper, pathOf, picture } from "./browser.mjs";

const pathsOf = async (page) => {
  const article = await pathOf(page, "Storm Ottoline");
  const stories = await (await page.request.get("/stories")).text();
  const story = /"(\/stories\/[^"]+)"/.exec(stories)[1];
  return ["/", "/?q=moon", "/?by=words&q=cable", article, `${article}?why=on`, `${article}/edit`, "/stories", story,
    "/digest?unread=on", "/new", "/import", "/stats", `/articles/${LONG.id}`, `/articles/${ARABIC.id}`];
};

for (const [name, options] of Object.entries({
  "in light": {},
  "in dark": { colorScheme: "dark" },
  "in high contrast": { contrast: "more" },
  "in dark and high contrast": { colorScheme: "dark", contrast: "more" },
  "on a phone": { viewport: PHONE, hasTouch: true, isMobile: true },
})) {
  browse(`axe-core finds nothing serious ${name}`, options, async (page) => {
    for (const path of await pathsOf(page)) {
      await page.goto(path);
      for (const it of await page.locator("details > summary").all()) await it.click();
      assert.deepEqual(await findings(page), [], path);
    }
    await page.keyboard.press("?");
    assert.deepEqual(await findings(page), [], "the keys");
  });
}

/** How light a colour is, from 0 to 1. */
const lightness = (color) => {
  const [r, g, b] = color.match(/[\d.]+/g).map(Number);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
};
const colors = (page, selector) =>
  page.locator(selector).first().evaluate((it) => {
    const { color, backgroundColor } = getComputedStyle(it);
    return [color, backgroundColor];
  });

browse("dark is dark, the marks too", { colorScheme: "dark" }, async (page) => {
  await page.goto(await pathOf(page, "Storm Ottoline"));
  const paperColor = (await colors(page, "html"))[1];
  assert.ok(lightness(paperColor) < 0.15, paperColor);
  const [ink, mark] = await colors(page, "#text mark");
  assert.ok(lightness(ink) > 0.7 && lightness(mark) < 0.4, `${ink} on ${mark}`);
  await picture(page, "dark");
  await page.goto("/");
  await picture(page, "dark-library");
});

browse("on a phone nothing is cut off or wider, and targets are large", { viewport: PHONE, hasTouch: true, isMobile: true }, async (page) => {
  for (const path of await pathsOf(page)) {
    await page.goto(path);
    await assertFits(page);
    const small = await page.locator("button:visible, a.button:visible, nav a:visible, summary:visible, input:visible").evaluateAll((all) =>
      all.filter((it) => !it.matches(".segments input, [type=checkbox], .skip") && it.getBoundingClientRect().height < 24)
        .map((it) => it.outerHTML.slice(0, 80)));
    assert.deepEqual(small, [], path);
  }
  await page.goto("/");
  await picture(page, "phone");
  await page.goto(await pathOf(page, "Storm Ottoline"));
  await picture(page, "phone-article", true);
  const size = await page.locator("#text").evaluate((it) => parseFloat(getComputedStyle(it).fontSize));
  assert.ok(size >= 16, `the text has ${size} px`);
});

browse("at 320 pixels, and so at 400 % zoom, nothing scrolls sideways", { viewport: { width: 320, height: 256 } }, async (page) => {
  for (const path of await pathsOf(page)) {
    await page.goto(path);
    await assertFits(page);
  }
});

browse("at 200 % zoom everything is there", { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }, async (page) => {
  for (const path of await pathsOf(page)) {
    await page.goto(path);
    await assertFits(page);
  }
  await page.goto(await pathOf(page, "Storm Ottoline"));
  await picture(page, "zoom-200");
  await page.getByRole("link", { name: "Digest" }).click();
  await page.getByRole("heading", { name: "Digest" }).waitFor();
});

browse("with letters of twice the size nothing is cut off", {}, async (page) => {
  for (const path of await pathsOf(page)) {
    await page.goto(path);
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    await assertFits(page);
  }
});

browse("a line of text has 45 to 80 characters", {}, async (page) => {
  for (const width of [900, 1280, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(await pathOf(page, "Storm Ottoline"));
    const { width: line, lines, letters } = await page.locator("#text p").nth(4).evaluate((it) => {
      const lines = Math.round(it.clientHeight / parseFloat(getComputedStyle(it).lineHeight));
      return { width: it.clientWidth, lines, letters: it.textContent.length };
    });
    assert.ok(letters / lines > 45 && letters / lines < 80, `${letters} in ${lines} lines of ${line} px at ${width}`);
  }
});

browse("forced colours keep the marks, the choice and the page that is open", { forcedColors: "active" }, async (page) => {
  await page.goto("/");
  const [, chosen] = await colors(page, ".segments input:checked + span");
  const [, other] = await colors(page, ".segments input:not(:checked) + span");
  assert.notEqual(chosen, other);
  // A border that is transparent elsewhere is seen here, and would mark every page as open.
  const links = page.getByRole("navigation", { name: "Main" }).getByRole("link");
  const underlines = await links.evaluateAll((all) => all.map((it) => getComputedStyle(it).borderBlockEndColor));
  const [, canvas] = await colors(page, "html");
  assert.deepEqual(underlines.map((color) => color !== canvas), [true, false, false, false]);
  await page.goto(await pathOf(page, "Storm Ottoline"));
  assert.notEqual((await colors(page, "#text mark"))[1], (await colors(page, "html"))[1]);
  await picture(page, "forced-colors");
});

browse("high contrast is black on white", { contrast: "more" }, async (page) => {
  await page.goto(await pathOf(page, "Storm Ottoline"));
  assert.deepEqual([(await colors(page, "html"))[1], (await colors(page, "h1"))[0]], ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
  await picture(page, "high-contrast");
});

browse("on paper stands the article, and nothing to click", {}, async (page) => {
  await page.goto(await pathOf(page, "Storm Ottoline"));
  const bytes = await paper(page, "print");
  assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
  await page.emulateMedia({ media: "print" });
  for (const shown of ["h1", "#summary li", "#text p", "#text mark"]) assert.ok(await page.locator(shown).first().isVisible(), shown);
  for (const gone of ["button", "input", ".masthead nav", ".colophon", "#every", ".top"]) {
    assert.equal(await page.locator(gone).locator("visible=true").count(), 0, gone);
  }
  await picture(page, "print", true);
});

/** The parts of a line of details, and which way each of them runs with the point after it. */
const parts = (page, selector) =>
  page.locator(selector).first().evaluate((list) =>
    [...list.children].map((it) => [it.innerText.trim(), getComputedStyle(it).direction]));

for (const article of [ARABIC, HEBREW]) {
  browse(`${article.language} is set from right to left`, {}, async (page) => {
    await page.goto(`/articles/${article.id}`);
    await picture(page, `rtl-${article.language}`, true);
    for (const selector of ["h1", "#text p", "#summary .picks > li > a"]) {
      const { direction, textAlign, letterSpacing } = await page.locator(selector).first().evaluate((it) => ({ ...getComputedStyle(it) }));
      assert.equal(direction, "rtl", selector);
      assert.ok(["start", "right", "-webkit-auto"].includes(textAlign), selector);
      assert.ok(["normal", "0px"].includes(letterSpacing), selector);
    }
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), "ltr");
    // The points between the parts of a line of English stand after each part, whatever its script.
    for (const [text, direction] of await parts(page, ".head .meta")) assert.equal(direction, "ltr", text);
    // The first line of the title begins where the rule above it ends.
    const [title, rule] = await page.evaluate(() => {
      const range = document.createRange();
      range.selectNodeContents(document.querySelector("h1"));
      return [range.getBoundingClientRect().right, document.querySelector(".masthead").getBoundingClientRect().right];
    });
    assert.ok(Math.abs(title - rule) < 2, `the title begins at ${title}, the page at ${rule}`);
  });
}

for (const article of [JAPANESE, CHINESE, KOREAN]) {
  browse(`${article.language} is set in its own way`, {}, async (page) => {
    await page.goto(`/articles/${article.id}`);
    await picture(page, `cjk-${article.language}`, true);
    const text = page.locator("#text");
    assert.equal(await text.getAttribute("lang"), article.language);
    const style = await text.evaluate((it) => ({ ...getComputedStyle(it) }));
    assert.ok(parseFloat(style.lineHeight) / parseFloat(style.fontSize) >= 1.7, "its lines are too close");
    assert.match(style.fontFamily, { ja: /JP/, zh: /SC/, ko: /KR/ }[article.language]);
    assert.equal(style.wordBreak, article.language === "ko" ? "keep-all" : "normal");
    await page.goto("/");
    const deck = page.locator(`.deck[lang=${article.language}]`);
    const family = await deck.evaluate((it) => getComputedStyle(it).fontFamily);
    assert.match(family, { ja: /JP/, zh: /SC/, ko: /KR/ }[article.language], "under its title it has another typeface");
  });
}

browse("the form's fields are of one width", {}, async (page) => {
  for (const path of ["/new", `${await pathOf(page, "Storm Ottoline")}/edit`]) {
    await page.goto(path);
    const widths = await page.locator("textarea, #title").evaluateAll((all) => all.map((it) => it.offsetWidth));
    assert.equal(widths[0], widths[1], path);
  }
});

browse("words that no line is wide enough for are broken", {}, async (page) => {
  for (const path of [`/articles/${LONG.id}`, `/articles/${JAPANESE.id}`, `/articles/${ODD.id}`]) {
    await page.goto(path);
    await assertFits(page);
  }
});

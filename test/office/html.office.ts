import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHtml } from '../../src/report/html/html.ts';
import { inputOf, poisoned } from '../report/html/page.ts';
import { Chromium } from './chromium.ts';

/** Pages and pictures of them stay here, to be looked at. */
const folder = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'office');

const WIDTHS = [360, 1200] as const;
const THEMES = ['light', 'dark'] as const;

/** Plans are made and a browser starts: on a busy machine that takes its time. */
const START_MS = 180_000;

let browser: Chromium;
const urls = new Map<string, string>();

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const plan = await inputOf('scenarios/support-agent');
  const pages = { plan, hostile: poisoned(plan), small: await inputOf('test/golden/workflows/no-traffic.yaml') };
  for (const [name, input] of Object.entries(pages)) {
    const path = join(folder, `${name}.html`);
    writeFileSync(path, toHtml(input));
    urls.set(name, pathToFileURL(path).href);
  }
  browser = await Chromium.open();
}, START_MS);

afterAll(() => browser?.close(), START_MS);

const shownAt = async (name: string, width: number, theme: string): Promise<string> => {
  await browser.ask('Emulation.setDeviceMetricsOverride', { width, height: 800, deviceScaleFactor: 1, mobile: width < 500 });
  await browser.ask('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: theme }] });
  const url = urls.get(name) ?? '';
  await browser.load(url);
  return url;
};

const PAGES = ['plan', 'hostile', 'small'] as const;

describe.each(PAGES)('the page %s in a browser', (name) => {
  it.each(
    WIDTHS.flatMap((width) => THEMES.map((theme) => ({ width, theme }))),
  )('opens from its file $width pixels wide in $theme, without a request, an error or a sideways scroll', async ({ width, theme }) => {
    const url = await shownAt(name, width, theme);
    const requests = browser.told.filter(({ method }) => method === 'Network.requestWillBeSent');
    expect(requests.map(({ params }) => (params as { request: { url: string } }).request.url)).toEqual([url]);
    const spoken = ['Log.entryAdded', 'Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Page.javascriptDialogOpening'];
    expect(browser.told.filter(({ method }) => spoken.includes(method))).toEqual([]);
    expect(await browser.value('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    const background = await browser.value('getComputedStyle(document.body).backgroundColor');
    expect(background).toBe(theme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(18, 22, 27)');
    const { data } = (await browser.ask('Page.captureScreenshot', { captureBeyondViewport: true })) as { data: string };
    writeFileSync(join(folder, `${name}-${width}-${theme}.png`), Buffer.from(data, 'base64'));
    expect(data.length).toBeGreaterThan(10_000);
  });

  it('draws every chart inside its figure', async () => {
    await shownAt(name, 360, 'light');
    const outside = await browser.value(`[...document.querySelectorAll('figure')].flatMap((figure) => {
      const box = figure.getBoundingClientRect();
      return [...figure.querySelectorAll('svg text, svg rect')].filter((mark) => {
        const own = mark.getBoundingClientRect();
        return own.width > 0 && (own.left < box.left - 6 || own.right > box.right + 6);
      }).map((mark) => figure.id + ': ' + mark.textContent);
    })`);
    expect(outside).toEqual([]);
  });
});

describe('a figure', () => {
  it('leads to its formula, which unfolds, and from there to the price behind it', async () => {
    const url = await shownAt('plan', 1200, 'light');
    const folded = `document.querySelector('.formula').closest('details').open`;
    expect(await browser.value(folded)).toBe(false);
    const formula = await browser.value(`document.querySelector('.keys a').getAttribute('href')`);
    await browser.load(`${url}${formula}`);
    expect(await browser.value(folded)).toBe(true);
    expect(await browser.value(`document.querySelector('${formula} dt').textContent`)).toMatch(/^cost per request = \$/);
    const prices = await browser.value(`document.querySelectorAll('.formulas a[href^="#p"]').length`);
    expect(prices).toBeGreaterThan(0);
  });
});

describe('hostile names', () => {
  it('are text: no element, attribute or script comes of them', async () => {
    await shownAt('hostile', 1200, 'light');
    const active = await browser.value(
      `document.querySelectorAll('script, img, iframe, object, embed, link, form, [style], [onload], [onerror], a:not([href^="#"])').length`,
    );
    expect(active).toBe(0);
    expect(await browser.value('document.styleSheets.length')).toBe(1);
    expect(await browser.value('document.body.innerText.includes("<script>alert(1)</script>")')).toBe(true);
  });
});

describe('on paper', () => {
  it('prints as pages, light whatever the screen is', async () => {
    await shownAt('plan', 1200, 'dark');
    const { data } = (await browser.ask('Page.printToPDF', { preferCSSPageSize: true })) as { data: string };
    const pdf = Buffer.from(data, 'base64');
    writeFileSync(join(folder, 'plan.pdf'), pdf);
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(pages).toBeLessThanOrEqual(16);
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHtml } from '../../../src/report/html/html.ts';
import { COLOURS } from '../../../src/report/html/style.ts';
import { all, type Element, elementsOf, textIn } from './elements.ts';
import { inputOf, poisoned } from './page.ts';

const WORKFLOWS = ['test/golden/workflows/smallest.yaml', 'test/golden/workflows/no-traffic.yaml', 'scenarios/support-agent'];

const inputs = new Map(await Promise.all(WORKFLOWS.map(async (path) => [path, await inputOf(path)] as const)));

const inputFor = (path: string) => {
  const found = inputs.get(path);
  if (found === undefined) throw new Error(path);
  return found;
};

const pageOf = (path: string): Element => elementsOf(toHtml(inputFor(path)));

const attribute = (element: Element, key: string): string => element.attributes.get(key) ?? '';

describe('the page of a plan', () => {
  it.each([
    ['smallest', 'test/golden/workflows/smallest.yaml'],
    ['no-traffic', 'test/golden/workflows/no-traffic.yaml'],
    ['support-agent', 'scenarios/support-agent'],
  ])('is the same bytes every time: %s', async (name, path) => {
    await expect(toHtml(inputFor(path))).toMatchFileSnapshot(`../../golden/outputs/${name}.html`);
  });

  it.each(WORKFLOWS)('closes what it opens, names nothing twice and links to what is there: %s', (path) => {
    const elements = all(pageOf(path));
    const ids = elements.map((element) => attribute(element, 'id')).filter((id) => id !== '');
    expect(elements.length).toBeGreaterThan(200);
    expect(new Set(ids).size).toBe(ids.length);
    const links = elements.map((element) => attribute(element, 'href')).filter((href) => href !== '');
    expect(links.length).toBeGreaterThan(15);
    expect(links.filter((href) => !ids.includes(href.slice(1)))).toEqual([]);
    const labels = elements.flatMap((element) => [attribute(element, 'aria-labelledby')]).filter((id) => id !== '');
    expect(labels.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it.each(WORKFLOWS)('runs nothing and asks nothing of the network: %s', (path) => {
    const page = pageOf(path);
    const allowed = [
      'html',
      'head',
      'meta',
      'title',
      'style',
      'body',
      'header',
      'main',
      'nav',
      'footer',
      'section',
      'div',
      'p',
      'h1',
      'h2',
      'h3',
      'a',
      'em',
      'strong',
      'span',
      'code',
      'br',
      'ul',
      'ol',
      'li',
      'dl',
      'dt',
      'dd',
      'figure',
      'figcaption',
      'details',
      'summary',
      'table',
      'caption',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'svg',
      'text',
      'tspan',
      'rect',
      'line',
    ];
    const elements = all(page);
    expect([...new Set(elements.map(({ name }) => name))].filter((name) => !allowed.includes(name))).toEqual([]);
    const attributes = new Set(elements.flatMap(({ attributes: own }) => [...own.keys()]));
    expect([...attributes].filter((key) => key === 'style' || key === 'src' || key.startsWith('on') || key.startsWith('xlink'))).toEqual(
      [],
    );
    expect(all(page, 'a').filter((link) => !attribute(link, 'href').startsWith('#'))).toEqual([]);
    expect(textIn(all(page, 'style')[0] as Element)).not.toMatch(/url\(|@import|<|&/);
  });

  it('allows its one style block by its hash, and nothing else', () => {
    const page = pageOf('scenarios/support-agent');
    const styles = all(page, 'style');
    const hash = createHash('sha256')
      .update(styles[0]?.text ?? '')
      .digest('base64');
    const policies = all(page, 'meta').filter((meta) => attribute(meta, 'http-equiv') === 'Content-Security-Policy');
    expect(styles.length).toBe(1);
    expect(policies.map((meta) => attribute(meta, 'content').replaceAll('&#39;', "'"))).toEqual([
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    ]);
  });

  it.each(WORKFLOWS)('has one title, headings in order, landmarks and a language: %s', (path) => {
    const page = pageOf(path);
    const levels = all(page)
      .filter(({ name }) => /^h\d$/.test(name))
      .map(({ name }) => Number(name[1]));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    expect(attribute(all(page, 'html')[0] as Element, 'lang')).toBe('en');
    for (const landmark of ['main', 'nav', 'footer']) expect(all(page, landmark).length).toBe(1);
    const sections = all(page, 'section');
    expect(sections.length).toBe(12);
    for (const section of sections) expect(attribute(section, 'aria-labelledby')).toBe(attribute(all(section, 'h2')[0] as Element, 'id'));
  });

  it.each(WORKFLOWS)('has a caption over and a table behind every chart: %s', (path) => {
    const page = pageOf(path);
    const drawings = all(page, 'svg').filter((svg) => attribute(svg, 'role') === 'img');
    const figures = all(page, 'figure');
    expect(drawings.length).toBeGreaterThan(2);
    expect(figures.length).toBe(drawings.length);
    for (const figure of figures) {
      const [svg] = all(figure, 'svg');
      const [caption] = all(figure, 'figcaption');
      expect(attribute(svg as Element, 'aria-labelledby')).toBe(attribute(caption as Element, 'id'));
      const rows = all(all(figure, 'details')[0] as Element, 'tr');
      expect(rows.length).toBeGreaterThan(1);
    }
  });

  it('leads from every amount to a formula that comes to it', () => {
    const page = pageOf('scenarios/support-agent');
    const byId = new Map(all(page).map((element) => [`#${attribute(element, 'id')}`, element]));
    const amounts = (text: string): readonly number[] =>
      [...text.matchAll(/\$([\d,.]+)/g)].map(([, digits = '']) => Number(digits.replaceAll(',', '')));
    const checked = all(page, 'a')
      .filter((link) => attribute(link, 'href').startsWith('#f') && textIn(link).startsWith('$'))
      .map((link) => {
        const [shown = 0] = amounts(textIn(link));
        const title = textIn(all(byId.get(attribute(link, 'href')) as Element, 'dt')[0] as Element);
        // Parts that are rounded to add up are off by one in their last digit.
        const digit = 10 ** -(textIn(link).split('.')[1]?.length ?? 0);
        return { shown, title, met: amounts(title).some((value) => Math.abs(value - shown) <= digit) };
      });
    expect(checked.length).toBeGreaterThan(60);
    expect(checked.filter(({ met }) => !met)).toEqual([]);
  });

  it('heads every column and every row of every table', () => {
    for (const table of all(pageOf('scenarios/support-agent'), 'table')) {
      const widths = all(table, 'tr').map(({ children }) => children.length);
      expect(new Set(widths).size).toBe(1);
      expect(all(table, 'th').every((head) => ['col', 'row'].includes(attribute(head, 'scope')))).toBe(true);
    }
  });
});

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** WCAG 2.2, 1.4.3. */
const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

describe.each(['light', 'dark'] as const)('the %s colours', (theme) => {
  it.each(['text', 'soft', 'accent', 'warn', 'good'] as const)('show %s at 4.5 : 1 at least', (colour) => {
    expect(contrast(COLOURS[theme][colour], COLOURS[theme].page)).toBeGreaterThanOrEqual(4.5);
  });

  it('show bars at 3 : 1 at least, and what is drawn over them too', () => {
    expect(contrast(COLOURS[theme].bar, COLOURS[theme].page)).toBeGreaterThanOrEqual(3);
    expect(contrast(COLOURS[theme].band, COLOURS[theme].bar)).toBeGreaterThanOrEqual(3);
  });
});

describe('text from files', () => {
  const harmless = inputFor('scenarios/support-agent');
  const hostile = poisoned(harmless);
  const page = toHtml(hostile);

  it('never becomes markup, wherever it stands', () => {
    const allowed = new Set(all(elementsOf(toHtml(harmless))).map(({ name }) => name));
    const names = new Set(all(elementsOf(page)).map(({ name }) => name));
    expect([...names].filter((name) => !allowed.has(name))).toEqual([]);
    expect(page.match(/<script|<img|<iframe|javascript:[^&]*"/g)).toBeNull();
  });

  it('shows what is invisible, and has no half characters', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e0fff}]/u);
    expect(page.isWellFormed()).toBe(true);
    expect(page).toContain('\\u{202e}');
  });

  it('cannot close the style block, which stays as its hash says', () => {
    const style = all(elementsOf(page), 'style')[0] as Element;
    expect(page).toContain(createHash('sha256').update(style.text).digest('base64'));
  });
});

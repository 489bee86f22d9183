import { createHash } from 'node:crypto';
import type { Report } from '../report.ts';
import type { HtmlInput } from './input.ts';
import { html, joined, type Markup, name, stacked } from './markup.ts';
import { assumptionsSection } from './section/assumptions.ts';
import { budgetsSection } from './section/budgets.ts';
import { capacitySection } from './section/capacity.ts';
import { clockSection } from './section/clock.ts';
import { costSection } from './section/cost.ts';
import { driversSection } from './section/drivers.ts';
import { economicsSection } from './section/economics.ts';
import { methodSection } from './section/method.ts';
import { monthsSection } from './section/months.ts';
import { pricesSection } from './section/prices.ts';
import { scenariosSection } from './section/scenarios.ts';
import { type Section, sectionMarkup } from './section/section.ts';
import { stepsSection } from './section/steps.ts';
import { shapeWords } from './shape-words.ts';
import { STYLE } from './style.ts';

/** Nothing is loaded and nothing runs; the one style block is known by its hash. */
const policy = (): string => {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
};

const sectionsOf = (input: HtmlInput): readonly Section[] => {
  const [base] = input.report.scenarios;
  if (base === undefined) return [];
  return [
    costSection(input, base),
    monthsSection(input, base),
    stepsSection(input, base),
    clockSection(input, base),
    scenariosSection(input),
    driversSection(base),
    economicsSection(input, base),
    budgetsSection(input),
    capacitySection(input, base),
    assumptionsSection(input),
    pricesSection(input),
    methodSection(input),
  ];
};

const facts = ({ tags, settings, scenarios, tool }: Report): readonly string[] => [
  ...Object.entries(tags).map(([key, value]) => `${name(key, 40).replaceAll('_', ' ')}: ${name(value)}`),
  `prices as of ${settings.as_of}`,
  scenarios.length === 1 ? '1 scenario' : `${scenarios.length} scenarios`,
  `outlay ${tool.version}`,
];

const changed = ({ settings: { set } }: Report): Markup | null =>
  set.length === 0
    ? null
    : html`<p class="changed">Not the plan on file. Changed for this page: ${joined(
        set.map((setting) => html`<code>${name(setting, 120)}</code>`),
        ', ',
      )}</p>`;

const masthead = ({ report }: HtmlInput, title: string): Markup => html`<header class="masthead">
<p class="kicker">Cost plan</p>
<h1>${title}</h1>
${report.description === '' ? null : html`<p class="description">${name(report.description, 600)}</p>`}
${report.scenarios[0] === undefined ? null : html`<p>${shapeWords(report.scenarios[0], report.unit)}</p>`}
<p class="facts">${facts(report).join(' · ')}</p>
${changed(report)}
</header>`;

const contents = (sections: readonly Section[]): Markup =>
  html`<nav aria-label="On this page"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`;

/**
 * Returns a plan as one HTML page that a sponsor reads: static, without script, asking nothing of the network. Every text from
 * files is escaped; every figure leads to its formula, and from there to the assumptions and prices behind it.
 */
export const toHtml = (input: HtmlInput): string => {
  const title = name(input.title ?? input.report.workflow, 120);
  const sections = sectionsOf(input);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}: cost plan</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
${masthead(input, title)}
${contents(sections)}
<main>
${stacked(sections.map(sectionMarkup))}
</main>
<footer><p>An estimate, not an invoice. Every figure above follows from the files named on this page.</p></footer>
</body>
</html>
`;
  return page.markup;
};

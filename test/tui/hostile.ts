import fc from 'fast-check';
import type { Forecast } from '../../src/projection/forecast.ts';
import type { Shown } from '../../src/tui/screens/screen.ts';
import type { TokensShown } from '../../src/tui/screens/tokens/sets.ts';
import type { Link, PlanStep } from '../../src/workflow/plan.ts';

/** Names as a file from a stranger may hold them: escape sequences, text that runs the other way, wide and joined characters. */
export const HOSTILE = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '\u001b[2J',
        '\u001b]0;x\u0007',
        '\u202e',
        '\u0000',
        '\r',
        '\n',
        '\t',
        '漢字かな',
        '👩‍👩‍👧‍👦',
        '🇩🇪',
        'é',
        'กำ',
        'ﷺ',
        '\ud800',
        'x'.repeat(400),
      ),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));

const linkNamed = (link: Link, name: string): Link =>
  link.kind === 'model' ? { ...link, model: { ...link.model, id: `${name}/${link.model.id}` } } : link;

const stepNamed = (step: PlanStep, name: string): PlanStep => ({
  ...step,
  name: `${name}${step.index}`,
  links: step.links.map((link) => linkNamed(link, name)),
});

const forecastNamed = ({ projection, ...rest }: Forecast, name: string): Forecast => {
  const { plan } = projection;
  return {
    ...rest,
    projection: {
      ...projection,
      plan: { ...plan, scenario: `${name}${plan.scenario}`, steps: plan.steps.map((step) => stepNamed(step, name)) },
      steps: projection.steps.map((one) => ({ ...one, step: stepNamed(one.step, name) })),
      months: projection.months.map((month) => ({ ...month, notes: [name] })),
    },
  };
};

/** Returns what screens show with a name in all places where a file's text may stand. */
export const named = (shown: Shown, name: string): TokensShown => {
  const { report, opened } = shown;
  const tables = opened.tables.map((table) => ({
    ...table,
    source: name,
    models: table.models.map((model) => ({ ...model, id: `${model.id}${name}`, aliases: [name], notes: [name] })),
  }));
  const text = name.toWellFormed();
  const bytes = new TextEncoder().encode(text).length;
  const ends = Array.from({ length: bytes }, (_, index) => index + 1);
  const counted = Array.from({ length: 9 }, (_, index) => ({ file: `${name}${index}`, record: index, tokens: [index * 1000] }));
  return {
    ...shown,
    path: name,
    opened: { ...opened, tables },
    forecast: forecastNamed(shown.forecast, name),
    baseline: shown.baseline && forecastNamed(shown.baseline, name),
    report: {
      ...report,
      unit: name,
      scenarios: report.scenarios.map((scenario) => ({
        ...scenario,
        name: `${name}${scenario.name}`,
        months: scenario.months.map((month) => ({ ...month, notes: [name] })),
        steps: scenario.steps.map((step) => ({ ...step, name: `${name}${step.name}` })),
      })),
    },
    texts: {
      families: [{ name, band: 0.15, models: [name] }],
      sets: [{ name, kind: 'samples', field: name, texts: counted }],
    },
    cut: { place: { set: 0, text: 8, family: 0 }, tokens: { text, ends, left: 5 } },
  };
};

import { renderDiagnostics } from '../../diagnostics/render.ts';
import { FILE_KINDS } from '../../report/file/kinds.ts';
import { inlineYaml } from '../knobs/scale.ts';
import { asScenario } from '../knobs/set.ts';
import { framed, listed, paragraph, rule } from '../paint/frame.ts';
import type { Line } from '../paint/line.ts';
import { padLine, said, span } from '../paint/span.ts';
import type { Area } from '../screens/screen.ts';
import { exportEnding, exportFile } from '../state/exported.ts';
import { commandsShown, optionsShown } from '../state/lists.ts';
import type { Overlay, State } from '../state/state.ts';
import { textsOf } from '../state/step.ts';

type Of<Kind extends Overlay['kind']> = Extract<Overlay, { readonly kind: Kind }>;

/** A line that is being typed, with its cursor. */
const field = (label: string, text: string): Line => [span(`  ${label}  `, 'dim'), span(text, 'strong'), span('▏', 'accent')];

const problemLines = (problem: string, columns: number): readonly Line[] =>
  problem === '' ? [] : paragraph(`  ${problem}`, columns, 'bad');

const commandLines = (state: State, overlay: Of<'help' | 'palette'>, { columns, rows }: Area): readonly Line[] => {
  const found = commandsShown(state, overlay);
  const chosen = Math.min(overlay.chosen, found.length - 1);
  const caps = Math.min(24, Math.max(4, ...found.map(({ keys }) => [...keys].length)));
  const lines: Line[] = [];
  let at = 0;
  for (const [index, { group, keys, title }] of found.entries()) {
    if (found[index - 1]?.group !== group) lines.push([span(`  ${group}`, 'dim')]);
    if (index === chosen) at = lines.length;
    lines.push([
      span(index === chosen ? '› ' : '  ', 'chosen'),
      ...padLine([span(keys, 'accent')], caps),
      span('  '),
      span(title, index === chosen ? 'chosen' : 'plain'),
    ]);
  }
  const room = rows - 3;
  return [
    rule(overlay.kind === 'help' ? 'Keys and commands' : 'Commands', 'type to search, Enter runs', columns),
    field('>', overlay.query),
    [],
    ...(found.length === 0 ? [said('  nothing has these words', 'dim')] : listed(lines, at, Math.max(0, at - (room >> 1)), room)),
  ];
};

const valueLines = (state: State, overlay: Of<'value'>, { columns }: Area): readonly Line[] => {
  const knob = state.work?.knobs.find(({ id }) => id === overlay.knob);
  return [
    rule(knob?.label ?? '', 'as in the YAML', columns),
    [],
    field('value', overlay.text),
    ...problemLines(overlay.problem, columns),
    [],
    ...paragraph(`  written ${inlineYaml(knob?.written ?? '')}`, columns, 'dim'),
    ...paragraph('  A number, 35%, 200 to 900, 1.5s, { p50: 300, p95: 900 }: whatever may stand there in the file.', columns, 'dim'),
  ];
};

const chooseLines = (state: State, overlay: Of<'choose'>, { columns, rows }: Area): readonly Line[] => {
  const knob = state.work?.knobs.find(({ id }) => id === overlay.knob);
  if (knob === undefined) return [];
  const options = optionsShown(knob, overlay.query);
  const chosen = Math.min(overlay.chosen, options.length - 1);
  const prices = new Map(
    state.work?.computed?.opened.tables.flatMap(({ models }) => models.map((model) => [model.id, model.rows.at(-1)?.prices] as const)),
  );
  const lines = options.map((option, index): Line => {
    const price = prices.get(option);
    return [
      span(index === chosen ? '› ' : '  ', 'chosen'),
      ...padLine([span(option, index === chosen ? 'chosen' : 'plain')], 40),
      span(price === undefined ? '' : `$${price.input ?? 0} in, $${price.output ?? 0} out`, 'dim'),
      span(option === knob.written ? '  as written' : '', 'accent'),
    ];
  });
  const room = rows - 3;
  return [
    rule(knob.label, 'cheapest first', columns),
    field('>', overlay.query),
    [],
    ...(lines.length === 0 ? [said('  nothing has these words', 'dim')] : listed(lines, chosen, Math.max(0, chosen - (room >> 1)), room)),
  ];
};

const writeLines = (state: State, overlay: Of<'write'>, { columns }: Area): readonly Line[] => {
  const { work } = state;
  if (work === null || work.source === null) return [];
  const { source, turnable, settings, scenario } = work;
  const edits = overlay.name === null;
  const scenarioOf = asScenario(source, turnable, settings.now, scenario);
  const texts = edits
    ? textsOf(work)
    : [scenarioOf === null ? 'some knobs change steps, which no scenario can hold' : inlineYaml(scenarioOf)];
  return [
    rule('Write the what-if into the YAML', 'whole or not at all; comments stay', columns),
    [],
    [span(edits ? '  (•) ' : '  ( ) ', 'accent'), span('as edits of the values that are there')],
    [span(edits ? '  ( ) ' : '  (•) ', 'accent'), span('as a scenario of its own beside the others')],
    [],
    ...(edits ? [] : [field('name', overlay.name ?? ''), []]),
    ...texts.map((text): Line => [span(`    ${text}`)]),
    ...problemLines(overlay.problem, columns),
  ];
};

const exportLines = (state: State, overlay: Of<'export'>, { columns }: Area): readonly Line[] => [
  rule('Save a report', 'all scenarios, as the knobs stand', columns),
  [],
  ...FILE_KINDS.map(({ ending, name, says }): Line => {
    const chosen = ending === exportEnding(overlay);
    return [span(chosen ? '  (•) ' : '  ( ) ', 'accent'), ...padLine([span(name, chosen ? 'chosen' : 'plain')], 10), span(says, 'dim')];
  }),
  [],
  [...field('file', overlay.file), span(exportFile(state.work, overlay).slice(overlay.file.trimStart().length), 'dim')],
  ...problemLines(overlay.problem, columns),
  ...(overlay.waits ? [said('  It is saved once its percentiles are played …', 'accent')] : []),
  ...paragraph('  Type another name if you like. A file that is there is written anew.', columns, 'dim'),
];

const initLines = (overlay: Of<'init'>, { columns }: Area): readonly Line[] => [
  rule('A workflow of your own', 'nothing is overwritten', columns),
  [],
  field('folder  ', overlay.folder),
  [span('  template  ', 'dim'), span(overlay.template, 'strong')],
  ...problemLines(overlay.problem, columns),
  [],
  ...paragraph(`  The same on the command line: outlay init ${overlay.folder} --template ${overlay.template}`, columns, 'dim'),
];

const mistakeLines = (state: State, overlay: Of<'mistakes'>, { columns, rows }: Area): readonly Line[] => {
  const list = state.work?.mistakes ?? [];
  const text = list.length === 0 ? 'There are no mistakes and no warnings.' : renderDiagnostics(list);
  const lines = text.split('\n').map((line): Line => {
    const tone = line.startsWith('error')
      ? 'bad'
      : line.startsWith('warning')
        ? 'warn'
        : /^\s*(?:-->|\d* \||=)/.test(line)
          ? 'plain'
          : 'dim';
    return [span(line, tone)];
  });
  const from = Math.min(overlay.scroll, Math.max(0, lines.length - rows + 2));
  return [rule('Mistakes and warnings', 'the app reads the files again when they are saved', columns), [], ...lines.slice(from)];
};

/** Returns what lies over the screen, as many rows as there are. */
export const overlayLines = (state: State, overlay: Overlay, area: Area): readonly Line[] | null => {
  switch (overlay.kind) {
    case 'help':
    case 'palette':
      return framed(commandLines(state, overlay, area), area);
    case 'value':
      return framed(valueLines(state, overlay, area), area);
    case 'choose':
      return framed(chooseLines(state, overlay, area), area);
    case 'write':
      return framed(writeLines(state, overlay, area), area);
    case 'export':
      return framed(exportLines(state, overlay, area), area);
    case 'init':
      return framed(initLines(overlay, area), area);
    case 'mistakes':
      return framed(mistakeLines(state, overlay, area), area);
    case 'filter':
      return null;
    default:
      return overlay satisfies never;
  }
};

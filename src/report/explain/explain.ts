import { visible } from '../../diagnostics/escape.ts';
import type { Projection } from '../../projection/projection.ts';
import { cutTo } from '../table.ts';
import type { TextStyle } from '../text/style.ts';
import type { Figure } from './figure.ts';
import { requestFigures } from './request.ts';
import { stepFigures } from './steps.ts';
import { timeFigures } from './time.ts';

/** Returns every figure of a projection as its formula, or those of one step. */
export const figuresOf = (projection: Projection, step: string | null): readonly Figure[] => {
  if (step === null)
    return [...requestFigures(projection), ...timeFigures(projection), ...projection.steps.flatMap((one) => stepFigures(projection, one))];
  return projection.steps.filter((one) => one.step.name === step).flatMap((one) => stepFigures(projection, one));
};

const figureLines = ({ name, value, formula, terms }: Figure, style: TextStyle): readonly string[] => [
  `${style.paint('bold', visible(name))} = ${style.paint('accent', value)}`,
  ...formula.map((line) => `  ${visible(line)}`),
  ...terms.map((line) => style.paint('dim', `    ${visible(line)}`)),
];

/** Returns the figures of some projections as text: each with its formula, the numbers in it, and where those come from. */
export const explainText = (projections: readonly Projection[], step: string | null, style: TextStyle): string => {
  const blocks = projections.flatMap((projection) => [
    [style.paint('bold', cutTo(`── ${visible(projection.plan.workflow)} · ${visible(projection.plan.scenario)} ──`, style.width))],
    ...figuresOf(projection, step).map((figure) => figureLines(figure, style)),
  ]);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};

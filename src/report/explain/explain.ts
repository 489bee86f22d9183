import { visible } from '../../diagnostics/escape.ts';
import type { Forecast } from '../../projection/forecast.ts';
import { cutTo } from '../table.ts';
import type { TextStyle } from '../text/style.ts';
import type { Figure } from './figure.ts';
import { heldFigures } from './held.ts';
import { moneyFigures } from './money.ts';
import { requestFigures } from './request.ts';
import { stepFigures } from './steps.ts';
import { timeFigures } from './time.ts';
import { bandFigures } from './uncertainty.ts';

/** Returns every figure of a scenario as its formula, or those of one step. */
export const figuresOf = (forecast: Forecast, step: string | null): readonly Figure[] => {
  const { projection } = forecast;
  if (step === null)
    return [
      ...requestFigures(forecast),
      ...timeFigures(projection),
      ...bandFigures(forecast),
      ...moneyFigures(projection),
      ...heldFigures(forecast),
      ...projection.steps.flatMap((one) => stepFigures(projection, one)),
    ];
  return projection.steps.filter((one) => one.step.name === step).flatMap((one) => stepFigures(projection, one));
};

const figureLines = ({ name, value, formula, terms }: Figure, style: TextStyle): readonly string[] => [
  `${style.paint('bold', visible(name))} = ${style.paint('accent', value)}`,
  ...formula.map((line) => `  ${visible(line)}`),
  ...terms.map((line) => style.paint('dim', `    ${visible(line)}`)),
];

/** Returns the figures of some scenarios as text: each with its formula, the numbers in it, and where those come from. */
export const explainText = (forecasts: readonly Forecast[], step: string | null, style: TextStyle): string => {
  const blocks = forecasts.flatMap((forecast) => [
    [
      style.paint(
        'bold',
        cutTo(`── ${visible(forecast.projection.plan.workflow)} · ${visible(forecast.projection.plan.scenario)} ──`, style.width),
      ),
    ],
    ...figuresOf(forecast, step).map((figure) => figureLines(figure, style)),
  ]);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};

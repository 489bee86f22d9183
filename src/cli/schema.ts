import type * as z from 'zod';
import { configShape } from '../config/shape.ts';
import { priceFileShape } from '../pricing/shape.ts';
import { quantityShape } from '../quantity/shape.ts';
import { reportShape } from '../report/report.ts';
import { tokensShape } from '../report/tokens/shape.ts';
import { stepShape } from '../workflow/shape/step.ts';
import { workflowShape } from '../workflow/shape/workflow.ts';
import { budgetsShape, scenarioShape, trafficShape } from '../workflow/traffic/shape.ts';
import { jsonSchemaOf, type Published } from '../yaml/json-schema.ts';
import type { SchemaName } from './choices.ts';
import { EXIT, type Outcome } from './process.ts';

const quantity = quantityShape;
const condition = stepShape.shape.when.unwrap();

const SCHEMAS: Readonly<Record<SchemaName, Published & { readonly shape: z.ZodType }>> = {
  workflow: {
    shape: workflowShape,
    title: 'outlay workflow',
    description: 'workflow.yaml: the steps that one request runs through.',
    parts: { step: stepShape, condition, quantity, scenario: scenarioShape, budgets: budgetsShape },
  },
  traffic: {
    shape: trafficShape,
    title: 'outlay traffic',
    description: 'traffic.yaml: scenarios by name; the first one is the base that reports lead with.',
    parts: { scenario: scenarioShape, quantity, budgets: budgetsShape },
  },
  pricing: {
    shape: priceFileShape,
    title: 'outlay price table',
    description: 'pricing/<provider>.yaml: dated prices in dollars per million tokens.',
    parts: { model: priceFileShape.shape.models.valueType, quantity },
  },
  config: {
    shape: configShape,
    title: 'outlay project',
    description: 'outlay.yaml: the settings of a project, at its root.',
  },
  report: {
    shape: reportShape,
    title: 'outlay report',
    description: 'What outlay plan --format json prints. Money in dollars, durations in milliseconds, shares as fractions.',
    parts: { scenario: reportShape.shape.scenarios.element },
    open: false,
  },
  tokens: {
    shape: tokensShape,
    title: 'outlay tokens',
    description: 'What outlay tokens --format json prints. Money in dollars, shares as fractions.',
    open: false,
  },
};

/** `outlay schema`: the JSON Schema of a file that outlay reads, or of the report that it writes. */
export const schema = (name: SchemaName): Outcome => {
  const { shape, ...published } = SCHEMAS[name];
  return { stdout: jsonSchemaOf(shape, published), stderr: '', code: EXIT.ok };
};

import type * as z from 'zod';
import { calibrateShape } from '../calibration/report/report.ts';
import { checkReportShape } from '../check/formats/report.ts';
import { configShape } from '../config/shape.ts';
import { priceFileShape } from '../pricing/shape.ts';
import { quantityShape } from '../quantity/shape.ts';
import { compareShape, optimizeShape } from '../report/compare/report.ts';
import { diffReportShape } from '../report/diff/report.ts';
import { resolvedShape } from '../report/plan-file/resolved.ts';
import { reportShape } from '../report/report.ts';
import { stressShape } from '../report/stress/report.ts';
import { tokensShape } from '../report/tokens/shape.ts';
import { variantFiguresShape } from '../report/variant/figures.ts';
import { reviewShape } from '../review/formats/json.ts';
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
    shape: reportShape.extend({
      resolved: resolvedShape.optional().describe('In the files of outlay report: how it was asked for, and its token counts'),
    }),
    title: 'outlay report',
    description: 'What outlay plan --format json prints. Money in dollars, durations in milliseconds, shares as fractions.',
    parts: { scenario: reportShape.shape.scenarios.element },
    open: false,
  },
  review: {
    shape: reviewShape,
    title: 'outlay review',
    description: 'What outlay review --format json prints: findings of the design rules, with what is at stake.',
    parts: { finding: reviewShape.shape.findings.element, accepted: reviewShape.shape.accepted.element },
    open: false,
  },
  compare: {
    shape: compareShape,
    title: 'outlay comparison',
    description: 'What outlay compare --format json prints. Money in dollars, durations in milliseconds, shares as fractions.',
    parts: { figures: variantFiguresShape },
    open: false,
  },
  optimize: {
    shape: optimizeShape,
    title: 'outlay optimization',
    description: 'What outlay optimize --format json prints. Money in dollars, durations in milliseconds, shares as fractions.',
    parts: { figures: variantFiguresShape },
    open: false,
  },
  stress: {
    shape: stressShape,
    title: 'outlay stress report',
    description: 'What outlay stress --format json prints. Money in dollars, durations in milliseconds, shares as fractions.',
    parts: { figures: variantFiguresShape },
    open: false,
  },
  diff: {
    shape: diffReportShape,
    title: 'outlay diff',
    description: 'What outlay diff --format json prints: what changed between two states, by cause, step and scenario.',
    parts: { workflow: diffReportShape.shape.workflows.element },
    open: false,
  },
  check: {
    shape: checkReportShape,
    title: 'outlay check',
    description: 'What outlay check --format json prints: findings, and what changed against the base.',
    parts: { workflow: checkReportShape.shape.workflows.element, finding: checkReportShape.shape.findings.element },
    open: false,
  },
  calibrate: {
    shape: calibrateShape,
    title: 'outlay calibration',
    description: 'What outlay calibrate --format json prints. Money in dollars, durations in milliseconds, shares as fractions.',
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

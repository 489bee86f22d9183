import * as z from 'zod';
import { assumptionsShape, inputsShape, nameShape, sessionShape } from '../input-shape.ts';
import { budgetsShape, trafficShape } from '../traffic/shape.ts';
import { shortTextShape } from './common.ts';
import { defaultsShape, stepShape } from './step.ts';

/** The shape of `workflow.yaml`: SPEC section 3. Alternatives differ in their kind of value; maps have one shape a place. */
export const workflowShape = z.strictObject({
  workflow: shortTextShape.optional().describe("Its name; the folder's by default"),
  description: z.string().max(2000, 'at most 2,000 characters').optional().describe('What it is for'),
  unit: shortTextShape.optional().describe('What one request is called in reports'),
  tags: z.record(z.string(), shortTextShape).optional().describe('Labels for reports: owner, cost center'),
  inputs: inputsShape.optional().describe('What requests bring along'),
  session: sessionShape.optional().describe('A conversation: one request is one turn'),
  assumptions: assumptionsShape.optional().describe('Named uncertain numbers, drawn once per possible future'),
  defaults: defaultsShape.optional().describe('Keys that steps take unless they state their own'),
  steps: z.record(nameShape, stepShape).describe('What one request runs through'),
  traffic: z.union([z.number(), z.string(), trafficShape]).optional().describe('A rate, or scenarios by name'),
  budgets: budgetsShape.optional().describe('Limits that every scenario is held to'),
});

export type RawWorkflow = z.output<typeof workflowShape>;

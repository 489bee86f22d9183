import { resolve } from 'node:path';
import { type Gates, type Loosened, loosenedPolicy, type Policy, policyOf, strictest } from '../check/policy.ts';
import { CHECK_RULES } from '../check/rules.ts';
import { type Config, type Level, readConfig } from '../config/read.ts';
import { Problems } from '../diagnostics/diagnostic.ts';
import { Disk, placeOf } from '../io/disk.ts';
import { currenciesOf, projectConfig } from '../planning/project.ts';
import type { Currency } from '../pricing/currency.ts';
import type { Day } from '../pricing/day.ts';
import { checkRuleNames } from '../review/known-rules.ts';
import { RULES } from '../review/rules.ts';
import { decodeText } from '../yaml/decode.ts';
import type { State } from './state.ts';

/** What a rule weighs where nobody says otherwise. */
const usual = (rule: string): Level =>
  CHECK_RULES.some(({ id }) => id === rule) ? 'error' : (RULES.find(({ id }) => id === rule)?.level ?? 'off');

/** Returns the settings of a state's project: those of a named file, else of its `outlay.yaml`; what is wrong is reported. */
const configIn = ({ cwd, files }: State, named: string | null, problems: Problems): Config | undefined => {
  const disk = new Disk(cwd, decodeText, problems, files);
  if (named === null) return projectConfig(disk, placeOf(cwd, '.', files), problems);
  const file = disk.open(named);
  return file && readConfig(file, problems);
};

/** The settings that hold for a check, and what a change loosens of them. */
export type Held = {
  readonly gates: Gates;
  readonly policy: Policy;
  readonly loosened: readonly Loosened[];
  readonly asOf: Day | null;
  /** What the head shows beside dollars. */
  readonly currencies: readonly Currency[];
  /** Patterns of the workflows to look at; none where nobody says. */
  readonly workflows: readonly string[];
};

/** What command line and environment say; null or empty leaves it to the files. */
export type Stated = {
  readonly config: string | null;
  readonly gates: Gates | null;
  readonly limits: Partial<Policy['limits']>;
  readonly rules: Policy['rules'];
};

const overridden = (policy: Policy, { limits, rules }: Stated): Policy => ({
  ...policy,
  limits: { ...policy.limits, ...limits },
  rules: new Map([...policy.rules, ...rules]),
});

/** A base whose settings cannot be used says nothing; those of the head are reported. */
const baseConfig = (base: State | null, named: string | null): Config | undefined => {
  if (base === null || (named !== null && base.files.kindOf(resolve(base.cwd, named)) === null)) return undefined;
  const unused = new Problems();
  const found = configIn(base, named, unused);
  return unused.failed ? undefined : found;
};

/**
 * Returns the settings that a change is held to. A base that has some is the older agreement: a change may tighten it, and what it
 * loosens is listed, and counts only with `gates: head`. Whether it does is the base's to say, too.
 */
export const heldTo = (base: State | null, head: State, stated: Stated, problems: Problems): Held => {
  const after = configIn(head, stated.config, problems);
  if (after !== undefined) checkRuleNames(after, stated.config ?? 'outlay.yaml', problems);
  const before = baseConfig(base, stated.config);
  const gates = stated.gates ?? (base === null ? after?.gates : before?.gates) ?? 'base';
  const [old, now] = [policyOf(before), policyOf(after)];
  const policy = before === undefined || gates === 'head' ? now : strictest(old, now, usual);
  return {
    gates,
    policy: overridden(policy, stated),
    loosened: before === undefined ? [] : loosenedPolicy(old, now, usual),
    asOf: (gates === 'head' ? null : before?.asOf) ?? after?.asOf ?? before?.asOf ?? null,
    currencies: currenciesOf(after),
    workflows: [...new Set([...(after?.workflows ?? []), ...(before?.workflows ?? [])])],
  };
};

import { normalQuantile } from '../../src/stats/normal.ts';
import { streamOf, uniformAt } from '../../src/stats/random.ts';

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 24 * MS_PER_HOUR;

/** Uniform numbers by name and place: what one call draws moves no other. */
export const draws =
  (seed: number) =>
  (name: string, at: number, within = 0): number =>
    uniformAt(streamOf(seed, name), at, within);

/** A lognormal value by its median and its 95th percentile. */
export const lognormal = (u: number, p50: number, p95: number): number =>
  p50 * Math.exp((Math.log(p95 / p50) / normalQuantile(0.95)) * normalQuantile(u));

/** How a model step of a made-up service answers. */
export type TrueStep = {
  readonly step: string;
  readonly model: string;
  readonly chance: number;
  /** Input, visible output, first token in milliseconds and output tokens a second, by median and 95th percentile. */
  readonly input: readonly [number, number];
  readonly cachedShare: number;
  readonly output: readonly [number, number];
  readonly reasoning: readonly [number, number] | null;
  readonly firstMs: readonly [number, number];
  readonly speed: readonly [number, number];
  readonly errors: number;
  readonly invalid: number;
  /** Longer answers are cut. */
  readonly most: number;
  /** Chance of another round. */
  readonly again: number;
};

/** A service whose usage is known: what its log must give back. */
export type TrueService = {
  readonly seed: number;
  readonly startMs: number;
  readonly days: number;
  readonly perDay: number;
  readonly dayToDay: number;
  readonly hours: readonly number[];
  readonly weekdays: readonly number[];
  readonly steps: readonly TrueStep[];
};

/** A call as such a service logs it. */
export type LoggedCall = {
  readonly atMs: number;
  readonly request: string;
  readonly step: string;
  readonly model: string;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
  readonly firstMs: number;
  readonly latencyMs: number;
  readonly failed: boolean;
};

/** Requests of a day by hour: as many as their share of the week, rounded by chance. */
const startsOf = ({ seed, startMs, days, perDay, dayToDay, hours, weekdays }: TrueService): readonly number[] => {
  const draw = draws(seed);
  const [meanHour, meanDay] = [hours, weekdays].map((list) => list.reduce((sum, weight) => sum + weight, 0) / list.length);
  const starts: number[] = [];
  for (let day = 0; day < days; day++) {
    const sigma = Math.sqrt(Math.log1p(dayToDay ** 2));
    const factor = Math.exp(sigma * normalQuantile(draw('day', day)) - sigma ** 2 / 2);
    const weekday = (Math.floor(startMs / MS_PER_DAY) + day + 3) % 7;
    for (let hour = 0; hour < 24; hour++) {
      const mean = ((perDay / 24) * factor * (hours[hour] ?? 0) * (weekdays[weekday] ?? 0)) / ((meanHour ?? 1) * (meanDay ?? 1));
      const place = 24 * day + hour;
      // Poisson by gaps: as long as exponential waits end within the hour.
      for (let index = 0, at = 0; ; index++) {
        at += -Math.log(draw('gap', place, index)) / Math.max(1e-9, mean);
        if (at >= 1) break;
        starts.push(Math.round(startMs + day * MS_PER_DAY + (hour + at) * MS_PER_HOUR));
      }
    }
  }
  return starts;
};

const attemptsOf = (
  step: TrueStep,
  draw: ReturnType<typeof draws>,
  request: number,
  round: number,
): readonly ('error' | 'invalid' | 'good')[] => {
  const attempts: ('error' | 'invalid' | 'good')[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const u = draw(`${step.step} fate`, request, 10 * round + attempt);
    const fate = u < step.errors ? 'error' : u < step.errors + (1 - step.errors) * step.invalid ? 'invalid' : 'good';
    attempts.push(fate);
    if (fate === 'good') break;
  }
  return attempts;
};

/** Returns the calls of a service in the order of time, made from its true numbers. */
export const loggedCalls = (service: TrueService): readonly LoggedCall[] => {
  const draw = draws(service.seed);
  return startsOf(service).flatMap((startMs, request) => {
    let atMs = startMs;
    return service.steps.flatMap((step): readonly LoggedCall[] => {
      if (draw(`${step.step} runs`, request) >= step.chance) return [];
      const calls: LoggedCall[] = [];
      for (let round = 0; round < 20; round++) {
        for (const [attempt, fate] of attemptsOf(step, draw, request, round).entries()) {
          const place = 10 * round + attempt;
          const input = Math.round(lognormal(draw(`${step.step} input`, request), ...step.input));
          const output = Math.min(step.most, Math.round(lognormal(draw(`${step.step} output`, request, place), ...step.output)));
          const reasoning =
            step.reasoning === null ? 0 : Math.round(lognormal(draw(`${step.step} reasoning`, request, place), ...step.reasoning));
          const speed = lognormal(draw(`${step.step} speed`, request, place), ...step.speed);
          const firstMs = Math.round(lognormal(draw(`${step.step} first`, request, place), ...step.firstMs) + (1000 * reasoning) / speed);
          const latencyMs = fate === 'error' ? firstMs : Math.round(firstMs + (1000 * output) / speed);
          const failed = fate === 'error';
          const cached = failed ? 0 : Math.round(input * step.cachedShare);
          calls.push({
            ...{ atMs, request: `r${request}`, step: step.step, model: step.model, failed, firstMs, latencyMs, cached },
            ...{ input: failed ? 0 : input, output: failed ? 0 : output, reasoning: failed ? 0 : reasoning },
          });
          atMs += latencyMs;
        }
        if (draw(`${step.step} again`, request, round) >= step.again) break;
      }
      return calls;
    });
  });
};

/** Returns calls as a table of one's own: a row a call. */
export const asTable = (calls: readonly LoggedCall[]): string => {
  const rows = calls.map(({ atMs, request, step, model, input, cached, output, reasoning, firstMs, latencyMs, failed }) =>
    [
      new Date(atMs).toISOString().replace('.000Z', 'Z'),
      request,
      step,
      model,
      input,
      cached,
      output + reasoning,
      reasoning,
      failed ? '' : firstMs,
      latencyMs,
      failed ? 529 : 200,
    ].join(','),
  );
  return `time,trace_id,step,model,input_tokens,cached_input_tokens,output_tokens,reasoning_tokens,ttft_ms,latency_ms,status\n${rows.join('\n')}\n`;
};

const BUSINESS = [1, 1, 1, 1, 1, 1, 2, 4, 8, 10, 10, 9, 8, 9, 10, 10, 9, 7, 4, 3, 2, 2, 1, 1];

/** The pilot of the shipped support agent: what `scenarios/support-agent/usage/pilot.csv` holds. */
export const PILOT: TrueService = {
  seed: 7,
  startMs: Date.UTC(2026, 11, 7),
  days: 14,
  perDay: 62,
  dayToDay: 0.18,
  hours: BUSINESS,
  weekdays: [1, 1, 1, 1, 1, 0.3, 0.2],
  steps: [
    {
      ...{ step: 'triage', model: 'gpt-6-luna', chance: 1, input: [1210, 1420], cachedShare: 0, output: [31, 44], reasoning: null },
      ...{ firstMs: [420, 900], speed: [140, 190], most: 80, errors: 0.006, invalid: 0, again: 0 },
    },
    {
      ...{
        step: 'answer',
        model: 'claude-sonnet-5',
        chance: 0.91,
        input: [8900, 12_400],
        cachedShare: 0,
        output: [390, 1020],
        reasoning: null,
      },
      ...{ firstMs: [1300, 3600], speed: [58, 84], most: 1024, errors: 0.021, invalid: 0.035, again: 0 },
    },
    {
      ...{ step: 'check', model: 'gemini-3.8-flash', chance: 0.91, input: [4100, 5600], cachedShare: 0, output: [24, 58], reasoning: null },
      ...{ firstMs: [380, 800], speed: [160, 230], most: 100, errors: 0.004, invalid: 0, again: 0 },
    },
  ],
};

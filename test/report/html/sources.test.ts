import { describe, expect, it } from 'vitest';
import { type ClockBar, clockBars } from '../../../src/report/html/clock.ts';
import { contractOf } from '../../../src/report/html/contract.ts';
import { close } from '../../support/close.ts';
import { projectionOf } from '../../support/projection.ts';
import { simulated } from '../../support/simulated.ts';

const clockOf = async (workflow: string): Promise<ReadonlyMap<string, ClockBar>> => {
  const bars = clockBars({ projection: await projectionOf(workflow), simulation: await simulated(workflow, { runs: 200 }) });
  return new Map(bars.map((bar) => [bar.name, bar]));
};

describe('one typical request on the clock', () => {
  it('starts a step when all that it needs have ended', async () => {
    const bars = await clockOf(`
steps:
  left: { tool: x, latency: 200ms }
  right: { needs: [], tool: x, latency: 500ms }
  both: { needs: [left, right], tool: x, latency: 300ms }
`);
    expect(bars.get('right')).toMatchObject({ startMs: 0, endMs: 500 });
    expect(bars.get('both')).toMatchObject({ startMs: 500, endMs: 800, ran: 1 });
  });

  it('waits neither for people nor for what rarely runs', async () => {
    const bars = await clockOf(`
steps:
  rare: { tool: x, when: 10%, latency: 9s }
  person: { human: editor, work: 10min, wage: $30 per hour }
  last: { tool: x, latency: 1s }
`);
    expect(bars.get('last')).toMatchObject({ startMs: 0, endMs: 1000 });
    expect(bars.get('rare')).toMatchObject({ startMs: 0, endMs: 0, typicalMs: 9000 });
    expect(bars.get('person')).toMatchObject({ endMs: 0, typicalMs: 600_000 });
  });

  it('draws items side by side to the scale of their group', async () => {
    const bars = await clockOf(`
steps:
  group:
    for_each: { items: 4, parallel: 4 }
    steps:
      one: { tool: x, latency: 100ms }
      two: { tool: x, latency: 300ms }
`);
    expect(bars.get('group')).toMatchObject({ startMs: 0, endMs: 400 });
    expect(bars.get('one')).toMatchObject({ startMs: 0, endMs: 100, depth: 1 });
    expect(bars.get('two')).toMatchObject({ startMs: 100, endMs: 400 });
  });

  it('is nothing where nothing takes time', async () => {
    expect((await clockOf('steps: { a: { tool: x, cost: $1 } }')).size).toBe(0);
  });
});

describe('a contract', () => {
  const workflow = (discount: string): string => `
steps:
  a: { model: test/plain, prompt: 4k, output: 1k }
  b: { tool: x, cost: $1 }
traffic: { base: { requests: 100 per day${discount} } }
`;

  it('is told against the list', async () => {
    const projection = await projectionOf(workflow(', discount: { test: 12% }'));
    const contract = contractOf(projection, { discounts: [{ provider: 'test', share: 0.12 }] });
    const list = await projectionOf(workflow(''));
    close(contract?.usd ?? 0, projection.months[0]?.components.models ?? 1);
    close(contract?.listUsd ?? 0, list.months[0]?.components.models ?? 1);
    close((contract?.usd ?? 0) / (contract?.listUsd ?? 1), 0.88);
  });

  it('is nothing without a discount', async () => {
    expect(contractOf(await projectionOf(workflow('')), { discounts: [] })).toBeNull();
  });
});

import type { RequestObservation } from './observe.ts';

/** How long conversations are, and how much time lies between the starts of two of their turns. */
export type Sessions = { readonly startsMs: readonly number[]; readonly turns: readonly number[]; readonly gapsMs: readonly number[] };

/** Returns the sessions that requests belong to; requests without one are none. */
export const sessionsOf = (requests: readonly Pick<RequestObservation, 'startMs' | 'session'>[]): Sessions => {
  const starts = new Map<string, number[]>();
  for (const { session, startMs } of requests) {
    if (session === null) continue;
    const known = starts.get(session);
    if (known === undefined) starts.set(session, [startMs]);
    else known.push(startMs);
  }
  const all = [...starts.values()];
  return {
    startsMs: all.map(([first = 0]) => first).sort((a, b) => a - b),
    turns: all.map(({ length }) => length),
    gapsMs: all.flatMap((times) => times.slice(1).map((time, at) => time - (times[at] ?? time))),
  };
};

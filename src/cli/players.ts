import { availableParallelism } from 'node:os';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { Crew } from '../io/crew.ts';
import type { Project } from '../planning/read.ts';
import { type Players, playHere } from '../projection/simulate/players.ts';
import { wholeOption } from './run-settings.ts';

/** More hold more memory than they save time. */
const MOST_THREADS = 16;

/** Returns with how many threads requests are played: one a core, or as many as `OUTLAY_THREADS` says. */
export const statedThreads = (problems: Problems): number => {
  const otherwise = Math.min(MOST_THREADS, availableParallelism());
  return wholeOption('OUTLAY_THREADS', process.env['OUTLAY_THREADS'] || undefined, { least: 1, greatest: 64, otherwise }, problems);
};

/** Hands over what plays requests with some threads, and ends them behind it. The figures are the same with any number. */
export const withPlayers = <T>(threads: number, use: (players: Players) => T): T => {
  if (threads === 1) return use(playHere);
  const crew = new Crew('cli/play-worker', threads);
  try {
    return use((parts) => crew.begin(parts));
  } finally {
    crew.end();
  }
};

/** Returns a project whose requests are played by somebody. */
export const playedBy = (project: Project, players: Players): Project => {
  const { request } = project;
  return { ...project, request: { ...request, run: { ...request.run, players } } };
};

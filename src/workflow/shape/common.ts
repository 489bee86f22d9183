import * as z from 'zod';

/** A number as an author writes it, where no distribution makes sense. */
export const scalarShape = z.union([z.number(), z.string()]);

/** A text that reports show on one line. */
export const shortTextShape = z.string().max(200, 'at most 200 characters');

/** A path, a glob or a list of them. */
export const pathsShape = z.union([z.string(), z.array(z.string())]);

/** A whole number of at least one: turns, rounds, items side by side. */
export const wholeShape = (key: string, least: string): z.ZodNumber =>
  z.number().int(`${key} is a whole number`).min(1, least).max(10_000, 'at most 10,000');

import { visible, visibleWithin } from '../../diagnostics/escape.ts';
import type { Report } from '../report.ts';
import { summarySentences } from '../summary.ts';
import { wrapped } from '../table.ts';
import type { TextStyle } from './style.ts';

/** Returns what the base scenario comes to, in words. */
export const summary = (report: Report, style: TextStyle): readonly string[] =>
  wrapped(summarySentences(report, { word: (name) => visibleWithin(name, 64), quoted: (name) => `"${visible(name)}"` }), style.width);

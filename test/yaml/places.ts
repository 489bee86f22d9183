import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { placeText } from '../../src/diagnostics/source.ts';

/** Returns each problem as `code file:line:column «marked text» message`, so that a test reads like the screen. */
export const placesOf = (problems: readonly Diagnostic[]): readonly string[] =>
  problems.map(({ code, span, message }) => {
    if (span === null) return `${code} ${message}`;
    return `${code} ${placeText(span)} «${span.file.text.slice(span.start, span.end)}» ${message}`;
  });

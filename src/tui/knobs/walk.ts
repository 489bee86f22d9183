import { pathText } from '../../yaml/path.ts';
import type { Path } from '../../yaml/read.ts';
import type { Knob, Turn } from './knob.ts';
import { type Plain, scaled } from './scale.ts';
import { isMap, type PlainMap } from './source.ts';

/** Texts, names and things that are no amounts. */
const NOT_TURNED =
  /^(?:x-.*|tags|description|workflow|unit|start|timezone|weights|hours|weekdays|image|pdf_pages|samples|field|needs|extends|of)$/;

const WHOLE = /^(?:attempts|max|parallel|last|months|variants)$/;

const AMOUNT = /^[+-]?\$?\d[\w.]*%?(?:\s+to\s+[+-]?\$?\d[\w.]*%?)?(?:\s+per\s+[a-z ]+)?$/;

/** Keys of which the map forms of a quantity have at least one. */
const QUANTITY = /^(?:p\d+|mean|normal|uniform|triangular|values|mix)$/;

/** Words that a key may have, where they are few and the same everywhere. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  stream: ['false', 'true'],
  background: ['false', 'true'],
  on_failure: ['stop', 'continue'],
  shape: ['flat', 'business-hours', 'consumer'],
};

const turnOf = (key: string, value: Plain): Turn | null => {
  const words = WORDS[key];
  if (words !== undefined) return words.includes(String(value)) ? { kind: 'choice', options: words } : null;
  if (WHOLE.test(key) && Number.isInteger(Number(value))) return { kind: 'whole', least: key === 'last' ? 0 : 1 };
  if (isMap(value))
    return Object.keys(value).some((inner) => QUANTITY.test(inner)) && scaled(value, (x) => x) !== null ? { kind: 'scale' } : null;
  if (typeof value === 'number') return value === 0 ? null : { kind: 'scale' };
  if (typeof value !== 'string' || !AMOUNT.test(value)) return null;
  // A single share turns by percentage points, so that it can come from 0 % and go to 100 %.
  if (/^[\d.]+%(?:\s+per\s+.*)?$/.test(value))
    return { kind: 'points', least: key === 'growth' ? -50 : 0, most: key === 'growth' ? 100 : 100 };
  return /^\$?0(?:\.0*)?%?$/.test(value) ? null : { kind: 'scale' };
};

const knob = (path: Path, written: Plain, turn: Turn): Knob => ({
  id: pathText(path),
  label: path[0] === 'steps' ? path.slice(1).join('.') : path.join('.'),
  group: 'everything',
  target: { kind: 'path', path },
  written,
  turn,
});

/** Returns a knob for every quantity of a YAML map, whatever key it stands under. */
export const knobsIn = (value: PlainMap | readonly Plain[], path: Path): readonly Knob[] =>
  Object.entries(value).flatMap(([key, inner]: [string, Plain]): readonly Knob[] => {
    if (key.includes('"') || (path.length < 60 && NOT_TURNED.test(key))) return [];
    const at = [...path, key];
    const name = /^\d+$/.test(key) ? String(path.at(-1)) : key;
    const turn = turnOf(name, inner);
    if (turn !== null) return [knob(at, inner, turn)];
    return isMap(inner) || Array.isArray(inner) ? knobsIn(inner as PlainMap, at) : [];
  });

import { type Config, readConfig } from '../config/read.ts';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { Disk, type Place, placeOf } from '../io/disk.ts';
import type { Currency } from '../pricing/currency.ts';
import { dayText } from '../pricing/day.ts';
import { decodeText } from '../yaml/decode.ts';

/** Returns the settings of the project that a place lies in; undefined where it has none, or where they cannot be used. */
export const projectConfig = (disk: Disk, place: Pick<Place, 'config' | 'root'>, problems: Problems): Config | undefined => {
  const file = place.config === null ? undefined : disk.found(place.config, place.root);
  return file && readConfig(file, problems);
};

/** Returns the settings of the project that a folder lies in. */
export const projectAround = (cwd: string, problems: Problems): Config | undefined =>
  projectConfig(new Disk(cwd, decodeText, problems), placeOf(cwd, '.'), problems);

/** Returns the currencies that a project shows beside dollars; none where it names none. */
export const currenciesOf = (config: Config | undefined): readonly Currency[] => {
  const { currency } = config ?? { currency: null };
  return currency === null ? [] : [...currency.rates].map(([code, rate]) => ({ code, rate, on: dayText(currency.on) }));
};

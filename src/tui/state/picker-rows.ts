import { matching } from './match.ts';
import type { Entry, Picker } from './state.ts';

/** Returns the workflows that the picker's filter lets through: those of the folder first, then the shipped examples. */
export const rowsOfPicker = ({ entries, filter }: Picker): readonly Entry[] => {
  const found = (entries ?? []).filter(({ name, path, description }) => matching(`${name} ${path} ${description}`, filter));
  return [...found.filter(({ kind }) => kind === 'own'), ...found.filter(({ kind }) => kind === 'example')];
};

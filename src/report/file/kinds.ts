/** The files that a plan can be saved as; the ending of a file's name says which. */
export const FILE_KINDS = [
  { ending: '.xlsx', name: 'workbook', says: 'its means are live formulas' },
  { ending: '.html', name: 'page', says: 'for a browser, a phone or a printer' },
  { ending: '.csv', name: 'CSV', says: 'a row for each month, step and token class' },
  { ending: '.md', name: 'Markdown', says: 'for a ticket or a pull request' },
  { ending: '.json', name: 'JSON', says: 'the plan on file, for report --verify' },
  { ending: '.txt', name: 'text', says: 'as plan prints it' },
] as const;

export type Ending = (typeof FILE_KINDS)[number]['ending'];

/** The endings that a plan can be saved under. */
export const ENDINGS: readonly Ending[] = FILE_KINDS.map(({ ending }) => ending);

/** Returns which of them a file has, in whatever letters; null where it has none of them, or no name before it. */
export const endingOf = (file: string): Ending | null => {
  const [, ending = ''] = /[^/\\](\.[^./\\]+)$/.exec(file.toLowerCase()) ?? [];
  return ENDINGS.find((one) => one === ending) ?? null;
};

/** Returns whether a text has all words of a filter in it, in any order and case. */
export const matching = (text: string, filter: string): boolean => {
  if (filter === '') return true;
  const lower = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
};

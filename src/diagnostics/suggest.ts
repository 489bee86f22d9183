/** Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours count one each. */
const distance = (a: string, b: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replace, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
};

/** Returns the known names nearest to a mistyped one, best first, at most `limit`; none where nothing is near. */
export const nearest = (name: string, known: Iterable<string>, limit = 1): readonly string[] => {
  const typed = name.slice(0, 80).toLowerCase();
  const scored = [...known].map((candidate) => {
    const other = candidate.toLowerCase();
    const contains = typed.length > 2 && (other.includes(typed) || typed.includes(other));
    return { candidate, score: contains ? 1 : distance(typed, other), longer: Math.abs(other.length - typed.length) };
  });
  const within = Math.max(2, Math.floor(typed.length * 0.45));
  return scored
    .filter(({ score }) => score <= within && score < typed.length)
    .sort((a, b) => a.score - b.score || a.longer - b.longer || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
};

/** Returns `did you mean "retry"?`, or an empty text where nothing is near. */
export const didYouMean = (name: string, known: Iterable<string>): string => {
  const [best] = nearest(name, known);
  return best === undefined ? '' : `did you mean "${best}"?`;
};

/** Returns `step "read"`, or `steps "read", "answer"`, at most four of them by name. */
export const stepNames = (names: readonly string[]): string => {
  const shown = (names.length <= 4 ? names : names.slice(0, 3)).map((name) => `"${name}"`).join(', ');
  if (names.length === 1) return `step ${shown}`;
  return `steps ${shown}${names.length <= 4 ? '' : ` and ${names.length - 3} more`}`;
};

import type { Rule } from './rule.ts';

const WIDTH = 88;

/** Lines of whole words, each as long as the width allows. */
const wrapped = (text: string): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.pop();
    if (last === undefined) lines.push(word);
    else if (`${last} ${word}`.length <= WIDTH) lines.push(`${last} ${word}`);
    else lines.push(last, word);
  }
  return lines;
};

const indented = (text: string): readonly string[] => text.split('\n').map((line) => `  ${line}`);

/** Returns what a rule is for: what it finds, why it matters, an example, what to do, and how to set it. */
export const explainRule = ({ id, level, title, why, example, fix }: Rule): string =>
  [
    `${id}: ${title} (${level} unless outlay.yaml says otherwise)`,
    '',
    ...wrapped(why),
    '',
    'For example:',
    ...indented(example),
    '',
    ...wrapped(fix),
    '',
    'In outlay.yaml:',
    `  rules: { ${id}: error }   # off, warn or error`,
    `  ignore: [{ rule: ${id}, workflow: …, reason: …, until: YYYY-MM-DD }]`,
    '',
  ].join('\n');

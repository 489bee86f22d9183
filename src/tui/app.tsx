import { Text, useInput } from 'ink';
import { useLayoutEffect, useSyncExternalStore } from 'react';
import { pressed } from './keys/press.ts';
import type { Theme } from './paint/theme.ts';
import { frameOf } from './shell/frame.ts';
import type { Store } from './state/store.ts';

type Props = {
  readonly store: Store;
  readonly theme: Theme;
  /** Who writes the rows where Ink does not: Ink cuts every row of every frame into its characters, and keeps what it measures. */
  readonly draw?: (rows: readonly string[]) => void;
};

/** The app: what is drawn is a function of the state, what is pressed goes into it. */
export const App = ({ store, theme, draw }: Props) => {
  const state = useSyncExternalStore(store.subscribe, store.get);
  useInput((input, key) => store.dispatch(...pressed(input, key).map((one) => ({ type: 'key', key: one }) as const)));
  const rows = frameOf(state).map(theme);
  useLayoutEffect(() => draw?.(rows));
  return draw === undefined ? <Text wrap="truncate">{rows.join('\n')}</Text> : null;
};

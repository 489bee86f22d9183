import { Text, useInput } from 'ink';
import { useSyncExternalStore } from 'react';
import { pressed } from './keys/press.ts';
import type { Theme } from './paint/theme.ts';
import { frameOf } from './shell/frame.ts';
import type { Store } from './state/store.ts';

/**
 * The app: what is drawn is a function of the state, what is pressed goes into it. All rows are one text, fitted before: a node of
 * the layout for each of them would cost more than drawing them.
 */
export const App = ({ store, theme }: { readonly store: Store; readonly theme: Theme }) => {
  const state = useSyncExternalStore(store.subscribe, store.get);
  useInput((input, key) => store.dispatch(...pressed(input, key).map((one) => ({ type: 'key', key: one }) as const)));
  return <Text wrap="truncate">{frameOf(state).map(theme).join('\n')}</Text>;
};

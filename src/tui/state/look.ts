import type { Texts } from '../../planning/texts.ts';
import { type Catalogue, catalogueOf } from '../../pricing/catalogue.ts';
import type { Looked } from '../live/look.ts';
import { type CutText, chosenText, samePlace, type TextPlace } from '../screens/tokens/sets.ts';
import type { Step } from './event.ts';
import { type State, screenState } from './state.ts';

/** What the screens of tokens and prices show beside a plan; null each until it was looked up. */
export type Looking = {
  readonly texts: Texts | null;
  readonly catalogue: Catalogue | null;
  readonly cut: CutText | null;
  /** The text that was asked for last. */
  readonly wanted: TextPlace | null;
};

const NOTHING: Looking = { texts: null, catalogue: null, cut: null, wanted: null };

const SCREENS = ['tokens', 'prices'];

/** Returns a step that also asks for what its screen shows and nobody has looked up yet. */
export const withLook = (step: Step<State>): Step<State> => {
  const { state, effects } = step;
  const { work, screen } = state;
  if (work === null || work.computed === null || !SCREENS.includes(screen)) return step;
  const { looking } = work;
  if (looking === null) return { state: { ...state, work: { ...work, looking: NOTHING } }, effects: [...effects, { do: 'look' }] };
  const place = screen === 'tokens' && looking.texts !== null ? chosenText(looking.texts, screenState(state)) : null;
  if (place === null || (looking.wanted !== null && samePlace(place, looking.wanted))) return step;
  return { state: { ...state, work: { ...work, looking: { ...looking, wanted: place } } }, effects: [...effects, { do: 'cut', place }] };
};

/** Returns the state with what was looked up. */
export const lookedAt = (state: State, looked: Looked): State => {
  const { work } = state;
  if (work === null || work.looking === null) return state;
  const looking =
    looked.kind === 'opened'
      ? { ...NOTHING, texts: looked.texts, catalogue: catalogueOf(looked.tables) }
      : { ...work.looking, cut: looked.cut };
  return { ...state, work: { ...work, looking } };
};

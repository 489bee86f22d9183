import { genaiPrices } from './genai-prices.ts';
import type { Format } from './listing.ts';
import { litellm } from './litellm.ts';
import { modelsDev } from './models-dev.ts';
import { openrouter } from './openrouter.ts';

/** The catalogues that can be imported. Adding one is a file and a line here. */
export const FORMATS: readonly Format[] = [litellm, modelsDev, genaiPrices, openrouter];

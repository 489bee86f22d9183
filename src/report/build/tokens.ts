import type { Usage } from '../../pricing/price.ts';
import type { TokenFigures } from '../report.ts';

/** Returns tokens in the words of the report. */
export const tokens = (usage: Usage, times = 1): TokenFigures => ({
  uncached_input: usage.uncachedInput * times,
  cache_read: usage.cacheRead * times,
  cache_write: usage.cacheWrite * times,
  reasoning: usage.reasoning * times,
  visible_output: usage.visibleOutput * times,
});

/** What a stretch of text means; the theme alone knows its colours. Nothing is told by colour alone. */
export type Tone = 'plain' | 'dim' | 'strong' | 'accent' | 'good' | 'warn' | 'bad' | 'chosen' | 'bar' | 'bar2' | 'bar3' | 'edge';

export type Span = { readonly text: string; readonly tone?: Tone };

/** One row of the terminal; its width is counted in cells, never by .length. */
export type Line = readonly Span[];

import { across, html, type Markup, type Piece, stacked } from '../markup.ts';

/** A line of a chart of bars: its name and its figure over what is drawn. */
export type Lane = {
  readonly label: string;
  /** Said beside the name where there is room. */
  readonly note: string;
  readonly value: string;
  readonly marks: Piece;
  /** How far its name is indented. */
  readonly depth: number;
};

/** Pixels from one lane to the next; its marks stand in the lower third. */
export const LANE = 42;

const TEXT_AT = 15;
const MARKS_AT = 22;

/** Height of a bar in pixels. */
const BAR = 8;

/** Returns a bar from one share of the width to another; what is not nothing is seen. */
export const span = (kind: string, from: number, to: number): Markup =>
  html`<rect class="${kind}" x="${across(from)}" y="0" width="${across(to > from ? Math.max(0.0025, to - from) : 0)}" height="${BAR}"/>`;

/** Returns an upright line at a share of the width. */
export const upright = (kind: string, at: number, from: number, to: number): Markup =>
  html`<line class="${kind}" x1="${across(at)}" x2="${across(at)}" y1="${from}" y2="${to}"/>`;

/** Returns a level line between two shares of the width. */
export const level = (kind: string, from: number, to: number, y: number): Markup =>
  html`<line class="${kind}" x1="${across(from)}" x2="${across(to)}" y1="${y}" y2="${y}"/>`;

/** Returns a line with two ends, for what lies between two values. */
export const whisker = (from: number, to: number): Markup =>
  html`${level('whisker', from, to, BAR / 2)}${upright('whisker', from, 0, BAR)}${upright('whisker', to, 0, BAR)}`;

const lane = ({ label, note, value, marks, depth }: Lane, index: number): Markup => {
  const said = note === '' ? null : html`<tspan class="note" dx="8">${note}</tspan>`;
  return html`<text x="${depth * 12}" y="${index * LANE + TEXT_AT}">${label}${said}</text>
<text class="value" x="100%" y="${index * LANE + TEXT_AT}">${value}</text>
<svg x="0" y="${index * LANE + MARKS_AT}" width="100%" height="${BAR}" class="marks">${marks}</svg>`;
};

/** Returns lanes, one below the other. */
export const lanes = (list: readonly Lane[]): Markup => stacked(list.map(lane));

/** How a number is written in a cell: Excel's own codes. */
export const FORMATS = {
  general: 'General',
  text: '@',
  usd: '"$"#,##0.00;[Red]-"$"#,##0.00',
  fine: '"$"#,##0.000000;[Red]-"$"#,##0.000000',
  price: '"$"#,##0.00####',
  count: '#,##0',
  decimal: '#,##0.00',
  tokens: '#,##0.0',
  share: '0.0%',
  factor: '0.0000##',
  ms: '#,##0" ms"',
} as const;
export type Format = keyof typeof FORMATS;

/**
 * What a cell is to its reader: `input` may be changed, `model` is a rate from outlay's own model that may be changed too,
 * `held` is simulated or fixed and does not follow, `plain` and `total` are computed.
 */
export const LOOKS = ['plain', 'head', 'title', 'note', 'total', 'input', 'model', 'held'] as const;
export type Look = (typeof LOOKS)[number];

export type Style = { readonly look: Look; readonly format: Format };

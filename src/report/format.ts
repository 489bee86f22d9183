// Numbers as people read them. No locale is asked: the same bytes on every machine.

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Returns a number with a fixed number of decimals and thousands grouped; halves go away from zero, and there is no −0. */
export const fixed = (value: number, decimals: number): string => {
  const scaled = Math.round(Math.abs(value) * 10 ** decimals * (1 + Number.EPSILON));
  const digits = String(scaled).padStart(decimals + 1, '0');
  const whole = grouped(digits.slice(0, digits.length - decimals));
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  return value < 0 && scaled !== 0 ? `-${text}` : text;
};

/** How many decimals show three significant digits of an amount below a dollar; two from a dollar on, none from a thousand. */
export const moneyDecimals = (usd: number): number => {
  const size = Math.abs(usd);
  if (size >= 1000) return 0;
  if (size >= 1 || size === 0) return 2;
  return Math.min(9, 2 - Math.floor(Math.log10(size)));
};

/** Returns an amount of money; what is too small to show is `<$0.000001`, never $0.00. */
export const money = (usd: number, decimals = moneyDecimals(usd)): string => {
  if (usd === 0) return '$0';
  if (Math.abs(usd) < 0.5 * 10 ** -decimals) return `<$${fixed(10 ** -decimals, decimals)}`;
  return usd < 0 ? `-$${fixed(-usd, decimals)}` : `$${fixed(usd, decimals)}`;
};

const LARGER = [
  { from: 1e9, unit: 'B' },
  { from: 1e6, unit: 'M' },
  { from: 1e3, unit: 'k' },
] as const;

/** Returns money in three digits and a letter, for the axis of a chart: `$29.9k`, `$1.2M`, `$120`; it does not add up. */
export const shortMoney = (usd: number): string => {
  const size = Math.abs(usd);
  const found = LARGER.find(({ from }) => size >= from * 0.9995);
  if (found === undefined) return size >= 9.995 ? money(usd, size >= 99.95 ? 0 : 1) : money(usd);
  const value = usd / found.from;
  const digits = fixed(Math.abs(value), Math.abs(value) >= 99.95 ? 0 : 1).replace(/\.0$/, '');
  return `${value < 0 ? '-' : ''}$${digits}${found.unit}`;
};

/** Returns a count: whole from a hundred on, else with one or two decimals. */
export const count = (value: number): string => {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 99.95) return fixed(value, 0);
  if (Number.isInteger(value)) return fixed(value, 0);
  return size < 0.005 ? '<0.01' : fixed(value, size >= 9.995 ? 1 : 2);
};

/** Returns a share as a percentage; what is not quite all or nothing never reads as all or nothing. */
export const percent = (share: number): string => {
  if (share < 0) return `-${percent(-share)}`;
  if (share === 0 || share === 1) return `${share * 100} %`;
  if (share < 0.0005) return '<0.1 %';
  return share > 0.9995 ? '>99.9 %' : `${fixed(share * 100, 1)} %`;
};

/** Returns by how much a figure rises: 1.386 is `138.6 %`, from ten times on `×12`. Falls have their sign. */
export const rise = (share: number): string => {
  if (share >= 10) return `×${fixed(1 + share, 0)}`;
  return Math.abs(share) < 0.0005 ? '<0.1 %' : `${fixed(share * 100, 1)} %`;
};

const LONGER = [
  { from: 86_400_000, unit: 'd' },
  { from: 3_600_000, unit: 'h' },
  { from: 60_000, unit: 'min' },
  { from: 1000, unit: 's' },
] as const;

/** Returns a duration in the largest unit of which it is at least one, with three digits: `850 ms`, `2.41 s`, `12.5 min`. */
export const duration = (ms: number): string => {
  const found = LONGER.find(({ from }) => ms >= from * 0.9995);
  if (found === undefined) return `${fixed(ms, 0)} ms`;
  const value = ms / found.from;
  return `${fixed(value, value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)} ${found.unit}`;
};

/** Returns a number with up to ten significant digits, so that a formula can be worked out again from what is printed. */
export const precise = (value: number): string => {
  if (value === 0) return '0';
  if (Math.abs(value) < 1e-7) return String(Number(value.toPrecision(10)));
  const text = Number(value.toPrecision(10)).toString();
  const [whole = '', decimals] = text.split('.');
  const sign = whole.startsWith('-') ? '-' : '';
  const digits = grouped(whole.replace('-', ''));
  return decimals === undefined ? sign + digits : `${sign}${digits}.${decimals}`;
};

/**
 * Returns values rounded to some decimals such that they sum to their rounded total: the largest remainders are rounded up
 * (Hamilton's method). 1/3 + 1/3 + 1/3 at two decimals is 0.34 + 0.33 + 0.33.
 */
export const roundedToSum = (values: readonly number[], decimals: number): readonly number[] =>
  roundedTo(
    values.reduce((sum, value) => sum + value, 0),
    values,
    decimals,
  );

/** Returns values rounded to some decimals such that they sum to a total close to their own. */
export const roundedTo = (sum: number, values: readonly number[], decimals: number): readonly number[] => {
  const scale = 10 ** decimals;
  const floors = values.map((value) => Math.floor(value * scale + 1e-9));
  const total = Math.round(sum * scale);
  let missing = total - floors.reduce((all, value) => all + value, 0);
  const order = values
    .map((value, index) => ({ index, rest: value * scale - (floors[index] ?? 0) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of missing > 0 ? order : order.toReversed()) {
    if (missing === 0) break;
    floors[index] = (floors[index] ?? 0) + Math.sign(missing);
    missing -= Math.sign(missing);
  }
  return floors.map((value) => value / scale);
};

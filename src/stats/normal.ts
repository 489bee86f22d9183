// Rational approximations to double precision. erfc: W. J. Cody, "Rational Chebyshev approximations for the error
// function", Math. Comp. 23 (1969). Inverse: M. J. Wichura, "Algorithm AS 241", Applied Statistics 37 (1988).

const horner = (x: number, coefficients: readonly number[]): number => {
  let sum = 0;
  for (let index = 0; index < coefficients.length; index++) sum = sum * x + (coefficients[index] ?? 0);
  return sum;
};

const ERF_NUMERATOR = [1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3];
const ERF_DENOMINATOR = [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];
const MIDDLE_NUMERATOR = [
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2, 8.8195222124176909e2,
  1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
];
const MIDDLE_DENOMINATOR = [
  1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
  4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
];
const TAIL_NUMERATOR = [
  1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2,
  6.58749161529837803e-4,
];
const TAIL_DENOMINATOR = [
  1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
];

const erfc = (x: number): number => {
  const y = Math.abs(x);
  if (y <= 0.46875) return 1 - (x * horner(y * y, ERF_NUMERATOR)) / horner(y * y, ERF_DENOMINATOR);
  const square = 1 / (y * y);
  const scaled =
    y <= 4
      ? horner(y, MIDDLE_NUMERATOR) / horner(y, MIDDLE_DENOMINATOR)
      : (1 / Math.sqrt(Math.PI) - (square * horner(square, TAIL_NUMERATOR)) / horner(square, TAIL_DENOMINATOR)) / y;
  const tail = Math.exp(-y * y) * scaled;
  return x < 0 ? 2 - tail : tail;
};

/** Returns P(Z ≤ z) of a standard normal Z, to about 15 digits. */
export const normalCdf = (z: number): number => erfc(-z / Math.SQRT2) / 2;

/** Returns the density of the standard normal at z. */
export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** Coefficients of a polynomial of the seventh degree, the highest power first. */
type Seventh = readonly [number, number, number, number, number, number, number, number];

/** Its value, written out: the simulation takes millions of quantiles. */
const seventh = (x: number, c: Seventh): number =>
  ((((((c[0] * x + c[1]) * x + c[2]) * x + c[3]) * x + c[4]) * x + c[5]) * x + c[6]) * x + c[7];

const CENTRE_NUMERATOR: Seventh = [
  2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4, 1.3731693765509461125e4,
  1.9715909503065514427e3, 1.3314166789178437745e2, 3.387132872796366608,
];
const CENTRE_DENOMINATOR: Seventh = [
  5.226495278852545925e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4, 5.3941960214247511077e3,
  6.871870074920579083e2, 4.2313330701600911252e1, 1,
];
const NEAR_NUMERATOR: Seventh = [
  7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258, 3.64784832476320460504,
  5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
];
const NEAR_DENOMINATOR: Seventh = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1, 6.8976733498510000455e-1,
  1.6763848301838038494, 2.05319162663775882187, 1,
];
const FAR_NUMERATOR: Seventh = [
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.6532189526576123093e-2, 2.9656057182850489123e-1,
  1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
];
const FAR_DENOMINATOR: Seventh = [
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4, 1.48753612908506148525e-2,
  1.3692988092273580531e-1, 5.9983220655588793769e-1, 1,
];

/** Returns z with P(Z ≤ z) = p for 0 < p < 1, to about 16 digits; ∓Infinity at 0 and 1. */
export const normalQuantile = (p: number): number => {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * seventh(r, CENTRE_NUMERATOR)) / seventh(r, CENTRE_DENOMINATOR);
  }
  const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  const z =
    r <= 5
      ? seventh(r - 1.6, NEAR_NUMERATOR) / seventh(r - 1.6, NEAR_DENOMINATOR)
      : seventh(r - 5, FAR_NUMERATOR) / seventh(r - 5, FAR_DENOMINATOR);
  return q < 0 ? -z : z;
};

/** Another currency: how much of it a dollar buys, and the day, YYYY-MM-DD, on which that was so. */
export type Currency = { readonly code: string; readonly rate: number; readonly on: string };

import { count, money, percent } from '../format.ts';
import type { EconomicsReport, ScenarioReport } from '../report.ts';
import type { HtmlInput } from './input.ts';
import { html, name, type Piece } from './markup.ts';
import { assumed, traced } from './trace.ts';

/** A figure with the words of how it comes about; `usd` where it is money. */
export type EconomyLine = { readonly title: string; readonly value: Piece; readonly usd: number | null; readonly how: Piece };

type Linked = (text: string) => Piece;

const moneyLine = (title: string, usd: number | null | undefined, how: Piece, link: Linked = (text) => text): readonly EconomyLine[] =>
  usd === null || usd === undefined ? [] : [{ title, value: link(money(usd)), usd, how }];

/** Returns what one request, session, user and success cost in the first month, and what more users cost. */
export const costLines = (input: HtmlInput, scenario: ScenarioReport): readonly EconomyLine[] => {
  const { per_request, per_session, unit_economics: economics } = scenario;
  const unit = name(input.report.unit, 24);
  const link: Linked = (text) => traced(input, scenario.name, 'cost per request', text);
  const turns = per_session === null ? '' : `${count(per_session.turns)} requests on average`;
  const users = html`spend of the first month ÷ ${assumed(input, `${scenario.name}: users`, 'users')}`;
  return [
    ...moneyLine(`cost per ${unit}`, per_request.cost_usd.mean, 'models, tools and people; mean over all requests', link),
    ...moneyLine('cost per session', per_session?.cost_usd.mean, turns),
    ...moneyLine('spend per user and month', economics?.per_user_usd, users),
    ...moneyLine(`spend per successful ${unit}`, economics?.per_success_usd, 'spend of the first month ÷ (requests × success rate)'),
    ...moneyLine(
      'the next thousand users, a month',
      economics?.next_thousand_users?.cost_usd,
      '1,000 × models, tools and people of a user; what stands every month stays',
    ),
  ];
};

/** Returns what the models cost at the list and under the contract; nothing where there is no discount. */
export const contractLines = ({ contract }: HtmlInput): readonly EconomyLine[] => {
  if (contract === null) return [];
  const { discounts, usd, listUsd } = contract;
  const words = discounts.map(({ provider, share }) => `${name(provider, 40)} −${percent(share)}`).join(', ');
  return [
    ...moneyLine('models of requests at list prices, a month', listUsd, 'contract price ÷ (1 − discount)'),
    ...moneyLine('the same under the contract', usd, words),
    ...moneyLine('what the contract saves a month', listUsd - usd, 'list − contract'),
  ];
};

/** Returns what the feature earns or saves in the first month; nothing where neither is stated. */
export const earningLines = (input: HtmlInput, scenario: ScenarioReport, economics: EconomicsReport): readonly EconomyLine[] => {
  const { revenue_usd, margin, saving_usd, break_even_requests, next_thousand_users: next } = economics;
  const link = (figure: string, text: string): Piece => traced(input, scenario.name, figure, text);
  const revenue = assumed(input, `${scenario.name}: revenue`, 'as stated');
  const saving = html`${assumed(input, `${scenario.name}: replaces`, 'what the work costs today')} − spend`;
  const standing = 'requests a month that pay for evaluation and fixed costs';
  return [
    ...moneyLine('revenue a month', revenue_usd, revenue),
    ...(margin === null
      ? []
      : [{ title: 'margin', value: link('margin', percent(margin)), usd: null, how: '(revenue − spend) ÷ revenue' }]),
    ...moneyLine('saving a month', saving_usd, saving, (text) => link('saving a month', text)),
    ...moneyLine('what the next thousand users bring a month', next?.revenue_usd, 'revenue ÷ users × 1,000'),
    ...moneyLine(
      'what the next thousand users save a month',
      next?.saving_usd,
      '(what the work costs today − their models, tools and people) ÷ users × 1,000',
    ),
    ...(break_even_requests === null
      ? []
      : [{ title: 'break-even', value: `${count(break_even_requests)} a month`, usd: null, how: standing }]),
  ];
};

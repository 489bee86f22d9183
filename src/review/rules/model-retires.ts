import { type Day, dayText } from '../../pricing/day.ts';
import { money } from '../../report/format.ts';
import type { Reviewed } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';
import { modelsUsed, type UsedModel } from './models.ts';

/** The day after the horizon. */
const endOf = ({ base }: Reviewed): Day => {
  const last = base.projection.plan.months.at(-1);
  return last === undefined ? 0 : last.from + Math.ceil(last.days);
};

/** The month in which a day falls. */
const monthOf = ({ base }: Reviewed, day: Day): number =>
  Math.max(
    0,
    base.projection.plan.months.findLastIndex(({ from }) => from <= day),
  );

const stakeOf = (reviewed: Reviewed, { model, usdPerRequest }: UsedModel): string | null => {
  const { retires } = model;
  if (retires === null) return null;
  const at = monthOf(reviewed, retires.on);
  const [month, usd] = [reviewed.base.projection.months[at], usdPerRequest[at] ?? 0];
  const then = retires.billedAt === 'replacement' ? 'are billed at the prices of its replacement' : 'fail from that day on';
  return month === undefined || usd === 0 ? `its calls ${then}` : `calls worth ${money(usd * month.requests)} a month ${then}`;
};

const foundIn = (reviewed: Reviewed, used: UsedModel): readonly Found[] => {
  const { retires, id } = used.model;
  if (retires === null || retires.on >= endOf(reviewed)) return [];
  const gone = retires.on <= reviewed.asOf;
  return [
    {
      at: used.at,
      message: `${id} ${gone ? 'has retired' : 'retires'} on ${dayText(retires.on)}${gone ? '' : ', within the horizon'}`,
      stake: stakeOf(reviewed, used),
      fix: retires.replacedBy === null ? 'choose another model and plan the change' : `plan the move to ${retires.replacedBy}`,
    },
  ];
};

export const modelRetires: Rule = {
  id: 'model-retires',
  level: 'warn',
  title: 'A model that retires within the horizon',
  why: 'Providers switch models off on announced days. From then on calls fail, or go to a replacement with other prices and other answers. Such a change needs tests, and time for them.',
  example: 'answer: { model: openai/gpt-4o, prompt: 4k, output: 300 }   # retires within the months of the plan',
  fix: 'Plan the move to the replacement before that day: outlay plan --set steps.answer.model=… shows what it costs.',
  find: (reviewed) => modelsUsed(reviewed).flatMap((used) => foundIn(reviewed, used)),
};

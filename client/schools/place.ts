// What the page shows, as its address keeps it: a plan, the forecast, what it is compared with, the year, a school.

export const VARIANTS = ['low', 'medium', 'high'] as const;
export type Variant = (typeof VARIANTS)[number];

export interface SchoolsPlace {
  /** Empty: the catchments in force. Undefined: whatever there is. */
  readonly plan: string | undefined;
  readonly variant: Variant;
  /** `base` or `plan:<id>`. */
  readonly compare: string;
  readonly year: number | undefined;
  readonly zone: string;
  /** `annex`: what may be told outside, small groups withheld. */
  readonly numbers: 'all' | 'annex';
  /** Pupils of the first classes or of all. */
  readonly grades: 'entry' | 'all';
  /** Entry year from which on the plan holds; undefined: for everybody. */
  readonly from: number | undefined;
  /** Farther on foot is too far, metres; undefined: that of the parameters. */
  readonly limit: number | undefined;
}

/** `plan=none` is the catchments in force. */
const IN_FORCE = 'none';

export function readPlace(search: string): SchoolsPlace {
  const fields = new URLSearchParams(search);
  const plan = fields.get('plan');
  const compare = fields.get('compare') ?? '';
  const year = Number(fields.get('year'));
  const from = Number(fields.get('from'));
  const limit = Number(fields.get('limit'));
  return {
    plan: plan === null ? undefined : plan === IN_FORCE ? '' : plan,
    variant: VARIANTS.find((variant) => variant === fields.get('variant')) ?? 'medium',
    compare: /^plan:./.test(compare) ? compare : 'base',
    year: Number.isInteger(year) && year > 1900 ? year : undefined,
    zone: fields.get('zone') ?? '',
    numbers: fields.get('numbers') === 'annex' ? 'annex' : 'all',
    grades: fields.get('grades') === 'all' ? 'all' : 'entry',
    from: Number.isInteger(from) && from > 1900 && from < 2100 ? from : undefined,
    limit: Number.isInteger(limit) && limit >= 100 && limit <= 10_000 ? limit : undefined,
  };
}

/** Only what differs from what the page shows of itself. */
export function writePlace({ plan, variant, compare, year, zone, numbers, grades, from, limit }: SchoolsPlace): string {
  const fields = new URLSearchParams();
  if (plan !== undefined) fields.set('plan', plan === '' ? IN_FORCE : plan);
  if (variant !== 'medium') fields.set('variant', variant);
  if (compare !== 'base') fields.set('compare', compare);
  if (year !== undefined) fields.set('year', String(year));
  if (zone !== '') fields.set('zone', zone);
  if (numbers !== 'all') fields.set('numbers', numbers);
  if (grades !== 'entry') fields.set('grades', grades);
  if (from !== undefined) fields.set('from', String(from));
  if (limit !== undefined) fields.set('limit', String(limit));
  const text = fields.toString();
  return text === '' ? '' : `?${text}`;
}

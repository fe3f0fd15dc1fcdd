// Schemas of indicators: the catalogues with what the municipality has for each, and values by zone and date.
import { z } from 'zod';
import { IsoDate, ListParameter, Names, Version } from './common.ts';

const CountOf = z.strictObject({ plus: z.array(z.string()), minus: z.array(z.string()).optional() }).meta({ id: 'CountOf', description: 'Statistics that are added up, less those that are taken off' });

export const Indicator = z
  .strictObject({
    indicator: z.string(),
    name: Names,
    topic: z.string(),
    kind: z.enum(['count', 'share', 'rate', 'mean']).meta({ description: 'A number; a part in per cent; a rate per thousand or the like; a mean or ratio of two numbers' }),
    numerator: CountOf,
    denominator: CountOf.nullable().meta({ description: 'null: a count' }),
    per: z.number().meta({ description: '100 for per cent, 1000 for per thousand, 1 for a mean, a ratio or a count' }),
    unit: Names,
    precision: z.int(),
    direction: z.union([z.literal(1), z.literal(-1), z.literal(0)]).meta({ description: '1: more is more need, -1: less need, 0: neither' }),
    interpretation: Names,
    source: Names,
    statistics: z.array(z.string()).meta({ description: 'What it needs' }),
    lacking: z.array(z.string()).meta({ description: 'What the municipality does not count of that' }),
    available: z.boolean().meta({ description: 'Whether the municipality counts all of it' }),
    released: z.array(z.strictObject({ geography: z.string(), version: Version, dates: z.array(IsoDate) })).meta({ description: 'Cuts and dates of which all that it needs is released' }),
  })
  .meta({ id: 'Indicator' });

export const Indicators = z
  .strictObject({
    catalogues: z.array(
      z
        .strictObject({
          catalogue: z.string(),
          title: Names,
          description: Names,
          topics: z.array(z.strictObject({ topic: z.string(), title: Names })),
          indicators: z.array(Indicator),
        })
        .meta({ id: 'IndicatorCatalogue' }),
    ),
  })
  .meta({ id: 'Indicators' });

export const Measure = z
  .discriminatedUnion('state', [z.strictObject({ state: z.literal('value'), value: z.number() }), z.strictObject({ state: z.literal('withheld') }), z.strictObject({ state: z.literal('missing') })])
  .meta({ id: 'Measure', description: 'A number made of released cells; withheld where any of them is, missing where any is not released or not known' });

export const FORMS = ['value', 'change', 'changeOver', 'index', 'movingMean', 'cityShare', 'locationQuotient'] as const;

export const IndicatorQuery = z.strictObject({
  geography: z.string().min(1).max(200),
  version: z
    .union([z.literal(['current', 'each']), z.string().regex(/^\d{1,9}$/, 'a number').transform(Number)])
    .default('current')
    .meta({ description: 'One cut for all dates, by number or `current`; `each`: of every date the cut that was valid then, with the breaks marked' }),
  dates: ListParameter.pipe(z.array(IsoDate).max(200)).optional().meta({ description: 'Default: all dates of which something is released' }),
  form: z.enum(FORMS).default('value'),
  since: IsoDate.optional().meta({ description: 'Of form change: the date that is compared with' }),
  base: IsoDate.optional().meta({ description: 'Of form index: the date that is 100' }),
  periods: z.string().regex(/^[1-9]\d{0,2}$/, 'a number from 1').transform(Number).optional().meta({ description: 'Of form changeOver: so many dates back; of form movingMean: so many dates' }),
});

export const IndicatorValues = z
  .strictObject({
    indicator: z.string(),
    geography: z.string(),
    form: z.enum(FORMS),
    unit: Names,
    precision: z.int(),
    dates: z.array(
      z
        .strictObject({
          date: IsoDate,
          version: Version,
          releases: z.array(z.int()).meta({ description: 'Numbers of the releases that the values are made of' }),
          noise: z.boolean().meta({ description: 'Whether any of these numbers has random noise (cell-key method): what they add up to differs from the number of all zones, and rates of small denominators are withheld' }),
          whole: Measure.meta({ description: 'The indicator of all zones of the cut as one: as released for them together, else added up' }),
          wholeAtLeast: z.number().nullable().meta({ description: 'What it is at least, rounded down, where a zone was never counted and the sum released for all is known at least; null otherwise' }),
          break: z.boolean().meta({ description: 'The date before is in another cut' }),
        })
        .meta({ id: 'IndicatorDate' }),
    ),
    zones: z.array(z.strictObject({ version: Version, zone: z.string(), name: z.string(), values: z.array(Measure).meta({ description: 'By date' }) }).meta({ id: 'IndicatorZone' })),
  })
  .meta({ id: 'IndicatorValues' });

export const TrendQuery = z.strictObject({
  geography: z.string().min(1).max(200),
  version: z
    .union([z.literal('current'), z.string().regex(/^\d{1,9}$/, 'a number').transform(Number)])
    .default('current')
    .meta({ description: 'One cut for all dates: a line through two areas would be no trend' }),
  from: IsoDate.optional().meta({ description: 'First date that counts' }),
  to: IsoDate.optional().meta({ description: 'Last date that counts' }),
});

export const Trend = z
  .discriminatedUnion('state', [
    z.strictObject({
      state: z.literal('value'),
      slope: z.number().meta({ description: 'Change a year (365.25 days)' }),
      low: z.number(),
      high: z.number(),
      from: IsoDate,
      to: IsoDate,
      dates: z.int().meta({ description: 'Dates that have a value; withheld and missing ones are left out' }),
    }),
    z.strictObject({ state: z.literal('tooFew'), dates: z.int() }),
  ])
  .meta({ id: 'Trend', description: 'Slope of the line of least squares through the values as they are shown, with the 95 % interval by Student\'s t' });

export const IndicatorTrend = z
  .strictObject({
    indicator: z.string(),
    geography: z.string(),
    version: Version,
    method: z.literal('least-squares'),
    confidence: z.number(),
    unit: Names,
    precision: z.int(),
    dates: z.array(IsoDate).meta({ description: 'Dates of which something is released, between from and to' }),
    whole: Trend.meta({ description: 'Of all zones of the cut as one' }),
    zones: z.array(z.strictObject({ zone: z.string(), name: z.string(), trend: Trend })),
  })
  .meta({ id: 'IndicatorTrend' });

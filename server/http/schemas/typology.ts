// Schemas of typologies: what is asked, and every step from released indicators to classes.
import { z } from 'zod';
import { IsoDate, ListParameter, Names, Version } from './common.ts';

export const TYPOLOGY_METHODS = ['quantile', 'deviation', 'kmeans', 'ward'] as const;

export const TypologyQuery = z.strictObject({
  catalogue: z.string().min(1).max(64).default('mannheim-typology').meta({ description: 'Its indicators that have a direction' }),
  indicators: ListParameter.pipe(z.array(z.string().min(1).max(200)).min(1).max(30)).optional().meta({ description: 'Some of them instead, in this order' }),
  weights: ListParameter.pipe(z.array(z.string().regex(/^\d{1,4}(\.\d{1,4})?$/, 'a number from 0').transform(Number)).max(30)).optional().meta({ description: 'By indicator; all 1 without it' }),
  geography: z.string().min(1).max(200),
  version: z.union([z.literal('current'), z.string().regex(/^\d{1,9}$/, 'a number').transform(Number)]).default('current'),
  date: IsoDate.optional().meta({ description: 'The newest date of which all indicators are released without it' }),
  since: IsoDate.optional().meta({ description: 'Adds status and dynamics against this date' }),
  method: z.enum(TYPOLOGY_METHODS).default('quantile').meta({ description: 'Classes of the index by quantiles or standard deviations; groups of zones that are alike by k-means, or by Ward among neighbours' }),
  classes: z.string().regex(/^([2-9]|1\d|20)$/, 'a number from 2 to 20').transform(Number).default(5),
  bundles: z.string().min(1).max(200).optional().meta({ description: 'A geography whose zones are bundles of these zones' }),
});

const numbers = (description: string) => z.array(z.number()).meta({ description });
const State = z.enum(['value', 'withheld', 'missing']);

export const TypologySteps = z
  .strictObject({
    catalogue: z.string(),
    geography: z.string(),
    version: Version,
    date: IsoDate,
    method: z.enum(TYPOLOGY_METHODS),
    classes: z.int(),
    releases: z.array(z.int()).meta({ description: 'Numbers of the releases that it is made of' }),
    indicators: z.array(
      z
        .strictObject({
          indicator: z.string(),
          name: Names,
          unit: Names,
          precision: z.int(),
          direction: z.union([z.literal(1), z.literal(-1)]),
          weight: z.number(),
          numerator: z.array(z.string()),
          less: z.array(z.string()).meta({ description: 'Taken off the numerator' }),
          denominator: z.array(z.string()),
          per: z.number(),
          mean: z.number().nullable().meta({ description: 'Over the zones that take part' }),
          deviation: z.number().meta({ description: 'Population standard deviation over them' }),
        })
        .meta({ id: 'TypologyIndicator' }),
    ),
    lacking: z.array(z.string()).meta({ description: 'Indicators of the catalogue that are not released for this cut and date' }),
    breaks: numbers('Borders between classes, descending; an index at a border belongs to the higher class').nullable(),
    zones: z.array(
      z
        .strictObject({
          zone: z.string(),
          name: z.string(),
          values: numbers('By indicator, as they are reckoned with'),
          standardised: numbers('By indicator, with the direction: (value - mean) / deviation'),
          index: z.number().meta({ description: 'Weighted mean of the standardised values' }),
          rank: z.int().meta({ description: '1 for the highest index' }),
          class: z.int().meta({ description: '1 for the highest' }),
        })
        .meta({ id: 'TypologyZone' }),
    ),
    leftOut: z.array(z.strictObject({ zone: z.string(), name: z.string(), states: z.array(State).meta({ description: 'By indicator' }) })).meta({ description: 'Zones of which an indicator is withheld or missing; they count nowhere' }),
    sensitivity: z
      .array(z.strictObject({ indicator: z.string(), changes: z.array(z.strictObject({ zone: z.string(), name: z.string(), from: z.int(), to: z.int() })) }))
      .nullable()
      .meta({ description: 'By indicator: zones whose class is another when it is left out; null for groups' }),
    dynamics: z
      .strictObject({
        since: IsoDate,
        zones: z.array(z.strictObject({ zone: z.string(), name: z.string(), status: z.number(), statusClass: z.int(), dynamics: z.number(), dynamicsClass: z.int() })),
      })
      .nullable()
      .meta({ description: 'Index and index of changes in standard deviations, more is better: status 1 above 1, 2 above -1, 3 above -1.5, 4; dynamics 1 above 1, 2 above -1, 3' }),
    bundles: z
      .strictObject({
        geography: z.string(),
        version: Version,
        zones: z.array(z.strictObject({ zone: z.string(), name: z.string(), members: z.array(z.string()), values: z.array(z.number()), standardised: z.array(z.number()), index: z.number(), class: z.int().meta({ description: '0 for groups, which have no borders' }) })),
        leftOut: z.array(z.strictObject({ zone: z.string(), name: z.string(), members: z.array(z.string()) })).meta({ description: 'A member is withheld, missing or lies in several bundles' }),
      })
      .nullable()
      .meta({ description: 'Sums of numerators over sums of denominators of the members, on the scale of the zones' }),
  })
  .meta({ id: 'Typology' });

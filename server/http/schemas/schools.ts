// Schemas of schools, of the parameters of forecasts, and of what a cut of catchments does.
import { z } from 'zod';
import { HAZARDS, VARIANTS } from '../../../core/schools/school-settings.ts';
import { Code, IsoDate, Names, Version } from './common.ts';

export const SchoolFindingSchema = z
  .strictObject({ code: z.string(), detail: z.string(), school: z.string().optional(), zone: z.string().optional(), block: z.string().optional() })
  .meta({ id: 'SchoolFinding', description: 'What is wrong or missing in schools, catchments, network or counts; nothing is left out without one' });

export const Schools = z
  .strictObject({
    date: IsoDate,
    geography: z.string().nullable().meta({ description: 'Whose zones are catchments; null where there is none' }),
    version: z.int().nullable().meta({ description: 'Of that geography, the cut that is valid on the day' }),
    schools: z.array(
      z.strictObject({
        school: z.string(),
        name: z.string(),
        type: z.string(),
        address: z.string(),
        at: z.array(z.number()).length(2).meta({ description: 'Longitude and latitude' }),
        xy: z.array(z.number()).length(2).meta({ description: 'In the projected CRS of the municipality' }),
        classesPerYear: z.number().nullable(),
        classSize: z.number().nullable(),
        placesPerYear: z.number().nullable(),
        catchment: z.string().nullable().meta({ description: 'The first of zones' }),
        zones: z.array(z.string()),
      }),
    ),
    findings: z.array(SchoolFindingSchema),
  })
  .meta({ id: 'Schools' });

const Source = z.string().max(1000);
const Statistic = z.string().min(1).max(64);

const VariantSchema = z.strictObject({ entryRate: z.number(), migration: z.number(), births: z.number(), source: Source }).meta({ id: 'ForecastVariant' });

const EntryRuleSchema = z
  .strictObject({ land: z.string(), cutOff: z.string().meta({ description: 'MM-DD: who has turned `age` by then enters' }), age: z.number(), source: Source })
  .meta({ id: 'EntryRule', description: 'Who has to enter school in a year, and where that stands' });

const ClassRuleSchema = z
  .strictObject({
    land: z.string(),
    upTo: z.array(z.number()).max(50).meta({ description: 'Most children of one class, of two, …' }),
    perClass: z.number().meta({ description: 'Above the last: children of each further class' }),
    band: z.tuple([z.number(), z.number()]).nullable().meta({ description: 'Children in one class, least and most' }),
    source: Source,
  })
  .meta({ id: 'ClassRule', description: 'How many children make how many classes, and where that stands' });

const LandRulesSchema = z
  .strictObject({ land: z.string(), entryRule: EntryRuleSchema.nullable(), classRule: ClassRuleSchema.nullable(), classNote: z.string().nullable().meta({ description: 'What the law says instead of a largest class, with its source' }) })
  .meta({ id: 'LandRules', description: 'Rules of a Land that come with the program; null where no source is there' });

const fields = {
  geography: Code.nullable(),
  ages: z.array(Statistic).max(19).nullable().meta({ description: 'Statistics of children by year of age, from age 0; null: age_00, age_01 and so on' }),
  land: z.string().regex(/^[a-z]{2}$/, 'two letters, lower case'),
  entryRule: EntryRuleSchema,
  classRule: ClassRuleSchema.nullable(),
  variants: z.strictObject(Object.fromEntries(VARIANTS.map((name) => [name, VariantSchema])) as Record<(typeof VARIANTS)[number], typeof VariantSchema>),
  limitM: z.number(),
  limitSource: Source,
  horizon: z.number(),
  progression: z.array(z.number()).max(12),
  progressionSource: Source,
  housing: z
    .array(
      z.strictObject({
        housing: z.string().min(1).max(64),
        name: z.string().max(200),
        blocks: z.array(z.string()).max(5000),
        dwellings: z.number(),
        ready: z.number().meta({ description: 'School year of the first entries' }),
        entriesPer100: z.array(z.number()).max(40).meta({ description: 'Children who enter a year from 100 dwellings, by years since then; the last value stays' }),
        source: Source,
      }),
    )
    .max(500),
  hazards: z.array(z.strictObject({ kind: z.enum(HAZARDS), forbid: z.boolean(), extraM: z.number().meta({ description: 'Metres that a crossing counts when a way is chosen' }), source: Source })),
  siblings: z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('none') }),
    z.strictObject({ method: z.literal('statistic'), statistic: Statistic, source: Source }),
    z.strictObject({ method: z.literal('households'), children: Statistic, households: Statistic, chance: z.number(), source: Source }),
  ]),
  mix: z.array(Statistic).max(10),
};

export const SchoolSettingsSchema = z
  .strictObject({ version: Version.meta({ description: '0: nobody has set any yet, these are the program’s own' }), ...fields, landRules: z.array(LandRulesSchema) })
  .meta({ id: 'SchoolSettings', description: 'Every parameter of forecasts and effects, with its source' });

export const ChangeSchoolSettings = z
  .strictObject({ version: Version.meta({ description: 'That the change was made on' }), ...fields })
  .meta({ id: 'ChangeSchoolSettings' });

export const PupilCell = z
  .discriminatedUnion('state', [
    z.strictObject({ state: z.literal('value'), value: z.number() }),
    z.strictObject({ state: z.literal('approximate'), value: z.number() }),
    z.strictObject({ state: z.literal('withheld') }),
    z.strictObject({ state: z.literal('missing') }),
  ])
  .meta({ id: 'PupilCell', description: 'A number of children or a ratio of it: reckoned from true counts, from the protected copy, withheld, or not known' });

const Walk = z
  .strictObject({ meanM: z.number().nullable(), maxM: z.number().nullable(), minM: z.number().nullable(), beyond: PupilCell, unknown: PupilCell })
  .meta({ id: 'CatchmentWalk', description: 'On foot to the nearest school of the catchment, of the first year’s children; by blocks' });

const Both = z.strictObject({ before: z.number().nullable(), after: z.number().nullable() });

export const Catchments = z
  .strictObject({
    plan: z.string().nullable(),
    version: Version,
    geography: z.string(),
    exact: z.boolean().meta({ description: 'Children are true counts; else those of the protected copy' }),
    numbers: z.enum(['all', 'annex']),
    withheldBelow: z.number().nullable().meta({ description: 'Of an annex: groups of fewer children are withheld with what would give them away' }),
    variant: z.enum(VARIANTS),
    grades: z.int().meta({ description: '1: who enters; else pupils of so many grades, and places for them' }),
    from: z.int().nullable().meta({ description: 'Entry year from which on the plan holds; null: for everybody' }),
    firstYear: z.int().nullable().meta({ description: 'The first year that is told in which the plan holds: walks, siblings, crossings and the share are of its children' }),
    referenceDate: IsoDate.nullable(),
    years: z.array(z.int()),
    bornShare: z.array(z.number()).meta({ description: 'By year: share of the entries that rests on children who are born already' }),
    compareTitle: z.string().nullable(),
    limitM: z.number(),
    walksMadeAt: z.iso.datetime().nullable(),
    catchments: z
      .array(
        z.strictObject({
          zone: z.string(),
          name: z.string(),
          schools: z.array(z.string()),
          placesPerYear: z.number().nullable(),
          years: z.array(
            z.strictObject({
              year: z.int(),
              pupils: PupilCell,
              before: PupilCell,
              places: z.number().nullable(),
              utilisation: PupilCell,
              utilisationBefore: PupilCell,
              band: z.enum(['under', 'within', 'over']).nullable(),
              classes: z
                .strictObject({
                  now: z.int().nullable(),
                  before: z.int().nullable(),
                  toNext: z.int().nullable().meta({ description: 'Children more until there is one class more' }),
                  toFewer: z.int().nullable().meta({ description: 'Children fewer until there is one class fewer' }),
                })
                .nullable(),
            }),
          ),
          walk: Walk.nullable(),
          walkBefore: Walk.nullable(),
        }),
      )
      .meta({ description: 'The critical ones first' }),
    moves: z.array(
      z.strictObject({
        from: z.string(),
        to: z.string(),
        blocks: z.array(z.string()),
        addresses: z.int(),
        years: z.array(PupilCell),
        siblings: PupilCell.meta({ description: 'First year’s children with a sister or brother at the old school' }),
        changeM: z.number().nullable().meta({ description: 'Mean metres more on foot' }),
      }),
    ),
    total: z.strictObject({
      children: z.array(PupilCell).meta({ description: 'Who change school, by year' }),
      siblings: PupilCell,
      share: z.number().nullable().meta({ description: 'Of all children of the first year' }),
      crossing: z.array(z.strictObject({ kind: z.string(), now: z.number(), before: z.number() })).meta({ description: 'First year’s children whose way crosses it' }),
    }),
    mix: z.array(z.strictObject({ statistic: z.string(), name: Names, approximate: z.boolean(), dissimilarity: Both, isolation: Both })),
    findings: z.array(SchoolFindingSchema),
  })
  .meta({ id: 'Catchments' });

const AddressSchema = z.strictObject({ street: z.string(), houseNumber: z.string(), block: z.string().nullable(), at: z.array(z.number()).length(2) });

export const Addresses = z.strictObject({ addresses: z.array(AddressSchema) }).meta({ id: 'Addresses' });

const ResponsibleSchool = z.strictObject({ school: z.string(), name: z.string(), address: z.string(), zone: z.string() });

export const ResponsibleSchools = z
  .strictObject({
    address: AddressSchema,
    date: IsoDate,
    cut: z.string().nullable().meta({ description: 'Title of the cut that is valid then; null where none is' }),
    schools: z.array(ResponsibleSchool).meta({ description: 'Several of a common catchment; none where no school is responsible' }),
    planned: z.array(
      z.strictObject({ from: IsoDate.nullable(), title: z.string(), plan: z.boolean().meta({ description: 'A draft that nothing is decided of' }), schools: z.array(ResponsibleSchool) }),
    ),
  })
  .meta({ id: 'ResponsibleSchools' });

const Weight = z.number().min(0).max(10).optional();

export const SearchAlternatives = z
  .strictObject({
    weights: z
      .strictObject({ capacity: Weight, distance: Weight, hazards: Weight, mix: Weight, compactness: Weight, siblings: Weight, change: Weight })
      .default({})
      .transform((weights) => Object.fromEntries(Object.entries(weights).filter(([, value]) => value !== undefined)))
      .meta({ description: '1 is usual, 0 is nothing' }),
    maxMovedShare: z.number().min(0).max(1).default(0.15).meta({ description: 'Of the children, who may get another school than today' }),
    locks: z.strictObject({ zones: z.array(z.string()).max(1000).default([]), blocks: z.array(z.string()).max(20_000).default([]) }).default({ zones: [], blocks: [] }),
    years: z.array(z.int()).min(1).max(20).optional().meta({ description: 'That count, all alike; all forecast ones without it' }),
    variant: z.enum(VARIANTS).default('medium'),
    limitM: z.number().min(10).max(99_999).optional(),
    from: z.enum(['plan', 'today']).default('plan').meta({ description: 'Where the search begins; changes are counted from today in any case' }),
    capacityHard: z.boolean().default(false),
    contiguity: z.enum(['zone', 'closer-neighbour', 'free']).default('zone'),
    seed: z.int().min(0).max(2_147_483_647).default(1),
    seconds: z.number().min(0.1).max(600).default(20),
    iterations: z.int().min(1).optional().meta({ description: 'Proposals: the same seed and number give the same alternatives on every machine, if `seconds` suffice' }),
  })
  .meta({ id: 'SearchAlternatives' });

// Schemas of what a plan would give away.
import { z } from 'zod';
import { IsoDate, Version } from './common.ts';
import { DoneOperation, Numbers } from './plans.ts';

const Term = z
  .strictObject({
    sign: z.union([z.literal(1), z.literal(-1)]),
    times: z.int(),
    plan: z.boolean().meta({ description: 'A zone of the plan itself' }),
    geography: z.string().nullable().meta({ description: 'null: a zone of the plan, or of a publication with zones of its own' }),
    version: Version.nullable(),
    zone: z.string(),
    name: z.string(),
    value: z.int().optional().meta({ description: 'Only of true counts, with clearance' }),
    from: z
      .strictObject({ kind: z.enum(['release', 'published']), id: z.string(), number: z.int().nullable(), title: z.string(), date: IsoDate })
      .nullable()
      .meta({ description: 'Where the total was published first; null for zones of the plan' }),
  })
  .meta({ id: 'PlanFindingTerm', description: 'One published total of a certificate; the sum of all, divided by `dividedBy`, is the secret number' });

export const PlanFinding = z
  .strictObject({
    id: z.string(),
    statistic: z.string(),
    kind: z.enum(['zone', 'difference']).meta({ description: '`zone`: too few in a zone, which would be withheld; `difference`: too few follow from several totals' }),
    threshold: z.int(),
    approximate: z.literal(true).optional().meta({ description: 'Found in the protected copy' }),
    count: z.int().optional().meta({ description: 'Only of true counts, with clearance' }),
    fragments: z.literal(true).optional().meta({ description: 'Not the count itself is too small, but what follows from it for the whole blocks of its fragments' }),
    dividedBy: z.int(),
    terms: z.array(Term),
    blocks: z.array(z.string()).meta({ description: 'Blocks whose sum would be known' }),
    zones: z.array(z.string()).meta({ description: 'Zones of the plan in the certificate' }),
    text: z.string(),
  })
  .meta({ id: 'PlanFinding' });

export const PlanRepair = z
  .strictObject({
    kind: z.enum(['move-blocks', 'merge-zones', 'withhold']),
    zones: z.array(z.string()),
    operation: DoneOperation.nullable().meta({ description: 'What would do it; null for withholding, which a release does' }),
    lost: z.strictObject({ cells: z.int(), zones: z.int(), residents: z.int().optional() }).meta({ description: 'Numbers fewer, zones fewer, residents without a number' }),
  })
  .meta({ id: 'PlanRepair', description: 'Verified: after it the finding is gone and there is no new one' });

export const PlanDisclosure = z
  .strictObject({
    plan: z.string(),
    version: Version,
    numbers: Numbers,
    referenceDate: IsoDate.nullable(),
    statistics: z.array(z.string()),
    threshold: z.int().meta({ description: 'The largest of the statistics’ rules' }),
    total: z.int(),
    findings: z.array(PlanFinding).meta({ description: 'The first 200' }),
    hatched: z.array(z.string()).meta({ description: 'All blocks that a difference would give away' }),
    repairsFor: z.string().nullable(),
    repairs: z.array(PlanRepair).meta({ description: 'Of the finding that was asked for, the least loss first' }),
  })
  .meta({ id: 'PlanDisclosure' });

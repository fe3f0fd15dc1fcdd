// Schemas of the difference between two plans.
import { z } from 'zod';
import { IsoDate, Version } from './common.ts';
import { Numbers, PlanCell } from './plans.ts';

const Side = z.strictObject({
  kind: z.enum(['base', 'plan', 'snapshot']),
  plan: z.string().nullable().meta({ description: 'null for a base, which is a cut of the geography' }),
  version: Version.nullable().meta({ description: 'Of the plan; of a base that of the geography, null where there was none' }),
  title: z.string(),
  zones: z.array(z.strictObject({ zone: z.string(), name: z.string() })),
});

export const PlanDifference = z
  .strictObject({
    a: Side.meta({ description: 'What the plan is compared with: rows go from its zones' }),
    b: Side.meta({ description: 'The plan: rows go to its zones' }),
    numbers: Numbers,
    referenceDate: IsoDate.nullable(),
    rows: z
      .array(
        z.strictObject({
          from: z.string().meta({ description: 'Code of the zone in a; empty for none' }),
          to: z.string().meta({ description: 'Code of the zone in b; empty for none' }),
          blocks: z.int().meta({ description: 'Blocks that moved whole' }),
          parts: z.int().meta({ description: 'Blocks of which a part moved' }),
          areaM2: z.number(),
          cells: z.record(z.string(), PlanCell),
        }),
      )
      .meta({ description: 'What lies elsewhere, largest area first, whatever the counts are' }),
    blocks: z
      .strictObject({ a: z.array(z.int()), b: z.array(z.int()) })
      .optional()
      .meta({ description: 'With blocks=true: index into zones by position of the block; -1 for none, -2 where its parts are in several' }),
  })
  .meta({ id: 'PlanDifference' });

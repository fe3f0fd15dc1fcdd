// Schemas of a statistic in one cut at all dates, from block counts.
import { z } from 'zod';
import { IsoDate, Version } from './common.ts';

export const ConstantCutQuery = z.strictObject({ statistic: z.string().min(1).max(200) });

const Sum = z
  .strictObject({
    state: z.enum(['value', 'atLeast', 'missing']).meta({ description: 'atLeast: some blocks have no count; missing: none has' }),
    value: z.number().nullable().meta({ description: 'To six decimals; not whole where blocks were apportioned' }),
    apportioned: z.number().meta({ description: 'How much of it is of blocks that later borders divide' }),
  })
  .meta({ id: 'CutSum' });

export const ConstantCutSeries = z
  .strictObject({
    geography: z.string(),
    version: Version,
    statistic: z.string(),
    dates: z.array(
      z
        .strictObject({
          date: IsoDate,
          blockSet: z.int().meta({ description: 'Stand of blocks that the counts are of' }),
          blockSetOfVersion: z.int().meta({ description: 'Another one: recounted by the recorded lineage' }),
          source: z.string(),
          city: Sum.meta({ description: 'All that was counted: zones and notAssignable together' }),
          notAssignable: z.strictObject({
            outside: Sum.meta({ description: 'Counted in blocks that lie in no zone of the cut' }),
            unlocated: z.number().nullable().meta({ description: 'What the source could not place in a block; null: it does not say' }),
          }),
        })
        .meta({ id: 'CutDate' }),
    ),
    zones: z.array(z.strictObject({ zone: z.string(), name: z.string(), values: z.array(Sum).meta({ description: 'By date' }) })),
  })
  .meta({ id: 'ConstantCutSeries' });

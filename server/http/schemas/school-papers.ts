// Schemas of the annex of a plan of catchments: what it would tell, and the wish to publish it.
import { z } from 'zod';
import { VARIANTS } from '../../../core/schools/school-settings.ts';
import { IsoDate } from './common.ts';

export const AnnexCheck = z
  .strictObject({
    numbers: z.enum(['exact', 'protected', 'none']).meta({ description: 'exact: true counts, which are recorded as published; protected: of the protected copy; none: no children are counted by age' }),
    beside: z.array(z.string()).meta({ description: 'Titles of what was published and exact numbers must not stand beside; empty with `protected`: the caller has no clearance, or the numbers of the whole town are enough' }),
    recorded: z.boolean().meta({ description: 'All that it tells was published before' }),
    withheldBelow: z.number().nullable(),
  })
  .meta({ id: 'AnnexCheck' });

export const PublishAnnex = z
  .strictObject({
    format: z.enum(['xlsx', 'pdf', 'html']),
    language: z.enum(['de', 'en']).default('de'),
    variant: z.enum(VARIANTS).default('medium'),
    grades: z.enum(['entry', 'all']).default('entry'),
    from: z.int().min(1900).max(2099).optional(),
    limitM: z.int().min(10).max(99_999).optional(),
    referenceDate: IsoDate.optional(),
    compare: z.string().regex(/^(base|plan:[^@]{1,200})$/, 'accepted: base or plan:ID').default('base'),
  })
  .meta({ id: 'PublishAnnex' });

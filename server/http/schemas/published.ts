// Schemas of what appeared elsewhere before.
import { z } from 'zod';
import { IsoDate, IsoTime, Names } from './common.ts';

export const Publication = z
  .strictObject({
    publication: z.string(),
    title: z.string(),
    source: z.string(),
    publishedOn: IsoDate,
    referenceDate: IsoDate,
    geography: z.string().nullable().meta({ description: 'null: zones of its own' }),
    version: z.int().nullable(),
    statistics: z.array(z.string()),
    enteredBy: z.string(),
    enteredAt: IsoTime,
  })
  .meta({ id: 'Publication' });

export const Published = z
  .strictObject({
    published: z.array(Publication),
    suggested: z
      .array(z.strictObject({ kind: z.string(), title: Names, where: Names }))
      .meta({ description: 'Where to look, as long as nothing was entered: an audit that does not know what was printed is wrong from its first day' }),
  })
  .meta({ id: 'Published' });

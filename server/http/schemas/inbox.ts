// Schema of what waits for a person.
import { z } from 'zod';
import { INBOX_KINDS } from '../../workspace/inbox.ts';
import { IsoDate, IsoTime, Version } from './common.ts';

export const Inbox = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          kind: z.enum(INBOX_KINDS),
          since: IsoTime,
          due: IsoDate.nullable(),
          plan: z.strictObject({ plan: z.string(), name: z.string(), geography: z.string() }).nullable(),
          release: z.strictObject({ release: z.string(), number: z.int(), geography: z.string(), findings: z.boolean() }).nullable(),
          geography: z.strictObject({ geography: z.string(), version: Version }).nullable(),
          job: z.strictObject({ job: z.string(), file: z.string() }).nullable(),
          count: z.int().meta({ description: 'Blocks without a zone, comments of the plan; else 1' }),
          quote: z.string().nullable().meta({ description: 'Text of the newest comment' }),
        })
        .meta({ id: 'InboxItem' }),
    ),
  })
  .meta({ id: 'Inbox' });

// Schemas of the ledger and of what a check of it says.
import { z } from 'zod';
import { LEDGER_ACTIONS } from '../../db/queries/ledger.ts';
import { IsoTime } from './common.ts';

export const LedgerSchema = z
  .strictObject({
    head: z.string().meta({ description: 'Hash of the newest entry; 64 zeros for none' }),
    entries: z.array(
      z
        .strictObject({
          sequence: z.int(),
          at: IsoTime,
          account: z.string(),
          action: z.enum(LEDGER_ACTIONS),
          release: z.string().meta({ description: 'What it is about: a release, else a publication, a source or a copy' }),
          payload: z.looseObject({}),
          previousHash: z.string(),
          hash: z.string(),
        })
        .meta({ id: 'LedgerEntry' }),
    ),
  })
  .meta({ id: 'Ledger' });

export const LedgerCheck = z
  .strictObject({
    ok: z.boolean(),
    entries: z.int(),
    head: z.string(),
    brokenAt: z.int().nullable().meta({ description: 'First entry that does not follow from the one before it' }),
    headAt: z.int().nullable().meta({ description: 'Entry with the head that was asked for' }),
    headFound: z.boolean().nullable().meta({ description: 'false: the chain was cut or reckoned anew since that head was printed' }),
  })
  .meta({ id: 'LedgerCheck' });

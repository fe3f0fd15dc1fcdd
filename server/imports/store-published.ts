// A checked publication to rows and into the ledger: what appeared elsewhere can never be taken back.
import { createHash, randomUUID } from 'node:crypto';
import type { Queryable } from '../db/database.ts';
import type { GeographyVersion } from '../db/queries/geographies.ts';
import { insertPublication, insertPublicationBlocks, insertPublicationCells } from '../db/queries/published.ts';
import { recordStep } from '../workspace/releases/ledger.ts';
import { canonicalJson } from '../workspace/releases/ledger-chain.ts';
import type { ImportRequest } from './import-request.ts';
import type { PreparedPublished } from './prepare-published.ts';

export async function storePublished(tx: Queryable, municipality: string, { referenceDate, mapping }: ImportRequest, cut: GeographyVersion | null, blockSet: number, account: string, prepared: PreparedPublished): Promise<{ publication: string }> {
  const publication = randomUUID();
  const { statistics, cells, placed } = prepared;
  const row = {
    title: mapping.title!,
    source: mapping.source!,
    publishedOn: mapping.publishedOn!,
    referenceDate: referenceDate!,
    geography: cut?.geography ?? null,
    version: cut?.version ?? null,
    statistics: [...statistics],
  };
  await insertPublication(tx, municipality, { ...row, publication, blockSet, enteredBy: account });
  await insertPublicationCells(tx, municipality, publication, cells);
  if (placed.length > 0) await insertPublicationBlocks(tx, municipality, publication, placed);
  // The values are public, so that their digest tells nothing new.
  const lines = cells.map(({ statistic, zone, value }) => canonicalJson([statistic, zone, value]));
  const cellsSha256 = createHash('sha256').update(lines.toSorted((a, b) => (a < b ? -1 : 1)).join('\n')).digest('hex');
  await recordStep(tx, municipality, { account, action: 'published-elsewhere', subject: publication, content: { ...row, cells: cells.length, cellsSha256 } });
  return { publication };
}

// `zuschnitt verify-log`: whether the ledger of releases is the one that was written.
import { z } from 'zod';
import type { Queryable } from '../db/database.ts';
import { listLedger } from '../db/queries/ledger.ts';
import { listReleaseCells } from '../db/queries/releases.ts';
import { checkChain, type ChainCheck, linkFault, type LedgerEntry } from '../workspace/releases/ledger-chain.ts';
import { digest } from '../workspace/releases/release-cells.ts';
import { checkValues, optionsOf, readArguments } from './options.ts';
import { accountHeader, answerOf, askServer, openStore, requireMunicipality } from './store.ts';

const HELP = `zuschnitt verify-log [--head HASH]

Follows the hash chain of the ledger from its first entry and prints what it found as JSON. Exit code 1 when an entry was
changed, when the head is not in the chain, or when cells of an approved release are not those that were approved.

A sound chain alone does not show that it is the old one: whoever can write to the database can cut its tail or reckon all
of it anew. Every audit and every approval carries the head of its time: keep these papers, and give their head here.

  --head HASH         the 64 hexadecimal digits of an audit or approval
  --municipality KEY  where the database has several
  --as NAME           account to act as on the server of this data folder (default: admin)
  --server URL        another server; it is asked with the token in ZUSCHNITT_TOKEN, and not believed: the chain is
                      followed here. Cells are compared only where the database itself is read.

DATABASE_URL or DATA_DIR name the database, as for zuschnitt serve.
`;

const schema = z.strictObject({
  head: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits').optional().meta({ placeholder: 'HASH' }),
  municipality: z.string().optional().meta({ placeholder: 'KEY' }),
  as: z.string().default('admin').meta({ placeholder: 'NAME' }),
  server: z.url().optional().meta({ placeholder: 'URL' }),
});

export async function run(argv: string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const options = optionsOf(schema);
  const { head, municipality, as, server } = checkValues(schema, readArguments(argv, options, 'verify-log'), options);
  const store = await openStore(server);
  let entries: readonly LedgerEntry[];
  let changedCells: string[] | null = null;
  if (store.kind === 'server') entries = await entriesOfServer(store.url, accountHeader(as, store));
  else {
    try {
      const { municipality: key } = await requireMunicipality(store.database, municipality ?? null);
      entries = await listLedger(store.database, key);
      changedCells = await changedReleases(store.database, key, entries);
    } finally {
      await store.close();
    }
  }
  const check = checkChain(entries, head);
  const ok = check.ok && (changedCells ?? []).length === 0;
  process.stdout.write(`${JSON.stringify({ ...check, ok, changedCells }, null, 2)}\n`);
  for (const line of faultWords(entries, check, head, changedCells ?? [])) process.stderr.write(`${line}\n`);
  return ok ? 0 : 1;
}

/** What is wrong, where, and what was expected, in a sentence each. */
function faultWords(entries: readonly LedgerEntry[], { entries: count, brokenAt, headFound }: ChainCheck, head: string | undefined, changedCells: readonly string[]): string[] {
  const fault = linkFault(entries);
  const words: string[] = [];
  if (fault !== null) {
    const cause = fault.field === 'hash' ? 'its content was changed' : fault.field === 'previousHash' || fault.field === 'sequence' ? 'an entry before it was changed or taken out' : `its column ${fault.field} was changed`;
    words.push(`verify-log: entry ${fault.sequence}: ${fault.field} is ${fault.found}, expected ${fault.expected}: ${cause}`);
  }
  if (headFound === false) {
    const among = brokenAt === null ? `the ${count} entries` : `the entries before ${brokenAt}`;
    words.push(`verify-log: --head ${head}: none of ${among} has this hash (the last sound one is ${lastSound(entries, brokenAt)}): the chain was cut, or reckoned anew after this head was printed`);
  }
  for (const release of changedCells) words.push(`verify-log: release ${release}: its cells are not those whose digest its approval holds`);
  return words;
}

function lastSound(entries: readonly LedgerEntry[], brokenAt: number | null): string {
  const sound = brokenAt === null ? entries : entries.slice(0, entries.findIndex(({ sequence }) => sequence === brokenAt));
  const last = sound.at(-1);
  return last === undefined ? 'none' : `entry ${last.sequence}, ${last.hash}`;
}

async function entriesOfServer(url: string, headers: Record<string, string>): Promise<LedgerEntry[]> {
  const answer = (await answerOf(await askServer(`${url}/ledger`, { headers }))) as { entries: readonly (Omit<LedgerEntry, 'at'> & { at: string })[] };
  return answer.entries.map((entry) => ({ ...entry, at: new Date(entry.at) }));
}

/** Releases whose stored cells are not those whose digest the approval holds. */
async function changedReleases(db: Queryable, municipality: string, entries: readonly LedgerEntry[]): Promise<string[]> {
  const changed: string[] = [];
  for (const { action, release, payload } of entries) {
    if (action !== 'approve' || typeof payload.cellsSha256 !== 'string') continue;
    if (digest(await listReleaseCells(db, municipality, release)) !== payload.cellsSha256) changed.push(release);
  }
  return changed;
}

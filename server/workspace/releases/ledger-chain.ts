// The ledger's chain: what an entry's hash covers, and how anyone finds out whether an entry was changed.
import { createHash } from 'node:crypto';
import type { LedgerAction } from '../../db/queries/ledger.ts';

export type { LedgerAction };

export interface LedgerEntry {
  readonly sequence: number;
  readonly at: Date;
  readonly account: string;
  readonly action: LedgerAction;
  /** What the step is about: a release, else a publication, the source of a rule set, a copy's id; '' for the municipality. */
  readonly release: string;
  /** What was decided on, without any count. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly previousHash: string;
  readonly hash: string;
}

/** Hash before the first entry. */
export const FIRST_HASH = '0'.repeat(64);

/**
 * JSON with the keys of every object in code point order and no space: the same text whatever order a jsonb column or a
 * reader keeps keys in.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/**
 * hash = sha256(previous_hash || payload), in hex, over UTF-8. The payload repeats sequence, time, account, action and
 * release, so that none of an entry's columns can be changed without breaking the chain.
 */
export function hashEntry(previousHash: string, payload: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(previousHash + canonicalJson(payload)).digest('hex');
}

/** The next entry of a chain. */
export function chainEntry(
  previous: Pick<LedgerEntry, 'sequence' | 'hash'> | null,
  step: { readonly at: Date; readonly account: string; readonly action: LedgerAction; readonly release: string },
  content: Readonly<Record<string, unknown>>,
): LedgerEntry {
  const sequence = (previous?.sequence ?? 0) + 1;
  const previousHash = previous?.hash ?? FIRST_HASH;
  const { account, action, release } = step;
  const payload = { ...content, sequence, at: step.at.toISOString(), account, action, release };
  return { sequence, at: step.at, account, action, release, payload, previousHash, hash: hashEntry(previousHash, payload) };
}

/** The first entry that does not follow from the one before it: what of it is wrong, what stands there, and what should. */
export interface LinkFault {
  readonly sequence: number;
  readonly field: 'sequence' | 'previousHash' | 'hash' | 'at' | 'account' | 'action' | 'release';
  readonly found: string;
  readonly expected: string;
}

export function linkFault(entries: readonly LedgerEntry[]): LinkFault | null {
  let previousHash = FIRST_HASH;
  for (const [i, entry] of entries.entries()) {
    const { payload, sequence } = entry;
    // What is repeated in the payload is covered by the hash, so the hash is looked at before the columns.
    const fields: readonly [LinkFault['field'], unknown, unknown][] = [
      ['sequence', sequence, i + 1],
      ['previousHash', entry.previousHash, previousHash],
      ['hash', entry.hash, hashEntry(previousHash, payload)],
      ['sequence', sequence, payload.sequence],
      ['at', entry.at.toISOString(), payload.at],
      ['account', entry.account, payload.account],
      ['action', entry.action, payload.action],
      ['release', entry.release, payload.release],
    ];
    const wrong = fields.find(([, found, expected]) => found !== expected);
    if (wrong !== undefined) return { sequence, field: wrong[0], found: String(wrong[1]), expected: String(wrong[2]) };
    previousHash = entry.hash;
  }
  return null;
}

/** Sequence of the first entry that does not follow from the one before it; null for a sound chain. */
export function brokenLink(entries: readonly LedgerEntry[]): number | null {
  return linkFault(entries)?.sequence ?? null;
}

/** What a check of the whole chain found. */
export interface ChainCheck {
  /** Sound, and the head that was asked for is in it. */
  readonly ok: boolean;
  readonly entries: number;
  /** Hash of the newest entry; 64 zeros for an empty chain. */
  readonly head: string;
  /** Sequence of the first entry that does not follow; null for a sound chain. */
  readonly brokenAt: number | null;
  /** Sequence of the entry with the head that was asked for; null where none was asked for, or none has it. */
  readonly headAt: number | null;
  /** Whether that head is in the chain; null where none was asked for. */
  readonly headFound: boolean | null;
}

/**
 * Follows the chain from its beginning. A sound chain alone does not show that it is the old one: whoever can write to the
 * database can cut its tail or reckon all of it anew. A head that was printed on an audit or an approval is found in neither.
 */
export function checkChain(entries: readonly LedgerEntry[], head?: string): ChainCheck {
  const brokenAt = brokenLink(entries);
  const sound = brokenAt === null ? entries : entries.slice(0, entries.findIndex(({ sequence }) => sequence === brokenAt));
  const headAt = head === undefined ? null : head === FIRST_HASH ? 0 : (sound.find(({ hash }) => hash === head)?.sequence ?? null);
  const headFound = head === undefined ? null : headAt !== null;
  return { ok: brokenAt === null && headFound !== false, entries: entries.length, head: entries.at(-1)?.hash ?? FIRST_HASH, brokenAt, headAt, headFound };
}

// Who saw true counts by block of a plan: written down before they are read.
import { grantFor, type Caller } from '../auth/roles.ts';
import { recordAccess } from '../db/queries/access-log.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What is looked at, in the words of the log. */
export interface Reading {
  readonly what: string;
}

/**
 * Whoever draws gets sums of the same counts at every stroke, and at every reload. The steps themselves are kept with account and time, so
 * that within this time one entry stands for all of a plan, source and date; and whoever is at work goes on while an import holds the embedded engine.
 */
const STROKES_MS = 600_000;

const strokes = new WeakMap<Workspace, Map<string, number>>();

/** Appends an entry for every source. What cannot be logged is not shown: a failure of the log is one of the request. */
export async function recordReading(workspace: Workspace, caller: Caller, sources: readonly string[], referenceDate: string, { what }: Reading): Promise<void> {
  const { db, municipality } = workspace;
  const account = caller.account ?? '';
  let seen = strokes.get(workspace);
  if (seen === undefined) strokes.set(workspace, (seen = new Map()));
  const now = performance.now();
  for (const source of new Set(sources)) {
    const key = JSON.stringify([account, what, source, referenceDate]);
    if (now - (seen.get(key) ?? -Infinity) < STROKES_MS) continue;
    const purpose = grantFor(caller, 'block-counts', source)?.purpose ?? '';
    await recordAccess(db, municipality.municipality, { account, what, source, referenceDate, purpose });
    seen.set(key, now);
    if (seen.size > 10_000) seen.delete(seen.keys().next().value!);
  }
}

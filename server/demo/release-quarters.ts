// The demo's release: figures of the Stadtteile for all reference dates in the cut of 2020, asked for and approved by two.
import { protectZones } from '../../core/disclosure/threshold.ts';
import { aggregate } from '../../core/statistics/aggregate.ts';
import type { Town } from '../../geodata/town/town.ts';
import type { Queryable } from '../db/database.ts';
import { insertLedgerEntry, lastLedgerEntry } from '../db/queries/ledger.ts';
import { decideRelease, insertRelease, insertReleaseCells, type ReleaseCell } from '../db/queries/releases.ts';
import { chainEntry } from '../workspace/ledger-chain.ts';
import { digest } from '../workspace/release-desk.ts';
import type { RecountedSet } from './load-demo.ts';

/** Fixed, so that pages and documentation can name it. */
export const DEMO_RELEASE = '09990001-0000-4000-8000-000000000001';
export const DEMO_RULES = { threshold: 5, zeros: 'open' } as const;
const REQUESTED_BY = 'planung';
const APPROVED_BY = 'statistik';

/** Statistics of the release, the one that the map opens with first. */
export const RELEASED_STATISTICS = [
  'sgb2_under_15', 'under_15', 'residents', 'under_18', 'age_65_plus', 'households', 'households_with_children', 'single_parent_households',
  'sgb2_persons', 'unemployed', 'employed', 'foreign', 'migration_background', 'daycare_under_3',
] as const;

export async function releaseQuarters(tx: Queryable, town: Town, series: readonly RecountedSet[]): Promise<void> {
  const { municipality } = town;
  const version = town.geographies.find(({ geography }) => geography === 'stadtteile')!.versions.at(-1)!;
  const cells = series.flatMap(({ referenceDate, table }) => {
    const rows = protectZones(aggregate(table, version.assignment, version.zones.length), DEMO_RULES);
    return RELEASED_STATISTICS.flatMap((statistic) => {
      const column = table.columns.indexOf(statistic);
      return version.zones.map(({ zone }, slot): ReleaseCell => {
        const cell = rows[slot]![column]!;
        return { statistic, referenceDate, zone, state: cell.state, value: 'value' in cell ? cell.value : null };
      });
    });
  });
  const wish = {
    geography: 'stadtteile',
    version: version.version,
    statistics: [...RELEASED_STATISTICS],
    referenceDates: series.map(({ referenceDate }) => referenceDate),
    ruleSet: { ...DEMO_RULES },
  };
  await insertRelease(tx, municipality, { ...wish, release: DEMO_RELEASE, requestedBy: REQUESTED_BY });
  await insertReleaseCells(tx, municipality, DEMO_RELEASE, cells);
  await record(tx, municipality, 'request', REQUESTED_BY, wish);
  await decideRelease(tx, municipality, DEMO_RELEASE, 'approved', APPROVED_BY, ['requested']);
  await record(tx, municipality, 'approve', APPROVED_BY, { cellsSha256: digest(cells) });
}

async function record(tx: Queryable, municipality: string, action: 'request' | 'approve', account: string, content: Readonly<Record<string, unknown>>): Promise<void> {
  const step = { at: new Date(), account, action, release: DEMO_RELEASE };
  await insertLedgerEntry(tx, municipality, chainEntry(await lastLedgerEntry(tx, municipality), step, content));
}

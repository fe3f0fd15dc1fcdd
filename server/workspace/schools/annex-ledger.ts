// An annex leaves the house: it is audited against everything public of its date, and what it tells is counted by every later audit.
import { createHash } from 'node:crypto';
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import { insertPublication, insertPublicationBlocks, insertPublicationCells, listPublications } from '../../db/queries/published.ts';
import { lockLedger } from '../../db/queries/ledger.ts';
import { recorded, recordStep } from '../releases/ledger.ts';
import { gatherPublicTotals } from '../releases/public-totals.ts';
import { canonicalJson } from '../releases/ledger-chain.ts';
import type { Surface, Workspace } from '../workspace.ts';
import type { AnnexAuditTask, AnnexClash } from './annex-audit-worker.ts';
import type { CatchmentBasis } from './catchment-basis.ts';
import type { CatchmentsJson } from './catchment-json.ts';
import type { Cut } from './catchment-report.ts';
import { statisticsByAge } from './pupil-forecast.ts';
import { runThread } from './run-thread.ts';

/** Zones of an annex over whole blocks, and whether their sums are told. */
export interface AnnexPart {
  readonly part: 'bisher' | 'neu' | 'Wechsel';
  readonly zones: readonly string[];
  readonly zoneOf: Int32Array;
  readonly told: Uint8Array;
}

export interface AnnexToCheck {
  /** Exact figures of an annex (`numbers=annex`), which tell what is withheld. */
  readonly figures: CatchmentsJson;
  readonly basis: CatchmentBasis;
  readonly surface: Surface;
}

export interface AnnexToPublish extends AnnexToCheck {
  readonly planName: string;
  readonly account: string;
  readonly day: string;
}

const SOURCE = 'Schulentwicklungsplanung';
/** Far beyond what a city takes: a thread that hangs is ended. */
const AUDITS_WITHIN_MS = 120_000;

/**
 * Records what the annex tells and returns nothing; or records nothing and returns the titles of what it must not stand beside: by adding and subtracting them somebody could
 * reckon a group of few children. An annex that tells nothing new is not recorded again. Written as publications, whose totals every audit of a release counts: a year's sum as
 * totals of all ages behind it, which is more than it tells. A block that the plan cuts counts with the zone of its first part.
 */
export async function publishAnnex(workspace: Workspace, annex: AnnexToPublish): Promise<readonly string[]> {
  const { figures, surface, planName, account, day } = annex;
  const { municipality } = workspace.municipality;
  const referenceDate = figures.referenceDate!;
  const { ages, parts } = partsOf(annex);
  for (;;) {
    await workspace.releases.refresh();
    const known = workspace.releases.published;
    const fresh = parts.filter(({ id }) => !known.some(({ publication }) => publication === id));
    if (fresh.length === 0) return [];
    const clashes = await audited(workspace, annex, ages, fresh.map(({ part }) => part));
    if (clashes.length > 0) return clashes;
    const kept = await recorded(workspace.db, async (tx) => {
      await lockLedger(tx, municipality);
      // Something else appeared while this was audited: once more.
      if ((await listPublications(tx, municipality)).length !== known.length) return false;
      for (const { part, id } of fresh) {
        const told = part.zones.filter((_, zone) => part.told[zone] === 1);
        const row = { title: `Anlage „${planName}“ (${part.part})`, source: SOURCE, publishedOn: day, referenceDate, geography: null, version: null, statistics: [...ages] };
        await insertPublication(tx, municipality, { ...row, publication: id, blockSet: surface.blockSet, enteredBy: account });
        await insertPublicationCells(tx, municipality, id, told.flatMap((zone) => ages.map((statistic) => ({ statistic, zone, value: null }))));
        await insertPublicationBlocks(tx, municipality, id, surface.coverage.ids.flatMap((block, at) => (part.zoneOf[at]! < 0 ? [] : [{ block, zone: part.zones[part.zoneOf[at]!]! }])));
        await recordStep(tx, municipality, { account, action: 'published-elsewhere', subject: id, content: { ...row, plan: figures.plan, planVersion: figures.version, cells: told.length * ages.length } });
      }
      return true;
    });
    await workspace.releases.reload();
    if (kept) return [];
  }
}

/** What `publishAnnex` would do, without doing it: titles that exact numbers must not stand beside, and whether all that is told was recorded before. */
export async function checkAnnex(workspace: Workspace, annex: AnnexToCheck): Promise<{ readonly beside: readonly string[]; readonly recorded: boolean }> {
  const { ages, parts } = partsOf(annex);
  await workspace.releases.refresh();
  const fresh = parts.filter(({ id }) => !workspace.releases.published.some(({ publication }) => publication === id));
  return { beside: fresh.length === 0 ? [] : await audited(workspace, annex, ages, fresh.map(({ part }) => part)), recorded: fresh.length === 0 };
}

function partsOf({ figures, basis, surface }: AnnexToCheck): { readonly ages: readonly string[]; readonly parts: readonly { readonly part: AnnexPart; readonly id: string }[] } {
  const ages = statisticsByAge(basis.view!.columns.map(({ statistic }) => statistic), basis.settings).filter((code) => code !== null);
  const parts = annexParts(figures, basis.now, basis.before, basis.ground.baseOf, surface.coverage.blockCount).map((part) => ({ part, id: idOf(part, surface.blockSet, figures.referenceDate!, ages, basis.head) }));
  return { ages, parts };
}

/** Old catchments, new ones, and who changes: of each the zones, and those whose children are told. */
export function annexParts({ catchments, moves }: Pick<CatchmentsJson, 'catchments' | 'moves'>, now: Cut, before: Cut, baseOf: Int32Array, blockCount: number): AnnexPart[] {
  const codes = ({ zones, assignment }: Cut): (string | null)[] => {
    const made = Array.from({ length: blockCount }, (): string | null | undefined => undefined);
    baseOf.forEach((block, position) => (made[block] === undefined ? (made[block] = zones[assignment[position]!]?.zone ?? null) : undefined));
    return made.map((zone) => zone ?? null);
  };
  const [old, current] = [codes(before), codes(now)];
  const part = (name: AnnexPart['part'], zoneAt: (block: number) => string | null, isTold: (zone: string) => boolean): AnnexPart[] => {
    const all = old.map((_, block) => zoneAt(block));
    const zones = [...new Set(all)].filter((zone) => zone !== null).toSorted();
    const slot = new Map(zones.map((zone, i) => [zone, i]));
    const told = Uint8Array.from(zones, (zone) => (isTold(zone) ? 1 : 0));
    return told.includes(1) ? [{ part: name, zones, zoneOf: Int32Array.from(all, (zone) => (zone === null ? UNASSIGNED : slot.get(zone)!)), told }] : [];
  };
  const value = (state: string | undefined) => state === 'value';
  const row = new Map(catchments.map((one) => [one.zone, one.years[0]]));
  const moveOf = (from: string | null, to: string | null) => `${from ?? ''} → ${to ?? ''}`;
  const told = new Set(moves.filter(({ years }) => value(years[0]?.state)).map(({ from, to }) => moveOf(from, to)));
  return [
    ...part('bisher', (block) => old[block]!, (zone) => value(row.get(zone)?.before.state)),
    ...part('neu', (block) => current[block]!, (zone) => value(row.get(zone)?.pupils.state)),
    ...part('Wechsel', (block) => (old[block] === current[block] ? null : moveOf(old[block]!, current[block]!)), (zone) => told.has(zone)),
  ];
}

/** The same for the same zones and told sums, whatever plan they are of; other cohorts are told with all grades, or where a plan holds from a year on. */
function idOf({ part, zones, zoneOf, told }: AnnexPart, blockSet: number, referenceDate: string, ages: readonly string[], { grades, from }: Pick<CatchmentBasis['head'], 'grades' | 'from'>): string {
  const cohorts = grades === 1 && from === null ? [] : [grades, part === 'bisher' ? null : from];
  const hash = createHash('sha256').update(canonicalJson([blockSet, referenceDate, [...ages], part, [...zones], [...told], ...cohorts]));
  return `annex-${hash.update(zoneOf).digest('hex').slice(0, 32)}`;
}

async function audited(workspace: Workspace, { basis, surface, figures }: AnnexToCheck, ages: readonly string[], parts: readonly AnnexPart[]): Promise<string[]> {
  const referenceDate = figures.referenceDate!;
  // The whole town comes first, whose children everybody may know.
  const town = { geography: '', version: 0, zoneList: [{ zone: '', name: '', position: 0 }], assignment: new Int32Array(surface.coverage.blockCount), surface };
  const subject = { release: '', geography: '', version: 0, statistics: ages, referenceDates: [referenceDate] };
  const { releases, publications } = workspace.releases.known();
  const totals = await gatherPublicTotals(workspace, town, subject, releases, publications, {});
  const task: AnnexAuditTask = {
    baseOf: basis.ground.baseOf,
    blockCount: surface.coverage.blockCount,
    view: { referenceDate: basis.view!.referenceDate, columns: basis.view!.columns.map(({ statistic, approximate, table }) => ({ statistic, approximate, table })) },
    settings: basis.settings,
    variant: basis.head.variant,
    grades: basis.head.grades,
    from: basis.head.from,
    housing: basis.housing,
    partitions: [...totals.partitions, ...parts].map(({ zoneOf, zones }) => ({ zoneOf, zoneCount: zones.length })),
    publicBefore: totals.marksOf(referenceDate),
    told: parts.map(({ told }) => told),
    isOld: parts.map(({ part }) => part === 'bisher'),
    threshold: basis.head.threshold,
  };
  const clashes = await runThread<AnnexAuditTask, never, readonly AnnexClash[]>('server/workspace/schools/annex-audit-worker.ts', task, AbortSignal.timeout(AUDITS_WITHIN_MS), () => {});
  if (clashes.length === 0) return [];
  const titles = clashes.flatMap(({ partition, zone, statistic }) => (partition < totals.partitions.length ? (totals.sourceOf(partition, zone, statistic, referenceDate)?.title ?? []) : []));
  return titles.length === 0 ? [''] : [...new Set(titles)].toSorted();
}

// What is published for KomMonitor, kept until something is published, withdrawn, imported or redrawn, and when that last happened.
import { createHash } from 'node:crypto';
import type { WireIndicator } from '../../../core/kommonitor/wire.ts';
import type { Workspace } from '../workspace.ts';
import { indicatorOverview } from './indicator-overview.ts';
import { PublishedSet } from './published-set.ts';

export const RESOURCES = ['access-control', 'georesources', 'indicators', 'process-scripts', 'spatial-units', 'topics', 'web-services'] as const;
export type Resource = (typeof RESOURCES)[number];

interface Stamp {
  readonly digest: string;
  readonly at: Date;
}

const desks = new WeakMap<Workspace, PublishedDesk>();

/** One desk a workspace. */
export function publishedDesk(workspace: Workspace): PublishedDesk {
  const desk = desks.get(workspace) ?? new PublishedDesk(workspace);
  desks.set(workspace, desk);
  return desk;
}

export class PublishedDesk {
  private stand: readonly unknown[] = [];
  private kept: Promise<PublishedSet> | null = null;
  private overviews: Promise<readonly WireIndicator[]> | null = null;
  private readonly stamps = new Map<Resource, Stamp>();
  private readonly begun = new Date();

  constructor(private readonly workspace: Workspace) {}

  set(): Promise<PublishedSet> {
    const { catalogue, releases } = this.workspace;
    const now = [catalogue, releases.stand];
    if (this.kept === null || now.some((part, i) => part !== this.stand[i])) {
      this.stand = now;
      this.overviews = null;
      const made = PublishedSet.of(this.workspace);
      this.kept = made;
      made.catch(() => {
        if (this.kept === made) this.kept = null;
      });
    }
    return this.kept;
  }

  /** Reckoned in turns of one indicator, so that others are answered in between; once for each stand. */
  async indicators(): Promise<readonly WireIndicator[]> {
    const set = await this.set();
    if (this.kept === null || (await this.kept) !== set) return overviewsOf(set);
    if (this.overviews === null) {
      const made = overviewsOf(set);
      this.overviews = made;
      made.catch(() => {
        if (this.overviews === made) this.overviews = null;
      });
    }
    return this.overviews;
  }

  /**
   * When each list last changed. KomMonitor's client keeps its lists in the browser and asks for them again only where this differs. The time of a
   * decision on a release is the register's own; what changes without one (names, ends of cuts, definitions) is noticed by its content and gets the
   * time of that. No stamp is older than the server's start, for nobody can tell then what was changed while it stood still.
   */
  async lastModification(): Promise<Readonly<Record<Resource, string>>> {
    await this.workspace.releases.refresh();
    const set = await this.set();
    const decided = this.workspace.releases
      .list()
      .filter(({ publishedAt }) => publishedAt !== null)
      .flatMap(({ publishedAt, decidedAt }) => [publishedAt!, decidedAt ?? publishedAt!].map((time) => new Date(time).getTime()));
    const newest = Math.max(0, ...decided);
    const releases = this.workspace.releases.list().filter(({ state }) => state === 'published').map(({ release }) => release);
    const definitions = set.indicators.map(({ indicatorId, name, definition, topicId, applicableDates }) => [indicatorId, name, definition, topicId, applicableDates]);
    this.stamp('spatial-units', [set.spatialUnits, set.hierarchies, releases], newest);
    this.stamp('indicators', [set.spatialUnits, definitions, releases], newest);
    this.stamp('topics', set.topics, newest);
    this.stamp('georesources', [set.georesources, set.schools], 0);
    for (const constant of ['access-control', 'process-scripts', 'web-services'] as const) this.stamp(constant, [], 0);
    return Object.fromEntries(RESOURCES.map((resource) => [resource, this.stamps.get(resource)!.at.toISOString()])) as Record<Resource, string>;
  }

  private stamp(resource: Resource, content: unknown, decidedMs: number): void {
    const digest = createHash('sha256').update(JSON.stringify(content)).digest('base64');
    const last = this.stamps.get(resource);
    if (last?.digest === digest) return;
    const floor = last?.at.getTime() ?? this.begun.getTime();
    const at = decidedMs > floor ? decidedMs : last === undefined ? floor : Math.max(Date.now(), floor + 1);
    this.stamps.set(resource, { digest, at: new Date(at) });
  }
}

async function overviewsOf(set: PublishedSet): Promise<readonly WireIndicator[]> {
  const overviews: WireIndicator[] = [];
  for (const row of set.indicators) {
    overviews.push(await indicatorOverview(set, row, overviews.length));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return overviews;
}

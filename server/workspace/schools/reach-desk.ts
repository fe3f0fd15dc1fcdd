// Areas that are reached on foot from schools, kept until network, schools or hazards change: a reader goes to and fro between limits.
import type { ReachableArea } from '../../../core/network/reachable-area.ts';
import type { SchoolSettings } from '../../../core/schools/school-settings.ts';
import type { Workspace } from '../workspace.ts';
import { waysOf } from './make-walks.ts';
import type { ReachTask } from './reach-worker.ts';
import { runThread } from './run-thread.ts';
import { RAIL_LAYER, STREET_LAYER } from './school-layers.ts';
import type { School } from './school-register.ts';

/** Outlines that are kept: some 100 kB each. */
const KEPT = 100;
/** Far beyond what 20 km of a large city take. */
const WITHIN_MS = 60_000;

export class ReachDesk {
  private readonly areas = new Map<string, Promise<ReachableArea>>();

  constructor(private readonly workspace: Workspace) {}

  forget(): void {
    this.areas.clear();
  }

  /** null where there is no street network. */
  async area({ school, x, y }: School, limitM: number, { hazards }: SchoolSettings): Promise<ReachableArea | null> {
    const layers = this.workspace.catalogue.referenceLayers.map(({ layer }) => layer);
    if (!layers.includes(STREET_LAYER)) return null;
    const key = JSON.stringify([school, x, y, limitM, hazards]);
    let reckoning = this.areas.get(key);
    if (reckoning === undefined) {
      const features = async (layer: string) => (layers.includes(layer) ? this.workspace.referenceFeatures(layer) : []);
      reckoning = (async () => {
        const ways = waysOf(await features(STREET_LAYER), await features(RAIL_LAYER));
        const task: ReachTask = { ways, hazards: hazards.map(({ kind, forbid, extraM }) => ({ kind, forbid, extraM })), place: [x, y], limitM };
        return runThread<ReachTask, never, ReachableArea>('server/workspace/schools/reach-worker.ts', task, AbortSignal.timeout(WITHIN_MS), () => {});
      })();
      this.areas.set(key, reckoning);
      reckoning.catch(() => this.areas.delete(key));
      if (this.areas.size > KEPT) this.areas.delete(this.areas.keys().next().value!);
    }
    return reckoning;
  }
}

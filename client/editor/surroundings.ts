// Brings land, streets and buildings under a plan that is open: never while the hand draws, and buildings once they can be seen.
import { ApiProblem, type Api } from '../api.ts';
import { BUILDINGS_UP_TO } from '../map-layers/town-detail-layer.ts';
import type { EditorMap } from './editor-map.ts';
import { loadTown, withBuildings, type LoadedPlan } from './load-plan.ts';

/** After so long it is done all the same, unless the hand draws. */
const IDLE_WITHIN_MS = 1_000;

export async function loadSurroundings(api: Api, loaded: LoadedPlan, map: EditorMap): Promise<void> {
  const rest = () => handRests(loaded);
  try {
    let town = await loadTown(api, loaded, rest);
    map.setTown(town);
    let asked = false;
    const look = async () => {
      if (asked || map.resolution >= BUILDINGS_UP_TO) return;
      asked = true;
      town = await withBuildings(api, loaded, town);
      await rest();
      map.setTown(town);
    };
    map.onMoveEnd(() => void look());
    await look();
  } catch (error) {
    // The plan can be drawn on paper alone.
    if (!(error instanceof ApiProblem)) throw error;
  }
}

async function handRests({ session }: LoadedPlan): Promise<void> {
  do await new Promise<void>((resolve) => idle(resolve));
  while (session.gesture !== null);
}

/** Safari has no idle callbacks. */
function idle(work: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: IDLE_WITHIN_MS });
  else setTimeout(work, 50);
}

// Blocks with cuts, ready to be drawn on: their topology is built beside the event loop where the town is large.
import { decodeCoverage } from '../../../core/coverage/encode.ts';
import type { PlanSurface } from '../../../core/plan/surface.ts';
import type { SurfaceAnswer, SurfaceQuestion } from './plan-surface-worker.ts';
import { WorkerDesk } from '../worker-desk.ts';
import type { Surface } from '../workspace.ts';

/**
 * Blocks up to which a topology is built where it is asked for. It took 47 to 170 ms of processor time for 12,100 square blocks and 550 to
 * 780 ms for 99,856 (beside eight other programs), so a tenth of a second at most in a town of this size, and a city goes to the worker.
 */
const ON_THE_LOOP = 4_000;

export class PlanSurfaces {
  private readonly sent = new Set<number>();
  private readonly desk = new WorkerDesk<SurfaceQuestion, SurfaceAnswer>('server/workspace/plans/plan-surface-worker.ts', () => this.sent.clear());

  /** Resolves when outlines and neighbours of the surface can be asked for without holding up anybody. */
  async ready(surface: PlanSurface, { blockSet, bytes }: Surface, onTheLoop = ON_THE_LOOP): Promise<void> {
    if (surface.isBuilt || surface.baseCount <= onTheLoop) return;
    const known = this.sent.has(blockSet);
    this.sent.add(blockSet);
    // Copied, not handed over: browsers get the same bytes.
    const answer = await this.desk.ask({ blockSet, bytes: known ? null : (bytes.slice() as Uint8Array<ArrayBuffer>), cuts: surface.cuts });
    surface.receive(decodeCoverage(answer.bytes.buffer), answer.neighbours);
  }

  close(): Promise<void> {
    return this.desk.close();
  }
}

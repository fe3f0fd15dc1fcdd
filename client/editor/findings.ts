// What is worth a look in the plan, and which of it the base has already: looked for at once, or beside the page where that takes longer than a frame.
import type { PlanIssue } from '../../core/plan/questions/issues.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { PlanFindings, type BlockGraph, type Division, type Found } from '../kernel/plan-findings.ts';
import type { PlanSession } from './session/plan-session.ts';

/** Up to here a look takes 1 ms and less on the page; 12,000 blocks take 6, a third of a stroke's frame, 100,000 take 30. */
const AT_ONCE_UP_TO = 3_000;

export class Findings {
  /** All, new ones first. */
  all: readonly PlanIssue[] = [];
  /** Those that the base does not have: what the plan itself brought. */
  own: readonly PlanIssue[] = [];
  private readonly session: PlanSession;
  private readonly kernel: Kernel | null;
  private here: PlanFindings | null = null;
  private found: readonly Found[] | null = null;
  /** A look is under way in the worker, and what is to be done when one that was asked for meanwhile has ended. */
  private looking = false;
  private again: (() => void) | null = null;

  /** Of the blocks as they are cut now: others need another one. */
  constructor(session: PlanSession, kernel: Kernel | null = null) {
    this.session = session;
    this.kernel = session.coverage.blockCount > AT_ONCE_UP_TO ? kernel : null;
    this.kernel?.setGraph(this.graph(), this.base());
  }

  /** Looks anew; `done` is called at once or later, with the last of several looks only. */
  check(done: () => void = () => undefined): void {
    if (this.kernel === null) {
      this.take(this.lookHere());
      done();
    } else if (this.looking) this.again = done;
    else void this.lookBeside(done);
  }

  /** Of those found last: the base has it too. */
  isOld(issue: PlanIssue): boolean {
    return !this.own.includes(issue);
  }

  private async lookBeside(done: () => void): Promise<void> {
    this.looking = true;
    try {
      const { zones, assignment } = this.session.state;
      const { blockCount } = this.session.coverage;
      // A worker that died is told by the browser's console; the page goes on without it.
      const beside = () => this.kernel!.find({ zones, assignment: assignment.slice() }).catch(() => this.lookHere());
      const found = (await this.kernel!.works) ? await beside() : this.lookHere();
      // Blocks cut meanwhile: there is another one for them.
      if (blockCount === this.session.coverage.blockCount) {
        this.take(found);
        done();
      }
    } finally {
      this.looking = false;
    }
    const { again } = this;
    this.again = null;
    if (again !== null) this.check(again);
  }

  private lookHere(): Found[] {
    this.here ??= new PlanFindings(this.graph(), this.base());
    return this.here.find(this.session.state);
  }

  /** A look that finds the same leaves the lists as they are, so that nothing drawn of them is drawn anew. */
  private take(found: readonly Found[]): void {
    if (this.found !== null && this.found.length === found.length && found.every((one, i) => isSame(one, this.found![i]!))) return;
    this.found = found;
    const { ids } = this.session.coverage;
    const issues = found.map(({ code, severity, zone, blocks, bounds, detail }): PlanIssue => ({ code, severity, where: { zone, blocks: Array.from(blocks, (block) => ids[block]!), bounds }, detail }));
    this.all = issues;
    this.own = issues.filter((_, i) => !found[i]!.old);
  }

  private graph(): BlockGraph {
    const { blockCount, rookStart, rook } = this.session.neighbours;
    return { blockCount, rookStart, rook, blockBounds: this.session.coverage.blockBounds };
  }

  private base(): Division {
    return { zones: this.session.baseZones.map((zone) => ({ ...zone, locked: false })), assignment: this.session.baseAssignment };
  }
}

function isSame(a: Found, b: Found): boolean {
  return a.code === b.code && a.zone === b.zone && a.old === b.old && a.blocks.length === b.blocks.length && a.blocks.every((block, i) => block === b.blocks[i]);
}

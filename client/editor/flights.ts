// Going over the map: from block to block by keyboard, and flights to findings, zones and blocks.
import { boundsOf, type PlanIssue } from '../../core/plan/questions/issues.ts';
import type { EditorController } from './editor-controller.ts';
import { nearestBlock, stepFrom, type Direction } from './drawing/neighbour-walk.ts';
import * as say from './spoken.ts';

export class Flights {
  private readonly desk: EditorController;
  /** Where the last flight to a finding went, so that the next key goes on. */
  private issueCursor = -1;
  private disclosedCursor = -1;

  constructor(desk: EditorController) {
    this.desk = desk;
  }

  setFocus(block: number, bring = true): void {
    this.desk.focused = block;
    this.desk.map.focus.focused = this.desk.keyboard ? block : -1;
    if (block >= 0 && bring) this.desk.map.bringIntoView(this.boundsOf(block), this.desk.page.covered, !this.desk.page.reducedMotion);
    this.desk.schedule();
  }

  /** Gives the focus to a block near the middle when the map gets the keyboard. */
  focusSomething(): void {
    if (this.desk.focused >= 0) return;
    const [minX, minY, maxX, maxY] = this.desk.map.window(this.desk.page.covered);
    this.setFocus(nearestBlock((minX + maxX) / 2, (minY + maxY) / 2, this.desk.locator.points), false);
    if (this.desk.focused >= 0) this.desk.page.announce(say.block(this.desk, this.desk.focused));
  }

  walk(direction: Direction, extend: boolean): void {
    if (this.desk.focused < 0) {
      this.focusSomething();
      return;
    }
    const next = stepFrom(this.desk.focused, direction, this.desk.session.neighbours, this.desk.locator.points);
    if (next < 0) return;
    if (extend) this.desk.pending.add([this.desk.focused, next]);
    this.setFocus(next);
    this.desk.page.announce(say.block(this.desk, next));
  }

  /** Flies to an issue and puts the focus on its first block. */
  toIssue(issue: PlanIssue): void {
    if (issue.where.bounds === null) return;
    this.issueCursor = this.desk.issues.indexOf(issue);
    this.desk.map.flyTo(issue.where.bounds, this.desk.page.covered, !this.desk.page.reducedMotion, 0.8, 3);
    this.setFocus(this.desk.positionOf(issue.where.blocks[0]!), false);
    this.desk.page.announce(say.issue(issue, this.desk));
  }

  nextIssue(code: PlanIssue['code'] | null): void {
    const open = this.desk.issues.filter((issue) => issue.where.bounds !== null && (code === null || issue.code === code));
    if (open.length === 0) {
      this.desk.page.announce(say.noIssue(code));
      return;
    }
    this.toIssue(open.find((issue) => this.desk.issues.indexOf(issue) > this.issueCursor) ?? open[0]!);
  }

  /** The audit's findings first, then everything else that is worth a look; after the last it begins again. */
  nextFinding(): void {
    const next = this.desk.disclosed[this.disclosedCursor + 1];
    if (next !== undefined) {
      this.disclosedCursor++;
      this.toBlocks(next.blocks);
      return;
    }
    const open = this.desk.issues.filter((issue) => issue.where.bounds !== null);
    const rest = open.some((issue) => this.desk.issues.indexOf(issue) > this.issueCursor);
    if (!rest) {
      this.disclosedCursor = -1;
      this.issueCursor = -1;
      if (this.desk.disclosed.length > 0) return this.nextFinding();
    }
    this.nextIssue(null);
  }

  toZone(zone: string): void {
    const slot = this.desk.session.slotOf(zone);
    if (slot === null || slot < 0) return;
    const { xy } = this.desk.scene.outline(slot);
    if (xy.length === 0) return;
    const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < xy.length; i += 2) {
      bounds[0] = Math.min(bounds[0], xy[i]!);
      bounds[1] = Math.min(bounds[1], xy[i + 1]!);
      bounds[2] = Math.max(bounds[2], xy[i]!);
      bounds[3] = Math.max(bounds[3], xy[i + 1]!);
    }
    this.desk.map.flyTo(bounds, this.desk.page.covered, !this.desk.page.reducedMotion, 0.6, 1.1);
  }

  toBlock(id: string): boolean {
    const block = this.desk.positionOf(id);
    if (block < 0) return false;
    this.desk.map.flyTo(this.boundsOf(block), this.desk.page.covered, !this.desk.page.reducedMotion, 0.8, 3);
    this.setFocus(block, false);
    this.desk.page.announce(say.block(this.desk, block));
    return true;
  }

  /** Flies to the blocks of a finding and puts the focus on the first. */
  toBlocks(ids: readonly string[]): void {
    const blocks = ids.map((id) => this.desk.positionOf(id)).filter((block) => block >= 0);
    if (blocks.length === 0) return;
    this.desk.map.flyTo(boundsOf(this.desk.session.coverage, blocks), this.desk.page.covered, !this.desk.page.reducedMotion, 0.8, 3);
    this.setFocus(blocks[0]!, false);
    this.desk.page.announce(say.block(this.desk, blocks[0]!));
  }

  private boundsOf(block: number): [number, number, number, number] {
    return [...this.desk.session.coverage.blockBounds.subarray(4 * block, 4 * block + 4)] as [number, number, number, number];
  }
}

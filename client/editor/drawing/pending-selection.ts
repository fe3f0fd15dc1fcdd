// Blocks chosen and not yet moved, and changes proposed and not yet taken: each waits for a yes or a no.
import type { EditorController } from '../editor-controller.ts';
import * as say from '../spoken.ts';

export class PendingSelection {
  /** Positions. */
  blocks = new Set<number>();
  private readonly desk: EditorController;

  constructor(desk: EditorController) {
    this.desk = desk;
  }

  toggle(block: number): void {
    if (!this.blocks.delete(block)) this.blocks.add(block);
    this.show();
    this.desk.page.announce(say.collected(this.desk, block));
  }

  add(blocks: Iterable<number>): void {
    for (const block of blocks) this.blocks.add(block);
    this.show();
  }

  set(blocks: Iterable<number>): void {
    this.blocks = new Set(blocks);
    this.show();
  }

  /** Something waits for a yes or a no. */
  get waits(): boolean {
    return this.blocks.size > 0 || this.desk.session.proposal !== null;
  }

  /** Yes: the proposal, else what was collected. */
  accept(): void {
    const { desk } = this;
    if (desk.session.proposal === null) this.commit();
    else {
      const reason = desk.session.acceptProposal();
      if (reason !== null) desk.refuse(reason);
      else desk.page.announce(say.accepted());
      desk.after();
    }
  }

  /** No. */
  discard(): void {
    this.desk.session.discardProposal();
    this.desk.lines.settled();
    this.clear();
    this.desk.after();
  }

  /** Moves what was collected to the target. */
  commit(): void {
    const blocks = [...this.blocks];
    this.desk.lines.settled();
    this.clear();
    this.desk.changes.assign(blocks, this.desk.target);
  }

  clear(): void {
    this.set([]);
  }

  /** Positions of fragments are others after cuts: what was collected is looked for by id. */
  keep(ids: readonly string[]): void {
    this.set(ids.map((id) => this.desk.positionOf(id)).filter((block) => block >= 0));
  }

  show(): void {
    this.desk.map.focus.collected = this.blocks;
    this.desk.schedule();
  }
}

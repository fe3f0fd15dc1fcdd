// What a person does to the plan: each a step of the session, with the words for it.
import type { Operation, Reason } from '../../../core/plan/operations.ts';
import { cutReport } from '../figures/cut-report.ts';
import type { EditorController } from '../editor-controller.ts';
import * as say from '../spoken.ts';
import { balanceOf } from '../figures/zone-balance.ts';

export class PlanChanges {
  private readonly desk: EditorController;
  /** How often a balance was asked for: the seed of the next. */
  private balanced = 0;

  constructor(desk: EditorController) {
    this.desk = desk;
  }

  /** Does an operation here and now; a refusal is told and comes back. */
  do(operation: Operation): Reason | 'readOnly' | null {
    const { desk } = this;
    if (desk.readOnly) {
      desk.page.announce(say.readOnly());
      return 'readOnly';
    }
    const { surface } = desk.session;
    const reason = desk.session.perform(operation);
    if (reason !== null) desk.refuse(reason);
    else {
      desk.refusal = null;
      desk.cutBlocks = cutReport(desk.session, surface);
    }
    desk.after();
    return reason;
  }

  private done(operation: Operation): boolean {
    return this.do(operation) === null;
  }

  assign(blocks: readonly number[], zone: string): void {
    const { desk } = this;
    const { free, locked } = desk.session.movable(blocks, zone, null);
    if (free.length > 0) this.do({ type: 'assign', blocks: desk.idsOf(free), zone });
    desk.tell(free, zone, locked.length);
  }

  createZone(name: string): void {
    const { desk } = this;
    const zone = this.freeCode();
    if (!this.done({ type: 'createZone', zone, name, blocks: desk.idsOf(desk.pending.blocks) })) return;
    desk.pending.clear();
    desk.setTarget(zone);
    desk.page.announce(say.created(zone, name));
  }

  /** Least number, as wide as the others, that no zone of plan or base has. */
  freeCode(): string {
    const { session } = this.desk;
    const taken = new Set([...session.state.zones.map((zone) => zone?.zone ?? ''), ...session.baseZones.map(({ zone }) => zone)]);
    const width = Math.max(1, ...[...taken].filter((zone) => /^\d+$/.test(zone)).map((zone) => (zone.startsWith('0') ? zone.length : 1)));
    for (let number = 1; ; number++) {
      const code = String(number).padStart(width, '0');
      if (!taken.has(code)) return code;
    }
  }

  merge(zone: string, into: string): void {
    if (zone === '' || zone === into) return;
    if (this.done({ type: 'mergeZones', zones: [zone], into })) this.desk.page.announce(say.merged(zone, into, this.desk));
  }

  rename(zone: string, name: string): void {
    if (name.trim() !== '') this.do({ type: 'renameZone', zone, name: name.trim() });
  }

  /** Gives a zone another number; its blocks, name and lock stay. */
  renumber(zone: string, to: string): boolean {
    const code = to.trim();
    if (code === '' || code === zone) return false;
    const { desk } = this;
    const [wasTarget, wasSource] = [desk.target === zone, desk.source === zone];
    if (!this.done({ type: 'renumberZone', zone, to: code })) return false;
    if (wasTarget) desk.setTarget(code);
    if (wasSource) desk.setSource(code);
    desk.page.announce(say.renumbered(zone, code, desk));
    return true;
  }

  toggleLock(zone: string): void {
    const { session, page } = this.desk;
    const slot = session.slotOf(zone);
    const now = slot === null ? null : session.zoneAt(slot);
    if (now === null) return;
    this.do({ type: 'lockZone', zone, locked: !now.locked });
    page.announce(say.locked(zone, now.name, !now.locked));
  }

  /** A block by itself: it stays where it is while its zone changes. */
  toggleBlockLock(block: number): void {
    const { session, page } = this.desk;
    const id = session.coverage.ids[block];
    if (id === undefined) return;
    const locked = !session.state.lockedBlocks.has(id);
    if (this.done({ type: 'lockBlocks', blocks: [id], locked })) page.announce(say.blockLocked(id, locked));
  }

  /** Makes one block of a block's fragments again: all of it goes where the given fragment lies, as one step. */
  heal(block: number): void {
    const { desk } = this;
    const { session } = desk;
    const id = session.wholeOf(block);
    if (!session.isFragment(block)) {
      desk.page.announce(say.notCut(id));
      return;
    }
    const slot = session.state.assignment[block]!;
    const elsewhere = session.surface.piecesOf(session.surface.baseOf[block]!).filter((piece) => session.state.assignment[piece] !== slot);
    // Fragments that come together in one zone heal by themselves.
    const operation: Operation = elsewhere.length === 0 ? { type: 'healBlock', block: id } : { type: 'assign', blocks: desk.idsOf(elsewhere), zone: session.zoneAt(slot)?.zone ?? '' };
    if (this.done(operation)) desk.page.announce(say.healed(id));
  }

  /** Shows how two zones could be balanced; taken or given back afterwards. Asked again it may find another way. */
  balance(zone: string, other: string): void {
    const { desk } = this;
    if (zone === '' || other === '' || zone === other) return;
    if (desk.readOnly) {
      desk.page.announce(say.readOnly());
      return;
    }
    desk.session.discardProposal();
    const found = balanceOf(desk.session, zone, other, ++this.balanced);
    if ('reason' in found) {
      desk.refuse(found.reason.code === 'NOT_BALANCED' ? say.notBalanced() : found.reason);
      return;
    }
    const reason = desk.session.propose(found.operation);
    desk.recount();
    if (reason !== null) desk.refuse(reason);
    else if (desk.session.proposal === null) desk.refuse(say.alreadyBalanced());
    else desk.page.announce(say.proposed(desk, zone, other));
    desk.after();
  }

  undo(): void {
    const { desk } = this;
    desk.cutBlocks = [];
    if (!desk.readOnly && desk.session.undo()) desk.page.announce(say.undone(desk));
    desk.after();
  }

  redo(): void {
    const { desk } = this;
    if (!desk.readOnly && desk.session.redo()) desk.page.announce(say.redone(desk));
    desk.after();
  }

  /** Does what the audit proposes. */
  repair(operation: Operation): void {
    if (this.done(operation)) this.desk.page.announce(say.repaired());
  }
}

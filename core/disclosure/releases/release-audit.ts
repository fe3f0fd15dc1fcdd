// The audit of a release: what follows from zone totals of several partitions of the blocks, statistic by statistic.
import { AtomTable, type AtomBlocks, type Partition } from '../differencing/atom-table.ts';
import { AuditMemory, ComponentAudit } from '../differencing/component-audit.ts';
import { auditDifferences, type DifferencingFinding, type WithheldZones } from '../differencing/differencing.ts';
import { linkedAtoms, type Component } from '../differencing/linked-atoms.ts';
import type { ProgramSolver } from '../differencing/program.ts';

export type { AtomBlocks, Partition } from '../differencing/atom-table.ts';

/** Components that are kept prepared, the last used ones; and those of them whose programs stay loaded. */
const KEPT_COMPONENTS = 400;
const LOADED_PROGRAMS = 8;

/**
 * Prepared once for all statistics and reference dates of a release. Partitions are all that was ever published for the
 * same date: every version of a geography is a partition of its own (two versions that differ in one block are two partitions that
 * overlap in slivers), whether it was released before, printed elsewhere or is asked for now. What a partition published of one
 * statistic and date is what any release of it published: its zones are withheld in `findings` only where all of its releases
 * withhold them, and all of them where there is none. Versions over different stands of blocks meet in the common parts of the stands: a
 * "block" is then such a part, and a count that is known for whole blocks only cannot be audited below them.
 */
export class ReleaseAudit {
  private readonly table: AtomTable;
  private readonly components = new Map<string, ComponentAudit>();
  private readonly loaded: ComponentAudit[] = [];
  private readonly memory = new AuditMemory();
  /** By withheld zones, for the atoms of `structuresOf`. */
  private readonly structures = new Map<string, readonly ComponentAudit[]>();
  private structuresOf = 0;

  constructor(partitions: readonly Partition[], private readonly solver: ProgramSolver) {
    this.table = new AtomTable(partitions);
  }

  /** What the atoms in findings are. Atoms keep their numbers in moves as long as they have a block. */
  get atoms(): AtomBlocks {
    return this.table.atoms;
  }

  /**
   * Every atom of which a union below `threshold` follows from totals that are not withheld, ascending by atom. `counts` by
   * block, whole numbers from 0; a complement (residents less a group) is a count of its own. `withheld` by partition: 1 by zone
   * where the total is not published, null where all are. Known tables of components that are as they were cost a look-up.
   */
  findings(counts: Int32Array, withheld: WithheldZones, threshold: number): readonly DifferencingFinding[] {
    const sums = this.table.sums(counts);
    const { width, zoneCounts, zone } = this.table;
    if (width === 2) return auditDifferences({ width, zoneCounts, zone, count: sums }, threshold, withheld);
    return this.structure(withheld)
      .flatMap((component) => this.load(component).findings(sums, threshold))
      .toSorted((x, y) => x.atom - y.atom);
  }

  /** Blocks change to zone `to` (-1: none) of one partition. Only components whose atoms change are audited again. */
  move(partition: number, blocks: ArrayLike<number>, to: number): void {
    this.table.move(partition, blocks, to);
  }

  /** Gives the solver's memory back. */
  dispose(): void {
    for (const component of this.loaded) component.release();
    this.loaded.length = 0;
  }

  private structure(withheld: WithheldZones): readonly ComponentAudit[] {
    if (this.structuresOf !== this.table.revision) {
      this.structures.clear();
      this.structuresOf = this.table.revision;
    }
    const key = withheld.map((zones) => (zones === null || !zones.includes(1) ? '' : zones.join(''))).join();
    const known = this.structures.get(key);
    if (known !== undefined) return known;
    const found = linkedAtoms(this.table, withheld).map((component) => this.prepared(component));
    if (this.structures.size >= KEPT_COMPONENTS) this.structures.clear();
    this.structures.set(key, found);
    return found;
  }

  /** The component as it was prepared before, where one with the same atoms and zones was. */
  private prepared(component: Component): ComponentAudit {
    const key = `${component.atoms.join()} ${component.zones.map(({ geography, zone }) => `${geography}.${zone}`).join()} ${component.start.join()} ${component.index.join()}`;
    const audit = this.components.get(key) ?? new ComponentAudit(component, this.solver, this.memory);
    this.components.delete(key);
    this.components.set(key, audit);
    if (this.components.size > KEPT_COMPONENTS) {
      const [oldest, dropped] = this.components.entries().next().value!;
      this.components.delete(oldest);
      dropped.release();
    }
    return audit;
  }

  private load(component: ComponentAudit): ComponentAudit {
    const at = this.loaded.indexOf(component);
    if (at >= 0) this.loaded.splice(at, 1);
    this.loaded.push(component);
    if (this.loaded.length > LOADED_PROGRAMS) this.loaded.shift()!.release();
    return component;
  }
}

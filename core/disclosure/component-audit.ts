// The audit of one linked component for table after table, with what was found before.
import { CertificateProgram, type Certificate } from './certificate.ts';
import type { DifferencingFinding } from './differencing.ts';
import type { Component } from './linked-atoms.ts';
import { dependentZones } from './potentials.ts';
import type { ProgramSolver } from './program.ts';
import { smallUnions } from './small-unions.ts';

/** Tables of a component whose findings are kept. */
const KEPT_TABLES = 2000;

/** Certificates by the atoms of their unions (joined); they are checked again before another component uses them. */
export type KnownCertificates = Map<string, Certificate>;

/**
 * Findings depend on an atom's count only up to the threshold: many statistics have the same table in that sense, and moving a block
 * from one large atom to another changes none.
 */
export class ComponentAudit {
  private readonly program: CertificateProgram;
  private readonly dependent: Int32Array;
  private readonly tables = new Map<string, readonly DifferencingFinding[]>();

  constructor(readonly component: Component, private readonly solver: ProgramSolver, private readonly known: KnownCertificates) {
    this.program = new CertificateProgram(component, solver);
    this.dependent = dependentZones(component);
  }

  /** `sums` by atom, whole numbers from 0. */
  findings(sums: ArrayLike<number>, threshold: number): readonly DifferencingFinding[] {
    const { atoms } = this.component;
    const counts = Float64Array.from(atoms, (atom) => sums[atom]!);
    const table = `${threshold} ${counts.map((count) => Math.min(count, threshold)).join()}`;
    const before = this.tables.get(table);
    if (before !== undefined) return before;
    const found = smallUnions(this.component, this.dependent, counts, threshold, this.solver).flatMap(({ for: ones, atoms: union }) => {
      const members = union.map((column) => atoms[column]!);
      const certificate = this.certificate(union, members.join());
      return ones.map((one) => toFinding(sums, atoms[one]!, members, certificate));
    });
    if (this.tables.size >= KEPT_TABLES) this.tables.delete(this.tables.keys().next().value!);
    this.tables.set(table, found);
    return found;
  }

  private certificate(union: readonly number[], key: string): Certificate {
    const known = this.known.get(key);
    if (known !== undefined && this.program.holds(known, union)) return known;
    const found = this.program.find(union);
    this.known.set(key, found);
    return found;
  }

  /** Gives the solver's memory back; what was found stays. */
  release(): void {
    this.program.dispose();
  }
}

function toFinding(counts: ArrayLike<number>, atom: number, union: readonly number[], { plus, minus, dividedBy }: Certificate): DifferencingFinding {
  return {
    atom,
    count: counts[atom]!,
    union: { count: union.reduce((sum, member) => sum + counts[member]!, 0), atoms: union },
    plus,
    minus,
    dividedBy,
    publishedZone: plus.length === 1 && minus.length === 0 && plus[0]!.times === dividedBy,
  };
}

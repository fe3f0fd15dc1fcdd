// The audit of one linked component for table after table, with what was found before.
import { CertificateProgram, type Certificate } from './certificate.ts';
import type { DifferencingFinding } from './differencing.ts';
import type { Component } from './linked-atoms.ts';
import { dependentZones } from './potentials.ts';
import type { ProgramSolver } from './program.ts';
import { smallUnions } from './small-unions.ts';

/** Tables whose findings are kept, the last ones: a release has some hundreds. */
const KEPT_TABLES = 4000;
const KEPT_CERTIFICATES = 20_000;

/** What the components of one audit found before, and what they may take from each other. */
export class AuditMemory {
  private readonly tables = new Map<string, readonly DifferencingFinding[]>();
  /** By the atoms of a union, joined. A certificate is checked again before another component uses it. */
  private readonly certificates = new Map<string, Certificate>();
  private components = 0;

  nextComponent(): number {
    return this.components++;
  }

  findings(table: string): readonly DifferencingFinding[] | undefined {
    return this.tables.get(table);
  }

  keepFindings(table: string, findings: readonly DifferencingFinding[]): void {
    this.tables.set(table, findings);
    if (this.tables.size > KEPT_TABLES) this.tables.delete(this.tables.keys().next().value!);
  }

  certificate(union: string): Certificate | undefined {
    return this.certificates.get(union);
  }

  keepCertificate(union: string, certificate: Certificate): void {
    this.certificates.set(union, certificate);
    if (this.certificates.size > KEPT_CERTIFICATES) this.certificates.delete(this.certificates.keys().next().value!);
  }
}

/**
 * Findings depend on an atom's count only up to the threshold: many statistics have the same table in that sense, and moving a block
 * from one large atom to another changes none.
 */
export class ComponentAudit {
  private readonly program: CertificateProgram;
  private readonly dependent: Int32Array;
  private readonly number: number;

  constructor(readonly component: Component, private readonly solver: ProgramSolver, private readonly memory: AuditMemory) {
    this.program = new CertificateProgram(component, solver);
    this.dependent = dependentZones(component);
    this.number = memory.nextComponent();
  }

  /** `sums` by atom, whole numbers from 0. */
  findings(sums: ArrayLike<number>, threshold: number): readonly DifferencingFinding[] {
    const { atoms } = this.component;
    const counts = Float64Array.from(atoms, (atom) => sums[atom]!);
    const table = `${this.number} ${threshold} ${counts.map((count) => Math.min(count, threshold)).join()}`;
    const before = this.memory.findings(table);
    if (before !== undefined) return before;
    const found = smallUnions(this.component, this.dependent, counts, threshold, this.solver).flatMap(({ for: ones, atoms: union }) => {
      const members = union.map((column) => atoms[column]!);
      const certificate = this.certificate(union, members.join());
      return ones.map((one) => toFinding(sums, atoms[one]!, members, certificate));
    });
    this.memory.keepFindings(table, found);
    return found;
  }

  private certificate(union: readonly number[], key: string): Certificate {
    const known = this.memory.certificate(key);
    if (known !== undefined && this.program.holds(known, union)) return known;
    const found = this.program.find(union);
    this.memory.keepCertificate(key, found);
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

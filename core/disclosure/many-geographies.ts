// What follows from the published totals of any number of geographies.
import type { Atoms } from './atoms.ts';
import { CertificateProgram, type Certificate } from './certificate.ts';
import type { DifferencingFinding, WithheldZones } from './differencing.ts';
import { linkedAtoms } from './linked-atoms.ts';
import type { ProgramSolver } from './program.ts';
import { smallUnions } from './small-unions.ts';

/**
 * As `auditDifferences`, for any number of geographies. Cuts do not suffice there: with three geographies a union may
 * follow from combinations of all of them, also from halves. Per linked component the row space of the published zones is
 * reduced to unions without any atom at or above the threshold, exactly; what remains falls apart into small pieces, which are
 * searched, and given to programs where a search takes too long (ADR 0096). Every finding's certificate is recomputed in
 * whole numbers before it is told.
 */
export function auditManyDifferences(atoms: Atoms, threshold: number, withheld: WithheldZones, solver: ProgramSolver): DifferencingFinding[] {
  const findings: DifferencingFinding[] = [];
  for (const component of linkedAtoms(atoms, withheld)) {
    const counts = Float64Array.from(component.atoms, (atom) => atoms.count[atom]!);
    const program = new CertificateProgram(component, solver);
    try {
      // Atoms of one union share it, and its certificate.
      const certificates = new Map<string, Certificate>();
      for (const { for: ones, atoms: union } of smallUnions(component, counts, threshold, solver)) {
        const key = union.join();
        const certificate = certificates.get(key) ?? program.find(union);
        certificates.set(key, certificate);
        for (const one of ones) findings.push(toFinding(atoms.count, component.atoms[one]!, union.map((column) => component.atoms[column]!), certificate));
      }
    } finally {
      program.dispose();
    }
  }
  return findings.toSorted((x, y) => x.atom - y.atom);
}

export function toFinding(counts: ArrayLike<number>, atom: number, union: readonly number[], certificate: Certificate): DifferencingFinding {
  const { plus, minus, dividedBy } = certificate;
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

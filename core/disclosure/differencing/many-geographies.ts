// What follows from the published totals of any number of geographies.
import type { Atoms } from './atoms.ts';
import { AuditMemory, ComponentAudit } from './component-audit.ts';
import type { DifferencingFinding, WithheldZones } from './differencing.ts';
import { linkedAtoms } from './linked-atoms.ts';
import type { ProgramSolver } from './program.ts';

/**
 * As `auditDifferences`, for any number of geographies. Cuts do not suffice there: with three geographies a union may
 * follow from combinations of all of them, also from halves. Per linked component the row space of the published zones is
 * reduced to unions without any atom at or above the threshold, exactly; what remains falls apart into small pieces, which are
 * searched, and given to programs where a search takes too long (ADR 0096). Every finding's certificate is recomputed in
 * whole numbers before it is told.
 */
export function auditManyDifferences(atoms: Atoms, threshold: number, withheld: WithheldZones, solver: ProgramSolver): DifferencingFinding[] {
  return linkedAtoms(atoms, withheld)
    .flatMap((component) => {
      const audit = new ComponentAudit(component, solver, new AuditMemory());
      try {
        return audit.findings(atoms.count, threshold);
      } finally {
        audit.release();
      }
    })
    .toSorted((x, y) => x.atom - y.atom);
}

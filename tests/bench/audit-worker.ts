// A thread of the audit's benchmark: audits every second table of a release, told when to begin.
import { parentPort, workerData } from 'node:worker_threads';
import { ReleaseAudit } from '../../core/disclosure/releases/release-audit.ts';
import { loadSolver } from '../../server/processes/inputs/load-solver.ts';
import { THRESHOLD, type StandRelease } from './city-release.ts';

const { stands, turn, of } = workerData as { readonly stands: readonly StandRelease[]; readonly turn: number; readonly of: number };
const solver = await loadSolver();
const port = parentPort!;
port.on('message', () => {
  let findings = 0;
  for (const { partitions, tables } of stands) {
    const audit = new ReleaseAudit(partitions, solver);
    for (const [i, { counts, withheld }] of tables.entries()) if (i % of === turn) findings += audit.findings(counts, withheld, THRESHOLD).length;
    audit.dispose();
  }
  port.postMessage(findings);
});
port.postMessage('ready');

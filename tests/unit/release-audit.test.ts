// The audit of a release: the same findings as table by table, whatever was moved before.
import loadHighs from 'highs';
import { expect, it } from 'vitest';
import { HighsSolver } from '../../core/disclosure/program.ts';
import { ReleaseAudit } from '../../core/disclosure/release-audit.ts';

const solver = new HighsSolver(await loadHighs());

it('a block that changes its zone makes a sliver, and back again it is none', () => {
  const quarters = { zoneOf: Int32Array.from([0, 0, 0, 1, 1, 1]), zoneCount: 2 };
  const audit = new ReleaseAudit([quarters, quarters], solver);
  const counts = Int32Array.from([100, 200, 3, 100, 200, 300]);
  expect(audit.findings(counts, [null, null], 5)).toEqual([]);
  audit.move(1, [2], 1);
  const [found] = audit.findings(counts, [null, null], 5);
  expect(found).toMatchObject({ count: 3, union: { count: 3 }, publishedZone: false });
  expect([...audit.atoms.blocks[found!.atom]!]).toEqual([2]);
  expect(audit.findings(counts, [Uint8Array.from([1, 1]), null], 5)).toEqual([]);
  audit.move(1, [2], 0);
  expect(audit.findings(counts, [null, null], 5)).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { AuditMemory } from '../../core/disclosure/suppression/audit-memory.ts';
import type { Secrecy } from '../../core/disclosure/suppression/secrecy.ts';

const PROBLEM: Secrecy = {
  truth: Float64Array.of(2, 5, 1),
  minimum: Float64Array.of(0, 0, 0),
  cells: [[0, 1], [1, 2]],
  loss: Float64Array.of(3, Infinity),
  floor: Float64Array.of(1, 1),
  ceiling: Float64Array.of(Infinity, Infinity),
  links: [{ at: [1, 0], times: [1, -1], room: 3, most: Infinity }],
  secrets: [{ at: [0], growth: 1, either: false }],
};

describe('problems that were proven free', () => {
  it('are known again whatever their cells cost', () => {
    const proven = new AuditMemory();
    proven.keepFree(PROBLEM, Uint8Array.of(1, 0));
    expect(proven.isFree({ ...PROBLEM, loss: Float64Array.of(Infinity, 1) }, Uint8Array.of(1, 0))).toBe(true);
  });

  it.each<[string, Partial<Secrecy>, Uint8Array?]>([
    ['a count', { truth: Float64Array.of(2, 4, 1) }],
    ['the least of a count', { minimum: Float64Array.of(1, 0, 0) }],
    ['a sum', { cells: [[0, 1], [0, 2]] }],
    ['what is withheld', {}, Uint8Array.of(1, 1)],
    ['what a withheld sum is taken for', { floor: Float64Array.of(0, 1) }],
    ['the most that a sum may be', { ceiling: Float64Array.of(Infinity, 9) }],
    ['a link', { links: [{ at: [1, 0], times: [1, -1], room: 2, most: Infinity }] }],
    ['another secret', { secrets: [{ at: [2], growth: 1, either: false }] }],
    ['how far a secret must grow', { secrets: [{ at: [0], growth: 2, either: false }] }],
    ['that it must be able to fall', { secrets: [{ at: [0], growth: 1, either: false, fall: 2 }] }],
  ])('are asked again where %s is another', (_, changed, withheld = Uint8Array.of(1, 0)) => {
    const proven = new AuditMemory();
    proven.keepFree(PROBLEM, Uint8Array.of(1, 0));
    expect(proven.isFree({ ...PROBLEM, ...changed }, withheld)).toBe(false);
  });
});

// Random redraws and releases against an attacker who keeps everything that was ever public and solves for the rest.
import { beforeAll, describe, expect, it } from 'vitest';
import { copyInterval } from '../../core/disclosure/protected-copy/copy-interval.ts';
import { protectBesideCopy } from '../../core/disclosure/protected-copy/protect-beside-copy.ts';
import type { Copy } from '../../core/disclosure/protected-copy/copy-breaches.ts';
import { roundCounts } from '../../core/disclosure/protected-copy/round-counts.ts';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { protectRelease } from '../../core/disclosure/releases/release-protection.ts';
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';
import { leaks, loadAttacker, targetsOf, type Leak, type PublicTable } from './attacker.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';

const THRESHOLD = 5;
const BASE = 5;
/** A town with four audited releases takes a tenth of a second. The 30th and the 65th have places that could each be empty and not both. */
const AUDITED = process.env.LONG === '1' ? 400 : 70;
const UNAUDITED = 100;
/** Of planners in 25 towns: 10,000 together. */
const EDITORS = 25;
const EDITS = 400;
const RULES = { threshold: THRESHOLD, zeros: 'open' } as const;

/** A town of side x side blocks; zones grow from seeds, so that they hang together as districts do. */
function growZones(side: number, zoneCount: number, random: () => number): Int32Array {
  const zoneOf = new Int32Array(side * side).fill(-1);
  for (let zone = 0; zone < zoneCount; zone++) {
    let at = Math.floor(random() * zoneOf.length);
    while (zoneOf[at] !== -1) at = (at + 1) % zoneOf.length;
    zoneOf[at] = zone;
  }
  while (zoneOf.includes(-1)) {
    const at = Math.floor(random() * zoneOf.length);
    if (zoneOf[at] !== -1) continue;
    const near = neighbours(side, at).filter((block) => zoneOf[block] !== -1);
    if (near.length > 0) zoneOf[at] = zoneOf[near[Math.floor(random() * near.length)]!]!;
  }
  return zoneOf;
}

function neighbours(side: number, at: number): number[] {
  const [x, y] = [at % side, Math.floor(at / side)];
  return [
    ...(x > 0 ? [at - 1] : []),
    ...(x < side - 1 ? [at + 1] : []),
    ...(y > 0 ? [at - side] : []),
    ...(y < side - 1 ? [at + side] : []),
  ];
}

/** As a planner does: a few blocks at a border change sides. */
function redraw(side: number, zoneOf: Int32Array, moves: number, random: () => number): Int32Array {
  const next = zoneOf.slice();
  for (let done = 0, tries = 0; done < moves && tries < 200; tries++) {
    const at = Math.floor(random() * next.length);
    const others = neighbours(side, at).filter((block) => next[block] !== next[at]);
    if (others.length === 0) continue;
    next[at] = next[others[Math.floor(random() * others.length)]!]!;
    done++;
  }
  return next;
}

/** Linear equations over the blocks, as they come; what they determine. */
class Equations {
  private readonly rows = new Map<number, Float64Array>();

  constructor(private readonly blocks: number) {}

  /** The sum of these blocks. */
  add(at: readonly number[], sum: number): void {
    const row = new Float64Array(this.blocks + 1);
    for (const block of at) row[block] = 1;
    row[this.blocks] = sum;
    for (const [pivot, of] of this.rows) if (row[pivot] !== 0) subtract(row, of, row[pivot]!);
    const pivot = row.findIndex((value, i) => i < this.blocks && Math.abs(value) > 1e-9);
    if (pivot < 0) return;
    const scale = row[pivot]!;
    row.forEach((value, i) => (row[i] = Math.abs(value / scale) < 1e-9 ? 0 : value / scale));
    for (const of of this.rows.values()) if (of[pivot] !== 0) subtract(of, row, of[pivot]!);
    this.rows.set(pivot, row);
  }

  /** By block its value, null where more than one would do. */
  solved(): (number | null)[] {
    return Array.from({ length: this.blocks }, (_, block) => {
      const row = this.rows.get(block);
      return row === undefined || row.subarray(0, this.blocks).some((value, i) => i !== block && value !== 0) ? null : Math.round(row[this.blocks]!);
    });
  }
}

function subtract(from: Float64Array, row: Float64Array, times: number): void {
  row.forEach((value, i) => {
    const left = from[i]! - times * value;
    from[i] = Math.abs(left) < 1e-9 ? 0 : left;
  });
}

interface Town {
  readonly counts: Int32Array;
  readonly partitions: readonly Partition[];
  readonly random: () => number;
}

/** Districts, the same redrawn once and twice, and school districts across them. */
function townOf(seed: number): Town {
  const random = seededRandom(seed);
  const side = 5;
  const counts = Int32Array.from({ length: side * side }, () => (random() < 0.3 ? 0 : Math.floor(11 * random() ** 1.5)));
  const districts = growZones(side, 4 + Math.floor(random() * 3), random);
  const again = redraw(side, districts, 2 + Math.floor(random() * 3), random);
  const last = redraw(side, again, 1 + Math.floor(random() * 3), random);
  const schools = growZones(side, 4 + Math.floor(random() * 3), random);
  const partitions = [districts, again, last, schools].map((zoneOf) => ({ zoneOf, zoneCount: Math.max(...zoneOf) + 1 }));
  return { counts, partitions, random };
}

const totalsOf = ({ zoneOf, zoneCount }: Partition, counts: Int32Array): number[] => {
  const totals = Array.from({ length: zoneCount }, () => 0);
  zoneOf.forEach((zone, block) => (totals[zone]! += counts[block]!));
  return totals;
};

const isSmall = (total: number) => total > 0 && total < THRESHOLD;

describe('an attacker who keeps all that was ever public', () => {
  let published = 0;
  let refused = 0;
  let highs: Awaited<ReturnType<typeof loadAttacker>>;
  beforeAll(async () => {
    highs = await loadAttacker();
  });

  /** One release after the other; those that the audit says nothing can be done for are not published. Without the audit small totals are withheld and nothing else. */
  function publish({ counts, partitions }: Town, audited: boolean, copy: Copy | null = null): PublicTable[] {
    const solver = new HighsSolver(highs);
    const before: (Uint8Array | null)[] = partitions.map(() => null);
    const tables: PublicTable[] = [];
    partitions.forEach((partition, released) => {
      const totals = totalsOf(partition, counts);
      let withheld: Uint8Array = Uint8Array.from(totals, (total) => (isSmall(total) ? 1 : 0));
      if (audited) {
        const input = { partitions, released, publishedBefore: before, counts, primary: withheld, rules: RULES, solver };
        const made = copy === null ? { ...protectRelease(input), breaches: [] } : protectBesideCopy(input, copy);
        if (made.unresolved.length + made.knownSmall.length + made.breaches.length > 0) {
          refused++;
          return;
        }
        published++;
        withheld = made.withheld;
      }
      before[released] = withheld.map((flag) => 1 - flag);
      tables.push({ zoneOf: partition.zoneOf, value: totals.map((total, zone) => (withheld[zone] === 1 ? null : total)) });
    });
    return tables;
  }

  function attack(town: Town, tables: readonly PublicTable[], lower: Float64Array, upper: Float64Array): Leak[] {
    const blocks = town.counts.length;
    const known = { blocks, tables, withheldIsNoZero: true, lower, upper };
    const targets = targetsOf(blocks, tables);
    const found = leaks(highs, known, THRESHOLD, targets, false);
    // Four divisions need whole people: what fractions leave open, they may not.
    return found.length > 0 ? found : leaks(highs, known, THRESHOLD, targets, true);
  }

  const nothing = (town: Town) => new Float64Array(town.counts.length);
  const endless = (town: Town) => new Float64Array(town.counts.length).fill(Infinity);

  it(`finds nobody below the threshold in ${AUDITED} towns with up to four audited releases each`, () => {
    for (let seed = 1; seed <= AUDITED; seed++) {
      const town = townOf(seed);
      expect(attack(town, publish(town, true), nothing(town), endless(town)), `town ${seed}`).toEqual([]);
    }
    // A desk that refuses everything is safe as well.
    expect(published).toBeGreaterThan(2 * refused);
  }, 300_000);

  it('finds somebody in nine of ten towns whose releases only withhold small totals', () => {
    let found = 0;
    for (let seed = 1; seed <= UNAUDITED; seed++) {
      const town = townOf(seed);
      if (attack(town, publish(town, false), nothing(town), endless(town)).length > 0) found++;
    }
    expect(found).toBeGreaterThanOrEqual(0.9 * UNAUDITED);
  }, 300_000);

  it('finds nobody either with all that a planner without clearance can learn by any number of edits: the whole protected copy', () => {
    for (let seed = 1; seed <= AUDITED; seed++) {
      const town = townOf(seed);
      const base = town.partitions.slice(0, 1).concat(town.partitions.slice(3));
      const { values } = roundCounts({ counts: town.counts, base: BASE, partitions: base.map(({ zoneOf, zoneCount }) => ({ zoneOf, zoneCount })), random: town.random });
      const intervals = Array.from(values, (value) => copyInterval(value, BASE));
      const lower = Float64Array.from(intervals, (interval) => interval.lower);
      const upper = Float64Array.from(intervals, (interval) => interval.upper);
      expect(attack(town, publish(town, true, { values, base: BASE }), lower, upper), `town ${seed}`).toEqual([]);
    }
  }, 300_000);

  it(`finds nobody either with the numbers that planners without clearance saw in ${EDITORS * EDITS} edits, solved for the blocks`, () => {
    let [learnt, blocks] = [0, 0];
    for (let seed = 1; seed <= EDITORS; seed++) {
      const town = townOf(seed);
      const base = town.partitions.slice(0, 1).concat(town.partitions.slice(3));
      const { values } = roundCounts({ counts: town.counts, base: BASE, partitions: base, random: town.random });
      const seen = new Equations(town.counts.length);
      let plan = town.partitions[0]!.zoneOf;
      for (let edit = 0; edit < EDITS; edit++) {
        const next = redraw(5, plan, 1, town.random);
        // What the page shows after an edit: the sums of the copy of both zones.
        for (const zone of new Set(Array.from(next.keys()).flatMap((block) => (next[block] === plan[block] ? [] : [next[block]!, plan[block]!])))) {
          const at = Array.from(next.keys()).filter((block) => next[block] === zone);
          seen.add(at, at.reduce((sum, block) => sum + values[block]!, 0));
        }
        plan = next;
      }
      const solved = seen.solved();
      solved.forEach((value, block) => value !== null && expect(value, `town ${seed}, block ${block}`).toBe(values[block]));
      learnt += solved.filter((value) => value !== null).length;
      blocks += solved.length;
      const intervals = solved.map((value) => (value === null ? { lower: 0, upper: Infinity } : copyInterval(value, BASE)));
      const [lower, upper] = [Float64Array.from(intervals, (of) => of.lower), Float64Array.from(intervals, (of) => of.upper)];
      expect(attack(town, publish(town, true, { values, base: BASE }), lower, upper), `town ${seed}`).toEqual([]);
    }
    // Else they had seen too little for this to show anything.
    expect(learnt).toBeGreaterThan(0.9 * blocks);
  }, 300_000);
});

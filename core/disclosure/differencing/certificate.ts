// How published totals are added and taken away to get a union: few zones, each few times.
import type { ZoneTimes } from './differencing.ts';
import type { Component } from './linked-atoms.ts';
import type { OpenProgram, ProgramSolver } from './program.ts';

/** (plus - minus) / dividedBy is the union. Zones by geography and position. */
export interface Certificate {
  readonly plus: readonly ZoneTimes[];
  readonly minus: readonly ZoneTimes[];
  readonly dividedBy: number;
}

/** Least common part of a certificate that is tried. */
const PARTS = 60;

/**
 * Certificates of one component's unions by linear programs: the least sum of multiples, then whole multiples of a common
 * part, recomputed in whole numbers before they are told, so that a finding is never a rounding error. The program
 * stays open, since unions only differ in what is wanted.
 */
export class CertificateProgram {
  private program: OpenProgram | null = null;
  private readonly wanted: Uint8Array;
  private readonly placeOf: ReadonlyMap<number, number>;

  constructor(private readonly component: Component, private readonly solver: ProgramSolver) {
    this.wanted = new Uint8Array(component.atoms.length);
    this.placeOf = new Map(component.zones.map(({ geography, zone }, i) => [placeKey(geography, zone), i]));
  }

  /** `union` in positions of the component. Throws Error where the published totals do not span it: that is a bug. */
  find(union: readonly number[]): Certificate {
    this.program ??= this.open();
    try {
      for (const column of union) this.want(column, 1);
      return this.whole(this.program.solve()?.values);
    } finally {
      for (const column of union) this.want(column, 0);
    }
  }

  /** Whether a certificate gives the union here as well: its zones are published and add up to it. */
  holds({ plus, minus, dividedBy }: Certificate, union: readonly number[]): boolean {
    const times = new Int32Array(this.component.zones.length);
    for (const [sign, taken] of [[1, plus], [-1, minus]] as const) {
      for (const { geography, zone, times: often } of taken) {
        const place = this.placeOf.get(placeKey(geography, zone));
        if (place === undefined) return false;
        times[place] = sign * often;
      }
    }
    for (const column of union) this.wanted[column] = 1;
    const holds = this.spans(times, dividedBy);
    for (const column of union) this.wanted[column] = 0;
    return holds;
  }

  dispose(): void {
    this.program?.dispose();
    this.program = null;
  }

  private want(column: number, value: 0 | 1): void {
    this.wanted[column] = value;
    this.program!.setRow(column, value, value);
  }

  private open(): OpenProgram {
    const { atoms, zones, start, index } = this.component;
    const columns = zones.length;
    return this.solver.open(
      {
        cost: new Float64Array(2 * columns).fill(1),
        lower: new Float64Array(2 * columns),
        upper: new Float64Array(2 * columns).fill(Infinity),
        rowLower: new Float64Array(atoms.length),
        rowUpper: new Float64Array(atoms.length),
        start: start.map((at) => 2 * at),
        index: Int32Array.from({ length: 2 * index.length }, (_, i) => 2 * index[i >> 1]! + (i & 1)),
        value: Float64Array.from({ length: 2 * index.length }, (_, i) => (i & 1 ? -1 : 1)),
      },
      false,
    );
  }

  private whole(values: Float64Array | undefined): Certificate {
    if (values === undefined) throw new Error('a union was found that the published totals do not span');
    const { zones } = this.component;
    for (let dividedBy = 1; dividedBy <= PARTS; dividedBy++) {
      const times = Int32Array.from(zones, (_, i) => Math.round((values[2 * i]! - values[2 * i + 1]!) * dividedBy));
      if (!this.spans(times, dividedBy)) continue;
      const taken = (sign: 1 | -1): ZoneTimes[] => zones.flatMap((place, i) => (times[i]! * sign > 0 ? [{ ...place, times: times[i]! * sign }] : []));
      return { plus: taken(1), minus: taken(-1), dividedBy };
    }
    throw new Error(`the multiples of a certificate have no common part up to ${PARTS}`);
  }

  private spans(times: Int32Array, dividedBy: number): boolean {
    const { start, index } = this.component;
    return this.wanted.every((value, column) => {
      let sum = 0;
      for (let i = start[column]!; i < start[column + 1]!; i++) sum += times[index[i]!]!;
      return sum === dividedBy * value;
    });
  }
}

function placeKey(geography: number, zone: number): number {
  return zone * 4096 + geography;
}

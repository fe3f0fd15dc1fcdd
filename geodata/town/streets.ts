// The street network from the edges of the mesh: what is a street, which edges make one street, its name, its graph.
import { LEVEL } from './cells.ts';
import type { Site } from './land-use.ts';
import { borderShare, type Layout } from './layout.ts';
import { lineLength, type Mesh } from './mesh.ts';
import { createStreetNames } from './street-names.ts';
import type { CellStands } from './stands.ts';
import type { StreetClass, StreetNetwork } from './town.ts';

/** One street: its mesh edges in order; 2 * edge walks forward, 2 * edge + 1 backward. */
export interface Street {
  readonly name: string;
  readonly class: StreetClass;
  readonly halves: readonly number[];
}

export interface Streets {
  readonly streets: readonly Street[];
  /** Class of every mesh edge, null where it is no street. */
  readonly classOf: readonly (StreetClass | null)[];
  readonly bridge: Uint8Array;
  readonly network: StreetNetwork;
}

export function layStreets(layout: Layout, mesh: Mesh, site: Site, stands: CellStands, seed: number): Streets {
  const wet = (cell: number) => cell >= 0 && (mesh.cells[cell]!.kind === 'river' || mesh.cells[cell]!.kind === 'lake');
  const bridge = new Uint8Array(mesh.edges.length);
  const classOf = mesh.edges.map((edge, i): StreetClass | null => {
    if (edge.left < 0 || edge.right < 0) return null;
    if (edge.level === LEVEL.rail || edge.level === LEVEL.none) return null;
    const within = site.inside[edge.left] === 1 || site.inside[edge.right] === 1;
    if (wet(edge.left) && wet(edge.right)) {
      // Only a street on land goes over water.
      if (edge.level > LEVEL.collector || edge.level === LEVEL.water || nearBorder(layout, mesh, edge.left) > 1.3) return null;
      bridge[i] = 1;
      return edge.level === LEVEL.main ? 'main' : 'collector';
    }
    if (edge.level === LEVEL.water) return within ? 'path' : null;
    if (!within) return edge.level === LEVEL.main && nearBorder(layout, mesh, edge.left) < 1.9 ? 'main' : null;
    const [a, b] = [stands.stand2020.blockOf[edge.left]!, stands.stand2020.blockOf[edge.right]!];
    if (a === b && a >= 0) return null;
    return edge.level === LEVEL.main ? 'main' : edge.level === LEVEL.collector ? 'collector' : 'local';
  });
  const streets = nameStreets(chainStreets(mesh, classOf), classOf, seed);
  return { streets, classOf, bridge, network: buildNetwork(mesh, streets, bridge) };
}

function nearBorder(layout: Layout, mesh: Mesh, cell: number): number {
  return borderShare(layout, ...mesh.cells[cell]!.plan);
}

/** Edges that continue each other: at every crossing the two of one class that bend least, if they bend under 40 degrees. */
function chainStreets(mesh: Mesh, classOf: readonly (StreetClass | null)[]): number[][] {
  const at: number[][] = Array.from({ length: mesh.vertexCount }, () => []);
  mesh.edges.forEach((edge, i) => {
    if (classOf[i] === null) return;
    at[edge.from]!.push(2 * i);
    at[edge.to]!.push(2 * i + 1);
  });
  /** The half-edge that leaves where this one arrives. */
  const next = new Int32Array(2 * mesh.edges.length).fill(-1);
  for (const leaving of at) {
    const candidates: { a: number; b: number; bend: number }[] = [];
    for (const [i, a] of leaving.entries()) {
      for (const b of leaving.slice(i + 1)) {
        if (classOf[a >> 1] !== classOf[b >> 1]) continue;
        const [ax, ay] = heading(mesh, a);
        const [bx, by] = heading(mesh, b);
        const bend = ax * bx + ay * by;
        if (bend < -0.77) candidates.push({ a, b, bend });
      }
    }
    for (const { a, b } of candidates.toSorted((p, q) => p.bend - q.bend || p.a - q.a || p.b - q.b)) {
      if (next[a ^ 1]! >= 0 || next[b ^ 1]! >= 0) continue;
      next[a ^ 1] = b;
      next[b ^ 1] = a;
    }
  }
  const done = new Uint8Array(mesh.edges.length);
  const chains: number[][] = [];
  for (let edge = 0; edge < mesh.edges.length; edge++) {
    if (classOf[edge] === null || done[edge] === 1) continue;
    // Walk back to the beginning, or once round a ring road.
    let first = 2 * edge + 1;
    for (let half = next[first]!; half >= 0 && half >> 1 !== edge; half = next[half]!) first = half;
    const chain: number[] = [];
    for (let half = first ^ 1; half >= 0 && done[half >> 1] === 0; half = next[half]!) {
      chain.push(half);
      done[half >> 1] = 1;
    }
    chains.push(chain);
  }
  return chains;
}

/** Unit vector in which a half-edge leaves its node. */
function heading(mesh: Mesh, half: number): [number, number] {
  const { line } = mesh.edges[half >> 1]!;
  const n = line.length;
  const [dx, dy] = (half & 1) === 0 ? [line[2]! - line[0]!, line[3]! - line[1]!] : [line[n - 4]! - line[n - 2]!, line[n - 3]! - line[n - 1]!];
  const length = Math.sqrt(dx * dx + dy * dy);
  return [dx / length, dy / length];
}

function nameStreets(chains: readonly number[][], classOf: readonly (StreetClass | null)[], seed: number): Street[] {
  const name = createStreetNames(seed);
  return chains.map((halves) => {
    const kind = classOf[halves[0]! >> 1]!;
    return { name: name(kind === 'main' || kind === 'collector'), class: kind, halves };
  });
}

/** Edges longer than this are halved: the graph gets nodes where people come out of their houses. */
const LONGEST_EDGE_M = 42;

function buildNetwork(mesh: Mesh, streets: readonly Street[], bridge: Uint8Array): StreetNetwork {
  const nodes: number[] = [];
  const nodeOf = new Int32Array(mesh.vertexCount).fill(-1);
  const edges: StreetNetwork['edges'][number][] = [];
  const node = (vertex: number, x: number, y: number) => {
    if (nodeOf[vertex]! < 0) {
      nodeOf[vertex] = nodes.length / 2;
      nodes.push(x, y);
    }
    return nodeOf[vertex]!;
  };
  for (const street of streets) {
    for (const half of street.halves) {
      const edge = mesh.edges[half >> 1]!;
      const { line } = edge;
      const common = { class: street.class, street: street.name, bridge: bridge[half >> 1] === 1 };
      const from = node(edge.from, line[0]!, line[1]!);
      const to = node(edge.to, line.at(-2)!, line.at(-1)!);
      const points = line.length / 2;
      if (edge.lengthM <= LONGEST_EDGE_M || points < 3) {
        edges.push({ from, to, ...common, lengthM: edge.lengthM, line });
        continue;
      }
      const middle = points >> 1;
      const between = nodes.length / 2;
      nodes.push(line[2 * middle]!, line[2 * middle + 1]!);
      const [first, second] = [line.slice(0, 2 * middle + 2), line.slice(2 * middle)];
      edges.push({ from, to: between, ...common, lengthM: lineLength(first), line: first });
      edges.push({ from: between, to, ...common, lengthM: lineLength(second), line: second });
    }
  }
  return { nodes: Float64Array.from(nodes), edges };
}

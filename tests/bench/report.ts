// What the benchmarks print and keep: one line a figure, the whole as JSON with machine and versions.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { median, ratios, type Race, type Times } from './measure.ts';

export interface Figure {
  readonly name: string;
  /** Blocks. */
  readonly n: number;
  readonly runs: number;
  /** Medians of `runs` rounds. */
  readonly oursMs: number;
  readonly peer?: { readonly name: string; readonly ms: number };
  /** Peer over ours, paired by round. */
  readonly ratio?: { readonly median: number; readonly min: number };
  /** Least ratio that the issue asks for. */
  readonly target?: number;
  readonly note?: string;
}

/** A size or count instead of a time. */
export interface Amount {
  readonly name: string;
  readonly n: number;
  readonly value: number;
  readonly unit: string;
  readonly target?: { readonly atMost: number };
  readonly note?: string;
}

export interface Report {
  readonly figures: Figure[];
  readonly amounts: Amount[];
  figure(name: string, n: number, race: Race, ours: string, peer?: string, target?: number): void;
  amount(amount: Amount): void;
  note(text: string): void;
}

export function createReport(print: (line: string) => void): Report {
  const figures: Figure[] = [];
  const amounts: Amount[] = [];
  const timesOf = (race: Race, name: string): Times => {
    const times = race.get(name);
    if (times === undefined) throw new RangeError(`nobody called ${name} took part`);
    return times;
  };
  return {
    figures,
    amounts,
    figure(name, n, race, ours, peer, target) {
      const mine = timesOf(race, ours);
      const figure: Figure = {
        name,
        n,
        runs: mine.ms.length,
        oursMs: median(mine.ms),
        ...(peer === undefined ? {} : { peer: { name: peer, ms: median(timesOf(race, peer).ms) }, ratio: ratios(mine, timesOf(race, peer)) }),
        ...(target === undefined ? {} : { target }),
      };
      figures.push(figure);
      print(figureLine(figure));
    },
    amount(amount) {
      amounts.push(amount);
      const aim = amount.target === undefined ? '' : ` target<=${amount.target.atMost} ${amount.value <= amount.target.atMost ? 'met' : 'MISSED'}`;
      print(`${amount.name} n=${amount.n} value=${digits(amount.value)} unit=${amount.unit}${aim}${amount.note === undefined ? '' : ` (${amount.note})`}`);
    },
    note: (text) => print(`# ${text}`),
  };
}

export function figureLine({ name, n, runs, oursMs, peer, ratio, target }: Figure): string {
  const parts = [name, `n=${n}`, `runs=${runs}`, `ours=${digits(oursMs)}`];
  if (peer !== undefined && ratio !== undefined) {
    parts.push(`peer=${peer.name}:${digits(peer.ms)}`, `ratio=${digits(ratio.median)}`, `min=${digits(ratio.min)}`);
    if (target !== undefined) parts.push(`target>=${target}`, ratio.median >= target ? 'met' : 'MISSED');
  }
  return parts.join(' ');
}

/** Three significant digits, without an exponent. */
function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Targets that the run did not reach, as lines. */
export function missed(report: Report): string[] {
  return [
    ...report.figures.filter(({ ratio, target }) => ratio !== undefined && target !== undefined && ratio.median < target).map(figureLine),
    ...report.amounts.filter(({ value, target }) => target !== undefined && value > target.atMost).map(({ name, n }) => `${name} n=${n}`),
  ];
}

/** Writes the run under `folder` and returns the path. `versions` names every peer that took part. */
export function writeReport(report: Report, folder: string, versions: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const commit = git('rev-parse', '--short=10', 'HEAD');
  const path = join(folder, `${at.replaceAll(/[-:]|\.\d+/g, '')}-${commit}.json`);
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), platform: `${process.platform} ${process.arch}` };
  const changed = git('status', '--porcelain', '--', 'core', 'server', 'tests/bench') !== '';
  const { figures, amounts } = report;
  writeFileSync(path, `${JSON.stringify({ at, commit, changed, machine, versions: { node: process.version, ...versions }, figures, amounts }, null, 1)}\n`);
  return path;
}

function git(...parameters: string[]): string {
  try {
    return execFileSync('git', parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

/** Version of an installed package. */
export function packageVersion(name: string): string {
  const path = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

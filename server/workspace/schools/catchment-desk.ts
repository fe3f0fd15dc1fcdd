// Asks a worker thread for figures of catchments, and sends it of blocks, counts, parameters and walks only what it has not got.
import type { CountTable } from '../../../core/statistics/counts.ts';
import { WorkerDesk } from '../worker-desk.ts';
import type { CatchmentBasis } from './catchment-basis.ts';
import type { CatchmentWorkerAnswer, CatchmentWorkerQuestion, KeptParts, Part, PartKind } from './catchment-worker.ts';

/** Objects of a kind that the worker keeps: of a city 2 MB a table with forecasts, 11 MB walks, 1 MB blocks of a plan with cuts. */
const KEPT: Readonly<Record<PartKind, number>> = { ground: 8, counts: 12, settings: 4, walks: 2 };

export class CatchmentDesk {
  private readonly desk = new WorkerDesk<CatchmentWorkerQuestion, CatchmentWorkerAnswer>('server/workspace/schools/catchment-worker.ts', () => this.forgetAll());
  private readonly names = new WeakMap<object, number>();
  private nextName = 1;
  /** By kind, what the worker has, the longest unused first. */
  private sent: Record<PartKind, Set<string>> = nothingSent();
  private forgotten: string[] = [];

  /** The answer's JSON as UTF-8; rejects where the worker met a bug or was stopped. Nothing is waited for before the question is on its way. */
  async answer({ ground, view, settings, walks, ...basis }: CatchmentBasis, numbers: 'all' | 'annex'): Promise<Uint8Array<ArrayBuffer>> {
    const tables = new Map<CountTable, string[]>();
    for (const { statistic, table } of view?.columns ?? []) if (table !== null) tables.set(table, [...(tables.get(table) ?? []), statistic]);
    const counts = new Map([...tables].map(([table, statistics]) => [table, this.part('counts', table, () => narrowed(table, statistics), statistics.join(' '))]));
    const question = {
      numbers,
      basis,
      ground: this.part('ground', ground.ids, () => ground),
      settings: this.part('settings', settings, () => settings),
      walks: walks === null ? null : this.part('walks', walks, () => walks),
      view: view === null ? null : { referenceDate: view.referenceDate, columns: view.columns.map(({ statistic, approximate, table }) => ({ statistic, approximate, counts: table === null ? null : counts.get(table)!.name })) },
      counts: [...counts.values()],
      forget: this.forgotten,
    };
    this.forgotten = [];
    const { json } = await this.desk.ask(question);
    return json;
  }

  close(): Promise<void> {
    return this.desk.close();
  }

  /** `of` stands for the part: another object is another part. `detail` tells parts of one object apart. */
  private part<K extends PartKind>(kind: K, of: object, make: () => KeptParts[K], detail = ''): Part<K> {
    let number = this.names.get(of);
    if (number === undefined) this.names.set(of, (number = this.nextName++));
    const name = `${kind} ${number} ${detail}`;
    const there = this.sent[kind];
    const known = there.delete(name);
    there.add(name);
    if (there.size > KEPT[kind]) {
      const [oldest] = there;
      there.delete(oldest!);
      this.forgotten.push(oldest!);
    }
    return { kind, name, value: known ? null : make() };
  }

  private forgetAll(): void {
    this.sent = nothingSent();
    this.forgotten = [];
  }
}

const nothingSent = (): Record<PartKind, Set<string>> => ({ ground: new Set(), counts: new Set(), settings: new Set(), walks: new Set() });

/** The columns that are asked for: a city's table has 51, and only some are needed. */
function narrowed({ blockCount, columns, values, known }: CountTable, statistics: readonly string[]): CountTable {
  const from = statistics.map((statistic) => columns.indexOf(statistic)).filter((column) => column >= 0);
  const made = { columns: from.map((column) => columns[column]!), blockCount, values: new Int32Array(blockCount * from.length), known: new Uint8Array(blockCount * from.length) };
  for (let block = 0, at = 0; block < blockCount; block++) {
    for (const column of from) {
      made.values[at] = values[block * columns.length + column]!;
      made.known[at++] = known[block * columns.length + column]!;
    }
  }
  return made;
}

// The peer DuckDB, in memory and in this process, on all cores: the real rival for sums.
import { DuckDBInstance, type DuckDBPreparedStatement } from '@duckdb/node-api';
import type { Input } from '../input.ts';

export interface DuckdbPeer {
  readonly version: string;
  /** Sums by zone, the zone looked up in an assignment or kept beside the counts. */
  sums(form: 'join' | 'column'): Promise<readonly (readonly unknown[])[]>;
  close(): void;
}

export async function startDuckdb(input: Input): Promise<DuckdbPeer> {
  const { town, n } = input;
  const { columns, values } = town.counts;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const declared = columns.map((name) => `${name} integer`).join(', ');
  await connection.run(`create table count_by_zone (position integer, zone integer, ${declared})`);
  const appender = await connection.createAppender('count_by_zone');
  for (let block = 0, at = 0; block < n; block++) {
    appender.appendInteger(block);
    appender.appendInteger(town.assignment[block]!);
    for (let column = 0; column < columns.length; column++) appender.appendInteger(values[at++]!);
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`create table assignment as select position, zone from count_by_zone`);
  await connection.run(`create table count as select position, ${columns.join(', ')} from count_by_zone`);
  const sums = columns.map((name) => `sum(${name})::double`).join(', ');
  const statements: Record<'join' | 'column', DuckDBPreparedStatement> = {
    join: await connection.prepare(`select zone, ${sums} from count join assignment using (position) group by zone order by zone`),
    column: await connection.prepare(`select zone, ${sums} from count_by_zone group by zone order by zone`),
  };
  const version = (await connection.runAndReadAll('select version()')).getRows()[0]![0] as string;
  return {
    version,
    async sums(form) {
      return (await statements[form].runAndReadAll()).getRows();
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

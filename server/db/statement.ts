// A statement with a name, its text and the shape of its rows: what the query files are made of, and what tests list.
import type { z } from 'zod';
import type { Queryable, Row } from './database.ts';

export interface Statement<R> {
  readonly name: string;
  readonly text: string;
  run(db: Queryable, values?: readonly unknown[]): Promise<readonly R[]>;
}

const all = new Map<string, Statement<unknown>>();

/** Every statement that the loaded query files can send, by name. */
export function statements(): readonly Statement<unknown>[] {
  return [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

// Parsing 130,000 rows costs more than reading them, and a statement's shape does not change in the field.
const checked = process.env.VITEST !== undefined || process.env.NODE_ENV === 'development';

/** Declares a statement. `name` is `noun.verb`; rows are parsed by `row` in tests and development, cast in production. */
export function statement<S extends z.ZodType<Row>>(name: string, text: string, row: S): Statement<z.infer<S>> {
  if (all.has(name)) throw new RangeError(`two statements are named ${name}`);
  const declared: Statement<z.infer<S>> = {
    name,
    text,
    async run(db, values = []) {
      const rows = await db.query(text, values);
      return checked ? rows.map((found) => row.parse(found)) : (rows as readonly z.infer<S>[]);
    },
  };
  all.set(name, declared);
  return declared;
}

/** The only row of an answer; null for none. */
export function onlyRow<R>(rows: readonly R[]): R | null {
  if (rows.length > 1) throw new RangeError('one row was expected');
  return rows[0] ?? null;
}

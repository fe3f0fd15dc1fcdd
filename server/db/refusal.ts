// What an engine's refusal becomes: a DatabaseError that names the constraint and carries nobody's values.
import { DatabaseError } from './database.ts';

/**
 * Both engines give `message` and `code`. The constraint is read from the message: Citus leaves the field out and adds
 * the number of a shard to the name. Class 22 messages quote the value they refuse; it is cut out.
 */
export function toDatabaseError(error: unknown): Error {
  const { message, code } = error as { message?: unknown; code?: unknown };
  if (typeof message !== 'string') return error instanceof Error ? error : new Error(String(error));
  const sqlState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
  if (sqlState === null && !(error instanceof Error && error.name === 'error')) {
    return error instanceof Error ? error : new DatabaseError(message, null, null);
  }
  const safe = sqlState?.startsWith('22') === true ? message.replace(/"[^"]*"/g, '"…"').replace(/: .*…"?$/, '') : message;
  return new DatabaseError(safe, sqlState, constraintOf(message));
}

/** Name in `… constraint "name"`, without the suffix of a Citus shard. */
export function constraintOf(message: string): string | null {
  return /constraint "(.+?)(?:_\d{6,})?"/.exec(message)?.[1] ?? null;
}

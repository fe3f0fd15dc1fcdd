// The worker thread in which the embedded engine runs: a query there would hold up the event loop for its whole time.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { postgis } from '@electric-sql/pglite-postgis';
import { DECODERS, encodeValue } from './values.ts';

export type EmbeddedRequest = { readonly id: number } & (
  | { readonly kind: 'query'; readonly text: string; readonly values: readonly unknown[] }
  | { readonly kind: 'script'; readonly text: string }
  | { readonly kind: 'close' }
);

export type EmbeddedAnswer =
  | {
      readonly id: number;
      readonly ok: true;
      /** Null for a statement that did not run to its end. */
      readonly command: string | null;
      /** Whether the tag counts no row: then only the next statement tells whether it ran to its end. */
      readonly empty: boolean;
      readonly rows: readonly Record<string, unknown>[];
    }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly code: string | null };

const port = parentPort!;
const { dataDir } = workerData as { dataDir: string };
const asText = (value: string) => value;
// Values arrive as text already; the engine's own writers would refuse that for bytes.
const serializers = Object.fromEntries(Object.keys(DECODERS).map((oid) => [oid, asText]));

let engine: PGlite | undefined;

async function answer(request: EmbeddedRequest): Promise<EmbeddedAnswer> {
  const { id } = request;
  try {
    if (request.kind === 'close') {
      await engine!.close();
      return { id, ok: true, command: 'CLOSE', empty: false, rows: [] };
    }
    if (request.kind === 'script') {
      await engine!.exec(request.text);
      return { id, ok: true, command: 'SCRIPT', empty: false, rows: [] };
    }
    let leaked = false;
    const result = await engine!.query<Record<string, unknown>>(request.text, request.values.map(encodeValue), {
      parsers: DECODERS,
      serializers,
      onNotice: ({ message }) => {
        leaked ||= LEFT_OPEN.test(message ?? '');
      },
    });
    const command = leaked ? null : finishedCommand(result);
    return { id, ok: true, command, empty: (result.rowCount ?? result.rows.length) === 0, rows: result.rows };
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    return { id, ok: false, message: String(message), code: code ?? null };
  }
}

/** What the engine warns about when it finds the remains of a statement that an exception has cut short. */
const LEFT_OPEN = /^resource was not closed|^snapshot .* still active/;

/**
 * The command tag of a statement that ran to its end; null for one that did not. A SELECT that an exception of GEOS cut
 * short has no tag; INSERT, UPDATE and DELETE have the tag "???" and did nothing; with RETURNING or in a WITH they have a
 * proper tag that counts 0 rows, and only the warnings of LEFT_OPEN tell.
 */
function finishedCommand({ command, rowCount }: { command?: string; rowCount?: number }): string | null {
  if (command === undefined || command === '' || command === '???') return null;
  const counts = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'FETCH', 'COPY'].includes(command);
  return counts && rowCount === undefined ? null : command;
}

port.on('message', async (request: EmbeddedRequest) => {
  port.postMessage(await answer(request));
  if (request.kind === 'close') port.close();
});

try {
  // -F is the engine's default (no fsync); the file system of the emulation has none to call.
  engine = await PGlite.create({ dataDir, extensions: { postgis, btree_gist }, parsers: DECODERS, serializers });
  await engine.exec("set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set client_min_messages = warning");
  port.postMessage({ id: 0, ok: true, command: 'OPEN', empty: false, rows: [] } satisfies EmbeddedAnswer);
} catch (error) {
  port.postMessage({ id: 0, ok: false, message: (error as Error).message, code: null } satisfies EmbeddedAnswer);
}

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
  | { readonly id: number; readonly ok: true; readonly command: string | null; readonly rows: readonly Record<string, unknown>[] }
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
      return { id, ok: true, command: 'CLOSE', rows: [] };
    }
    if (request.kind === 'script') {
      await engine!.exec(request.text);
      return { id, ok: true, command: 'SCRIPT', rows: [] };
    }
    const result = await engine!.query<Record<string, unknown>>(request.text, request.values.map(encodeValue), {
      parsers: DECODERS,
      serializers,
    });
    return { id, ok: true, command: (result as { command?: string }).command ?? null, rows: result.rows };
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    return { id, ok: false, message: String(message), code: code ?? null };
  }
}

port.on('message', async (request: EmbeddedRequest) => {
  port.postMessage(await answer(request));
  if (request.kind === 'close') port.close();
});

try {
  // -F is the engine's default (no fsync); the file system of the emulation has none to call.
  engine = await PGlite.create({ dataDir, extensions: { postgis, btree_gist }, parsers: DECODERS, serializers });
  await engine.exec("set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set client_min_messages = warning");
  port.postMessage({ id: 0, ok: true, command: 'OPEN', rows: [] } satisfies EmbeddedAnswer);
} catch (error) {
  port.postMessage({ id: 0, ok: false, message: (error as Error).message, code: null } satisfies EmbeddedAnswer);
}

// What is published for KomMonitor, read from a running server or made from the database itself, byte for byte the same.
import type { HttpContext } from '../http/context.ts';
import { komMonitorRoutes } from '../http/kommonitor/routes.ts';
import { BASE } from '../http/kommonitor/answers.ts';
import { InputError } from '../gdal/input-error.ts';
import { Workspace } from '../workspace/workspace.ts';
import { askServer, openStore, problemToInputError, requireMunicipality } from './store.ts';

export interface KomMonitorSource {
  /** `path` is below /kommonitor/management/public. Throws InputError where there is no such thing. */
  read(path: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

export async function openKomMonitorSource(options: { readonly server: string | undefined; readonly municipality: string | null }): Promise<KomMonitorSource> {
  const store = await openStore(options.server);
  if (store.kind === 'server') {
    return {
      async read(path) {
        const response = await askServer(`${store.url}${BASE}/${path}`);
        if (!response.ok) throw problemToInputError(await response.json().catch(() => null), response.status);
        return new Uint8Array(await response.arrayBuffer());
      },
      close: () => Promise.resolve(),
    };
  }
  try {
    const workspace = await Workspace.open(store.database, await requireMunicipality(store.database, options.municipality));
    // Its routes are asked without a server; they use nothing else of the context.
    const routes = komMonitorRoutes({ workspace } as HttpContext);
    return {
      async read(path) {
        const url = new URL(`${BASE}/${path}`, 'http://localhost');
        for (const route of routes) {
          const parameters = match(route.path, url.pathname);
          if (route.method !== 'get' || parameters === null || route.parameters?.safeParse(parameters).success === false) continue;
          const query = route.query?.parse(Object.fromEntries(url.searchParams));
          const reply = await route.handle({ parameters, query } as never);
          if ('json' in reply) return Buffer.from(JSON.stringify(reply.json));
          if ('bytes' in reply) return typeof reply.bytes === 'string' ? Buffer.from(reply.bytes) : reply.bytes;
        }
        throw new InputError({ problem: `there is no ${path}` });
      },
      async close() {
        await workspace.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Values of the parameters in a path; null where it is another. */
function match(template: string, path: string): Record<string, string> | null {
  const [parts, given] = [template.split('/'), path.split('/')];
  if (parts.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [i, part] of parts.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name !== undefined) parameters[name] = decodeURIComponent(given[i]!);
    else if (part !== given[i]) return null;
  }
  return parameters;
}

export async function readJson(source: KomMonitorSource, path: string): Promise<unknown> {
  return JSON.parse(Buffer.from(await source.read(path)).toString('utf8'));
}

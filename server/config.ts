// The configuration: environment variables only, checked once at start, printed without secrets.
import { z } from 'zod';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

const shape = z.object({
  PORT: z.coerce.number('a port is a whole number').int().min(0).max(65535).default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** PostgreSQL with PostGIS; without it the embedded engine keeps its files under DATA_DIR. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'postgres://user:password@host:5432/database')
    .optional(),
  DATA_DIR: z.string().min(1).default('data'),
  /** Key of the one municipality that this server serves; without it the demo's, else the only one there is. */
  MUNICIPALITY: z
    .string()
    .regex(/^\d{8}(\d{4})?$/, 'a key of 8 or 12 digits')
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** 1 only behind a proxy that authenticates and sets the header Zuschnitt-Account itself. */
  ALLOW_REMOTE: z.enum(['0', '1']).default('0'),
  /** Who acts where a request from this machine names nobody; `none`: the public. Not used with ALLOW_REMOTE=1. */
  LOCAL_ACCOUNT: z.string().min(1).default('admin'),
  /** What an empty database is filled with at the first start. */
  DEMO: z.enum(['small', 'city', 'none']).default('small'),
});

/** Every variable that is read, for the container files and their test. */
export const ENVIRONMENT: readonly string[] = Object.keys(shape.shape);

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly municipality: string | null;
  readonly logLevel: z.infer<typeof shape>['LOG_LEVEL'];
  readonly allowRemote: boolean;
  readonly localAccount: string | null;
  readonly demo: 'small' | 'city' | 'none';
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  /** One line that names the variable and what would be accepted. */
  | { readonly ok: false; readonly message: string };

/** Reads the environment. An empty variable counts as not set, as in a compose file. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given = Object.fromEntries(ENVIRONMENT.map((name) => [name, environment[name] === '' ? undefined : environment[name]]));
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, message: `${String(issue!.path[0])}: ${issue!.message}` };
  }
  const { PORT, HOST, DATABASE_URL, DATA_DIR, MUNICIPALITY, LOG_LEVEL, ALLOW_REMOTE, LOCAL_ACCOUNT, DEMO } = parsed.data;
  if (!LOOPBACK.includes(HOST) && ALLOW_REMOTE !== '1') {
    return {
      ok: false,
      message:
        `HOST: ${HOST} is not the loopback interface; accepted: ${LOOPBACK.join(', ')} ` +
        '(until accounts can log in, others only with ALLOW_REMOTE=1 behind an authenticating proxy)',
    };
  }
  return {
    ok: true,
    config: {
      port: PORT,
      host: HOST,
      databaseUrl: DATABASE_URL ?? null,
      dataDir: DATA_DIR,
      municipality: MUNICIPALITY ?? null,
      logLevel: LOG_LEVEL,
      allowRemote: ALLOW_REMOTE === '1',
      localAccount: LOCAL_ACCOUNT === 'none' ? null : LOCAL_ACCOUNT,
      demo: DEMO,
    },
  };
}

/** The configuration in one line; of the database's address host and name only. */
export function describeConfig(config: Config): string {
  const { databaseUrl, ...rest } = config;
  const database = databaseUrl === null ? 'embedded' : redactDatabaseUrl(databaseUrl);
  return Object.entries({ ...rest, database })
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}

/** Host, port and database of a connection string; user, password and options are left out. */
export function redactDatabaseUrl(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `postgres://${host}${pathname}`;
  } catch {
    return 'postgres://…';
  }
}

/** `http://host:port` as a browser takes it; an IPv6 address in brackets, "any address" as loopback. */
export function baseUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

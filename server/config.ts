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
  /** Where browsers find the server: https://… when a proxy ends TLS in front of it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'https://zuschnitt.example.org' }).optional(),
  /** Proxies whose X-Forwarded-For is believed: loopback, or addresses and networks with commas between them. */
  TRUSTED_PROXY: z
    .string()
    .regex(/^(loopback|uniquelocal|[0-9a-f.:/]+)( *, *(loopback|uniquelocal|[0-9a-f.:/]+))*$/i, 'loopback, or addresses and networks (172.16.0.0/12) with commas between them')
    .optional(),
  /** 1 in a container whose port is published on the loopback interface of its host alone. */
  PUBLISHED_ON_LOOPBACK: z.enum(['0', '1']).default('0'),
  /** Who acts for scripts of this machine that prove nothing; `none`: the public. Never beyond loopback. */
  LOCAL_ACCOUNT: z.string().min(1).default('none'),
  /** Identity provider (OpenID Connect), with the client that it knows us as. */
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'https://keycloak.example.org/realms/city' }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_ROLE_CLAIM: z.string().min(1).default('realm_access.roles'),
  /** value=role,…; without it `zuschnitt-planner` is planner and so on. */
  OIDC_ROLES: z
    .string()
    .regex(/^[^=,]+=[a-z]+(,[^=,]+=[a-z]+)*$/, 'value=role with commas between them, e.g. Statistikstelle=statistics,zuschnitt-admin=admin')
    .optional(),
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
  readonly publicUrl: URL | null;
  readonly trustedProxy: string | null;
  readonly publishedOnLoopback: boolean;
  readonly identityProvider: IdentityProviderConfig | null;
  readonly localAccount: string | null;
  readonly demo: 'small' | 'city' | 'none';
}

/** As server/auth/identity-provider.ts takes it; roles are checked there. */
export interface IdentityProviderConfig {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly roleClaim: string;
  /** [value of the claim, role]. */
  readonly roles: readonly (readonly [string, string])[];
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
  const { PORT, HOST, DATABASE_URL, DATA_DIR, MUNICIPALITY, LOG_LEVEL, LOCAL_ACCOUNT, DEMO, PUBLISHED_ON_LOOPBACK, TRUSTED_PROXY } = parsed.data;
  const publicUrl = parsed.data.PUBLIC_URL === undefined ? null : new URL(parsed.data.PUBLIC_URL);
  const refusal = refuseExposure(HOST, publicUrl, TRUSTED_PROXY, PUBLISHED_ON_LOOPBACK === '1');
  if (refusal !== null) return { ok: false, message: refusal };
  const provider = readIdentityProvider(parsed.data, publicUrl);
  if (typeof provider === 'string') return { ok: false, message: provider };
  return {
    ok: true,
    config: {
      port: PORT,
      host: HOST,
      databaseUrl: DATABASE_URL ?? null,
      dataDir: DATA_DIR,
      municipality: MUNICIPALITY ?? null,
      logLevel: LOG_LEVEL,
      publicUrl,
      trustedProxy: TRUSTED_PROXY ?? null,
      publishedOnLoopback: PUBLISHED_ON_LOOPBACK === '1',
      localAccount: LOCAL_ACCOUNT === 'none' || isExposed(publicUrl) ? null : LOCAL_ACCOUNT,
      identityProvider: provider,
      demo: DEMO,
    },
  };
}

const isExposed = (publicUrl: URL | null): boolean => publicUrl?.protocol === 'https:';

/** Passwords and counts cross no network in the clear: another address than loopback only behind a proxy with TLS. */
function refuseExposure(host: string, publicUrl: URL | null, trustedProxy: string | undefined, publishedOnLoopback: boolean): string | null {
  if (publicUrl !== null && publicUrl.protocol === 'http:' && !isLoopbackName(publicUrl)) {
    return `PUBLIC_URL: ${publicUrl.origin} is reached without TLS; accepted: an https address of a proxy in front, or http://127.0.0.1:8080 on this machine`;
  }
  if (publicUrl !== null && (publicUrl.pathname !== '/' || publicUrl.search !== '')) {
    return `PUBLIC_URL: ${publicUrl.href} has a path; accepted: host and port alone, e.g. ${publicUrl.origin}`;
  }
  if (isExposed(publicUrl) && trustedProxy === undefined) {
    return 'TRUSTED_PROXY: with PUBLIC_URL=https://… it must say which proxy ends TLS; accepted: loopback, or its address or network, e.g. 172.16.0.0/12';
  }
  if (LOOPBACK.includes(host) || publishedOnLoopback || isExposed(publicUrl)) return null;
  return (
    `HOST: ${host} is not the loopback interface; accepted: ${LOOPBACK.join(', ')}, or another address behind a proxy that ends TLS ` +
    '(PUBLIC_URL=https://… and TRUSTED_PROXY), or in a container whose port is published on loopback alone (PUBLISHED_ON_LOOPBACK=1)'
  );
}

const isLoopbackName = ({ hostname }: URL): boolean => [...LOOPBACK, '[::1]'].includes(hostname);

/** Null without OIDC_ISSUER; a refusal as text. */
function readIdentityProvider(given: z.output<typeof shape>, publicUrl: URL | null): IdentityProviderConfig | null | string {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ROLE_CLAIM, OIDC_ROLES } = given;
  if (OIDC_ISSUER === undefined) return null;
  const issuer = new URL(OIDC_ISSUER);
  if (OIDC_CLIENT_ID === undefined) return 'OIDC_CLIENT_ID: OIDC_ISSUER needs the id of a client; accepted: as the identity provider has it';
  if (publicUrl === null) return 'PUBLIC_URL: the identity provider sends people back to it; accepted: https://… or http://127.0.0.1:8080 on this machine';
  if (issuer.protocol === 'http:' && !isLoopbackName(issuer)) return `OIDC_ISSUER: ${issuer.origin} is reached without TLS; accepted: an https address`;
  const roles = OIDC_ROLES?.split(',').map((pair) => pair.trim().split('=') as [string, string]) ?? DEFAULT_OIDC_ROLES;
  const strange = roles.find(([, role]) => !OIDC_ROLE_NAMES.includes(role));
  if (strange !== undefined) return `OIDC_ROLES: ${strange[1]} is no role; accepted: ${OIDC_ROLE_NAMES.join(', ')}`;
  return { issuer, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET ?? null, roleClaim: OIDC_ROLE_CLAIM, roles };
}

// The roles of server/auth/roles.ts, which lies above this file; a test holds them together.
export const OIDC_ROLE_NAMES = ['viewer', 'planner', 'editor', 'statistics', 'dpo', 'admin'];
const DEFAULT_OIDC_ROLES = OIDC_ROLE_NAMES.map((role) => [`zuschnitt-${role}`, role] as const);

/** The configuration in one line; of the database's address host and name only. */
export function describeConfig(config: Config): string {
  const { databaseUrl, identityProvider, ...rest } = config;
  const database = databaseUrl === null ? 'embedded' : redactDatabaseUrl(databaseUrl);
  return Object.entries({ ...rest, identityProvider: identityProvider?.issuer.href ?? null, database })
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

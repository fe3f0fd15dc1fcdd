// The municipality's base maps: kept in base-maps.json of the data folder, and the hosts that pages may load pictures from.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { BaseMaps, type BaseMap } from './schemas/base-maps.ts';

/** Why an address is not taken, and what would be. */
export interface AddressRefusal {
  readonly field: string;
  readonly problem: string;
  readonly accepted: string;
}

/** A file of base maps that cannot be read: one line for who starts the server. */
export class BaseMapFileRefused extends Error {}

const ACCEPTED = 'https://… or a path of this server that begins with /';
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/i;

export class BaseMapStore {
  private maps: readonly BaseMap[] = [];

  /** `file` null keeps them in memory. `publicUrl` as in the configuration: without it this machine's own names are the same host. */
  private constructor(
    private readonly file: string | null,
    private readonly publicUrl: URL | null,
  ) {}

  /** Throws BaseMapFileRefused. */
  static open(file: string | null, publicUrl: URL | null = null): BaseMapStore {
    const store = new BaseMapStore(file, publicUrl);
    if (file !== null && existsSync(file)) store.maps = store.read(file);
    return store;
  }

  get all(): readonly BaseMap[] {
    return this.maps;
  }

  /** Hosts that pictures come from, for the content policy; none while nothing is configured. */
  get pictureOrigins(): readonly string[] {
    return [...new Set(this.maps.flatMap(({ url, tileHosts }) => [originOf(url), ...(tileHosts ?? [])]))].filter((origin) => origin !== '');
  }

  /** Hosts that are asked for capabilities. */
  get requestOrigins(): readonly string[] {
    return [...new Set(this.maps.filter(({ type }) => type === 'wmts').map(({ url }) => originOf(url)))].filter((origin) => origin !== '');
  }

  /** Addresses that are not taken; the list is stored only when there are none. */
  replace(maps: readonly BaseMap[]): AddressRefusal[] {
    const refusals = this.refusals(maps);
    if (refusals.length > 0) return refusals;
    if (this.file !== null) {
      // Written aside and renamed: who reads meanwhile has the old list or the new one.
      writeFileSync(`${this.file}.part`, `${JSON.stringify({ baseMaps: maps }, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${this.file}.part`, this.file);
    }
    this.maps = maps;
    return [];
  }

  private read(file: string): readonly BaseMap[] {
    let value: unknown;
    try {
      value = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      throw new BaseMapFileRefused(`${file}: no JSON; accepted: {"baseMaps": [...]} as GET /base-maps answers`);
    }
    const parsed = BaseMaps.safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new BaseMapFileRefused(`${file}: ${issue!.path.join('.')}: ${issue!.message}`);
    }
    const [refusal] = this.refusals(parsed.data.baseMaps);
    if (refusal !== undefined) throw new BaseMapFileRefused(`${file}: ${refusal.field}: ${refusal.problem}; accepted: ${refusal.accepted}`);
    return parsed.data.baseMaps;
  }

  private refusals(maps: readonly BaseMap[]): AddressRefusal[] {
    return maps.flatMap(({ url, tileHosts }, index) =>
      [['url', url] as const, ...(tileHosts ?? []).map((host, at) => [`tileHosts.${at}`, host] as const)].flatMap(([field, address]) => {
        const problem = this.problemOf(address);
        return problem === null ? [] : [{ field: `baseMaps.${index}.${field}`, problem, accepted: ACCEPTED }];
      }),
    );
  }

  private problemOf(address: string): string | null {
    if (/^\/(?!\/)/.test(address)) return null;
    let url: URL;
    try {
      url = new URL(address);
    } catch {
      return 'no address';
    }
    if (/[{}]|%7b/i.test(url.host)) return 'a placeholder in the host';
    // Such characters would end the list of hosts in the content policy and begin another rule of it.
    if (/[;,\s]/.test(url.host)) return 'no host';
    if (url.username !== '' || url.password !== '') return 'a user name or password in the address';
    if (url.protocol === 'https:') return null;
    if (url.protocol === 'http:' && (this.publicUrl === null ? LOOPBACK.test(url.hostname) : url.host === this.publicUrl.host)) return null;
    return 'neither https nor this server\'s own host';
  }
}

/** '' for a path of this server. */
function originOf(address: string): string {
  return address.startsWith('/') ? '' : new URL(address).origin;
}

// The container files: what they name exists, what they set is known to the configuration, and the image's own commands run.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ENVIRONMENT } from '../../server/config.ts';
import { parseDockerfile } from '../container/dockerfile.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);
const known = new Set<string>(ENVIRONMENT);

describe('docker-compose.yml', () => {
  it('every image has a version, and every build a Dockerfile', () => {
    for (const [name, service] of services) {
      expect(service.image, name).toMatch(/^[\w./-]+:\d[\w.-]*$/);
      if (service.build !== undefined) expect(() => read(`${service.build === '.' ? '' : `${service.build}/`}Dockerfile`)).not.toThrow();
    }
  });

  it('the server waits for a healthy database, and every service that is waited for has a health check or ends', () => {
    expect(compose.services.server?.depends_on).toEqual({ db: { condition: 'service_healthy' } });
    for (const [name, service] of services) {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        const target = compose.services[other];
        expect(target, `${name} waits for ${other}`).toBeDefined();
        if (condition === 'service_healthy') expect(target!.healthcheck?.test?.length, other).toBeGreaterThan(0);
      }
    }
  });

  it('every variable given to the server is one that the configuration reads', () => {
    for (const name of ['server', 'server-citus']) {
      const variables = Object.keys(compose.services[name]!.environment!);
      expect(variables.filter((variable) => !known.has(variable)), name).toEqual([]);
      expect(variables).toContain('DATABASE_URL');
    }
  });

  it('no port is open beyond this machine, no password is written down, every volume is declared', () => {
    for (const [name, service] of services) {
      for (const port of service.ports ?? []) expect(port, name).toMatch(/^127\.0\.0\.1:/);
      for (const volume of service.volumes ?? []) expect(Object.keys(compose.volumes), name).toContain(volume.split(':')[0]);
      expect(JSON.stringify(service.environment ?? {})).not.toMatch(/PASSWORD":"(?!\$\{)/);
    }
  });

  it('a coordinator and two workers start with the profile citus alone', () => {
    const cluster = services.filter(([, service]) => service.profiles?.includes('citus')).map(([name]) => name);
    expect(cluster).toEqual(['server-citus', 'coordinator', 'worker-1', 'worker-2', 'citus-nodes']);
    expect(services.filter(([, service]) => service.profiles === undefined).map(([name]) => name)).toEqual(['server', 'db']);
  });
});

describe('Dockerfile', () => {
  const stages = parseDockerfile(read('Dockerfile'));
  const last = stages.at(-1)!;

  it('both stages start from the same Node, in a version that package.json allows', () => {
    expect(new Set(stages.map((stage) => stage.from))).toEqual(new Set(['node:22-bookworm-slim']));
  });

  it('sets no variable that the configuration does not read, and listens where it says', () => {
    const own = Object.keys(last.environment).filter((variable) => variable !== 'NODE_ENV');
    expect(own.filter((variable) => !known.has(variable))).toEqual([]);
    expect(last.instructions.find(({ name }) => name === 'EXPOSE')?.text).toBe(last.environment.PORT);
    expect(last.instructions.some(({ name, text }) => name === 'VOLUME' && text === last.environment.DATA_DIR)).toBe(true);
  });

  it('does not run as root and has a health check', () => {
    expect(last.instructions.find(({ name }) => name === 'USER')?.text).toBe('node');
    expect(last.healthCommand?.[0]).toBe('node');
  });
});

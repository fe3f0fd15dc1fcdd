// The configuration: what is refused before anything is opened, in one line that names the variable and what would be accepted.
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../server/auth/roles.ts';
import { describeConfig, OIDC_ROLE_NAMES, readConfig } from '../../server/config.ts';

const read = (environment: Record<string, string>) => readConfig(environment);
const refused = (environment: Record<string, string>): string => {
  const result = read(environment);
  expect(result.ok, JSON.stringify(environment)).toBe(false);
  return (result as { message: string }).message;
};
const TLS = { PUBLIC_URL: 'https://zuschnitt.example.org', TRUSTED_PROXY: '10.0.0.0/8' };
const OIDC = { OIDC_ISSUER: 'https://keycloak.example.org/realms/stadt', OIDC_CLIENT_ID: 'zuschnitt' };

describe('the configuration', () => {
  it('keeps to loopback; another address needs TLS in front of it and the proxy that ends it, or a port published on loopback', () => {
    expect(read({})).toMatchObject({ ok: true, config: { host: '127.0.0.1', publicUrl: null, localAccount: null } });
    expect(refused({ HOST: '0.0.0.0' })).toMatch(/^HOST: 0\.0\.0\.0 is not the loopback interface; accepted: 127\.0\.0\.1.*PUBLIC_URL=https/);
    expect(refused({ HOST: '0.0.0.0', PUBLIC_URL: TLS.PUBLIC_URL })).toMatch(/^TRUSTED_PROXY: /);
    expect(refused({ HOST: '0.0.0.0', PUBLIC_URL: 'http://zuschnitt.example.org', TRUSTED_PROXY: 'loopback' })).toMatch(/^PUBLIC_URL: .* without TLS/);
    expect(refused({ HOST: '0.0.0.0', PUBLIC_URL: 'http://127.0.0.1:8080' })).toMatch(/^HOST: /);
    expect(refused({ PUBLIC_URL: 'https://example.org/zuschnitt', TRUSTED_PROXY: 'loopback' })).toMatch(/has a path/);
    expect(refused({ TRUSTED_PROXY: 'everybody' })).toMatch(/^TRUSTED_PROXY: /);
    expect(read({ HOST: '0.0.0.0', ...TLS }).ok).toBe(true);
    expect(read({ HOST: '0.0.0.0', PUBLISHED_ON_LOOPBACK: '1' }).ok).toBe(true);
  });

  it('lets no script act unnamed where others can reach the server', () => {
    expect(read({ LOCAL_ACCOUNT: 'planung' })).toMatchObject({ config: { localAccount: 'planung' } });
    expect(read({ LOCAL_ACCOUNT: 'planung', ...TLS })).toMatchObject({ config: { localAccount: null } });
  });

  it('takes an identity provider whole, by TLS, with roles that exist', () => {
    expect(read({ ...OIDC, ...TLS })).toMatchObject({ ok: true, config: { identityProvider: { clientSecret: null, roleClaim: 'realm_access.roles' } } });
    expect(refused({ ...OIDC })).toMatch(/^PUBLIC_URL: /);
    expect(refused({ ...TLS, OIDC_ISSUER: OIDC.OIDC_ISSUER })).toMatch(/^OIDC_CLIENT_ID: /);
    expect(refused({ ...OIDC, ...TLS, OIDC_ISSUER: 'http://keycloak.example.org' })).toMatch(/^OIDC_ISSUER: .* without TLS/);
    expect(refused({ ...OIDC, ...TLS, OIDC_ROLES: 'Chefin=queen' })).toMatch(/^OIDC_ROLES: queen is no role; accepted: viewer, planner/);
    expect(read({ ...OIDC, ...TLS, OIDC_ROLES: 'Statistikstelle=statistics, GIS=editor' })).toMatchObject({
      config: { identityProvider: { roles: [['Statistikstelle', 'statistics'], ['GIS', 'editor']] } },
    });
    expect(OIDC_ROLE_NAMES).toEqual([...ROLES]);
  });

  it('is told without a password and without the client’s secret', () => {
    const given = read({ ...OIDC, ...TLS, OIDC_CLIENT_SECRET: 'geheim', DATABASE_URL: 'postgres://u:geheim@db/zuschnitt' });
    expect(given.ok && describeConfig(given.config)).toMatch(/identityProvider=https:\/\/keycloak\.example\.org\/realms\/stadt database=postgres:\/\/db\/zuschnitt$/);
    expect(given.ok && describeConfig(given.config)).not.toContain('geheim');
  });
});

// Signing in at an identity provider by OpenID Connect (Keycloak and others): authorization code with PKCE, state and nonce.
import * as oidc from 'openid-client';
import { ROLES, type Role } from './roles.ts';

export interface IdentityProviderOptions {
  /** Its discovery document lies under /.well-known/openid-configuration. */
  readonly issuer: URL;
  readonly clientId: string;
  /** Null for a public client. */
  readonly clientSecret: string | null;
  /** Path to the list of roles in the claims, its steps parted by dots: `realm_access.roles` in Keycloak. */
  readonly roleClaim: string;
  /** Value in that list -> role here. Values that are not named give nothing. */
  readonly roles: ReadonlyMap<string, Role>;
  /** Address of this server; the provider sends people back to /sign-in/oidc/callback below it. */
  readonly publicUrl: URL;
}

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** preferred_username, else the address, else the subject. */
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** What the browser keeps while it is at the provider, HttpOnly: only who began a sign-in can end it. */
interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly next: string;
}

/** The provider does not answer, or what came back is not what it signed for us. The reason is for the log, not for the browser. */
export class IdentityRefused extends Error {
  override readonly name = 'IdentityRefused';
}

export class IdentityProvider {
  private configuration: Promise<oidc.Configuration> | null = null;
  private readonly callback: string;

  constructor(private readonly options: IdentityProviderOptions) {
    this.callback = new URL('/sign-in/oidc/callback', options.publicUrl).href;
  }

  /** Asked for at the first sign-in and again after a failure: a provider that is away keeps nobody from starting the server. */
  private discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.options;
    this.configuration ??= oidc
      .discovery(issuer, clientId, undefined, clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret), {
        // The signature is checked although the token comes by TLS from the provider itself, where the standard lets one leave it
        // out (OpenID Connect Core, 3.1.3.7). By http on this machine alone; the configuration refuses it elsewhere.
        execute: [oidc.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [])],
        timeout: 10,
      })
      .catch((error: unknown) => {
        this.configuration = null;
        throw new IdentityRefused(`the identity provider ${issuer.href} does not answer`, { cause: error });
      });
    return this.configuration;
  }

  /** Where to send the browser, and what it must keep until it is back. `next`: path of this server to go to then. */
  async begin(next: string): Promise<{ readonly url: string; readonly kept: string }> {
    const configuration = await this.discover();
    const begun: Begun = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier(), next };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callback,
      scope: 'openid profile email',
      code_challenge: await oidc.calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: 'S256',
      state: begun.state,
      nonce: begun.nonce,
    });
    return { url: url.href, kept: Buffer.from(JSON.stringify(begun)).toString('base64url') };
  }

  /** `query`: of the address that the provider sent the browser to. Throws IdentityRefused for anything that does not fit what was begun. */
  async finish(query: string, kept: string): Promise<{ readonly identity: Identity; readonly next: string }> {
    let begun: Begun;
    try {
      begun = JSON.parse(Buffer.from(kept, 'base64url').toString('utf8')) as Begun;
    } catch {
      throw new IdentityRefused('what the browser kept is damaged');
    }
    if (typeof begun.state !== 'string' || typeof begun.nonce !== 'string' || typeof begun.verifier !== 'string' || typeof begun.next !== 'string') {
      throw new IdentityRefused('what the browser kept is damaged');
    }
    const configuration = await this.discover();
    try {
      // Checks state, issuer, signature, audience, times and nonce of the ID token.
      const tokens = await oidc.authorizationCodeGrant(configuration, new URL(`${this.callback}${query}`), {
        pkceCodeVerifier: begun.verifier,
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      // Keycloak puts roles into the ID token only where a mapper says so; the user info endpoint is asked for them then.
      const found = claimAt(claims, this.options.roleClaim);
      const more = found === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
      const all: Record<string, unknown> = { ...more, ...claims };
      const text = (name: string) => (typeof all[name] === 'string' && all[name] !== '' ? all[name] : undefined);
      const username = text('preferred_username') ?? text('email') ?? claims.sub;
      return {
        identity: { issuer: claims.iss, subject: claims.sub, username, name: text('name') ?? username, roles: this.rolesOf(found ?? claimAt(more, this.options.roleClaim)) },
        next: begun.next,
      };
    } catch (error) {
      throw new IdentityRefused('the answer of the identity provider is not what was asked for', { cause: error });
    }
  }

  private rolesOf(claim: unknown): readonly Role[] {
    const values = Array.isArray(claim) ? claim : typeof claim === 'string' ? claim.split(' ') : [];
    const roles = new Set(values.flatMap((value) => this.options.roles.get(String(value)) ?? []));
    // Who has none of them is a viewer with a name.
    return roles.size === 0 ? ['viewer'] : ROLES.filter((role) => roles.has(role));
  }
}

function claimAt(claims: object, path: string): unknown {
  // A claim may be named with its dots (https://city.example/roles), so the whole name is tried first.
  const whole = (claims as Record<string, unknown>)[path];
  if (whole !== undefined) return whole;
  return path.split('.').reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[step] : undefined), claims);
}

/** The path of `next` where it is one of this server, else '/': a sign-in must not send people elsewhere. */
export function localPath(next: string | undefined): string {
  // Browsers drop control characters and take a backslash for a slash, so that "/\\t/evil" would be another host.
  if (next === undefined || !/^\/(?!\/)[^\\\p{Cc}]*$/u.test(next)) return '/';
  return next;
}

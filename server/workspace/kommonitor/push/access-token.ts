// Tokens of a Keycloak: got with a password or as a client of its own, renewed before they end, told to nobody.
import { InputError } from '../../../gdal/input-error.ts';

export type Credentials =
  | { readonly grant: 'password'; readonly clientId: string; readonly username: string; readonly password: string }
  | { readonly grant: 'client'; readonly clientId: string; readonly clientSecret: string }
  /** One that somebody else got; it is not renewed. */
  | { readonly grant: 'token'; readonly token: string };

/** Seconds before its end at which a token is renewed: a request takes less. */
const EARLY_S = 30;

export class AccessToken {
  private token: string | null = null;
  private until = 0;

  constructor(
    private readonly tokenUrl: string | null,
    private readonly credentials: Credentials,
  ) {}

  /** `renew`: the last one was refused. Throws InputError that names no secret. */
  async get(renew = false): Promise<string> {
    if (this.credentials.grant === 'token') return this.credentials.token;
    if (!renew && this.token !== null && Date.now() < this.until) return this.token;
    const { credentials } = this;
    const form: Record<string, string> =
      credentials.grant === 'password'
        ? { grant_type: 'password', client_id: credentials.clientId, username: credentials.username, password: credentials.password }
        : { grant_type: 'client_credentials', client_id: credentials.clientId, client_secret: credentials.clientSecret };
    const at = new URL(this.tokenUrl!).origin;
    let response: Response;
    try {
      response = await fetch(this.tokenUrl!, { method: 'POST', body: new URLSearchParams(form), redirect: 'error', signal: AbortSignal.timeout(30_000) });
    } catch {
      throw new InputError({ option: 'token-url', problem: `${at} does not answer`, accepted: 'the token endpoint of the Keycloak, …/realms/REALM/protocol/openid-connect/token' });
    }
    const answer = (await response.json().catch(() => null)) as { access_token?: unknown; expires_in?: unknown; error?: unknown } | null;
    if (!response.ok || typeof answer?.access_token !== 'string') {
      const said = typeof answer?.error === 'string' ? ` (${answer.error.slice(0, 60)})` : '';
      throw new InputError({ option: 'token-url', problem: `${at} gives no token: ${response.status}${said}`, accepted: 'a user or client that may write there, in its realm' });
    }
    this.token = answer.access_token;
    this.until = Date.now() + 1000 * (Number(answer.expires_in ?? 60) - EARLY_S);
    return this.token;
  }
}

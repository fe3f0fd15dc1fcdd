// A small identity provider: discovery, keys, authorization with PKCE, tokens with real signatures. It signs in whoever it is told to.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

export class SmallIssuer {
  url!: string;
  /** Claims of who is at the keyboard. */
  person: Record<string, unknown> = {};
  /** Overrides of the next ID tokens, for what must not be believed. */
  forged: { claims?: Record<string, unknown>; otherKey?: boolean } = {};
  private http!: Server;
  private keys!: Keys;
  private strange!: Keys;
  private readonly codes = new Map<string, { challenge: string; nonce: string; redirect: string }>();

  constructor(
    readonly clientId: string,
    readonly clientSecret: string,
  ) {}

  async start(): Promise<void> {
    this.keys = await generateKeyPair('RS256');
    this.strange = await generateKeyPair('RS256');
    this.http = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/realms/stadt`;
  }

  stop(): Promise<unknown> {
    this.http.closeAllConnections();
    return new Promise((resolve) => this.http.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.url);
    const json = (status: number, value: unknown) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    switch (url.pathname.replace('/realms/stadt', '')) {
      case '/.well-known/openid-configuration':
        return void json(200, {
          issuer: this.url,
          authorization_endpoint: `${this.url}/authorize`,
          token_endpoint: `${this.url}/token`,
          jwks_uri: `${this.url}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
          token_endpoint_auth_methods_supported: ['client_secret_basic'],
        });
      case '/keys':
        return void json(200, { keys: [{ ...(await exportJWK(this.keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] });
      case '/authorize': {
        const asked = url.searchParams;
        if (asked.get('client_id') !== this.clientId || asked.get('code_challenge_method') !== 'S256') return void json(400, { error: 'invalid_request' });
        const code = createHash('sha256').update(`${Math.random()}`).digest('hex');
        const redirect = asked.get('redirect_uri')!;
        this.codes.set(code, { challenge: asked.get('code_challenge')!, nonce: asked.get('nonce')!, redirect });
        const back = new URL(redirect);
        back.search = new URLSearchParams({ code, state: asked.get('state')!, session_state: 'x' }).toString();
        return void response.writeHead(302, { Location: back.href }).end();
      }
      case '/token':
        return this.token(request, json);
      default:
        return void json(404, {});
    }
  }

  private async token(request: IncomingMessage, json: (status: number, value: unknown) => unknown): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const form = new URLSearchParams(Buffer.concat(parts).toString());
    const known = this.codes.get(form.get('code') ?? '');
    this.codes.delete(form.get('code') ?? '');
    const basic = Buffer.from(`${this.clientId}:${this.clientSecret}`).toString('base64');
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    if (known === undefined || challenge !== known.challenge || known.redirect !== form.get('redirect_uri') || request.headers.authorization !== `Basic ${basic}`) {
      json(400, { error: 'invalid_grant' });
      return;
    }
    const { claims, otherKey } = this.forged;
    const idToken = await new SignJWT({ nonce: known.nonce, iss: this.url, aud: this.clientId, ...this.person, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign((otherKey === true ? this.strange : this.keys).privateKey);
    json(200, { access_token: 'opaque', token_type: 'Bearer', expires_in: 300, id_token: idToken });
  }
}

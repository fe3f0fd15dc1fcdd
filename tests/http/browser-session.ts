// What a browser does with a session: keeps cookies, sends them back, and the CSRF token with what changes something.
import type { Answer, AskOptions, ServerUnderTest } from './server-under-test.ts';

export class BrowserSession {
  readonly cookies = new Map<string, string>();

  constructor(private readonly server: ServerUnderTest) {}

  get csrf(): string {
    return this.cookies.get('zuschnitt_csrf') ?? '';
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** As a page of this server asks; `headers` override. */
  async ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, options: AskOptions = {}): Promise<Answer> {
    const csrf: Record<string, string> = method === 'GET' || this.csrf === '' ? {} : { 'Zuschnitt-CSRF': this.csrf };
    const answer = await this.server.ask(method, path, { ...options, headers: { Cookie: this.cookie, ...csrf, ...options.headers } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (/Max-Age=0/.test(line)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return answer;
  }

  signIn(account: string, password: string): Promise<Answer> {
    return this.ask('POST', '/sign-in', { body: { account, password } });
  }
}

// Who acts for a request that proves nothing where LOCAL_ACCOUNT is set: a script at the machine, but never a page.
import { expect, it } from 'vitest';
import { describeServed } from '../db/engines.ts';
import { codeOf, serveTown } from './server-under-test.ts';

describeServed('a request without an account', (test) => {
  const server = serveTown(test, 'admin');
  const body = { geography: 'stadtteil', name: 'Ohne Kopfzeile' };

  it('acts as the local account, which may still not approve what it asked for', async () => {
    const { status, headers } = await server.ask('POST', '/plans', { body });
    expect(status).toBe(201);
    expect((await server.get(headers.get('location')!)).status).toBe(200);
    const { geographies } = (await server.get('/geographies')).body as { geographies: { geography: string; versions: { version: number }[] }[] };
    const { version } = geographies.find(({ geography }) => geography === 'stadtteil')!.versions.at(-1)!;
    const { statistics } = (await server.get('/statistics')).body as { statistics: { statistic: string; referenceDates: string[] }[] };
    const { statistic, referenceDates } = statistics[0]!;
    const wish = { geography: 'stadtteil', version, statistics: [statistic], referenceDates: [referenceDates.at(-1)!] };
    const asked = await server.ask('POST', '/releases', { body: wish });
    expect(asked.status).toBe(201);
    const approval = await server.ask('POST', `/releases/${asked.body.release as string}/approve`, { body: {} });
    expect([approval.status, codeOf(approval)]).toEqual([403, 'SAME_PERSON']);
  });

  it('is the public when a page sends it, of whatever origin', async () => {
    const signs = [
      // Every browser of these years says where a request comes from, its own pages too: a person signs in.
      ['Sec-Fetch-Site', 'same-origin'],
      ['Sec-Fetch-Site', 'cross-site'],
      ['Origin', 'https://example.org'],
    ] as const;
    for (const [name, value] of signs) {
      const headers = { [name]: value };
      const answer = await server.ask('POST', '/plans', { body, headers });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    }
  });
});

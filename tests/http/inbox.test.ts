// What waits for whom on the start page: nothing for the public, for each role its own, gone when it is done. On both engines.
import { expect, it } from 'vitest';
import { describeServed } from '../db/engines.ts';
import { serveTown } from './server-under-test.ts';
import { DATE } from './town.ts';

interface Item {
  readonly kind: string;
  readonly count: number;
  readonly quote: string | null;
  readonly plan: { readonly name: string } | null;
  readonly release: { readonly number: number; readonly findings: boolean } | null;
}

describeServed('the inbox', (test) => {
  const server = serveTown(test);
  const inbox = async (as: string): Promise<Item[]> => (await server.get('/inbox', as)).body.items;
  const kinds = async (as: string) => (await inbox(as)).map(({ kind }) => kind);

  it('is nobody’s who is not signed in, and empty at first', async () => {
    expect((await server.get('/inbox')).status).toBe(403);
    for (const account of ['planung', 'statistik', 'dsb', 'ohne']) expect(await kinds(account), account).toEqual([]);
  });

  it('a comment waits for who drew the plan until it is answered or settled, a word of the public for all who moderate', async () => {
    const plan = await server.newPlan('Entwurf C');
    const { body } = await server.post(`/plans/${plan}/comments`, { as: 'dsb', body: { text: 'Bitte den Schulweg prüfen.', zone: null, at: null, public: false, parent: null } });
    expect(await inbox('planung')).toMatchObject([{ kind: 'comment', count: 1, quote: 'Bitte den Schulweg prüfen.', plan: { name: 'Entwurf C' } }]);
    expect(await kinds('dsb')).toEqual([]);
    await server.post(`/plans/${plan}/comments`, { body: { text: 'Wird geprüft.', zone: null, at: null, public: false, parent: body.comment } });
    expect(await kinds('planung')).toEqual([]);
    await server.post(`/plans/${plan}/comments`, { as: 'dsb', body: { text: 'Danke, bis wann?', zone: null, at: null, public: false, parent: body.comment } });
    expect(await inbox('planung')).toMatchObject([{ kind: 'comment' }]);
    await server.ask('PATCH', `/plans/${plan}/comments/${body.comment}`, { as: 'planung', body: { state: 'done' } });
    expect(await kinds('planung')).toEqual([]);
  });

  it('a draft that was handed in waits for others who may approve, then for who puts it in force', async () => {
    const plan = await server.newPlan('Viertel 2027');
    expect((await server.operate(plan, 0, { type: 'assign', blocks: ['b00'], zone: 'B' })).status).toBe(200);
    expect((await server.post(`/plans/${plan}/submit`, { ifMatch: 1 })).status).toBe(200);
    expect(await kinds('planung')).toEqual([]);
    expect(await inbox('admin')).toMatchObject([{ kind: 'plan-submitted', plan: { name: 'Viertel 2027' } }]);
    expect((await server.post(`/plans/${plan}/approve`, { as: 'admin', ifMatch: 2 })).status).toBe(200);
    expect(await kinds('admin')).toEqual(['plan-approved']);
    expect(await kinds('planung')).toEqual(['plan-approved']);
  });

  it('a release waits for data protection and for who approves, never for who asked or who has no clearance', async () => {
    const { body } = await server.post('/releases', { body: { geography: 'stadtteil', version: 1, statistics: ['children'], referenceDates: [DATE] } });
    const ofReleases = async (as: string) => (await kinds(as)).filter((kind) => kind.startsWith('release'));
    expect([await ofReleases('dsb'), await ofReleases('statistik'), await ofReleases('planung'), await ofReleases('ohne')]).toEqual([['release-verify'], ['release-approve'], [], []]);
    await server.post(`/releases/${body.release}/verify`, { as: 'dsb', body: { decision: 'objection', reason: 'zu klein' } });
    expect([await ofReleases('dsb'), await ofReleases('statistik'), await ofReleases('planung')]).toEqual([[], [], ['release-objected']]);
  });

  it('a failed import waits for who sent it', async () => {
    const form = new FormData();
    form.set('file', new Blob(['block;wert\nnirgends;1\n']), 'Einwohner 2026.csv');
    form.set('kind', 'counts');
    form.set('referenceDate', '2026-12-31');
    const sent = await fetch(`${server.url}/imports`, { method: 'POST', body: form, headers: await server.headersOf('planung') });
    expect(sent.status).toBe(202);
    await expect.poll(() => kinds('planung'), { timeout: 20_000 }).toContain('import-failed');
    expect((await inbox('planung')).find(({ kind }) => kind === 'import-failed')).toMatchObject({ job: { file: 'Einwohner 2026.csv' } });
    expect(await kinds('admin')).not.toContain('import-failed');
  });
});

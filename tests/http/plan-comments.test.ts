// Comments on plans: threads of the staff, and what the public says on a page that somebody opened. On both engines.
import { expect, it } from 'vitest';
import { transformer } from '../../server/gdal/crs/crs.ts';
import { describeServed } from '../db/engines.ts';
import { listen } from './event-reader.ts';
import { codeOf, serveTown } from './server-under-test.ts';

/** Middle of the town's first block. */
const PLACE = transformer(25832, 4326)(500_050, 5_500_050).map((degrees) => Math.round(degrees * 1e6) / 1e6);

describeServed('comments on plans', (test) => {
  const server = serveTown(test);
  const add = (plan: string, body: unknown, as = 'planung') => server.post(`/plans/${plan}/comments`, { as, body });
  const decide = (plan: string, comment: string, state: string, as = 'planung') => server.ask('PATCH', `/plans/${plan}/comments/${comment}`, { as, body: { state } });

  it('are pinned to a zone, a place or the plan, answered in threads, closed, and told to everybody who has the plan open', async () => {
    const plan = await server.newPlan();
    const reader = await listen(server, `/plans/${plan}/events`, await server.headersOf('ohne'));
    const zone = await add(plan, { text: '  Der Bach\r\nist die <b>Grenze</b>.  ', zone: 'A' });
    expect(zone.status).toBe(201);
    expect(zone.body).toMatchObject({ text: 'Der Bach\nist die <b>Grenze</b>.', zone: 'A', at: null, parent: null, author: { account: 'planung', name: 'Planung' }, state: 'open', public: false, decidedBy: null });
    const place = await add(plan, { text: 'Hier ist die Schule.', at: PLACE }, 'statistik');
    expect(place.body).toMatchObject({ at: PLACE, author: { account: 'statistik', name: 'Statistik' } });
    const reply = await add(plan, { text: 'Ja.', parent: zone.body.comment }, 'ohne');
    const replyToReply = await add(plan, { text: 'Gut.', parent: reply.body.comment });
    expect(replyToReply.body.parent).toBe(zone.body.comment);
    const done = await decide(plan, zone.body.comment, 'done', 'ohne');
    expect(done.body).toMatchObject({ state: 'done', decidedBy: 'ohne' });
    const { body } = await server.get(`/plans/${plan}/comments`, 'dsb');
    expect(body.comments.map((row: { text: string }) => row.text)).toEqual(['Der Bach\nist die <b>Grenze</b>.', 'Hier ist die Schule.', 'Ja.', 'Gut.']);
    expect(body.comments[0]).toEqual(done.body);
    const heard = await reader.next(5);
    expect(heard.map(({ event, data }) => [event, data.comment.text, data.comment.state])).toEqual([
      ['comment', 'Der Bach\nist die <b>Grenze</b>.', 'open'],
      ['comment', 'Hier ist die Schule.', 'open'],
      ['comment', 'Ja.', 'open'],
      ['comment', 'Gut.', 'open'],
      ['comment', 'Der Bach\nist die <b>Grenze</b>.', 'done'],
    ]);
    await reader.close();
  });

  it('are deleted by their authors alone; replies stay in their place, and who deleted is kept without the text', async () => {
    const plan = await server.newPlan();
    const { body: first } = await add(plan, { text: 'Versehen', zone: 'B', at: PLACE });
    const { body: reply } = await add(plan, { text: 'Wieso?', parent: first.comment }, 'ohne');
    expect((await server.ask('DELETE', `/plans/${plan}/comments/${first.comment}`, { as: 'ohne' })).status).toBe(403);
    expect((await server.ask('DELETE', `/plans/${plan}/comments/${first.comment}`, { as: 'planung' })).status).toBe(204);
    const { body } = await server.get(`/plans/${plan}/comments`, 'planung');
    expect(body.comments).toHaveLength(1);
    expect(body.comments[0]).toMatchObject({ comment: reply.comment, parent: null, zone: 'B', at: PLACE });
    expect((await server.ask('DELETE', `/plans/${plan}/comments/${first.comment}`, { as: 'planung' })).status).toBe(404);
    const { body: kept, text } = await server.get(`/plans/${plan}/comment-steps`, 'dsb');
    expect(kept.steps).toMatchObject([{ comment: first.comment, action: 'deleted', account: 'planung' }]);
    expect(text).not.toContain('Versehen');
    await expect(test().database.query('delete from app.plan_comment_step')).rejects.toThrow();
  });

  it('say what is wrong with a comment that is not taken', async () => {
    const plan = await server.newPlan();
    expect(codeOf(await add(plan, { text: 'x', zone: 'Z' }))).toBe('UNKNOWN_ZONE');
    expect(codeOf(await add(plan, { text: 'x', parent: 'keiner' }))).toBe('UNKNOWN_COMMENT');
    for (const body of [{}, { text: '' }, { text: '   ' }, { text: 'x'.repeat(2001) }, { text: 'a\u0000b' }, { text: 'a\u202eb' }, { text: 'x', at: [9] }, { text: 'x', html: true }]) {
      expect((await add(plan, body)).status, JSON.stringify(body).slice(0, 40)).toBe(400);
    }
    expect((await add(plan, { text: 'x'.repeat(2000) })).status).toBe(201);
    expect((await add(plan, { text: 'x' }, 'public')).status).toBe(403);
    expect((await add(plan, { text: 'x', public: true }, 'statistik')).status).toBe(403);
    expect((await decide(plan, 'keiner', 'done')).status).toBe(404);
  });

  const setLink = (plan: string, body: unknown, as = 'planung') => server.ask('PUT', `/plans/${plan}/public-comments`, { as, body });
  const say = (token: string, body: unknown) => server.post(`/public/plans/${token}/comments`, { as: 'public', body });
  const page = (token: string) => server.get(`/public/plans/${token}`);

  it('of which some were shown stand on the public page with outlines and names, of the version that was opened: no counts, no blocks, no accounts', async () => {
    const plan = await server.newPlan('Vorschlag');
    await server.operate(plan, 0, { type: 'renameZone', zone: 'A', name: 'Altstadt' });
    const { body: link } = await setLink(plan, { open: true });
    expect(link).toMatchObject({ open: true, path: `/public/plans/${link.token}`, version: 1, account: 'planung', waiting: 0 });
    expect(link.token).toMatch(/^[0-9a-f]{64}$/);
    await server.operate(plan, 1, { type: 'assign', blocks: ['b04'], zone: 'A' });
    const intern = await server.post(`/plans/${plan}/comments`, { body: { text: 'Nur für uns' } });
    await server.post(`/plans/${plan}/comments`, { body: { text: 'Auch für uns', parent: intern.body.comment, public: true } });
    await server.post(`/plans/${plan}/comments`, { body: { text: 'Willkommen!', public: true } });
    const { status, body, text } = await page(link.token);
    expect(status).toBe(200);
    expect(body).toMatchObject({ municipality: 'Gartenstadt', name: 'Vorschlag', geography: { de: 'Stadtteile', en: 'Districts' } });
    expect(body.zones.features.map((feature: { properties: unknown }) => feature.properties)).toEqual([
      { zone: 'A', name: 'Altstadt', position: 0 },
      { zone: 'B', name: 'Viertel B', position: 1 },
      { zone: 'C', name: 'Viertel C', position: 2 },
      { zone: 'D', name: 'Viertel D', position: 3 },
    ]);
    // A rectangle, as before b04 was moved.
    const east = Math.max(...body.zones.features[0].geometry.coordinates.flat(2).map(([longitude]: [number]) => longitude));
    expect(east).toBeCloseTo(transformer(25832, 4326)(500_400, 5_500_000)[0]!, 5);
    expect(body.comments).toEqual([expect.objectContaining({ text: 'Willkommen!', name: 'Gartenstadt', office: true, state: 'open' })]);
    for (const word of ['b04', 'planung', 'Planung', 'für uns', 'residents']) expect(text).not.toContain(word);
    // Opened again, the same link shows what was drawn since.
    const { body: again } = await setLink(plan, { open: true });
    expect([again.token, again.version]).toEqual([link.token, 2]);
    const { body: later } = await page(link.token);
    expect(later.zones.features[0].geometry).not.toEqual(body.zones.features[0].geometry);
  });

  it('are taken from the public without an account, and wait until a planner or editor shows them, and keeps who did', async () => {
    const plan = await server.newPlan();
    const { body: link } = await setLink(plan, { open: true });
    const reader = await listen(server, `/plans/${plan}/events`, await server.headersOf('planung'));
    const taken = await say(link.token, { text: 'Unser <script>alert(1)</script> Viertel', name: 'Ayşe', zone: 'B', at: PLACE });
    expect([taken.status, taken.body.state]).toEqual([202, 'waiting']);
    expect((await reader.next(1))[0]!.data.comment).toMatchObject({ comment: taken.body.comment, state: 'waiting', public: true, author: { account: null, name: 'Ayşe' } });
    await reader.close();
    expect((await page(link.token)).body.comments).toEqual([]);
    expect(codeOf(await say(link.token, { text: 'Genau', parent: taken.body.comment }))).toBe('UNKNOWN_COMMENT');
    expect((await server.get(`/plans/${plan}/public-comments`, 'statistik')).body.waiting).toBe(1);
    expect((await decide(plan, taken.body.comment, 'open', 'statistik')).status).toBe(403);
    expect((await decide(plan, taken.body.comment, 'open', 'ohne')).status).toBe(200);
    const { body: shown } = await page(link.token);
    expect(shown.comments).toEqual([expect.objectContaining({ text: 'Unser <script>alert(1)</script> Viertel', name: 'Ayşe', office: false, zone: 'B', at: PLACE, state: 'open' })]);
    const reply = await say(link.token, { text: 'Genau', parent: taken.body.comment });
    expect(reply.status).toBe(202);
    await decide(plan, reply.body.comment, 'open');
    expect((await page(link.token)).body.comments).toHaveLength(2);
    await decide(plan, taken.body.comment, 'hidden');
    // With its beginning, the reply goes as well.
    expect((await page(link.token)).body.comments).toEqual([]);
    const { body: kept } = await server.get(`/plans/${plan}/comment-steps`, 'dsb');
    expect(kept.steps.map((step: { action: string; account: string }) => [step.action, step.account])).toEqual([['open', 'ohne'], ['open', 'planung'], ['hidden', 'planung']]);
    expect((await server.ask('DELETE', `/plans/${plan}/comments/${taken.body.comment}`, { as: 'ohne' })).status).toBe(403);
    expect((await server.ask('DELETE', `/plans/${plan}/comments/${taken.body.comment}`, { as: 'planung' })).status).toBe(204);
  });

  it('on the public page end and begin with one switch, and a renewed link ends the one before', async () => {
    const plan = await server.newPlan();
    expect((await server.get(`/plans/${plan}/public-comments`, 'planung')).body).toMatchObject({ open: false, token: null, path: null, version: null });
    expect((await setLink(plan, { open: true }, 'statistik')).status).toBe(403);
    const { body: first } = await setLink(plan, { open: true });
    await setLink(plan, { open: false });
    expect((await page(first.token)).status).toBe(404);
    expect((await say(first.token, { text: 'x' })).status).toBe(404);
    await setLink(plan, { open: true });
    expect((await page(first.token)).status).toBe(200);
    const { body: second } = await setLink(plan, { open: true, renew: true });
    expect(second.token).not.toBe(first.token);
    expect([(await page(first.token)).status, (await page(second.token)).status, (await page('0'.repeat(64))).status]).toEqual([404, 200, 404]);
    expect((await page(first.token)).body.detail).toBe((await page('0'.repeat(64))).body.detail);
    expect((await setLink(plan, { open: true, version: 7 })).status).toBe(404);
  });

  it('of the public have limits: of length, of place, of what one address says in a quarter of an hour, and for pages of others', async () => {
    const plan = await server.newPlan();
    const { body: link } = await setLink(plan, { open: true });
    for (const body of [{ text: '' }, { text: 'x'.repeat(2001) }, { text: 'x', name: 'y'.repeat(61) }, { text: 'x', name: 'a\nb' }, { text: 'x', at: [8.5, 49.5] }, { text: 'x', public: true }, { text: 'x', account: 'planung' }]) {
      expect((await say(link.token, body)).status, JSON.stringify(body).slice(0, 40)).toBe(400);
    }
    expect(codeOf(await say(link.token, { text: 'x', zone: 'Z' }))).toBe('UNKNOWN_ZONE');
    const foreign = await server.post(`/public/plans/${link.token}/comments`, { as: 'public', body: { text: 'x' }, headers: { Origin: 'https://anderswo.example' } });
    expect(foreign.status).toBe(403);
    const answers: number[] = [];
    for (let i = 0; i < 12; i++) answers.push((await say(link.token, { text: `Nummer ${i}` })).status);
    expect(answers.at(-1)).toBe(429);
    const refused = await say(link.token, { text: 'noch eine' });
    expect([codeOf(refused), Number(refused.headers.get('retry-after')) > 0]).toEqual(['COMMENTS_EXHAUSTED', true]);
    const { body } = await server.get(`/plans/${plan}/public-comments`, 'planung');
    expect(body.waiting).toBe(answers.filter((status) => status === 202).length);
    // No address is kept with what was said.
    const [row] = await test().database.query<{ kept: string }>(`select kept::text as kept from app.plan_comment as kept where plan = $1 limit 1`, [plan]);
    expect(row!.kept).not.toMatch(/127\.0\.0\.1|::1/);
  });
});

// What is kept of public answers: as long as it is true, in the forms that readers take, bounded.
import { request, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodingOf, KeptAnswer, KeptAnswers, matchesTag, type Encoding } from '../../server/http/kept-answers.ts';

const TEXT = JSON.stringify(Array.from({ length: 400 }, (_, i) => ({ zone: `Z${i}`, name: 'Gebiet' })));
const answerOf = (text: string) => new KeptAnswer('/zones', Buffer.from(text), { 'content-type': 'application/json', 'x-frame-options': 'SAMEORIGIN', vary: 'Accept-Encoding' });

describe('what a reader takes', () => {
  it.each<[string | undefined, Encoding]>([
    [undefined, 'identity'],
    ['gzip, deflate, br', 'br'],
    ['gzip;q=0.5, br;q=0', 'gzip'],
    ['BR', 'br'],
    ['deflate', 'identity'],
    ['gzip; q=0.000', 'identity'],
  ])('%s: %s', (header, encoding) => {
    expect(encodingOf(header)).toBe(encoding);
  });

  it('a tag is the same for all forms', () => {
    expect([matchesTag('"a", W/"b"', 'W/"b"'), matchesTag('"b"', 'W/"b"'), matchesTag('*', '"x"'), matchesTag('"a"', '"b"')]).toEqual([true, true, true, false]);
  });
});

describe('kept answers', () => {
  it('are made once for all who ask at the same time, and again when something was published', async () => {
    let stand: readonly unknown[] = [{}];
    const kept = new KeptAnswers(() => stand);
    let made = 0;
    const make = async () => {
      made++;
      await new Promise((resolve) => setImmediate(resolve));
      return answerOf(TEXT + made);
    };
    const answers = await Promise.all([1, 2, 3].map(() => kept.findOrMake('/zones', 'br', make)));
    expect([made, new Set(answers).size]).toEqual([1, 1]);
    expect(kept.find('/zones')).toBe(answers[0]);
    stand = [{}];
    expect(kept.find('/zones')).toBe(null);
    expect((await kept.findOrMake('/zones', 'gzip', make))!.etag).not.toBe(answers[0]!.etag);
  });

  it('what was published while an answer was made makes it old before it is kept', async () => {
    let stand: readonly unknown[] = [1];
    const kept = new KeptAnswers(() => stand);
    await kept.findOrMake('/zones', 'identity', async () => {
      stand = [2];
      return answerOf(TEXT);
    });
    expect(kept.find('/zones')).toBe(null);
  });

  it('a refusal is nobody else’s, and nothing is kept of it', async () => {
    const kept = new KeptAnswers(() => [1]);
    await expect(kept.findOrMake('/zones', 'br', () => Promise.reject(new Error('no such zone')))).rejects.toThrow('no such zone');
    expect((await kept.findOrMake('/zones', 'br', async () => answerOf(TEXT)))!.bytes).toBeGreaterThan(0);
  });

  it('too many addresses throw out those that nobody asked for', async () => {
    const kept = new KeptAnswers(() => [1]);
    const large = 'x'.repeat(20 * 1024 * 1024);
    for (let i = 0; i < 8; i++) {
      await kept.findOrMake(`/zones?n=${i}`, 'identity', async () => answerOf(large + i));
      kept.find('/zones?n=0');
    }
    const there = Array.from({ length: 8 }, (_, i) => kept.find(`/zones?n=${i}`) !== null);
    expect(there).toEqual([true, false, false, true, true, true, true, true]);
  });
});

describe('an answer over HTTP', () => {
  const answer = answerOf(TEXT);
  let server: Server;
  const ask = (headers: Record<string, string>, method = 'GET') =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      request({ port, host: '127.0.0.1', method, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }));
      }).on('error', reject).end();
    });

  beforeAll(async () => {
    for (const form of ['br', 'gzip'] as const) await answer.make(form);
    server = createServer((incoming, outgoing) => void answer.write(incoming, outgoing, encodingOf(incoming.headers['accept-encoding']), 'id-1'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('has the same content in every form', async () => {
    const [plain, zipped, brotli] = [await ask({}), await ask({ 'Accept-Encoding': 'gzip' }), await ask({ 'Accept-Encoding': 'br, gzip' })];
    expect([plain.body.toString(), gunzipSync(zipped.body).toString(), brotliDecompressSync(brotli.body).toString()]).toEqual([TEXT, TEXT, TEXT]);
    expect([zipped.headers['content-encoding'], brotli.headers['content-encoding'], plain.headers['content-encoding']]).toEqual(['gzip', 'br', undefined]);
    expect(new Set([plain, zipped, brotli].map(({ headers }) => headers.etag)).size).toBe(1);
    expect(brotli.body.byteLength).toBeLessThan(plain.body.byteLength / 4);
    expect(plain.headers).toMatchObject({ 'request-id': 'id-1', vary: 'Accept-Encoding', 'x-frame-options': 'SAMEORIGIN', 'content-length': String(TEXT.length) });
  });

  it('is not sent twice, and HEAD has no body', async () => {
    const again = await ask({ 'If-None-Match': answer.etag, 'Accept-Encoding': 'br' });
    expect([again.status, again.body.byteLength, again.headers.etag]).toEqual([304, 0, answer.etag]);
    const head = await ask({}, 'HEAD');
    expect([head.status, head.body.byteLength, head.headers['content-length']]).toEqual([200, 0, String(TEXT.length)]);
  });
});

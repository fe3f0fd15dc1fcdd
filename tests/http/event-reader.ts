// A reader of server-sent events for tests: what was received, one event after the other.
import type { ServerUnderTest } from './server-under-test.ts';

export interface Received {
  readonly event: string;
  readonly id: string;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly data: any;
}

/** A reader of a stream: `next(n)` waits for n events more. */
export async function listen(server: ServerUnderTest, path: string, headers: Record<string, string>) {
  const abort = new AbortController();
  const response = await fetch(server.url + path, { headers, signal: abort.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    response,
    async next(count: number): Promise<Received[]> {
      for (;;) {
        const blocks = text.split('\n\n').slice(0, -1).filter((block) => block.includes('data:'));
        if (blocks.length >= count) {
          text = '';
          return blocks.map((block) => {
            const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
            return { event: field('event'), id: field('id'), data: JSON.parse(field('data')) };
          });
        }
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended after ${text}`);
        text += value;
      }
    },
    async close() {
      abort.abort();
      await reader.cancel().catch(() => undefined);
    },
  };
}

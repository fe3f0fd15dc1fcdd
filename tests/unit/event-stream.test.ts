// Server-sent events, read from a stream that is cut anywhere.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventParser, type StreamEvent } from '../../client/event-stream.ts';

function parse(chunks: readonly string[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const feed = createEventParser((event) => events.push(event));
  for (const chunk of chunks) feed(chunk);
  return events;
}

const STREAM = ': heartbeat\n\nid: 7\nevent: operation\ndata: {"a":1}\n\ndata: one\r\ndata: two\r\n\r\n: again\n\ndata:x\n\n';
const EVENTS = [
  { event: 'operation', data: '{"a":1}', id: '7' },
  { event: 'message', data: 'one\ntwo', id: '7' },
  { event: 'message', data: 'x', id: '7' },
];

describe('events of a plan', () => {
  it('come whole, with name and id; heartbeats do not', () => {
    expect(parse([STREAM])).toEqual(EVENTS);
  });

  it('come the same however the network cuts the text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
        expect(parse(places.slice(1).map((end, i) => STREAM.slice(places[i], end)))).toEqual(EVENTS);
      }),
    );
  });

  it('an event without its closing line is not told yet', () => {
    expect(parse(['data: half'])).toEqual([]);
    expect(parse(['data: half\n'])).toEqual([]);
  });
});

// Server-sent events over fetch: EventSource tells neither the status nor the problem of a refusal, so we read the stream ourselves.

export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string;
}

/**
 * Splits a stream of text into events. Feed chunks as they come; a chunk may end inside a line, even between \r and \n.
 * Format: HTML Living Standard, section 9.2.6; comments (heartbeats) are swallowed.
 */
export function createEventParser(onEvent: (event: StreamEvent) => void): (chunk: string) => void {
  let rest = '';
  let event = '';
  let id = '';
  let data: string[] = [];
  return (chunk) => {
    rest += chunk;
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) onEvent({ event: event || 'message', data: data.join('\n'), id });
        event = '';
        data = [];
        continue;
      }
      const colon = line.indexOf(':');
      if (colon === 0) continue;
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'event') event = value;
      else if (field === 'data') data.push(value);
      else if (field === 'id') id = value;
    }
  };
}

export interface EventStreamOptions {
  readonly headers: () => Record<string, string>;
  readonly onEvent: (event: StreamEvent) => void;
  /** True when connected, false when the line broke and a new attempt follows. */
  readonly onConnection?: (connected: boolean) => void;
  /** An answer that a new attempt would not change (4xx): the stream ends. */
  readonly onRefused?: (response: Response) => void;
}

/** First wait after a break, doubled with each failure up to the last. */
const RETRY_MS = [1_000, 15_000] as const;

/** Opens the stream and keeps it open, resuming after the last event seen; returns what closes it. */
export function openEventStream(url: string, lastEventId: string | undefined, options: EventStreamOptions): () => void {
  const controller = new AbortController();
  let last = lastEventId;
  void (async () => {
    let wait: number = RETRY_MS[0];
    while (!controller.signal.aborted) {
      try {
        const resume: Record<string, string> = last === undefined ? {} : { 'Last-Event-ID': last };
        const response = await fetch(url, {
          headers: { Accept: 'text/event-stream', ...options.headers(), ...resume },
          signal: controller.signal,
          cache: 'no-store',
        });
        if (response.status >= 400 && response.status < 500) {
          options.onRefused?.(response);
          return;
        }
        if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
        options.onConnection?.(true);
        wait = RETRY_MS[0];
        const parse = createEventParser((event) => {
          if (event.id !== '') last = event.id;
          options.onEvent(event);
        });
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          parse(value);
        }
      } catch {
        // A broken line, not a fault of the page: reported below, tried again.
      }
      if (controller.signal.aborted) return;
      options.onConnection?.(false);
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, RETRY_MS[1]);
    }
  })();
  return () => controller.abort();
}

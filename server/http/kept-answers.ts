// Answers that are the same for all who may read them: kept in memory with their compressed forms until what is published changes.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { contentTag } from './geojson.ts';

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** Of 1 MB of outlines gzip leaves 31 %, brotli at 5 leaves 27 % in the same 40 ms; at 11 it would be 24 % in 2 s. */
const BROTLI_QUALITY = 5;
/** Below it the headers outweigh what is saved. */
const COMPRESS_FROM_BYTES = 1000;
const KEEP_AT_MOST_BYTES = 128 * 1024 * 1024;
/** Every address with other parameters is an answer of its own; whoever tries many throws out the oldest, no more. */
const ANSWER_AT_MOST_BYTES = 24 * 1024 * 1024;

export type Encoding = 'identity' | 'gzip' | 'br';

/** What makes answers old: replaced as a whole (never changed in place) when something is published, withdrawn or imported. */
export type Stand = readonly unknown[];

/** An answer of 200 with its headers and its forms; a form that nobody has asked for is not made. */
export class KeptAnswer {
  readonly etag: string;
  private readonly forms = new Map<Encoding, { readonly body: Uint8Array; readonly head: OutgoingHttpHeaders }>();
  private readonly headers: OutgoingHttpHeaders;
  private readonly unchanged: OutgoingHttpHeaders;

  /** `route`: its pattern, for the log. `headers`: names in small letters, the media type among them. */
  constructor(
    readonly route: string,
    private readonly body: Uint8Array,
    headers: OutgoingHttpHeaders,
  ) {
    // Weak: one tag for all forms of the same content.
    this.etag = `W/${contentTag(body)}`;
    const common = { ...headers, etag: this.etag };
    const { 'content-type': _type, ...bare } = common as OutgoingHttpHeaders;
    this.unchanged = bare;
    this.headers = common;
    this.forms.set('identity', { body, head: { ...common, 'content-length': body.byteLength } });
  }

  get bytes(): number {
    return [...this.forms.values()].reduce((sum, { body }) => sum + body.byteLength, 0);
  }

  /** False where the form has to be made first. */
  has(encoding: Encoding): boolean {
    return this.forms.has(this.formOf(encoding));
  }

  async make(encoding: Encoding): Promise<void> {
    if (this.has(encoding)) return;
    const body =
      encoding === 'br'
        ? await compressBrotli(this.body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: this.body.byteLength } })
        : await compressGzip(this.body);
    this.forms.set(encoding, { body, head: { ...this.headers, 'content-encoding': encoding, 'content-length': body.byteLength } });
  }

  /** Writes 200 or 304; the form is there already. `id` is the request's. Gives the status. */
  write(request: IncomingMessage, response: ServerResponse, encoding: Encoding, id: string): number {
    const asked = request.headers['if-none-match'];
    if (asked !== undefined && matchesTag(asked, this.etag)) {
      this.unchanged['request-id'] = id;
      response.writeHead(304, this.unchanged).end();
      return 304;
    }
    const { body, head } = this.forms.get(this.formOf(encoding))!;
    head['request-id'] = id;
    response.writeHead(200, head);
    if (request.method === 'HEAD') response.end();
    else response.end(body);
    return 200;
  }

  private formOf(encoding: Encoding): Encoding {
    return this.body.byteLength < COMPRESS_FROM_BYTES ? 'identity' : encoding;
  }
}

export class KeptAnswers {
  /** By address with its query, the one that was asked for longest ago first. */
  private readonly answers = new Map<string, KeptAnswer>();
  private readonly making = new Map<string, Promise<KeptAnswer | null>>();
  private bytes = 0;
  private stand: Stand = [];

  constructor(private readonly standNow: () => Stand) {}

  /** The answer of an address, if it is kept and still true. */
  find(url: string): KeptAnswer | null {
    this.dropOld();
    const found = this.answers.get(url);
    if (found === undefined) return null;
    this.answers.delete(url);
    this.answers.set(url, found);
    return found;
  }

  /** The kept answer, or the one that `make` gives (null: it may not be kept). Many who ask at once wait for one. */
  async findOrMake(url: string, encoding: Encoding, make: () => Promise<KeptAnswer | null>): Promise<KeptAnswer | null> {
    const found = this.find(url);
    if (found !== null) {
      await found.make(encoding);
      return found;
    }
    const { stand } = this;
    const underway = this.making.get(url);
    if (underway !== undefined) {
      const answer = await underway;
      await answer?.make(encoding);
      return answer;
    }
    const making = make();
    this.making.set(url, making);
    try {
      const answer = await making;
      if (answer === null) return null;
      await answer.make(encoding);
      this.dropOld();
      // What was published meanwhile makes it old before it was ever kept.
      if (this.stand === stand) this.keep(url, answer);
      return answer;
    } finally {
      if (this.making.get(url) === making) this.making.delete(url);
    }
  }

  private keep(url: string, answer: KeptAnswer): void {
    if (answer.bytes > ANSWER_AT_MOST_BYTES) return;
    this.answers.set(url, answer);
    this.bytes = [...this.answers.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [oldest, { bytes }] of this.answers) {
      if (this.bytes <= KEEP_AT_MOST_BYTES) break;
      this.answers.delete(oldest);
      this.bytes -= bytes;
    }
  }

  private dropOld(): void {
    const now = this.standNow();
    if (now.length === this.stand.length && now.every((part, i) => part === this.stand[i])) return;
    this.stand = now;
    this.answers.clear();
    this.making.clear();
    this.bytes = 0;
  }
}

/** What the reader takes, the smallest first; `q=0` refuses (RFC 9110, 12.5.3). */
export function encodingOf(accept: string | string[] | undefined): Encoding {
  if (accept === undefined) return 'identity';
  const header = String(accept);
  const known = encodings.get(header);
  if (known !== undefined) return known;
  const encoding = readEncoding(header);
  if (encodings.size < 100) encodings.set(header, encoding);
  return encoding;
}

/** Browsers send a handful of different headers. */
const encodings = new Map<string, Encoding>();

function readEncoding(header: string): Encoding {
  const refused = (part: string) => /;\s*q=0(\.0*)?\s*$/.test(part);
  const taken = new Set(header.split(',').filter((part) => !refused(part)).map((part) => part.split(';')[0]!.trim().toLowerCase()));
  return taken.has('br') ? 'br' : taken.has('gzip') ? 'gzip' : 'identity';
}

/** If-None-Match compares weakly (RFC 9110, 13.1.2). */
export function matchesTag(header: string, etag: string): boolean {
  const strong = (tag: string) => tag.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((tag) => strong(tag) === strong(etag));
}

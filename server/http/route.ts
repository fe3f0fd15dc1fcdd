// What a route is: declared once with its schemas and the role it needs, then served, documented and tested from that.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Caller, Clearance, Role } from '../auth/roles.ts';

/** One request after all checks: parameters, query and body are what the route's schemas give. */
export interface Call<P = unknown, Q = unknown, B = unknown> {
  readonly parameters: P;
  readonly query: Q;
  readonly body: B;
  readonly caller: Caller;
  /** The raw request, for headers, for bodies that are read as a stream and for the end of the connection. */
  readonly request: IncomingMessage;
}

/** What a handler answers; refusals are thrown as Problem. */
export type Reply =
  | { readonly status: number; readonly json: unknown; readonly headers?: Headers }
  | { readonly status: number; readonly bytes: Uint8Array | string; readonly mediaType: string; readonly headers?: Headers }
  | { readonly status: 204 | 303; readonly headers?: Headers }
  /** The handler writes the answer itself (server-sent events). */
  | { readonly stream: (response: ServerResponse) => void };

/** Of bytes that are JSON already, written by a worker thread: they are held to the route's schema as `json` is. */
export const JSON_TYPE = 'application/json; charset=utf-8';

type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface ReplyDescription {
  readonly description: string;
  /** Schema of a JSON answer; absent for other media types and empty answers. */
  readonly schema?: z.ZodType;
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** OpenAPI template: `/plans/{plan}/operations`. */
  readonly path: string;
  /** Unique name of the operation in the OpenAPI document, a verb with a noun. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  /** One of these roles is needed; `viewer` is everybody. */
  readonly roles: readonly Role[];
  /** Needed on top of a role, for one source at least; the handler asks again for the source of what it shows. */
  readonly clearance?: Clearance;
  /**
   * Of a reading route: its answer is kept, compressed and tagged until what is published changes. `everybody`: it depends on the address and on
   * what is published alone; `public`: so it does for those who send no credential, and the others are answered one by one.
   */
  readonly kept?: 'everybody' | 'public';
  /** Signing in and the like: whoever asks is nobody yet, so no session is looked at and no page of another origin may ask. */
  readonly signsIn?: boolean;
  readonly parameters?: z.ZodObject;
  /** Strict: a query parameter that is not named here is refused with 400. Absent: none is taken. */
  readonly query?: z.ZodObject;
  /** JSON body. Absent: the handler reads the request itself, or there is none. */
  readonly body?: z.ZodType;
  /** Media type and description of a body that the handler reads itself. */
  readonly rawBody?: { readonly mediaType: string; readonly description: string; readonly schema?: z.ZodType };
  /** Request headers that the route reads: name -> description. */
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly required: boolean }>>;
  readonly replies: Readonly<Record<number, ReplyDescription>>;
  readonly handle: (call: Call<never, never, never>) => Promise<Reply>;
}

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

type Typed<P, Q, B> = Omit<Route, 'parameters' | 'query' | 'body' | 'handle'> & {
  readonly parameters?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly handle: (call: Call<Output<P>, Output<Q>, Output<B>>) => Promise<Reply> | Reply;
};

/** Declares a route; the handler's call is typed by the schemas beside it. */
export function route<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(definition: Typed<P, Q, B>): Route {
  return { ...definition, handle: async (call) => definition.handle(call as never) } as Route;
}

/** 200 with JSON that nobody may keep; `headers` can say otherwise. */
export function ok(json: unknown, headers?: Headers): Reply {
  return { status: 200, json, ...(headers === undefined ? {} : { headers }) };
}

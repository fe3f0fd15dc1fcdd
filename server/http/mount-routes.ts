// Serves declared routes with Express: checks role and input, calls the handler, writes the answer.
import express, { type Express, type Request, type Response } from 'express';
import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import { CHALLENGE, type Admission } from '../auth/admission.ts';
import { hasClearance, hasRole, VIEWER, type Caller } from '../auth/roles.ts';
import { problem, type ProblemCode, type ProblemIssue } from '../problem.ts';
import { encodingOf, KeptAnswer, matchesTag, type KeptAnswers } from './kept-answers.ts';
import { isPage } from './pages.ts';
import { JSON_TYPE, type Reply, type Route } from './route.ts';

export interface MountOptions {
  readonly admission: Admission;
  /** Compare every JSON answer with its schema (tests): an answer that the OpenAPI document does not describe is a 500. */
  readonly checkReplies: boolean;
  readonly kept: KeptAnswers;
}

/** 8 MB: every block of a city of 400,000 blocks named in one operation. */
const readJson = express.json({ limit: '8mb', strict: true, type: ['application/json', 'application/*+json'] });

export function mountRoutes(app: Express, routes: readonly Route[], options: MountOptions): void {
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    methods.set(path, [...(methods.get(path) ?? []), route.method.toUpperCase()]);
    const steps = route.body === undefined ? [] : [readJson];
    app[route.method](
      path,
      (_request: Request, response: Response, next: () => void) => {
        response.locals.route = route.path;
        next();
      },
      // The role first: who may not ask is not told what is wrong with the question.
      async (request: Request, response: Response, next: () => void) => {
        response.locals.caller = await admit(route, request, options.admission);
        next();
      },
      ...steps,
      async (request: Request, response: Response) => {
        const answer = async () => {
          const reply = await route.handle({
            parameters: parse(route.parameters, request.params, 'NOT_FOUND') as never,
            query: parseQuery(route, request) as never,
            body: (route.body === undefined ? undefined : parseBody(route.body, request)) as never,
            caller: response.locals.caller as Caller,
            request,
          });
          if (options.checkReplies) checkReply(route, reply);
          return reply;
        };
        if (!mayKeep(route, request)) return send(request, response, await answer());
        const encoding = encodingOf(request.headers['accept-encoding']);
        const kept = await options.kept.findOrMake(request.originalUrl, encoding, async () => toKeep(route, response, await answer()));
        if (kept === null) return send(request, response, await answer());
        kept.write(request, response, encoding, response.locals.id as string);
      },
    );
  }
  for (const [path, allowed] of methods) {
    app.all(path, (request: Request, response: Response, next: () => void) => {
      response.locals.route = path;
      // `/imports` is a route to send files to and the page to do so.
      if (isPage(path) && (request.method === 'GET' || request.method === 'HEAD')) {
        next();
        return;
      }
      throw problem('METHOD_NOT_ALLOWED', `${request.method} is not offered here`, { headers: { Allow: allowed.join(', ') } });
    });
  }
}

/** Whether nobody's rights are in the answer. */
function mayKeep(route: Route, { headers }: Request): boolean {
  return route.kept === 'everybody' || (route.kept === 'public' && isAnonymous(headers));
}

/** Sends no credential of any kind. */
export function isAnonymous({ cookie, authorization }: IncomingHttpHeaders): boolean {
  return cookie === undefined && authorization === undefined;
}

/** With the headers that every answer has; null for what is not a whole answer. */
function toKeep(route: Route, response: Response, reply: Reply): KeptAnswer | null {
  if ('stream' in reply || reply.status !== 200 || !('json' in reply || 'bytes' in reply)) return null;
  const { 'request-id': _id, vary: _vary, ...common } = response.getHeaders();
  const own = Object.fromEntries(Object.entries(reply.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value as string]));
  const vary = route.kept === 'public' ? 'Accept-Encoding, Cookie, Authorization' : 'Accept-Encoding';
  const type = 'json' in reply ? JSON_TYPE : reply.mediaType;
  const body = 'json' in reply ? Buffer.from(JSON.stringify(reply.json)) : typeof reply.bytes === 'string' ? Buffer.from(reply.bytes) : reply.bytes;
  return new KeptAnswer(route.path, body, { ...common, 'cache-control': 'public, no-cache', 'content-type': type, ...own, vary });
}

async function admit(route: Route, request: Request, admission: Admission): Promise<Caller> {
  if (route.signsIn === true) {
    if (route.method !== 'get' && admission.isForeign(request)) throw problem('FORBIDDEN', 'a page of another origin may not sign anybody in');
    return VIEWER;
  }
  const { caller, ended } = await admission.identify(request);
  if (!hasRole(caller, route.roles)) {
    if (ended) throw problem('SESSION_ENDED', 'sign in again', { headers: CHALLENGE });
    const who = caller.account === null ? 'sign in, or send a token' : `${caller.account} has other roles`;
    throw problem('FORBIDDEN', `one of the roles ${route.roles.join(', ')} is needed; ${who}`);
  }
  if (route.clearance !== undefined && !hasClearance(caller, route.clearance)) {
    throw problem('CLEARANCE_NEEDED', `${caller.account ?? 'who asks'} has not the clearance ${route.clearance}`);
  }
  return caller;
}

function parseQuery(route: Route, request: Request): unknown {
  if (route.query !== undefined) return parse(route.query, request.query, 'UNKNOWN_PARAMETER');
  const [name] = Object.keys(request.query);
  if (name !== undefined) throw problem('UNKNOWN_PARAMETER', `${name}: this route takes no query parameter`, { issues: [{ problem: 'not known', field: name }] });
  return undefined;
}

function parseBody(schema: z.ZodType, request: Request): unknown {
  if (request.body === undefined && request.headers['content-type'] !== undefined) {
    throw problem('UNSUPPORTED_MEDIA_TYPE', 'the body must be application/json');
  }
  return parse(schema, request.body ?? {}, 'INVALID_BODY');
}

function parse(schema: z.ZodType | undefined, value: unknown, code: ProblemCode): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 20).map((issue): ProblemIssue => {
    const field = issue.path.map(String).join('.');
    return { problem: issue.message, ...(field === '' ? {} : { field }) };
  });
  const [first] = issues;
  throw problem(code, first!.field === undefined ? first!.problem : `${first!.field}: ${first!.problem}`, { issues });
}

function checkReply(route: Route, reply: Reply): void {
  const status = 'stream' in reply ? 200 : reply.status;
  const described = route.replies[status];
  if (described === undefined) throw new Error(`${route.id} answers ${status}, which it does not describe`);
  if (described.schema === undefined) return;
  const text = 'json' in reply ? JSON.stringify(reply.json) : 'bytes' in reply && reply.mediaType === JSON_TYPE ? Buffer.from(reply.bytes).toString() : null;
  if (text === null) return;
  const result = described.schema.safeParse(JSON.parse(text));
  if (!result.success) throw new Error(`${route.id} answers what its schema does not allow: ${result.error.message}`);
}

function send(request: Request, response: Response, reply: Reply): void {
  if ('stream' in reply) {
    reply.stream(response);
    return;
  }
  response.status(reply.status).setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value as string | string[]);
  const etag = response.getHeader('ETag');
  if (request.method === 'GET' && reply.status === 200 && typeof etag === 'string' && matchesTag(request.headers['if-none-match'] ?? '', etag)) {
    response.status(304).end();
    return;
  }
  if ('json' in reply) {
    if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', JSON_TYPE);
    response.end(JSON.stringify(reply.json));
  } else if ('bytes' in reply) {
    response.setHeader('Content-Type', reply.mediaType);
    response.end(reply.bytes);
  } else {
    response.end();
  }
}

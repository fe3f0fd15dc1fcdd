// The HTTP application: headers and log line for every request, the declared routes, the pages, and one end for errors.
import express, { type Express } from 'express';
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { isLoopbackHost } from './auth/identify.ts';
import type { Account } from './auth/roles.ts';
import { allRoutes } from './http/all-routes.ts';
import { answerProblems } from './http/answer-problem.ts';
import { packageVersion } from './http/context.ts';
import { mountRoutes } from './http/mount-routes.ts';
import { openApiDocument } from './http/openapi.ts';
import { mountPages } from './http/pages.ts';
import type { Route } from './http/route.ts';
import type { ImportDesk } from './jobs/import-desk.ts';
import type { Log } from './log.ts';
import { packageRoot } from './package-root.ts';
import { problem } from './problem.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface AppOptions {
  readonly workspace: Workspace;
  readonly imports: ImportDesk;
  readonly log: Log;
  /** Answer requests whose Host header names another machine (behind a proxy). */
  readonly allowRemote: boolean;
  /** Who acts where a request names nobody; default: a viewer. */
  readonly localAccount?: string | null;
  /** Compare every JSON answer with its schema; for tests. */
  readonly checkReplies?: boolean;
  readonly clientFolder?: string;
}

export interface App {
  readonly express: Express;
  readonly routes: readonly Route[];
  /** Ends the event streams, which would otherwise keep the server from closing. */
  endStreams(): void;
}

/** Nothing from elsewhere: no script, style, font, image, frame or request to another host. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // Lit and OpenLayers set styles on elements; KERN's sheet has data: images.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ');

export function createApp({ workspace, imports, log, allowRemote, localAccount = null, checkReplies = false, clientFolder }: AppOptions): App {
  const app = express();
  app.disable('x-powered-by');
  // Express would hash every answer into an ETag; ours are set by the routes that know what may be kept.
  app.set('etag', false);
  app.set('query parser', 'simple');
  const openStreams = new Set<ServerResponse>();
  const routes = allRoutes({ workspace, imports }, openStreams);

  app.use((request, response, next) => {
    const started = performance.now();
    const id = randomUUID();
    response.locals.id = id;
    response.setHeader('Request-Id', id);
    response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Vary', 'Zuschnitt-Account');
    response.on('close', () => {
      const ms = Math.round((performance.now() - started) * 10) / 10;
      // The route's pattern, never the path: ids, codes and parameters stay out of the log.
      log.info({ id, method: request.method, route: (response.locals.route as string | undefined) ?? 'none', status: response.statusCode, ms });
    });
    if (!allowRemote && !isLoopbackHost(request.headers.host)) throw problem('FOREIGN_HOST', 'this server answers as localhost and 127.0.0.1 only');
    next();
  });
  mountRoutes(app, routes, { accounts: () => workspace.catalogue.accounts as ReadonlyMap<string, Account>, localAccount: allowRemote ? null : localAccount, checkReplies });
  mountPages(app, {
    clientFolder: clientFolder ?? join(packageRoot(), 'dist', 'client'),
    document: openApiDocument(routes, packageVersion()),
    title: () => `Zuschnitt: ${workspace.municipality.name}`,
  });
  app.use((request, response) => {
    response.locals.route = 'none';
    throw problem('NOT_FOUND', `there is no ${request.method} for this path; /api lists what there is`);
  });
  app.use(answerProblems(log));
  return {
    express: app,
    routes,
    endStreams() {
      for (const response of openStreams) response.end();
    },
  };
}

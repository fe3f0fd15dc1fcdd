// The client's pages and files, the landing page and the OpenAPI document.
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../problem.ts';
import { encodingOf } from './kept-answers.ts';
import type { OpenApiDocument } from './openapi.ts';

/** Vite writes a hash of the content into the names under assets/, so such a file never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const PAGES = ['map', 'editor', 'schools', 'imports', 'privacy', 'reports', 'sign-in'];

/** Whether a path is the address of a page. */
export const isPage = (path: string) => PAGES.includes(path.slice(1));

export interface PageOptions {
  /** dist/client; pages that are not built answer 404. */
  readonly clientFolder: string;
  /** Asked once, at the first question for it: making it takes 0.3 s, which no start should wait for. */
  readonly document: () => OpenApiDocument;
  readonly title: () => string;
}

/** Pages with the address of their data, by the folder that they are built in: a draft for the public, the schools. */
const PAGES_OVER_DATA = [
  { path: '/public/plans/:token', route: '/public/plans/{token}', folder: 'public-plan' },
  { path: '/schools', route: '/schools', folder: 'schools' },
];

/** Browsers get the page, scripts what it shows. Before the routes. */
export function mountPagesOverData(app: Express, clientFolder: string): void {
  for (const { path, route, folder } of PAGES_OVER_DATA) {
    app.get(path, (request, response, next) => {
      const file = join(clientFolder, folder, 'index.html');
      if (!wantsHtml(request) || !existsSync(file)) return next();
      response.locals.route = route;
      response.vary('Accept');
      sendPage(response, file);
    });
  }
}

export function mountPages(app: Express, { clientFolder, document, title }: PageOptions): void {
  let openApi: string | undefined;
  app.get('/', (request, response) => {
    response.locals.route = '/';
    response.vary('Accept');
    const start = join(clientFolder, 'index.html');
    if (wantsHtml(request) && existsSync(start)) sendPage(response, start);
    else response.type('json').set('Cache-Control', 'no-cache').send(JSON.stringify(landing(title())));
  });
  for (const page of PAGES) {
    app.get(`/${page}`, (_request, response) => {
      response.locals.route = `/${page}`;
      const file = join(clientFolder, page, 'index.html');
      if (!existsSync(file)) throw problem('NOT_FOUND', `the page ${page} is not built; npm run build builds it`);
      sendPage(response, file);
    });
  }
  app.get('/api', (request, response) => {
    response.locals.route = '/api';
    const [name] = Object.keys(request.query).filter((key) => key !== 'f');
    if (name !== undefined) throw problem('UNKNOWN_PARAMETER', `${name}: this route takes f=json alone`);
    openApi ??= JSON.stringify(document());
    response.set('Cache-Control', 'no-cache').type('application/vnd.oai.openapi+json;version=3.0').send(openApi);
  });
  app.use(
    (_request: Request, response: Response, next: () => void) => {
      response.locals.route ??= 'file';
      next();
    },
    compressedFiles(clientFolder),
    express.static(clientFolder, {
      index: false,
      redirect: false,
      setHeaders: (response, path) => {
        const hashed = path.startsWith(join(clientFolder, 'assets'));
        response.setHeader('Cache-Control', hashed ? FOR_EVER : 'no-cache');
      },
    }),
  );
}

const MEDIA_TYPES: Readonly<Record<string, string>> = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml' };

/** The form that the build has laid beside a script, style sheet or picture, for who takes it. Names come from the folder's listing, so no path leads out of it. */
function compressedFiles(clientFolder: string): RequestHandler {
  const folder = join(clientFolder, 'assets');
  const names = new Set(existsSync(folder) ? readdirSync(folder) : []);
  return (request, response, next) => {
    const name = /^\/assets\/([\w.-]+\.(js|css|svg))$/.exec(request.path)?.[1];
    const encoding = encodingOf(request.headers['accept-encoding']);
    const packed = name === undefined || encoding === 'identity' ? '' : `${name}.${encoding === 'br' ? 'br' : 'gz'}`;
    if (!names.has(packed) || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    response.setHeader('Content-Type', MEDIA_TYPES[name!.split('.').at(-1)!]!);
    response.setHeader('Content-Encoding', encoding);
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('Cache-Control', FOR_EVER);
    response.sendFile(join(folder, packed), { cacheControl: false });
  };
}

/** `f=json` wins; else what Accept prefers, where a browser names text/html and a script usually does not. */
function wantsHtml(request: Request): boolean {
  const format = request.query.f;
  if (format !== undefined) return format === 'html';
  return request.headers.accept !== undefined && request.accepts(['json', 'html']) === 'html';
}

function sendPage(response: Response, file: string): void {
  response.set('Cache-Control', 'no-cache').sendFile(file, { cacheControl: false });
}

function landing(title: string) {
  const link = (href: string, rel: string, type: string, text: string) => ({ href, rel, type, title: text });
  return {
    title,
    description: 'Districts drawn from blocks, counts released under rules',
    links: [
      link('/?f=json', 'self', 'application/json', 'This document'),
      link('/', 'alternate', 'text/html', 'Start page'),
      link('/api', 'service-desc', 'application/vnd.oai.openapi+json;version=3.0', 'OpenAPI document'),
      link('/geographies', 'data', 'application/json', 'Geographies'),
      link('/statistics', 'data', 'application/json', 'Statistics'),
      link('/releases', 'data', 'application/json', 'Releases'),
      link('/map', 'alternate', 'text/html', 'Map of released indicators'),
      link('/editor', 'alternate', 'text/html', 'Editor'),
      link('/schools', 'alternate', 'text/html', 'Schools and their catchments'),
      link('/imports', 'alternate', 'text/html', 'Bringing files in'),
      link('/reports', 'alternate', 'text/html', 'Reports: the typology of zones, step by step'),
      link('/privacy', 'alternate', 'text/html', 'Data protection'),
    ],
  };
}

// The routes of the public page: the draft behind a link, and something to say about it.
import type { MultiPolygon, Polygon } from 'geojson';
import type { Api, PublicPlan as SentPlan } from '../api.ts';

export interface PublicZone {
  readonly id: string;
  readonly geometry: Polygon | MultiPolygon | null;
  readonly properties: { readonly zone: string; readonly name: string };
}

export type { PublicComment } from '../api.ts';

/** As it is sent; outlines as what they are. */
export interface PublicPlan extends Omit<SentPlan, 'zones'> {
  readonly zones: { readonly features: readonly PublicZone[] };
}

export interface NewPublicComment {
  readonly text: string;
  readonly name: string;
  readonly zone: string | null;
  readonly at: readonly [number, number] | null;
}

const path = (token: string) => `/public/plans/${encodeURIComponent(token)}`;

/** Throws ApiProblem: 404 for a link that is closed or never was. */
export const readPublicPlan = (api: Api, token: string): Promise<PublicPlan> => api.json(path(token));

export const sayPublicly = (api: Api, token: string, comment: NewPublicComment): Promise<unknown> => api.json(`${path(token)}/comments`, { method: 'POST', body: comment });

/** From the page's own address; the development server has it as a parameter. */
export function tokenOf({ pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  const own = /^\/public\/plans\/([^/]+)/.exec(pathname)?.[1];
  return own === undefined ? (new URLSearchParams(search).get('token') ?? '') : decodeURIComponent(own);
}

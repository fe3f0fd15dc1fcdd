// The routes of the public page: the draft behind a link, and something to say about it.
import type { MultiPolygon, Polygon } from 'geojson';
import type { LocalisedName } from '../i18n/i18n.ts';
import type { Api } from '../api.ts';

export interface PublicZone {
  readonly id: string;
  readonly geometry: Polygon | MultiPolygon | null;
  readonly properties: { readonly zone: string; readonly name: string };
}

export interface PublicComment {
  readonly comment: string;
  readonly text: string;
  readonly zone: string | null;
  /** Longitude and latitude. */
  readonly at: readonly [number, number] | null;
  readonly parent: string | null;
  /** What the author calls themselves, maybe empty. */
  readonly name: string;
  readonly office: boolean;
  readonly createdAt: string;
  readonly state: 'open' | 'done';
}

export interface PublicPlan {
  readonly municipality: string;
  readonly name: string;
  readonly geography: LocalisedName;
  readonly validFrom: string | null;
  readonly zones: { readonly features: readonly PublicZone[] };
  readonly comments: readonly PublicComment[];
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

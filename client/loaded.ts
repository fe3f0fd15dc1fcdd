// A part of the page that comes by itself: on its way, there, not for this account, or gone wrong.
import { ApiProblem } from './api.ts';

export type Loaded<T> =
  | { readonly state: 'none' }
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  /** The role or the clearance does not reach it. */
  | { readonly state: 'refused'; readonly problem: ApiProblem }
  | { readonly state: 'failed'; readonly problem: ApiProblem };

export const NONE = { state: 'none' } as const;
export const LOADING = { state: 'loading' } as const;

/** Asks and tells the outcome as a value; bugs are thrown on. */
export async function settled<T>(asked: Promise<T>): Promise<Loaded<T>> {
  try {
    return { state: 'ready', value: await asked };
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    return { state: problem.status === 401 || problem.status === 403 ? 'refused' : 'failed', problem };
  }
}

/** Why there is no value, where that is so. */
export const problemOf = (loaded: Loaded<unknown>): ApiProblem | undefined => (loaded.state === 'failed' || loaded.state === 'refused' ? loaded.problem : undefined);

export const valueOf = <T>(loaded: Loaded<T>): T | undefined => (loaded.state === 'ready' ? loaded.value : undefined);

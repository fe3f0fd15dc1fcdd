// Worker thread: reckons what catchments do to schools and children, and writes it as JSON, so that no stroke of a plan holds up other requests.
import { parentPort } from 'node:worker_threads';
import type { SchoolSettings } from '../../../core/schools/school-settings.ts';
import type { CountTable } from '../../../core/statistics/counts.ts';
import { answerCatchments, type CatchmentBasis, type CatchmentGround } from './catchment-basis.ts';
import { catchmentsJson } from './catchment-json.ts';
import type { PositionCounts } from './pupil-forecast.ts';
import type { KnownWalks } from './school-desk.ts';

/** What is kept between questions, by kind. */
export interface KeptParts {
  readonly ground: CatchmentGround;
  readonly counts: CountTable;
  readonly settings: SchoolSettings;
  readonly walks: KnownWalks;
}

export type PartKind = keyof KeptParts;

/** A part by its name; `value` is there when the worker has not got it. */
export interface Part<K extends PartKind> {
  readonly kind: K;
  readonly name: string;
  readonly value: KeptParts[K] | null;
}

export interface CatchmentWorkerQuestion {
  readonly numbers: 'all' | 'annex';
  readonly basis: Omit<CatchmentBasis, 'ground' | 'view' | 'settings' | 'walks'>;
  readonly ground: Part<'ground'>;
  readonly settings: Part<'settings'>;
  readonly walks: Part<'walks'> | null;
  readonly view: { readonly referenceDate: string; readonly columns: readonly (Omit<PositionCounts['columns'][number], 'table'> & { readonly counts: string | null })[] } | null;
  readonly counts: readonly Part<'counts'>[];
  /** Names that nobody will ask for again. */
  readonly forget: readonly string[];
}

/** `json`: the text of the answer in UTF-8. */
export type CatchmentWorkerAnswer = { readonly id: number } & ({ readonly ok: true; readonly json: Uint8Array<ArrayBuffer> } | { readonly ok: false; readonly message: string });

const port = parentPort;
if (port === null) throw new Error('catchment-worker runs as a worker thread');

const parts = new Map<string, KeptParts[PartKind]>();

/** The same object for every question that names it: forecasts, columns and walks are kept by that. */
function take<K extends PartKind>({ name, value }: Part<K>): KeptParts[K] {
  if (value !== null) parts.set(name, value);
  const part = parts.get(name);
  if (part === undefined) throw new Error(`${name} was never sent`);
  return part as KeptParts[K];
}

function answer({ numbers, basis, ground, settings, walks, view, counts, forget }: CatchmentWorkerQuestion): Uint8Array<ArrayBuffer> {
  for (const name of forget) parts.delete(name);
  const tables = new Map(counts.map((part) => [part.name, take(part)]));
  const whole: CatchmentBasis = {
    ...basis,
    ground: take(ground),
    settings: take(settings),
    walks: walks === null ? null : take(walks),
    view: view === null ? null : { referenceDate: view.referenceDate, columns: view.columns.map(({ counts: name, ...column }) => ({ ...column, table: name === null ? null : tables.get(name)! })) },
  };
  return new TextEncoder().encode(JSON.stringify(catchmentsJson(answerCatchments(whole), numbers)));
}

port.on('message', (question: CatchmentWorkerQuestion & { readonly id: number }) => {
  const { id } = question;
  try {
    const json = answer(question);
    port.postMessage({ id, ok: true, json } satisfies CatchmentWorkerAnswer, [json.buffer]);
  } catch (error) {
    port.postMessage({ id, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies CatchmentWorkerAnswer);
  }
});

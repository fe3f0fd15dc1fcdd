// What waits to be sent, kept in the browser over a reload, a crash or a restart: operations only, never counts.
import type { Step } from './plan-steps.ts';

/** What a page keeps over its own end: operations only, no counts. */
export interface Unsent {
  /** Version that the steps build on. */
  readonly version: number;
  readonly steps: readonly Pick<Step, 'kind' | 'operation'>[];
  /** The first step was on its way when this was kept: it may have arrived. */
  readonly inFlight: boolean;
  readonly gesture: { readonly zone: string; readonly blocks: readonly string[] } | null;
}

export interface UnsentWork {
  read(): Promise<Unsent | null>;
  /** Null: nothing waits any more. The latest call wins. */
  keep(unsent: Unsent | null): void;
}

const DATABASE = 'zuschnitt-editor';
const STORE = 'unsent';

/** Per account and plan, in IndexedDB; `server` tells the plans of an embedded editor from those of the page's own. */
export function unsentWork(server: string, account: string, plan: string): UnsentWork {
  const key = JSON.stringify([server, account, plan]);
  let next: { readonly value: Unsent | null } | null = null;
  let writing = false;

  async function write(): Promise<void> {
    if (writing) return;
    writing = true;
    while (next !== null) {
      const { value } = next;
      next = null;
      try {
        await inStore('readwrite', (store) => (value === null ? store.delete(key) : store.put(value, key)));
      } catch {
        // Storage is switched off or full: the work then lasts as long as the page, which asks before it goes.
      }
    }
    writing = false;
  }

  return {
    async read() {
      try {
        return ((await inStore('readonly', (store) => store.get(key))) as Unsent | undefined) ?? null;
      } catch {
        return null;
      }
    },
    keep(unsent) {
      next = { value: unsent };
      void write();
    },
  };
}

/** Forgets all of it, on signing out: the next person at this machine finds nothing. */
export function forgetUnsentWork(): Promise<void> {
  return new Promise((resolve) => {
    if (globalThis.indexedDB === undefined) {
      resolve();
      return;
    }
    const request = indexedDB.deleteDatabase(DATABASE);
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => resolve());
    // Another tab holds it open: its own sign-out, or the end of its session, comes to the same.
    request.addEventListener('blocked', () => resolve());
  });
}

let opened: Promise<IDBDatabase> | null = null;

async function inStore(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await (opened ??= openDatabase());
  return settled(work(database.transaction(STORE, mode).objectStore(STORE)));
}

/** Stays open, for to open it takes a frame of a stroke; let go where somebody deletes it, so that signing out is not kept waiting. */
async function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE));
  try {
    const database = (await settled(opening)) as IDBDatabase;
    const letGo = () => (opened = null);
    database.addEventListener('close', letGo);
    database.addEventListener('versionchange', () => {
      letGo();
      database.close();
    });
    return database;
  } catch (error) {
    opened = null;
    throw error;
  }
}

function settled(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB refused')));
  });
}

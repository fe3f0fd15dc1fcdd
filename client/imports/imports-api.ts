// The import routes for the page: upload with progress, previews read again, jobs asked for and followed.
import { ApiProblem, type Api } from '../api.ts';
import { problemFrom } from '../api-problem.ts';
import { csrfHeader } from '../csrf.ts';
import type { TableMapping } from '../../core/tables/table-mapping.ts';
import type { DryRun, JobStatus, Preview } from './model.ts';
import type { SavedMapping, TableLook } from './table-session.ts';

export interface Upload {
  readonly preview: Promise<Preview>;
  /** Ends the transfer; `preview` then rejects with an AbortError. */
  cancel(): void;
}

export interface PreviewQuery {
  readonly layer?: string | undefined;
  readonly sourceCrs?: string | undefined;
  readonly encoding?: string | undefined;
}

const PAUSE_MS = 350;
const segment = encodeURIComponent;

export class ImportsApi {
  private readonly api: Api;

  constructor(api: Api) {
    this.api = api;
  }

  /** By XMLHttpRequest: `fetch` does not tell how much of a body has left. `onProgress` hears 0 to 1. */
  upload(file: File, onProgress: (fraction: number) => void): Upload {
    const request = new XMLHttpRequest();
    const preview = new Promise<Preview>((resolve, reject) => {
      request.open('POST', this.api.url('/imports/previews'));
      request.setRequestHeader('Accept', 'application/json');
      for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
      request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
      request.addEventListener('abort', () => reject(new DOMException('the upload was ended', 'AbortError')));
      request.addEventListener('error', () => reject(new ApiProblem({ status: 0, code: 'offline', title: 'No connection' })));
      request.addEventListener('load', () => {
        if (request.status < 300) resolve(JSON.parse(request.responseText) as Preview);
        else void problemOf(request).then(reject);
      });
      const form = new FormData();
      form.set('file', file, file.name);
      request.send(form);
    });
    return { preview, cancel: () => request.abort() };
  }

  async preview(id: string, query: PreviewQuery = {}): Promise<Preview> {
    return (await (await this.api.request(`/imports/previews/${segment(id)}`, { query: { ...query } })).json()) as Preview;
  }

  async drop(id: string): Promise<void> {
    await this.api.request(`/imports/previews/${segment(id)}`, { method: 'DELETE' });
  }

  lookAtTable(id: string, body: object): Promise<TableLook> {
    return this.api.json(`/imports/previews/${segment(id)}/table`, { method: 'POST', body });
  }

  async savedMappings(): Promise<readonly SavedMapping[]> {
    return (await this.api.json<{ mappings: SavedMapping[] }>('/import-mappings')).mappings;
  }

  saveMapping(name: string, mapping: TableMapping): Promise<SavedMapping> {
    return this.api.json(`/import-mappings/${segment(name)}`, { method: 'PUT', body: mapping });
  }

  async deleteMapping(name: string): Promise<void> {
    await this.api.request(`/import-mappings/${segment(name)}`, { method: 'DELETE' });
  }

  /** Asks for an import (or its dry run) of a kept upload; the id of the job. */
  async start(fields: Readonly<Record<string, string>>): Promise<string> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    let response: Response;
    try {
      response = await fetch(this.api.url('/imports'), {
        method: 'POST',
        body: form,
        headers: { Accept: 'application/json', ...csrfHeader() },
      });
    } catch (cause) {
      throw new ApiProblem({ status: 0, code: 'offline', title: 'No connection', cause });
    }
    if (!response.ok) throw await problemFrom(response);
    return ((await response.json()) as { job: string }).job;
  }

  async job(id: string): Promise<JobStatus> {
    return (await (await this.api.request(`/jobs/${segment(id)}`)).json()) as JobStatus;
  }

  async jobs(): Promise<readonly JobStatus[]> {
    return ((await (await this.api.request('/jobs')).json()) as { jobs: JobStatus[] }).jobs;
  }

  async results(id: string): Promise<DryRun> {
    return (await (await this.api.request(`/jobs/${segment(id)}/results`)).json()) as DryRun;
  }

  async dismiss(id: string): Promise<void> {
    await this.api.request(`/jobs/${segment(id)}`, { method: 'DELETE' });
  }

  /** Resolves when the job has ended; a lost connection is waited out. `onStatus` hears every look at it. */
  async follow(id: string, onStatus: (status: JobStatus) => void, signal: AbortSignal): Promise<JobStatus> {
    for (;;) {
      const status = await this.job(id).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.isOffline) return undefined;
        throw error;
      });
      signal.throwIfAborted();
      if (status !== undefined) {
        onStatus(status);
        if (status.finished !== null) return status;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      signal.throwIfAborted();
    }
  }
}

function problemOf(request: XMLHttpRequest): Promise<ApiProblem> {
  const type = request.getResponseHeader('content-type') ?? '';
  return problemFrom(new Response(request.responseText, { status: request.status, statusText: request.statusText, headers: { 'content-type': type } }));
}

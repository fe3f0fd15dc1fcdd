// What the routes of a running server share.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Admission } from '../auth/admission.ts';
import type { BaseMapStore } from './base-map-store.ts';
import type { IdentityProvider } from '../auth/identity-provider.ts';
import type { ImportDesk } from '../jobs/import-desk.ts';
import { packageRoot } from '../package-root.ts';
import type { Workspace } from '../workspace/workspace.ts';

export interface HttpContext {
  readonly workspace: Workspace;
  readonly imports: ImportDesk;
  readonly admission: Admission;
  readonly baseMaps: BaseMapStore;
  /** Where people sign in with OpenID Connect; null: by password alone. */
  readonly identityProvider: IdentityProvider | null;
}

let version: string | undefined;

/** Version of the package, as /healthz and the OpenAPI document tell it. */
export function packageVersion(): string {
  version ??= (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version;
  return version;
}

/** The day now, in UTC, as validities are written. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

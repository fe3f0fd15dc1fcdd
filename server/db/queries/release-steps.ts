// What happened to releases: audits and signatures, and who has to sign.
import { z } from 'zod';
import { nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const signature = z.strictObject({
  release: z.string(),
  account: z.string(),
  role: z.enum(['dpo', 'statistics']),
  decision: z.enum(['no-objection', 'objection', 'approve']),
  reason: z.string(),
  at: time,
});
export type ReleaseSignature = z.infer<typeof signature>;

const listSigned = statement(
  'release_signature.list',
  `select release, account, role, decision, reason, at from app.release_signature where municipality = $1 order by release, signature`,
  signature,
);
/** Of all releases, in the order of signing. */
export const listReleaseSignatures = (db: Queryable, municipality: string): Promise<readonly ReleaseSignature[]> => listSigned.run(db, [municipality]);

const sign = statement(
  'release_signature.insert',
  `insert into app.release_signature (municipality, release, signature, account, role, decision, reason)
   select $1, $2, coalesce(max(signature), 0) + 1, $3, $4, $5, $6 from app.release_signature where municipality = $1 and release = $2`,
  nothing,
);
export async function insertReleaseSignature(db: Queryable, municipality: string, row: Omit<ReleaseSignature, 'at'>): Promise<void> {
  await sign.run(db, [municipality, row.release, row.account, row.role, row.decision, row.reason]);
}

const audit = z.strictObject({
  release: z.string(),
  audit: z.number(),
  auditedAt: time,
  geography: z.string(),
  version: z.number(),
  contextSha256: z.string(),
  patternSha256: z.string(),
  headHash: z.string(),
  cells: z.number(),
  withheld: z.number(),
  missing: z.number(),
  primary: z.number(),
  secondary: z.number(),
  findings: z.number(),
  tables: z.number(),
  against: z.array(z.custom<AuditedAgainst>()),
  failure: z.string().nullable(),
});
export type StoredAudit = z.infer<typeof audit>;

/** Something published before that an audit looked at. */
export interface AuditedAgainst {
  readonly kind: 'release' | 'published';
  readonly id: string;
  readonly title: string;
  /** Day of publication. */
  readonly date: string;
}

const AUDIT = `release, audit, audited_at as "auditedAt", geography, version, context_sha256 as "contextSha256", pattern_sha256 as "patternSha256",
   head_hash as "headHash", cells, withheld, missing, primary_cells as "primary", secondary_cells as "secondary", findings, tables, against, failure`;

const listAudits = statement('release_audit.list', `select ${AUDIT} from app.release_audit where municipality = $1 order by release, audit`, audit);
/** Of all releases, oldest first; the last one of a release is the one that holds. */
export const listReleaseAudits = (db: Queryable, municipality: string): Promise<readonly StoredAudit[]> => listAudits.run(db, [municipality]);

const lastAudit = statement(
  'release_audit.last',
  `select ${AUDIT} from app.release_audit where municipality = $1 and release = $2 order by audit desc limit 1`,
  audit,
);
export const findLastAudit = async (db: Queryable, municipality: string, release: string): Promise<StoredAudit | null> =>
  onlyRow(await lastAudit.run(db, [municipality, release]));

const insertAudit = statement(
  'release_audit.insert',
  `insert into app.release_audit (municipality, release, audit, geography, version, context_sha256, pattern_sha256, head_hash,
     cells, withheld, missing, primary_cells, secondary_cells, findings, tables, against, failure)
   select $1, $2, coalesce(max(audit), 0) + 1, $3, $4::bigint, $5, $6, $7, $8::bigint, $9::bigint, $10::bigint, $11::bigint, $12::bigint, $13::bigint, $14::bigint, $15::jsonb, $16
   from app.release_audit where municipality = $1 and release = $2`,
  nothing,
);
export async function insertReleaseAudit(db: Queryable, municipality: string, row: Omit<StoredAudit, 'audit' | 'auditedAt'>): Promise<void> {
  await insertAudit.run(db, [
    municipality, row.release, row.geography, row.version, row.contextSha256, row.patternSha256, row.headHash,
    row.cells, row.withheld, row.missing, row.primary, row.secondary, row.findings, row.tables, JSON.stringify(row.against), row.failure,
  ]);
}

const required = statement(
  'municipality.required_signatures',
  'select required_signatures as "required" from app.municipality where municipality = $1',
  z.strictObject({ required: z.array(z.enum(['dpo', 'statistics'])) }),
);
/** Roles that must sign before a release is approved. */
export async function findRequiredSignatures(db: Queryable, municipality: string): Promise<readonly ('dpo' | 'statistics')[]> {
  return onlyRow(await required.run(db, [municipality]))?.required ?? ['statistics'];
}

const setRequired = statement('municipality.set_required_signatures', 'update app.municipality set required_signatures = $2::text[] where municipality = $1', nothing);
export async function updateRequiredSignatures(db: Queryable, municipality: string, roles: readonly string[]): Promise<void> {
  await setRequired.run(db, [municipality, roles]);
}

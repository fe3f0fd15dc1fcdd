// Accounts, sessions, grants and tokens as the routes take and answer them.
import { z } from 'zod';
import { PUBLIC_NAME } from '../../auth/identify.ts';
import { PASSWORD_LENGTH } from '../../auth/passwords.ts';
import { CLEARANCES, ROLES } from '../../auth/roles.ts';
import { IsoDate } from './common.ts';

export const AccountName = z.string().regex(/^[\w.@-]{1,100}$/, 'letters, digits, _ . @ -');

export const AccountSchema = z
  .strictObject({
    account: AccountName,
    name: z.string().trim().min(1).max(200),
    roles: z.array(z.enum(ROLES)).min(1),
    clearances: z.array(z.enum(CLEARANCES)),
  })
  .meta({ id: 'Account' });

export const Password = z
  .string()
  .min(PASSWORD_LENGTH.least, `at least ${PASSWORD_LENGTH.least} characters`)
  .max(PASSWORD_LENGTH.most, `at most ${PASSWORD_LENGTH.most} characters`);

/** What comes in may leave the clearances out, so it is a schema of its own in the OpenAPI document. */
export const AddAccount = AccountSchema.extend({
  account: AccountName.refine((name) => name !== PUBLIC_NAME && name !== 'none', 'a name other than public and none'),
  clearances: z.array(z.enum(CLEARANCES)).default([]).meta({ description: 'Granted for all sources and a year; /accounts/{account}/clearances grants less' }),
  password: Password.optional(),
}).meta({ id: 'AddAccount' });

export const Grant = z
  .strictObject({
    clearance: z.enum(CLEARANCES),
    source: z.string().meta({ description: 'Source of statistics, as /statistics names it; * for all' }),
    purpose: z.string(),
    grantedBy: z.string(),
    grantedAt: z.string(),
    expiresAt: z.string(),
    revokedAt: z.string().nullable(),
  })
  .meta({ id: 'ClearanceGrant' });

export const AccountDetails = z
  .strictObject({
    ...AccountSchema.shape,
    grants: z.array(Grant).meta({ description: 'Every grant that ever was' }),
    disabled: z.boolean(),
    hasPassword: z.boolean(),
    hasIdentity: z.boolean().meta({ description: 'Signs in at the identity provider' }),
    demo: z.boolean().meta({ description: 'The password is still the one that the demo printed' }),
    databaseRole: z.string().nullable().meta({ description: 'Login of PostgreSQL whose direct connections see what the account is cleared for' }),
  })
  .meta({ id: 'AccountDetails' });

export const AccountList = z.strictObject({ accounts: z.array(AccountDetails) }).meta({ id: 'Accounts' });

export const NewGrant = z
  .strictObject({
    source: z.string().min(1).max(300),
    purpose: z.string().trim().min(3).max(500),
    expiresOn: IsoDate.meta({ description: 'The last day; at most two years ahead' }),
  })
  .meta({ id: 'NewClearanceGrant' });

export const SignIn = z.strictObject({ account: z.string().min(1).max(100), password: z.string().min(1).max(PASSWORD_LENGTH.most) }).meta({ id: 'SignIn' });

export const SessionSchema = z
  .strictObject({
    account: z.string().nullable().meta({ description: 'Null for a viewer who has not signed in' }),
    name: z.string().nullable(),
    roles: z.array(z.enum(ROLES)),
    clearances: z.array(z.strictObject({ clearance: z.enum(CLEARANCES), source: z.string(), purpose: z.string(), expiresAt: z.string() })),
    csrf: z.string().nullable().meta({ description: 'To be sent in Zuschnitt-CSRF with everything that changes something; null without a session' }),
    identityProvider: z.boolean().meta({ description: 'Whether /sign-in/oidc is offered' }),
  })
  .meta({ id: 'Session' });

export const ChangePassword = z.strictObject({ current: z.string().min(1).max(PASSWORD_LENGTH.most), next: Password }).meta({ id: 'ChangePassword' });

export const NewToken = z
  .strictObject({
    label: z.string().trim().min(1).max(200).meta({ description: 'What it is for' }),
    days: z.number().int().min(1).max(366).default(90),
  })
  .meta({ id: 'NewToken' });

export const TokenSchema = z
  .strictObject({ id: z.string(), label: z.string(), createdBy: z.string(), createdAt: z.string(), expiresAt: z.string() })
  .meta({ id: 'Token' });

export const AccessLog = z
  .strictObject({
    entries: z.array(
      z.strictObject({
        at: z.string(),
        account: z.string(),
        what: z.string(),
        source: z.string(),
        referenceDate: z.string().nullable(),
        purpose: z.string(),
      }),
    ),
  })
  .meta({ id: 'AccessLog' });

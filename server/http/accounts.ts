// Accounts, as far as they exist before people can log in: who may act, and as what.
import { z } from 'zod';
import { PUBLIC_NAME } from '../auth/identify.ts';
import { CLEARANCES, ROLES } from '../auth/roles.ts';
import { DatabaseError } from '../db/database.ts';
import { insertAccount } from '../db/queries/accounts.ts';
import { InputError } from '../gdal/input-error.ts';
import type { HttpContext } from './context.ts';
import { ok, route, type Route } from './route.ts';

export const AccountSchema = z
  .strictObject({
    account: z.string().regex(/^[\w.@-]{1,100}$/, 'letters, digits, _ . @ -'),
    name: z.string().trim().min(1).max(200),
    roles: z.array(z.enum(ROLES)).min(1),
    clearances: z.array(z.enum(CLEARANCES)),
  })
  .meta({ id: 'Account' });

/** What comes in may leave the clearances out, so it is a schema of its own in the OpenAPI document. */
const AddAccount = AccountSchema.extend({
  account: AccountSchema.shape.account.refine((name) => name !== PUBLIC_NAME && name !== 'none', 'a name other than public and none'),
  clearances: z.array(z.enum(CLEARANCES)).default([]),
}).meta({ id: 'AddAccount' });

const Accounts = z.strictObject({ accounts: z.array(AccountSchema) }).meta({ id: 'Accounts' });

export function accountRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/accounts',
      id: 'listAccounts',
      tag: 'Accounts',
      summary: 'All accounts with their roles and clearances',
      roles: ['admin'],
      replies: { 200: { description: 'Accounts by name', schema: Accounts } },
      handle: () => ok({ accounts: [...workspace.catalogue.accounts.values()] }),
    }),
    route({
      method: 'post',
      path: '/accounts',
      id: 'addAccount',
      tag: 'Accounts',
      summary: 'Adds an account',
      roles: ['admin'],
      body: AddAccount,
      replies: { 201: { description: 'The account', schema: AccountSchema } },
      handle: async ({ body }) => {
        try {
          await insertAccount(workspace.db, body);
        } catch (error) {
          if (!(error instanceof DatabaseError) || error.constraint !== 'account_pk') throw error;
          throw new InputError({ field: 'account', problem: `"${body.account}" is there already`, accepted: 'another name' });
        }
        await workspace.reload();
        return { status: 201, json: body };
      },
    }),
  ];
}

// The schema runs unchanged on a cluster, as far as a catalogue can tell.
import { expect, it } from 'vitest';
import { describeEngines } from './engines.ts';
import { findBreaches } from './portable-schema.ts';

// [statement that breaks a rule, part of the rule's name]
const FAULTS: readonly (readonly [string, string])[] = [
  ['create table app.f1 (municipality varchar(12) not null, x text, constraint f1_pk primary key (municipality, x))', 'plain text'],
  ['create table app.f2 (municipality text not null, x text, constraint f2_pk primary key (municipality, x), constraint f2_once unique (x))', 'every unique index'],
  [
    `create table app.f3 (municipality text not null, x text not null, d daterange, constraint f3_pk primary key (municipality, x),
       constraint f3_days exclude using gist (d with &&))`,
    'an exclusion compares',
  ],
  [
    `create table app.f4 (municipality text not null, x text not null, g text, constraint f4_pk primary key (municipality, x),
       constraint f4_fk foreign key (x, g) references app.geography (municipality, geography))`,
    'pairs their municipalities',
  ],
  [
    `create table app.f5 (x text not null, m text, g text, constraint f5_pk primary key (x),
       constraint f5_fk foreign key (m, g) references app.geography (municipality, geography))`,
    'only tenants refer to tenants',
  ],
  [
    `create table app.f6 (municipality text not null, x text not null, j text, constraint f6_pk primary key (municipality, x),
       constraint f6_fk foreign key (j) references app.job (job))`,
    'nothing refers to a local table',
  ],
  ['create table app.f7 (x text not null, a text, constraint f7_pk primary key (x), constraint f7_fk foreign key (a) references app.account (account))', 'a local table has no'],
  [
    `create table app.f8 (municipality text not null, x text not null, g text, constraint f8_pk primary key (municipality, x),
       constraint f8_fk foreign key (municipality, g) references app.geography (municipality, geography) on delete set null (g))`,
    'no SET NULL',
  ],
  [
    `create table app.f9 (municipality text not null, x text not null, g text, constraint f9_pk primary key (municipality, x),
       constraint f9_fk foreign key (municipality, g) references app.geography (municipality, geography) deferrable initially deferred)`,
    'deferrable',
  ],
  ['create trigger f10 after insert on app.zone for each statement execute function app.refuse_change()', 'triggers are by row'],
  [
    `create function app.f11() returns trigger language plpgsql as 'begin perform count(*) from app.zone; return new; end'`,
    '',
  ],
  ['create trigger f11 before insert on app.zone for each row execute function app.f11()', 'triggers are by row'],
  ['create policy f12 on app.zone using (exists (select from app.account))', 'a policy has no subquery'],
  ['create table app.f13 (municipality text not null, x serial, constraint f13_pk primary key (municipality, x))', 'bigint'],
  [`create table app.${'f14_'.padEnd(58, 'x')} (municipality text not null, constraint f14_pk primary key (municipality))`, 'a name leaves room'],
  [`alter table app.zone add constraint ${'f15_'.padEnd(58, 'x')} check (name <> 'f15')`, 'a constraint name leaves room'],
  ['create view app.f16 as select zone from app.zone', 'a view runs with'],
  [`create function app.f17() returns bigint language sql as 'select count(*) from app.zone'`, 'is plpgsql'],
];

describeEngines('a schema for clusters', (test) => {
  it('has no table, key, trigger or function that Citus would refuse or not enforce', async () => {
    expect(await findBreaches(test().database)).toEqual([]);
  });

  it('is checked by rules that find every fault planted', async () => {
    const { database } = test();
    for (const [statement, rule] of FAULTS) {
      let rules: string[] = [];
      await database
        .transaction(async (tx) => {
          if (rule === 'triggers are by row' && statement.includes('app.f11()')) await tx.query(FAULTS.find(([text]) => text.includes('function app.f11'))![0]);
          await tx.query(statement);
          rules = (await findBreaches(tx)).map((breach) => breach.rule);
          throw new Error('seen');
        })
        .catch((error: Error) => {
          if (error.message !== 'seen') throw error;
        });
      if (rule !== '') expect(rules.filter((found) => found.includes(rule)), statement).not.toEqual([]);
    }
    expect(await findBreaches(database)).toEqual([]);
  });
});

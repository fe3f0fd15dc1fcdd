// The product on the large monitor's database.
import { migrate } from '../../../server/db/migrate.ts';
import { openPostgres } from '../../../server/db/postgres.ts';
import { serve, type ServedCity } from '../browser/served-city.ts';
import { insertLargeMonitor, MUNICIPALITY } from './large-monitor.ts';

export function serveLargeMonitor(environment: Readonly<Record<string, string>> = {}): Promise<ServedCity | { readonly reason: string }> {
  return serve(
    'none',
    async (url) => {
      const database = await openPostgres(url, {});
      try {
        await migrate(database);
        await insertLargeMonitor(database);
      } finally {
        await database.close();
      }
    },
    { MUNICIPALITY, ...environment },
  );
}

// Run as a process by durability.test.ts: commits rows one by one, tells each, and goes on until it is killed.
import { openDatabase } from '../../server/db/open-database.ts';

const opened = await openDatabase({ dataDir: process.argv[2]! });
await opened.announce('http://127.0.0.1:1');
process.stdout.write('open\n');
for (let i = 1; ; i++) {
  await opened.database.transaction(async (tx) => {
    await tx.query('insert into app.municipality (municipality, name, epsg) values ($1, $2, 25832)', [String(i).padStart(8, '0'), 'a']);
    await tx.query('insert into app.municipality (municipality, name, epsg) values ($1, $2, 25832)', [String(i).padStart(12, '0'), 'b']);
  });
  process.stdout.write(`${i}\n`);
}

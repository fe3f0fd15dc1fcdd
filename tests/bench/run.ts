// `npm run bench -- [suite ...] [--quick] [--sizes 10000,100000] [--rounds 5] [--strict]`: every figure beside its peer.
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createReport, missed, writeReport } from './report.ts';
import { BROWSER_SUITES, runSuites, SUITES } from './run-suites.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    rounds: { type: 'string' },
    strict: { type: 'boolean', default: false },
  },
});
const all = [...Object.keys(SUITES), ...Object.keys(BROWSER_SUITES)];
const unknown = positionals.filter((name) => !all.includes(name));
const sizes = (values.sizes ?? (values.quick ? '10000' : '10000,100000,400000')).split(',').map(Number);
const rounds = Number(values.rounds ?? (values.quick ? 3 : 5));
if (unknown.length > 0 || sizes.some((n) => !(n >= 1000)) || !(rounds >= 1)) {
  console.error(`Suites: ${all.join(', ')}. Sizes are numbers of blocks from 1000, rounds from 1.`);
  process.exit(2);
}
const report = createReport((line) => console.log(line));
const versions = await runSuites({ suites: positionals.length > 0 ? positionals : all, sizes, rounds }, report);
const path = writeReport(report, fileURLToPath(new URL('results', import.meta.url)), versions);
console.log(`# ${path}`);
const short = missed(report);
for (const line of short) console.log(`# missed: ${line}`);
if (values.strict && short.length > 0) process.exitCode = 1;

// Every run of `npm test` draws the same random cases, so that a commit that is green stays green; `npm run test:long` draws new ones.
import fc from 'fast-check';

if (process.env.LONG !== '1') fc.configureGlobal({ seed: Number(process.env.SEED ?? 20_261_126) });

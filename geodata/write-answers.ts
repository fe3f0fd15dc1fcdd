// Writes gartenstadt-answers.json anew: `npx tsx geodata/write-answers.ts`, after the generator was changed on purpose.
import { writeFileSync } from 'node:fs';
import { plantedAnswers } from './planted-cases.ts';
import { generateTown } from './town/generate-town.ts';

const path = new URL('gartenstadt-answers.json', import.meta.url);
writeFileSync(path, `${JSON.stringify(plantedAnswers(generateTown({ scale: 'town' })), null, 1)}\n`);

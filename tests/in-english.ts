// What was said by code, in English, wherever it stands in a value: so that tests read as the command line does.
import { inEnglish, type Said } from '../core/refusals/say.ts';

export function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  if ('reason' in value && 'params' in value) return inEnglish(value as Said);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, told(part)]));
}

import { expect } from 'vitest';

/**
 * What a page shall show, asked again until it does: a page draws in its own time, and on a busy machine a frame comes
 * late. For readings only, never for something done; twenty seconds are what a person would call broken.
 */
export const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 20_000, interval: 100 });

// Arrays that a message between threads hands over instead of copying: 100 MB of coordinates at 400,000 blocks.

/**
 * The memory of all number arrays in plain objects within `value`, each once. Bytes are left out, since small ones share the pool of Buffer, and
 * so are lists, which may be long and hold no arrays here. Whoever sends them can no longer use them.
 */
export function transferables(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const walk = (inner: unknown, depth: number): void => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner) || depth > 6) return;
    if (inner instanceof Float64Array || inner instanceof Uint32Array || inner instanceof Int32Array) {
      if (inner.buffer instanceof ArrayBuffer) found.add(inner.buffer);
    } else if (!ArrayBuffer.isView(inner) && Object.getPrototypeOf(inner) === Object.prototype) {
      for (const member of Object.values(inner)) walk(member, depth + 1);
    }
  };
  walk(value, 0);
  return [...found];
}

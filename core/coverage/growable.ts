// Arrays of numbers that grow. One class a kind of array: code over both kinds at once would look up the kind at each number.
import { keepShape } from '../kept-shapes.ts';

export class GrowableDoubles {
  data = new Float64Array(1024);
  length = 0;

  /** Makes room for `extra` more numbers. */
  reserve(extra: number): void {
    if (this.length + extra <= this.data.length) return;
    const grown = new Float64Array(2 * (this.length + extra));
    grown.set(this.data.subarray(0, this.length));
    this.data = grown;
  }

  push(value: number): void {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length++] = value;
  }

  copy(): Float64Array {
    return this.data.slice(0, this.length);
  }
}

export class GrowableIndices {
  data = new Uint32Array(1024);
  length = 0;

  reserve(extra: number): void {
    if (this.length + extra <= this.data.length) return;
    const grown = new Uint32Array(2 * (this.length + extra));
    grown.set(this.data.subarray(0, this.length));
    this.data = grown;
  }

  push(value: number): void {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length++] = value;
  }

  copy(): Uint32Array {
    return this.data.slice(0, this.length);
  }
}

keepShape(new GrowableDoubles());
keepShape(new GrowableIndices());

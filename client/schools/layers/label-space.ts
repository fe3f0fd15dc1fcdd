// Where labels lie already: what comes later keeps off.

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Boxes by their middle, CSS pixels. */
export class LabelSpace {
  private readonly taken: Box[] = [];

  take(x: number, y: number, width: number, height: number): void {
    this.taken.push(boxOf(x, y, width, height));
  }

  isFree(x: number, y: number, width: number, height: number): boolean {
    const box = boxOf(x, y, width, height);
    return this.taken.every((other) => box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top);
  }
}

function boxOf(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

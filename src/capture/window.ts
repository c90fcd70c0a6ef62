/** The part of a capture that is in memory: readers look at `bytes[position..end)` and move `position` on. */
export class Window {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView;
  position = 0;
  end = 0;
  /** Offset in the decompressed file of `bytes[0]`. */
  offset = 0;
  /** Bytes from `position` that the reader must see before it can go on. */
  needed = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Moves what is unread to the front and doubles the buffer, from `smallest` on, when that fills it. */
  makeRoom(smallest: number): void {
    if (this.position > 0) {
      this.bytes.copyWithin(0, this.position, this.end);
      this.offset += this.position;
      this.end -= this.position;
      this.position = 0;
    }
    // Growing only as bytes really arrive keeps a short file that claims a huge record small.
    if (this.end === this.bytes.length) this.resize(Math.max(64, smallest, this.bytes.length * 2));
  }

  /** Gives the memory back; nothing can be read afterwards. */
  release(): void {
    this.offset += this.position;
    this.position = 0;
    this.end = 0;
    this.resize(0);
  }

  private resize(capacity: number): void {
    const bytes = new Uint8Array(capacity);
    if (capacity > 0) bytes.set(this.bytes.subarray(0, this.end));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}

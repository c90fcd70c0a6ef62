const KEY = 2;
const NOBODY = -1;
const ADDRESSES = 4294967296;

/**
 * Who knows whose hardware address, and until when: one table of numbers for all stations, because a map of its own for
 * each of a hundred thousand costs more than all that is in it. Open addressing; what is forgotten keeps its place.
 */
export class Neighbors {
  /** Key and time in turn; the key is made of station and address and fits a double exactly for 2 million stations. */
  private table = new Float64Array(KEY * 256).fill(NOBODY);
  private count = 0;

  /** Until when a station knows an address, in nanoseconds; -1 when it does not. */
  knownUntil(station: number, ip: number): number {
    return this.table[this.find(station * ADDRESSES + ip) + 1];
  }

  /** A station learns an address. */
  learn(station: number, ip: number, until: number): void {
    const key = station * ADDRESSES + ip;
    let at = this.find(key);
    if (this.table[at] === NOBODY) {
      if (++this.count * 2 > this.table.length / KEY) {
        this.grow();
        at = this.find(key);
      }
      this.table[at] = key;
    }
    this.table[at + 1] = until;
  }

  /** A station knows an address no longer. */
  forget(station: number, ip: number): void {
    this.table[this.find(station * ADDRESSES + ip) + 1] = NOBODY;
  }

  /** Nobody knows the address any longer, and the station, whose it is, knows nobody. */
  forgetAll(station: number, ip: number): void {
    const { table } = this;
    for (let at = 0; at < table.length; at += KEY) {
      if (table[at] === NOBODY) continue;
      if (table[at] % ADDRESSES === ip || Math.floor(table[at] / ADDRESSES) === station) table[at + 1] = NOBODY;
    }
  }

  /** Where the key stands, or the free place where it would. */
  private find(key: number): number {
    const { table } = this;
    const mask = table.length / KEY - 1;
    const ip = key % ADDRESSES;
    const station = (key - ip) / ADDRESSES;
    const mixed = Math.imul(station ^ Math.imul(ip, 0x9e3779b1), 0x85ebca6b);
    let place = (mixed ^ (mixed >>> 15)) & mask;
    while (table[place * KEY] !== key && table[place * KEY] !== NOBODY) place = (place + 1) & mask;
    return place * KEY;
  }

  private grow(): void {
    const old = this.table;
    this.table = new Float64Array(old.length * 2).fill(NOBODY);
    for (let at = 0; at < old.length; at += KEY) {
      if (old[at] === NOBODY) continue;
      const to = this.find(old[at]);
      this.table[to] = old[at];
      this.table[to + 1] = old[at + 1];
    }
  }
}

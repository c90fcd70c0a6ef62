/** Rows of a long list that come page by page. */
export interface RowPage<Row> {
  rows: readonly Row[];
  total: number;
  /** Cursor of the next page; "" at the end. */
  next: string;
}

/** Rows per request: small first, so that the first view comes soon. */
export const FIRST_PAGE = 200;
const LATER_PAGE = 1000;

/**
 * A list as far as it was loaded. `want` loads on until an index is there; `renew` loads all of it again and swaps it
 * at once, so that nothing jumps.
 */
export class RowList<Row> {
  rows: readonly Row[] = [];
  total = 0;
  error: Error | undefined;
  /** False until the first page came. */
  ready = false;
  #next = "";
  #wanted = 0;
  #running = false;
  #again = false;
  #ended = false;
  readonly #load: (after: string, limit: number) => Promise<RowPage<Row>>;
  readonly #moved: () => void;

  constructor(load: (after: string, limit: number) => Promise<RowPage<Row>>, moved: () => void) {
    this.#load = load;
    this.#moved = moved;
  }

  /** Loads until row `index` is there or the list ends. */
  want(index: number): void {
    this.#wanted = Math.max(this.#wanted, index);
    if (!this.#running && !this.#ended && this.#lacks()) void this.#run();
  }

  /** Asks again for what is loaded. */
  renew(): void {
    this.#again = true;
    if (!this.#running && !this.#ended) void this.#run();
  }

  /** Begins, also again after `end`. */
  begin(): void {
    this.#ended = false;
    this.want(0);
  }

  /** No news any more. */
  end(): void {
    this.#ended = true;
  }

  #lacks(): boolean {
    return !this.ready || (this.rows.length <= this.#wanted && this.#next !== "");
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (!this.#ended && (this.#again || this.#lacks())) {
        if (this.#again) await this.#renewAll();
        else await this.#loadOn();
        this.error = undefined;
        if (!this.#ended) this.#moved();
      }
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error));
      if (!this.#ended) this.#moved();
    } finally {
      this.#running = false;
    }
  }

  async #loadOn(): Promise<void> {
    const page = await this.#load(this.#next, this.ready ? LATER_PAGE : FIRST_PAGE);
    this.rows = this.rows.concat(page.rows);
    this.total = page.total;
    this.#next = page.next;
    this.ready = true;
  }

  async #renewAll(): Promise<void> {
    this.#again = false;
    const length = Math.max(FIRST_PAGE, this.rows.length);
    const rows: Row[] = [];
    let next = "";
    let total = 0;
    do {
      const page = await this.#load(next, Math.min(LATER_PAGE, length - rows.length));
      rows.push(...page.rows);
      total = page.total;
      next = page.next;
    } while (next !== "" && rows.length < length && !this.#ended);
    this.rows = rows;
    this.total = total;
    this.#next = next;
    this.ready = true;
  }
}

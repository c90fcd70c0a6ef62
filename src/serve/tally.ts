/** What the server counts since it started. */
export class Tally {
  /** By "method route status". Bounded: routes and statuses are. */
  readonly requests = new Map<string, number>();
  seconds = 0;
  refusedByRate = 0;
  refusedByHost = 0;

  request(method: string, route: string, status: number, seconds: number): void {
    const key = `${method} ${route} ${status}`;
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
    this.seconds += seconds;
  }
}

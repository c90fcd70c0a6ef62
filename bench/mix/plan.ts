/** How often the captures below a path are repeated, each time as another site. First match wins; 0 leaves out. */
export const REPEATS: readonly (readonly [string, number])[] = [
  // Files made to break readers measure error paths, and format samples hold no traffic.
  ["malformed/", 0],
  ["it/pcapng-format/", 0],
  // Scans and floods of one packet per flow would drown the flow table's usual case.
  ["attacks/ndpi-synscan", 0],
  ["attacks/ndpi-icmp-tunnel", 0],
  // Long plant recordings: the body of the mix. Few connections with many messages each, as plants have them.
  ["mixed-plants/qutdnp3-control", 5],
  ["attacks/qut-s7/", 10],
  // Supervision that opens a connection for every few requests: most of the flows.
  ["mixed-plants/lemay-channel_5d_3s", 4],
  // A plant with scans, web and office traffic beside.
  ["mixed-plants/s4-digitalbond", 2],
  // Everything else once: other OT, offices, things and patients beside the plant.
  ["", 1],
];

/** Sites begin and end within this many seconds; longer recordings are played faster. */
export const WINDOW_SECONDS = 6 * 3600;
/** 2026-01-05 06:00:00 UTC, a Monday morning shift. */
export const FIRST_SECOND = 1_767_592_800;
/** What the mix must hold to be worth measuring on. */
export const LEAST_PACKETS = 3_000_000;
export const LEAST_FLOWS = 30_000;

/** How often a capture (path below the captures folder) is repeated. */
export function repeatsOf(path: string): number {
  return REPEATS.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 0;
}

import type { Random } from "../random.ts";
import type { World } from "./world.ts";

const POOL = 1 << 16;
const pools = new WeakMap<World, Uint8Array>();

/** Up to 16,384 bytes that look random, for what is sealed or has no meaning; lent from a pool, so copy them. */
export function noise(world: World, random: Random, count: number): Uint8Array {
  let pool = pools.get(world);
  if (pool === undefined) {
    pool = world.random.fork("noise").bytes(POOL);
    pools.set(world, pool);
  }
  const from = random.between(0, POOL - 16384);
  return pool.subarray(from, from + count);
}

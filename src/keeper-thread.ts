import type { MessagePort } from "node:worker_threads";
import { parentPort, workerData } from "node:worker_threads";
import { findAll } from "./analyze/detections/list.ts";
import { PROTOCOLS } from "./dissect/protocols/list.ts";
import { registryOf } from "./dissect/registry.ts";
import { Keeper } from "./monitor/keeper.ts";
import { OWN_RULES } from "./observe/fingerprints/own-rules.ts";
import { RuleBook, type RuleSet } from "./observe/fingerprints/rules.ts";
import { joinCalls } from "./operate/calls.ts";
import type { HostAnswers } from "./operate/site-host.ts";
import { answersOf, SiteRunner } from "./operate/site-runner.ts";
import { type WireChoices, type WireOrder, Wires } from "./operate/wire.ts";
import { loadVendorLookup } from "./vendor-lookup.ts";

/** What the thread of a site is started with. */
export interface ThreadChoices {
  /** Fingerprint rules beside our own. */
  packs: readonly RuleSet[];
  wires: WireChoices;
}

if (parentPort !== null) serveHost(parentPort, workerData as ThreadChoices);

/** Runs one site: everything it does is asked for by its host. */
function serveHost(port: MessagePort, { packs, wires: choices }: ThreadChoices): void {
  const keeper = new Keeper(registryOf(PROTOCOLS), {
    dissectors: PROTOCOLS,
    vendorOf: loadVendorLookup(),
    fingerprints: new RuleBook([OWN_RULES, ...packs]),
    findAll,
  });
  const { calls, answer } = joinCalls<HostAnswers>(port);
  const runner = new SiteRunner(keeper, calls, () => performance.now() / 1000);
  const wires = new Wires(
    runner,
    choices,
    () => Date.now() / 1000,
    (sensor, state) => void calls.wireState(sensor, state).catch(() => undefined),
  );
  answer({
    ...answersOf(runner),
    watch: (order: WireOrder): void => wires.watch(order),
    unwatch: async (sensor: string): Promise<void> => {
      await wires.unwatch(sensor);
    },
    async stop(): Promise<void> {
      await wires.close();
      await runner.stop();
    },
  });
}

import type { Carriage } from "../../dissector.ts";

/** A made-up but correct conversation of one protocol: input of the laws and of mutation. */
export interface Exchange {
  readonly name: string;
  readonly over: Carriage["over"];
  /** Owned port, EtherType, IP protocol number or LLC type; the carrier's key (or 0) inside another protocol. */
  readonly port: number;
  /** For "inside": the carrier's name. */
  readonly carrier?: string;
  readonly messages: readonly { readonly from: "client" | "server"; readonly hex: string }[];
}

// What the options of one message come to. It is gathered first and told when all was read: whom it is about may stand behind.
import type { Attribute } from "../../../model/attribute.ts";
import type { UniqueIdentifier } from "./identifier.ts";

const MOST_TOLD = 64;

/** One thing that the options say of the client. */
export interface Told {
  attribute: Attribute;
  value: string;
  confidence: number;
  method: string;
  start: number;
  end: number;
}

/** What the options of one message come to. */
export interface Found {
  count: number;
  client: UniqueIdentifier | undefined;
  server: UniqueIdentifier | undefined;
  /** The client's hardware address as its relay saw it, 12 hex digits or "". */
  linkLayer: string;
  /** The first status that is no success, and how many there were. */
  status: string;
  refusals: number;
  /** Addresses that are leased to the client. */
  addresses: string[];
  /** Leases of other clients, in answers to a lease query. */
  leases: { mac: string; ip: string }[];
  requested: number[];
  interfaceId: string;
  remoteId: string;
  bootFile: string;
  told: Told[];
  /** The message inside: of a relay, or of DHCP for IPv4; -1 without one. */
  relayStart: number;
  relayEnd: number;
  dhcp4Start: number;
  dhcp4End: number;
}

/** Nothing found yet. */
export function newFound(): Found {
  return {
    count: 0,
    client: undefined,
    server: undefined,
    linkLayer: "",
    status: "",
    refusals: 0,
    addresses: [],
    leases: [],
    requested: [],
    interfaceId: "",
    remoteId: "",
    bootFile: "",
    told: [],
    relayStart: -1,
    relayEnd: -1,
    dhcp4Start: -1,
    dhcp4End: -1,
  };
}

/** Keeps one thing that is to be told of the client. */
export function say(
  found: Found,
  attribute: Attribute,
  value: string,
  confidence: number,
  method: string,
  start: number,
  end: number,
): void {
  if (value !== "" && found.told.length < MOST_TOLD) {
    found.told.push({ attribute, value, confidence, method, start, end });
  }
}

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { arp as arpDissector } from "../dissect/protocols/arp.ts";
import { icmpv6 } from "../dissect/protocols/icmpv6/icmpv6.ts";
import { lldp } from "../dissect/protocols/lldp.ts";
import { modbus } from "../dissect/protocols/modbus/modbus.ts";
import { ssdp } from "../dissect/protocols/ssdp.ts";
import type { TimedFrame } from "./testing.ts";
import { ACK, arp, ethernet, observe, RST, SYN, tcp, udp } from "./testing.ts";

const PLC = ["001b1b000001", "10.0.0.1"] as const;
const HMI = ["001b1b000002", "10.0.0.2"] as const;
const ROUTER = ["0090e8000009", "10.0.0.254"] as const;
const ALL = "ffffffffffff";

/** Frames one second apart. */
function inTurn(...frames: Uint8Array[]): TimedFrame[] {
  return frames.map((bytes, index) => ({ time: 1000 + index, bytes }));
}

function at(host: readonly [string, string], port: number): [string, string, number] {
  return [host[0], host[1], port];
}

const addresses = (site: ReturnType<typeof observe>) =>
  site.devices.map((device) => `${device.ips.join(",")} ${device.macs.join(",").replaceAll(":", "")}`.trim());

const request = (transaction: number, register = 0) => [0, transaction, 0, 0, 0, 6, 1, 3, 0, register, 0, 2];
const response = (transaction: number) => [0, transaction, 0, 0, 0, 7, 1, 3, 4, 0, 1, 0, 2];

describe("one row per physical device", () => {
  test("a MAC and the addresses that it sends from are one", () => {
    const site = observe(inTurn(udp(at(PLC, 5000), at(HMI, 5001)), udp(at(HMI, 5001), at(PLC, 5000))));
    assert.deepEqual(addresses(site), ["10.0.0.1 001b1b000001", "10.0.0.2 001b1b000002"]);
    assert.deepEqual(
      site.devices.map((device) => [device.presence, device.framesSent, device.framesReceived]),
      [
        ["spoke", 1, 1],
        ["spoke", 1, 1],
      ],
    );
  });

  test("a router keeps its announced address; what it hides stays apart and has no MAC", () => {
    const far = [ROUTER[0], "10.9.0.5", 502] as [string, string, number];
    const site = observe(
      inTurn(
        arp(2, ROUTER, HMI),
        tcp(far, at(HMI, 40000), SYN, 1, [], { ttl: 63 }),
        udp([ROUTER[0], "203.0.113.7", 53], at(HMI, 40001), [1], { ttl: 57 }),
        udp(at(HMI, 40001), at(PLC, 53)),
      ),
      [arpDissector],
    );
    const router = site.devices.find((device) => device.macs.includes("00:90:e8:00:00:09"));
    assert.deepEqual(router?.ips, ["10.0.0.254"]);
    assert.match(router?.attributes.find((entry) => entry.attribute === "kind")?.candidates[0].value ?? "", /router/);
    for (const ip of ["10.9.0.5", "203.0.113.7"]) {
      const hidden = site.devices.find((device) => device.ips.includes(ip));
      assert.deepEqual(hidden?.macs, []);
      assert.equal(hidden?.presence, "behind a router");
    }
    assert.ok(site.spots.some((spot) => spot.reason === "Behind a router" && spot.devices.length === 2));
  });

  test("a router that never speaks for itself is a device of the packets it hands on", () => {
    const near = ["001b1b0000aa", "10.0.0.7", 500] as const;
    const routed = (ip: string, port: number) => udp([ROUTER[0], ip, port], near, [1], { ttl: 57 });
    const site = observe(
      inTurn(routed("198.51.100.1", 53), routed("198.51.100.2", 53), udp(near, [ROUTER[0], "198.51.100.1", 53])),
    );
    const router = site.devices.find((device) => device.macs.includes("00:90:e8:00:00:09"));
    assert.deepEqual([router?.ips, router?.presence, router?.firstSeen], [[], "spoke", 1000]);
    assert.equal(site.spots.find((spot) => spot.reason === "Behind a router")?.where, "behind 00:90:e8:00:00:09");
    assert.ok(!site.spots.some((spot) => spot.devices.includes(router?.id ?? "") && /Nothing sent/.test(spot.reason)));
  });

  test("a router that answers ARP for others does not swallow them", () => {
    const site = observe(
      inTurn(
        arp(2, ROUTER, HMI),
        arp(2, [ROUTER[0], "10.0.0.77"], HMI),
        udp([ROUTER[0], "10.0.0.77", 502], at(HMI, 40000), [1], { ttl: 63 }),
      ),
      [arpDissector],
    );
    assert.deepEqual(site.devices.find((device) => device.ips.includes("10.0.0.77"))?.macs, []);
    assert.deepEqual(site.devices.find((device) => device.ips.includes("10.0.0.254"))?.ips, ["10.0.0.254"]);
  });

  test("a router that translates addresses keeps the one it announces, whatever hops its packets have lost", () => {
    const wan = [ROUTER[0], "203.0.113.1"] as const;
    const server = [HMI[0], "203.0.113.5"] as const;
    // A neighbor solicitation from fe80::290:e8ff:fe00:9 for fe80::5, with the sender's hardware address.
    const header = "60000000 0020 3a ff fe80000000000000 0290e8fffe000009 ff0200000000000000000001ff000005";
    const solicitation = "87000000 00000000 fe800000000000000000000000000005 0101 0090e8000009";
    const bytes = [...Buffer.from((header + solicitation).replaceAll(" ", ""), "hex")];
    const site = observe(
      inTurn(
        arp(1, wan, server),
        arp(2, server, wan),
        ethernet(ROUTER[0], "3333ff000005", 0x86dd, bytes),
        udp(at(wan, 40000), at(server, 502), [1], { ttl: 63 }),
        udp(at(server, 502), at(wan, 40000), [2]),
      ),
      [arpDissector, icmpv6],
    );
    assert.deepEqual(addresses(site).sort(), [
      "203.0.113.1,fe80::290:e8ff:fe00:9 0090e8000009",
      "203.0.113.5 001b1b000002",
    ]);
  });

  test("a frame seen on both sides of a router makes neither a second sender nor a second device", () => {
    const site = observe(
      inTurn(
        arp(2, HMI, ROUTER),
        udp(at(HMI, 40000), [ROUTER[0], "10.1.0.1", 502], [1], { vlan: 40, ttl: 128 }),
        udp([ROUTER[0], "10.0.0.2", 40000], [PLC[0], "10.1.0.1", 502], [1], { vlan: 10, ttl: 127 }),
        udp([PLC[0], "10.1.0.1", 502], [ROUTER[0], "10.0.0.2", 40000], [2], { vlan: 10, ttl: 64 }),
      ),
      [arpDissector],
    );
    assert.deepEqual(addresses(site), ["10.0.0.2 001b1b000002", "10.1.0.1 001b1b000001"]);
    assert.equal(site.links.filter((link) => link.transport === "udp").length, 1);
  });

  test("a router is known by the packets that a mirror shows before and behind it", () => {
    const other = ["001b1b000004", "10.0.0.4"] as const;
    const there = (from: readonly [string, string, number]) =>
      udp(from, [ROUTER[0], "10.1.0.1", 502], [1], { ttl: 64 });
    const here = (ip: string) => udp([ROUTER[0], ip, 40000], [PLC[0], "10.1.0.1", 502], [1], { ttl: 63 });
    const site = observe(
      inTurn(
        arp(2, HMI, ROUTER),
        arp(2, ROUTER, HMI),
        there(at(HMI, 40000)),
        here(HMI[1]),
        there([other[0], other[1], 40000]),
        here(other[1]),
      ),
      [arpDissector],
    );
    const router = site.devices.find((device) => device.ips.includes(ROUTER[1]));
    const kind = router?.attributes.find(({ attribute }) => attribute === "kind")?.candidates[0];
    assert.equal(kind?.value, "router (forwards for 2 addresses)");
  });

  test("an address that moves to another device stands with both, one that two claim at once with the first", () => {
    const next = ["001b1b000003", "10.0.0.1"] as const;
    const moved = observe(
      [
        { time: 1000, bytes: arp(1, PLC, HMI) },
        { time: 1001, bytes: udp(at(PLC, 1000), at(HMI, 1000)) },
        { time: 9000, bytes: arp(1, next, HMI) },
      ],
      [arpDissector],
    );
    const holders = moved.devices.filter((device) => device.ips.includes("10.0.0.1"));
    assert.deepEqual(holders.map((device) => device.macs[0]).sort(), ["00:1b:1b:00:00:01", "00:1b:1b:00:00:03"]);
    const contested = observe(inTurn(arp(1, PLC, HMI), arp(1, next, HMI), arp(1, PLC, HMI), arp(1, next, HMI)), [
      arpDissector,
    ]);
    const owners = contested.devices.filter((device) => device.ips.includes("10.0.0.1"));
    assert.deepEqual(
      owners.map((device) => device.macs[0]),
      ["00:1b:1b:00:00:01"],
    );
    const other = contested.devices.find((device) => device.macs[0] === "00:1b:1b:00:00:03");
    assert.deepEqual(
      other?.bindings.map(({ ip, method }) => [ip, method]),
      [["10.0.0.1", "ARP"]],
    );
  });

  test("a device that changes its address keeps its row", () => {
    const site = observe(inTurn(arp(1, PLC, HMI), arp(1, [PLC[0], "10.0.0.50"], HMI)), [arpDissector]);
    assert.deepEqual(addresses(site), ["10.0.0.1,10.0.0.50 001b1b000001"]);
  });

  test("IPv6 addresses made from the MAC, and others that it sends from with all hops left, join its row", () => {
    const link = "fe80::21b:1bff:fe00:1";
    const site = observe(
      inTurn(
        udp(at(PLC, 5000), at(HMI, 5001)),
        udp([PLC[0], link, 5353], ["333300000001", "ff02::1", 5353]),
        udp([PLC[0], "2001:db8::5", 5353], [HMI[0], "2001:db8::6", 5353]),
        udp([ROUTER[0], "2001:db8:9::1", 53], [HMI[0], "2001:db8::6", 5353], [1], { ttl: 55 }),
      ),
    );
    const plc = site.devices.find((device) => device.macs[0] === "00:1b:1b:00:00:01");
    assert.deepEqual(plc?.ips, ["10.0.0.1", "2001:db8::5", link]);
    assert.equal(site.devices.find((device) => device.ips[0] === "2001:db8:9::1")?.presence, "behind a router");
  });

  test("where no private address speaks, public ones are the site's own", () => {
    const one = [PLC[0], "134.249.61.163", 102] as [string, string, number];
    const other = [HMI[0], "134.249.62.206", 40000] as [string, string, number];
    const site = observe(inTurn(tcp(other, one, SYN, 1), tcp(one, other, SYN | ACK, 1)));
    assert.deepEqual(addresses(site), ["134.249.61.163 001b1b000001", "134.249.62.206 001b1b000002"]);
  });
});

describe("what is no device", () => {
  test("broadcasts and groups, also the broadcast address of a subnet, however it is spoken to", () => {
    const site = observe(
      inTurn(
        udp(at(HMI, 137), [ALL, "10.0.0.255", 137]),
        udp(at(HMI, 137), [ALL, "255.255.255.255", 137]),
        udp(at(HMI, 137), ["01005e7ffffa", "239.255.255.250", 1900]),
        udp(["001b1b000002", "0.0.0.0", 68], [ALL, "255.255.255.255", 67]),
        udp([HMI[0], "fe80::1", 5353], ["3333000000fb", "ff02::fb", 5353]),
      ),
    );
    assert.deepEqual(addresses(site), ["10.0.0.2,fe80::1 001b1b000002"]);
    assert.equal(site.devices[0].presence, "broadcast only");
    assert.deepEqual(site.silent, []);
    const groups = site.links.map((link) => [link.serverAddress, link.server]);
    groups.sort((one, other) => (one[0] < other[0] ? -1 : 1));
    assert.deepEqual(groups, [
      ["10.0.0.255", ""],
      ["239.255.255.250", ""],
      ["255.255.255.255", ""],
      ["ff02::fb", ""],
    ]);
  });

  test("addresses that a scan tried in vain: they are counted, not listed", () => {
    const frames = [arp(2, HMI, PLC)];
    for (let host = 10; host < 60; host++) frames.push(tcp(at(HMI, 40000), [PLC[0], `10.0.0.${host}`, 502], SYN, 1));
    frames.push(tcp(at(HMI, 40000), at(PLC, 502), SYN, 1), tcp(at(PLC, 502), at(HMI, 40000), RST | ACK, 0));
    const site = observe(inTurn(...frames), [arpDissector]);
    assert.deepEqual(addresses(site), ["10.0.0.1 001b1b000001", "10.0.0.2 001b1b000002"]);
    assert.equal(site.silent.length, 50);
    const contacts = [...site.contacts.values()];
    assert.equal(contacts.length, 1);
    assert.deepEqual([contacts[0].unanswered, contacts[0].refused, contacts[0].targets], [50, 1, 51]);
    assert.match(site.spots.find((spot) => spot.reason === "Addresses without an answer")?.amount ?? "", /^50 /);
  });

  test("an address asked for by ARP that stays silent", () => {
    const site = observe(inTurn(arp(1, HMI, ["000000000000", "10.0.0.99"])), [arpDissector]);
    assert.deepEqual(addresses(site), ["10.0.0.2 001b1b000002"]);
  });
});

describe("who is known by half", () => {
  test("a server is proven by its client's acknowledgments although its answers were not captured", () => {
    const site = observe(
      inTurn(
        tcp(at(HMI, 40000), at(PLC, 502), SYN, 1),
        tcp(at(HMI, 40000), at(PLC, 502), ACK, 2),
        tcp(at(HMI, 40000), at(PLC, 502), ACK, 2, request(1)),
      ),
      [modbus],
    );
    const plc = site.devices.find((device) => device.ips.includes("10.0.0.1"));
    assert.equal(plc?.presence, "addressed only");
    assert.deepEqual(
      plc?.servicesOffered.map(({ protocol, port }) => [protocol, port]),
      [["modbus", 502]],
    );
    assert.equal(site.links[0].oneSided, true);
    const spot = site.spots.find((entry) => entry.reason === "One direction only");
    assert.deepEqual([spot?.amount, spot?.frames, spot?.devices], ["1 conversation", 3, [plc?.id]]);
  });

  test("a device that sends to one receiver is not called known from broadcasts", () => {
    const site = observe(inTurn(udp(at(PLC, 514), at(HMI, 514))));
    assert.deepEqual(
      site.devices.map((device) => [device.ips[0], device.presence]),
      [["10.0.0.1", "spoke"]],
    );
    assert.ok(site.spots.some((spot) => spot.reason === "Nothing sent to them was seen"));
    assert.ok(!site.spots.some((spot) => spot.reason === "Known only from broadcasts"));
  });

  test("a switch known by its announcements is one device over its ports, as delivered names do not join", () => {
    const announce = (mac: string, name: string) => {
      const chassis = [2, 7, 4, ...(mac.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))];
      const letters = Array.from(name, (letter) => letter.charCodeAt(0));
      const body = [...chassis, 4, 2, 7, 49, 6, 2, 0, 120, 10, letters.length, ...letters, 0, 0];
      return ethernet(mac, "0180c200000e", 0x88cc, body);
    };
    const site = observe(
      inTurn(announce("000e8cef75c5", "x208"), announce("000e8cef75c9", "x208"), announce("000e8c112233", "x208")),
      [lldp],
    );
    assert.deepEqual(addresses(site), ["000e8c112233", "000e8cef75c5,000e8cef75c9"]);
    assert.ok(site.devices.every((device) => device.hostName === "x208" && device.presence === "broadcast only"));
  });
});

describe("conversations", () => {
  test("who asks is the client although the server is seen first, and acts, targets and outcomes are summed", () => {
    const refusal = [0, 3, 0, 0, 0, 3, 1, 0x83, 2];
    const site = observe(
      inTurn(
        tcp(at(PLC, 502), at(HMI, 502), ACK, 1, response(0)),
        tcp(at(HMI, 502), at(PLC, 502), ACK, 1, request(1)),
        tcp(at(PLC, 502), at(HMI, 502), ACK, 14, response(1)),
        tcp(at(HMI, 502), at(PLC, 502), ACK, 13, request(3, 9)),
        tcp(at(PLC, 502), at(HMI, 502), ACK, 27, refusal),
      ),
      [modbus],
    );
    assert.equal(site.links.length, 1);
    const [link] = site.links;
    assert.deepEqual([link.clientAddress, link.serverAddress, link.rolesFrom], ["10.0.0.2", "10.0.0.1", "messages"]);
    const [read] = link.operations;
    assert.equal(read.operation, "modbus:read_holding_registers");
    assert.deepEqual([read.requests, read.responses, read.refused], [2, 3, 1]);
    assert.deepEqual(read.targets, ["holding register 0-1", "holding register 9-10"]);
    assert.equal(read.outcomes.length, 1);
  });

  test("a steady read is a poll, also when every round has its own connection", () => {
    const steady: TimedFrame[] = [];
    const anew: TimedFrame[] = [];
    for (let round = 0; round < 20; round++) {
      const time = 1000 + round * 2 + (round % 2) * 0.01;
      steady.push({ time, bytes: tcp(at(HMI, 40000), at(PLC, 502), ACK, 1 + round * 12, request(round)) });
      anew.push({ time, bytes: tcp(at(HMI, 40000 + round), at(PLC, 502), SYN, 0) });
      anew.push({ time, bytes: tcp(at(PLC, 502), at(HMI, 40000 + round), SYN | ACK, 0) });
      anew.push({ time, bytes: tcp(at(HMI, 40000 + round), at(PLC, 502), ACK, 1, request(1)) });
    }
    for (const frames of [steady, anew]) {
      const polls = observe(frames, [modbus]).devices.find((device) => device.ips[0] === "10.0.0.2")?.polls ?? [];
      assert.equal(polls.length, 1);
      assert.equal(polls[0].times, 20);
      assert.ok(Math.abs(polls[0].period - 2) < 0.02 && polls[0].variation < 0.05);
      assert.deepEqual([polls[0].operation, polls[0].target], ["read_holding_registers", "holding register 0-1"]);
    }
  });

  test("a steady write is no poll: who only writes does not watch", () => {
    const frames: TimedFrame[] = [];
    for (let round = 0; round < 20; round++) {
      const write = [0, round, 0, 0, 0, 6, 1, 6, 0, 7, 0, 1];
      frames.push({ time: 1000 + round, bytes: tcp(at(HMI, 40000), at(PLC, 502), ACK, 1 + round * 12, write) });
      frames.push({ time: 1000.1 + round, bytes: tcp(at(PLC, 502), at(HMI, 40000), ACK, 1 + round * 12, write) });
    }
    const site = observe(frames, [modbus]);
    assert.equal(site.links[0].operations[0].operation, "modbus:write_single_register");
    assert.deepEqual(
      site.devices.map((device) => device.polls.length),
      [0, 0],
    );
  });

  test("an announcement to a group from any port is of the service that the group's port names", () => {
    const notify = Array.from(
      "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nNT: upnp:rootdevice\r\nNTS: ssdp:alive\r\nUSN: uuid:1\r\n\r\n",
      (letter) => letter.charCodeAt(0),
    );
    const group = ["01005e7ffffa", "239.255.255.250", 1900] as const;
    const site = observe(inTurn(udp(at(PLC, 3082), group, notify), udp(at(PLC, 3084), group, notify)), [ssdp]);
    assert.deepEqual(
      site.links.map((link) => [link.protocol, link.port, link.frames]),
      [["ssdp", 1900, 2]],
    );
    assert.deepEqual(
      site.devices[0].servicesOffered.map((service) => service.port),
      [1900],
    );
  });

  test("protected radio frames count as encrypted, and fragments without ports as what they are", () => {
    const site = observe(
      inTurn(
        udp(at(PLC, 0), at(HMI, 0), [1, 2, 3]),
        udp(at(HMI, 0), at(PLC, 0), [1, 2, 3]),
        ethernet(PLC[0], HMI[0], 0x890d, [1, 2, 3, 4]),
        ethernet(HMI[0], PLC[0], 0x890d, [1, 2, 3, 4]),
      ),
    );
    assert.deepEqual(
      site.links.map((link) => [link.protocol, link.encrypted]),
      [
        ["encrypted 802.11", true],
        ["udp fragments", false],
      ],
    );
  });

  test("a VLAN that shows only broadcasts is told", () => {
    const site = observe(
      inTurn(
        udp(at(HMI, 1), at(PLC, 2), [1], { vlan: 10 }),
        udp(at(PLC, 2), at(HMI, 1), [1], { vlan: 10 }),
        udp(["001b1b0000aa", "10.7.0.1", 137], [ALL, "10.7.0.255", 137], [1], { vlan: 77 }),
      ),
    );
    const spot = site.spots.find((entry) => entry.reason === "VLANs seen only as tags");
    assert.deepEqual([spot?.amount, spot?.where], ["1 VLAN", "77"]);
  });

  test("who answers to all offers the service, and the group stands as the other end", () => {
    const site = observe(inTurn(arp(2, PLC, [ALL, "10.0.0.1"])), [arpDissector]);
    assert.deepEqual(
      site.links.map(({ client, server }) => [client !== "", server]),
      [[true, ""]],
    );
    assert.equal(site.devices.length, 1);
  });
});

test("a hundred thousand conversations are assembled in seconds", () => {
  const frames: TimedFrame[] = [];
  for (let index = 0; index < 100_000; index++) {
    const client = `10.${1 + (index % 50)}.${(index >> 8) & 255}.${1 + (index % 250)}`;
    const server = `172.16.${(index * 7) & 255}.${1 + ((index * 13) % 250)}`;
    const mac = `0200${(index % 3000).toString(16).padStart(8, "0")}`;
    frames.push({
      time: 1000 + index / 1000,
      bytes: udp([mac, client, 1024 + (index % 60_000)], ["0090e8000009", server, 161 + (index % 400)], [1], {
        ttl: index % 2 === 0 ? 63 : 64,
      }),
    });
  }
  const before = process.cpuUsage();
  const site = observe(frames);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  assert.ok(site.seen.ledger.links.size > 50_000);
  assert.ok(site.devices.length > 1000);
  assert.ok(seconds < 20, `${seconds.toFixed(1)} s`);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { derInteger, derObject } from "./der.ts";
import { netbiosLabel } from "./dns.ts";
import { encodeCyclic, readTagRequest } from "./enip.ts";
import { encodeEthernet } from "./ethernet.ts";
import { encodeIpv4, internetChecksum } from "./ipv4.ts";
import { encodeModbus, identificationResponse, readRequest, registersResponse } from "./modbus.ts";
import { encodePublish } from "./mqtt.ts";
import { encodeNtp } from "./ntp.ts";
import { encodeJob, setupParameter, variableParameter } from "./s7comm.ts";
import { encodeNegotiateRequest } from "./smb1.ts";
import { encodeSnmp, GET_REQUEST } from "./snmp.ts";
import { basicCredentials } from "./text.ts";

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

test("the internet checksum agrees with the worked example of RFC 1071 and with an IPv4 header", () => {
  assert.equal(internetChecksum(Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7)), 0xffff - 0xddf2);
  const header = encodeIpv4(
    { from: 0xc0a80001, to: 0xc0a800c7, protocol: 17, identification: 0, timeToLive: 64, doNotFragment: true },
    new Uint8Array(0x73 - 20),
  );
  assert.equal(hex(header.slice(0, 20)), "45000073000040004011b861c0a80001c0a800c7");
});

test("a short frame is filled up, and a tag adds its four bytes to the least length", () => {
  const mac = new Uint8Array(6);
  assert.equal(encodeEthernet(mac, mac, 0, 0x0806, []).length, 60);
  const tagged = encodeEthernet(mac, mac, 10, 0x0806, []);
  assert.equal(tagged.length, 64);
  assert.equal(hex(tagged.slice(12, 18)), "8100000a0806");
});

test("Modbus messages are those of the application protocol's examples", () => {
  assert.equal(hex(encodeModbus(1, 17, readRequest(3, 0x6b, 3))), "0001000000061103006b0003");
  assert.equal(hex(registersResponse(3, [0x022b, 0, 0x64])), "0306022b00000064");
  assert.equal(hex(identificationResponse(1, [{ object: 0, value: "AB" }])), "2b0e018100000100024142");
});

test("S7 setup and a read of a data block have the bytes that stations send", () => {
  assert.equal(hex(encodeJob(0x0100, setupParameter(1, 480))), "0300001902f08032010000010000080000f0000001000101e0");
  assert.equal(hex(variableParameter(4, [{ block: 1, byte: 4, count: 4 }])), "0401120a10020004000184000020");
});

test("a tag's path is padded to words, part by part", () => {
  assert.equal(hex(readTagRequest("Pump.Speed", 1)), "4c07910450756d7091055370656564000100");
});

test("a cyclic message counts its sequence twice", () => {
  assert.equal(hex(encodeCyclic(0x80fe0001, 0x10002, [7])), "0200028008000100fe8002000100b1000300020007");
});

test("MQTT lengths above 127 take a second byte", () => {
  const bytes = encodePublish("a", "x".repeat(197));
  assert.equal(hex(bytes.slice(0, 6)), "30c801000161");
  assert.equal(bytes.length, 203);
});

test("identifiers and integers are encoded as X.690 says", () => {
  assert.equal(hex(derObject("1.2.840.113549.1.1.5")), "06092a864886f70d010105");
  assert.equal(hex(derInteger(128)), "02020080");
  assert.equal(hex(derInteger(0)), "020100");
  const asked = [{ object: "1.3.6.1.2.1.1.1.0", value: { kind: "nothing" } as const }];
  assert.equal(
    hex(encodeSnmp("public", GET_REQUEST, 1, asked)),
    "302602010104067075626c6963a019020101020100020100300e300c06082b060102010101000500",
  );
});

test("a NetBIOS name has two letters for each half byte", () => {
  assert.equal(netbiosLabel("FRED", 0x20), "EGFCEFEECACACACACACACACACACACACA");
});

test("basic credentials are those of RFC 7617's example", () => {
  assert.equal(basicCredentials("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
});

test("an NTP request carries its moment since 1900", () => {
  const bytes = encodeNtp(3, null, null, { seconds: 0, nanoseconds: 500_000_000 });
  assert.equal(bytes.length, 48);
  assert.equal(hex(bytes.slice(40)), "83aa7e8080000000");
});

test("an SMB 1 negotiation is framed by its length", () => {
  const bytes = encodeNegotiateRequest();
  assert.equal((bytes[2] << 8) | bytes[3], bytes.length - 4);
  assert.equal(hex(bytes.slice(4, 9)), "ff534d4272");
});

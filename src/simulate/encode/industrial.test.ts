import assert from "node:assert/strict";
import { test } from "node:test";
import { type ByteWriter, writer } from "../bytes.ts";
import { ANALOG_INPUT, iAm, PRESENT_VALUE, propertyText, readProperty, whoIs } from "./bacnet.ts";
import { coapContent, coapGet } from "./coap.ts";
import { identifyAll } from "./dcp.ts";
import { associate } from "./dicom.ts";
import { dnp3Frame, operateRelay, readClasses } from "./dnp3.ts";
import { BRD, ethercatFrame, FRMW, sdoDownload, sdoUpload, sdoUploaded } from "./ethercat.ts";
import { goose } from "./goose.ts";
import { hartRequest, openSession } from "./hartip.ts";
import { messageHead, mllp } from "./hl7.ts";
import { close, information, objectAddress, STARTDT_ACT, supervisory, unnumbered } from "./iec104.ts";
import { groupWrite } from "./knx.ts";
import { sessionAccept } from "./nas5g.ts";
import { sessionSetupRequest, sessionSetupResponse } from "./ngap.ts";
import { acknowledge, hello } from "./opcua.ts";
import { heartbeat } from "./pfcp.ts";
import { announce, followUp, sync } from "./ptp.ts";
import { negotiateRequest } from "./smb2.ts";

function hex(write: (out: ByteWriter) => void): string {
  const out = writer();
  write(out);
  return Array.from(out.done(), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

test("a DNP3 request has the check sums that outstations accept", () => {
  const asked = hex((out) => dnp3Frame(out, true, 1, 3, 0, writer().u8(0xc0, 0x01, 0x3c, 0x02, 0x06)));
  assert.equal(asked.slice(0, 16), "05640bc401000300");
  // The check over a frame's head as IEEE 1815 defines it: 0x3d65, computed most significant bit last, complemented.
  const head = [0x05, 0x64, 0x0b, 0xc4, 0x01, 0x00, 0x03, 0x00];
  let rest = 0;
  for (const byte of head) {
    for (let bit = 0; bit < 8; bit++) {
      const odd = ((rest ^ (byte >> bit)) & 1) === 1;
      rest = odd ? (rest >>> 1) ^ 0xa6bc : rest >>> 1;
    }
  }
  const sum = ~rest & 0xffff;
  assert.equal(asked.slice(16, 20), [sum & 255, sum >> 8].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
});

test("a long DNP3 answer is checked every sixteen bytes", () => {
  const body = writer().zeros(40);
  const bytes = hex((out) => dnp3Frame(out, false, 1, 10, 5, body)).length / 2;
  assert.equal(bytes, 10 + 41 + 3 * 2);
  assert.equal(
    hex((out) => out.bytes(readClasses(3).done())),
    "c3013c02063c03063c04063c0106",
  );
  assert.equal(
    hex((out) => out.bytes(operateRelay(1, 0, 3).done())),
    "c1050c011701000301640000006400000000",
  );
});

test("IEC 104 frames count in steps of two", () => {
  assert.equal(
    hex((out) => unnumbered(out, STARTDT_ACT)),
    "680407000000",
  );
  assert.equal(
    hex((out) => supervisory(out, 3)),
    "680401000600",
  );
  const command = hex((out) => {
    const start = information(out, 1, 2, 45, 1, 6, 1);
    objectAddress(out, 0x012345).u8(1);
    close(out, start);
  });
  assert.equal(command, "680e020004002d010600010045230101");
});

test("GOOSE has its length twice and its data set at the end", () => {
  const bytes = hex((out) =>
    goose(out, {
      application: 3,
      control: "A/LLN0$GO$g",
      dataSet: "A/LLN0$d",
      identifier: "g",
      changed: 1,
      state: 1,
      sequence: 200,
      valid: 2000,
      entries: [true, 1],
    }),
  );
  assert.equal(bytes.slice(0, 4), "0003");
  assert.equal(Number.parseInt(bytes.slice(4, 8), 16), bytes.length / 2);
  assert.ok(bytes.endsWith("8a0102ab0a8301018705083f800000"));
  assert.ok(bytes.includes("860200c8"), "numbers from 128 on take a byte of sign");
});

test("PTP messages have their lengths and kinds", () => {
  const mac = Uint8Array.of(1, 2, 3, 4, 5, 6);
  for (const [write, kind, length] of [
    [(out: ByteWriter) => announce(out, mac, 1), "0b", 64],
    [(out: ByteWriter) => sync(out, mac, 1), "00", 44],
    [(out: ByteWriter) => followUp(out, mac, 1, 2, 3), "08", 44],
  ] as const) {
    const bytes = hex(write);
    assert.equal(bytes.slice(0, 4), `${kind}02`);
    assert.equal(bytes.length / 2, length);
    assert.equal(Number.parseInt(bytes.slice(4, 8), 16), length);
    assert.equal(bytes.slice(40, 56), "010203fffe040506");
  }
});

test("BACnet messages are those of the standard's examples", () => {
  assert.equal(hex(whoIs), "810b000801001008");
  assert.equal(
    hex((out) => iAm(out, 3, 99)),
    "810b001401001000c4020000032205c491032163",
  );
  // Annex F.3.5: present value of analog input 5, invocation 1.
  const asked = hex((out) => readProperty(out, 1, ANALOG_INPUT, 5, PRESENT_VALUE));
  assert.equal(asked, "810a001101040005010c0c000000051955");
  assert.ok(hex((out) => propertyText(out, 1, 8, 1, 77, "abc")).endsWith("3e74006162633f"));
  assert.ok(hex((out) => propertyText(out, 1, 8, 1, 77, "abcd")).endsWith("3e750500616263643f"));
});

test("CoAP repeats the token and marks its content as JSON", () => {
  assert.equal(
    hex((out) => coapGet(out, 0x1234, 0xabcd, ["a", "bc"])),
    "42011234abcdb161026263",
  );
  assert.equal(
    hex((out) => coapContent(out, 0x1234, 0xabcd).text("{}")),
    "62451234abcdc132ff7b7d",
  );
});

test("an EtherCAT frame counts its datagrams, and comes back with what the devices read and counted", () => {
  const time = { command: FRMW, device: 1001, offset: 0x0910, deviceBack: 1001 };
  const datagrams = [
    { ...time, sent: Uint8Array.of(0, 0), back: Uint8Array.of(1, 2), counter: 2 },
    { ...{ command: BRD, device: 0, offset: 0x0130, deviceBack: 2 }, ...{ sent: Uint8Array.of(0), counter: 2 } },
  ].map((each) => ({ back: Uint8Array.of(8), ...each }));
  assert.equal(
    hex((out) => ethercatFrame(out, datagrams, 254, false)),
    "1b10 0efee9031009 0280 0000 0000 0000 07ff00003001 0100 0000 00 0000".replaceAll(" ", ""),
  );
  assert.equal(
    hex((out) => ethercatFrame(out, datagrams, 254, true)),
    "1b10 0efee9031009 0280 0000 0102 0200 07ff02003001 0100 0000 08 0200".replaceAll(" ", ""),
  );
});

test("CoE asks for an object, gets a text with its length and a number at once, and writes two bytes", () => {
  const upload = hex((out) => out.bytes(sdoUpload(18, 1, 0x1008, 0)));
  assert.equal(upload, "0a000000001300204008100000000000 0000".replaceAll(" ", ""));
  const text = hex((out) => out.bytes(sdoUploaded(20, 2, 0x1008, 0, "EL")));
  assert.equal(text, "0c000000002300304108100002000000454c 0000".replaceAll(" ", ""));
  assert.ok(
    hex((out) => out.bytes(sdoUploaded(20, 2, 0x1018, 1, 2))).startsWith(
      "0a0000000023003043181001 02000000".replaceAll(" ", ""),
    ),
  );
  assert.ok(
    hex((out) => out.bytes(sdoDownload(20, 3, 0x8010, 1, 4200))).startsWith(
      "0a000000003300202b108001 68100000".replaceAll(" ", ""),
    ),
  );
});

test("NGAP carries a session's address, tunnels, slice and data network", () => {
  const bytes = (value: Uint8Array): string => hex((out) => out.bytes(value));
  const accept = sessionAccept(1, "plant", 0x0a2f400a);
  assert.equal(
    bytes(accept),
    "7e006801003" +
      "52e0101c21100090100063131 0101ff01 060603e80603e8 2905010a2f400a 220401010203 7900060120 41010109 250605706c616e74 1201".replaceAll(
        " ",
        "",
      ),
  );
  const request = bytes(sessionSetupRequest({ core: 1, ran: 2 }, 1, { address: 0x0a2f0a01, tunnel: 0x1000 }, accept));
  assert.ok(request.startsWith("001d00"), "initiating, PDU session resource set-up, reject");
  // The element of the upward tunnel, and the flow of class 9.
  assert.ok(request.includes("008b000a01f00a2f0a0100001000"));
  assert.ok(request.includes("008800070001000009 1c00".replace(" ", "")));
  const answer = bytes(sessionSetupResponse({ core: 1, ran: 2 }, 1, { address: 0x0a2f0a0a, tunnel: 0x1001 }));
  assert.equal(
    answer,
    "201d0024000003000a40020001005540020002004b4011 0000010d 0003e00a2f0a0a00001001 0001".replaceAll(" ", ""),
  );
});

test("PROFINET asks all stations for everything", () => {
  assert.equal(
    hex((out) => identifyAll(out, 7)),
    "fefe05000000000700010004ffff0000",
  );
});

test("OPC UA says its buffers and where it goes", () => {
  assert.equal(hex((out) => hello(out, "opc.tcp://a")).slice(0, 16), "48454c462b000000");
  assert.equal(hex(acknowledge), "41434b461c00000000000000ffff0000ffff00000000000000000000");
});

test("DICOM, HL7 and SMB lengths fit", () => {
  const asked = hex((out) => associate(out, 1, "A", "B"));
  assert.equal(Number.parseInt(asked.slice(4, 12), 16), asked.length / 2 - 6);
  const message = hex((out) => mllp(out, [messageHead("a", "b", "20260309060000", "ACK", "1")]));
  assert.ok(message.startsWith("0b4d5348") && message.endsWith("0d1c0d"));
  const offered = hex((out) => negotiateRequest(out, new Uint8Array(16)));
  assert.equal(Number.parseInt(offered.slice(2, 8), 16), offered.length / 2 - 4);
});

test("a HART request ends with the parity of its bytes", () => {
  assert.equal(
    hex((out) => openSession(out, 1, false)),
    "010000000001000d01000927c0",
  );
  const bytes = hex((out) => hartRequest(out, 2, [0xa6, 0x12, 1, 2, 3], 3));
  assert.equal(bytes, "010003000002001182a612010203030035");
});

test("KNX writes a temperature as the data point type's example does", () => {
  // 21.5 degrees: exponent 1, mantissa 1075.
  assert.equal(hex((out) => groupWrite(out, 0x1101, 0x0801, 21.5)).slice(-4), "0c33");
  assert.equal(hex((out) => groupWrite(out, 0x1101, 0x0801, -1)).slice(-4), "879c");
  assert.equal(hex((out) => groupWrite(out, 0x1101, 0x0801, 0)).slice(0, 12), "061005300013");
});

test("a PFCP heartbeat has twelve bytes behind its length", () => {
  assert.equal(
    hex((out) => heartbeat(out, 1, 5, 0)),
    "2001000c000005000060000483aa7e80",
  );
});

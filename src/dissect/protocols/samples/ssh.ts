// Encrypted packets are left out: their lengths are not to be seen, so they count as the stream happens to be cut.
import type { Exchange } from "./sample.ts";
import { ascii, be, sizeOf } from "./tls-bytes.ts";

function string(hex: string): string {
  return be(sizeOf(hex), 4) + hex;
}

/** A packet of RFC 4253 section 6, padded to a multiple of eight bytes. */
export function packet(payload: string): string {
  const least = 8 - ((5 + sizeOf(payload)) % 8);
  const padding = least < 4 ? least + 8 : least;
  return `${be(1 + sizeOf(payload) + padding, 4)}${be(padding, 1)}${payload}${"5e".repeat(padding)}`;
}

/** A kexinit with these lists; the rest is usual. */
export function kexInit(kex: string, hostKeys: string, ciphers: string, macs: string): string {
  const lists = [kex, hostKeys, ciphers, ciphers, macs, macs, "none,zlib@openssh.com", "none", "", ""];
  return packet(`14${"c0".repeat(16)}${lists.map((list) => string(ascii(list))).join("")}00${be(0, 4)}`);
}

const RSA_KEY = string(ascii("ssh-rsa")) + string("010001") + string(`00d1${"3b".repeat(127)}`);
const REPLY = packet(`1f${string(RSA_KEY)}${string("28".repeat(32))}${string("41".repeat(64))}`);
const IDENTIFICATION = ascii("SSH-2.0-OpenSSH_8.2p1 Ubuntu-4ubuntu0.5\r\n");

export const SAMPLES: readonly Exchange[] = [
  {
    name: "an exchange of keys",
    over: "tcp",
    port: 22,
    messages: [
      { from: "server", hex: ascii("Authorized use only\r\n") + IDENTIFICATION },
      { from: "client", hex: ascii("SSH-2.0-PuTTY_Release_0.78\r\n") },
      {
        from: "client",
        hex: kexInit("curve25519-sha256,diffie-hellman-group1-sha1", "ssh-rsa", "aes128-ctr,3des-cbc", "hmac-sha2-256"),
      },
      {
        from: "server",
        hex: kexInit("curve25519-sha256", "rsa-sha2-256,ssh-rsa", "3des-cbc,aes128-ctr", "hmac-sha2-256"),
      },
      { from: "client", hex: packet(`1e${string("17".repeat(32))}`) },
      { from: "server", hex: REPLY + packet("15") },
      { from: "client", hex: packet("15") },
    ],
  },
  {
    name: "a group exchange, and a service asked for in the clear",
    over: "tcp",
    port: 22,
    messages: [
      { from: "client", hex: ascii("SSH-2.0-libssh2_1.10.0\n") },
      { from: "server", hex: ascii("SSH-1.99-Cisco-1.25\r\n") },
      { from: "client", hex: kexInit("diffie-hellman-group-exchange-sha1", "ssh-dss", "aes128-cbc", "hmac-md5") },
      { from: "server", hex: kexInit("diffie-hellman-group-exchange-sha1", "ssh-dss", "aes128-cbc", "hmac-md5") },
      { from: "client", hex: packet(`22${be(1024, 4)}${be(2048, 4)}${be(8192, 4)}`) },
      { from: "server", hex: packet(`1f${string(`00${"e5".repeat(256)}`)}${string("02")}`) },
      { from: "client", hex: packet(`20${string("19".repeat(256))}`) },
      { from: "server", hex: packet(`21${string(RSA_KEY)}${string("19".repeat(256))}${string("77".repeat(40))}`) },
      { from: "client", hex: packet(`05${string(ascii("ssh-userauth"))}`) },
      { from: "server", hex: packet(`06${string(ascii("ssh-userauth"))}`) },
      { from: "client", hex: packet(`02${string("00".repeat(8))}`) },
      { from: "server", hex: packet(`01${be(2, 4)}${string(ascii("protocol error"))}${string("")}`) },
    ],
  },
  {
    name: "packets with faults",
    over: "tcp",
    port: 22,
    messages: [
      { from: "client", hex: ascii("SSH-2-bad\r\n") },
      { from: "server", hex: ascii("SSH-2.0-dropbear_2019.78\r\n") },
      { from: "client", hex: `${be(12, 4)}02${"63".repeat(11)}` },
      { from: "server", hex: packet(`1f${string(string(ascii("ssh-rsa")))}${string("00")}`) },
      { from: "client", hex: `${be(0x7fffffff, 4)}04` },
    ],
  },
];

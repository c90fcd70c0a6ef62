import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";

const DAY = 86_400;
/** Browsers distrust certificates of more days (CA/Browser Forum Baseline Requirements 6.3.2, as of 2020). */
const LIFETIME = 397 * DAY;
const RENEWAL = 30 * DAY;

/** A certificate chain and its private key, PEM. */
export interface KeyedCertificate {
  cert: string;
  key: string;
}

/** Reads a certificate that was given. Throws an Error in words when key and certificate do not belong together. */
export function readCertificate(certificate: string, key: string): KeyedCertificate {
  const pair = { cert: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
  if (!new X509Certificate(pair.cert).checkPrivateKey(createPrivateKey(pair.key))) {
    throw new Error(`${key} is not the key of ${certificate}. Name the two files that belong together.`);
  }
  return pair;
}

/** The certificate that the server makes for itself and keeps in a folder; made anew before it ends or when names are added. */
export function ownCertificate(folder: string, names: readonly string[], now: number): KeyedCertificate {
  const [certFile, keyFile] = [join(folder, "certificate.pem"), join(folder, "certificate-key.pem")];
  if (existsSync(certFile) && existsSync(keyFile)) {
    try {
      const pair = readCertificate(certFile, keyFile);
      const known = new X509Certificate(pair.cert);
      const lasts = Date.parse(known.validTo) / 1000 - now > RENEWAL;
      const covers = names.every((name) => (isIP(name) ? known.checkIP(name) : known.checkHost(name)) !== undefined);
      if (lasts && covers) return pair;
    } catch {
      // Damaged files are replaced like old ones.
    }
  }
  const pair = makeCertificate([...names, "localhost", hostname(), ...ownAddresses()], now);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [file, text] of [
    [keyFile, pair.key],
    [certFile, pair.cert],
  ] as const) {
    writeFileSync(`${file}.part`, text, { mode: 0o600 });
    chmodSync(`${file}.part`, 0o600);
    renameSync(`${file}.part`, file);
  }
  return pair;
}

/** A self-signed X.509 certificate (RFC 5280) with a new P-256 key for names and addresses; `now` in seconds since 1970. */
export function makeCertificate(names: readonly string[], now: number): KeyedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const der = certificateOf([...new Set(names)], publicKey, privateKey, now);
  const body = der.toString("base64").replace(/.{1,64}/g, "$&\n");
  return { cert: `-----BEGIN CERTIFICATE-----\n${body}-----END CERTIFICATE-----\n`, key };
}

function certificateOf(names: readonly string[], publicKey: KeyObject, privateKey: KeyObject, now: number): Buffer {
  const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const name = sequence(tagged(0x31, sequence(oid(0x55, 0x04, 0x03), tagged(0x0c, Buffer.from("Bulkhead")))));
  const serial = randomBytes(16);
  // Positive and without leading zeros, as DER wants integers.
  serial[0] = ((serial[0] as number) & 0x3f) | 0x40;
  const alternatives = names.map((text) =>
    isIP(text) ? tagged(0x87, addressBytes(text)) : tagged(0x82, Buffer.from(text, "latin1")),
  );
  const extensions = [
    extension([0x55, 0x1d, 0x11], false, sequence(...alternatives)),
    // Not an authority: who trusts it trusts this server alone.
    extension([0x55, 0x1d, 0x13], true, sequence()),
    // digitalSignature, and serverAuth.
    extension([0x55, 0x1d, 0x0f], true, tagged(0x03, Buffer.from([7, 0x80]))),
    extension([0x55, 0x1d, 0x25], false, sequence(oid(0x2b, 6, 1, 5, 5, 7, 3, 1))),
  ];
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, serial),
    ecdsaWithSha256,
    name,
    sequence(time(now - DAY), time(now + LIFETIME - DAY)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = sign("sha256", body, privateKey);
  return sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.concat([Buffer.of(0), signature])));
}

function extension(id: readonly number[], isCritical: boolean, content: Buffer): Buffer {
  const critical = isCritical ? [tagged(0x01, Buffer.of(0xff))] : [];
  return sequence(oid(...id), ...critical, tagged(0x04, content));
}

/** GeneralizedTime after 2049, UTCTime before (RFC 5280, section 4.1.2.5). */
function time(seconds: number): Buffer {
  const digits = new Date(seconds * 1000).toISOString().replace(/[-:T]|\.\d+/g, "");
  return digits < "2050" ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

function addressBytes(text: string): Buffer {
  if (isIP(text) === 4) return Buffer.from(text.split(".").map(Number));
  // The URL parser writes IPv6 in one way, also with dots at the end.
  const [head = "", tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = [...front, ...Array<string>(8 - front.length - back.length).fill("0"), ...back];
  return Buffer.from(groups.map((group) => group.padStart(4, "0")).join(""), "hex");
}

function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.map(({ address }) => address).filter((address) => !address.includes("%"));
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function oid(...bytes: number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

/**
 * Things a message shows about security that are neither identity nor process: the vocabulary between dissectors and
 * detections. Never holds a secret: a password's presence is told, not its text.
 */
export type Remark =
  | {
      kind: "credential";
      /** e.g. "FTP password", "SNMP community", "HTTP basic". */
      method: string;
      /** Account name if sent in clear. */
      user?: string;
      /** Whether a reader of the traffic could use it. */
      exposure: "clear" | "challenge" | "hashed" | "encrypted";
      /** The well-known default this is, in words ("public"), if it is one. */
      wellKnown?: string;
    }
  | {
      kind: "version";
      /** e.g. "TLS", "SMB", "SSH", "SNMP". */
      protocol: string;
      /** e.g. "1.0", "1". */
      version: string;
      /** Whether standards bodies or makers have withdrawn it. */
      obsolete: boolean;
    }
  | { kind: "cipher"; protocol: string; cipher: string; weak: boolean }
  | {
      /** A word on who may enter a network, and what keeps it from being forged. */
      kind: "verdict";
      /** e.g. "RADIUS". */
      protocol: string;
      /** What vouches for it, e.g. "MD5 without Message-Authenticator". */
      protection: string;
      /** Whether somebody in between could forge it. */
      forgeable: boolean;
    }
  | {
      kind: "certificate";
      subject: string;
      issuer: string;
      names: string[];
      serialNumber: string;
      /** Seconds since 1970-01-01 UTC. */
      notBefore: number;
      notAfter: number;
      keyType: string;
      keyBits: number;
      signature: string;
      selfSigned: boolean;
      /** SHA-256 of the DER bytes in hex, or "" where not computed. */
      fingerprint: string;
    }
  | { kind: "fingerprint"; method: string; value: string; detail?: string }
  | {
      kind: "session";
      /** e.g. "MQTT", "SMB", "OPC UA". */
      protocol: string;
      /** Whether it was opened without any credential. */
      anonymous: boolean;
      /** Client id, session name or similar, if told. */
      name?: string;
    }
  | {
      /** A way in that a server offers, whether or not somebody takes it. */
      kind: "endpoint";
      /** e.g. "OPC UA". */
      protocol: string;
      /** As the server gives it, e.g. "opc.tcp://plc-7:4840". */
      address: string;
      /** How messages would be protected, in the standard's words, e.g. "Basic256Sha256 Sign". */
      security: string;
      /** How users may say who they are, e.g. "Anonymous", "UserName". */
      users: string[];
      /** Whether it protects nothing, or by means that were withdrawn. */
      weak: boolean;
    }
  | {
      /** Data about a person went by; what it says is never kept. */
      kind: "personal";
      /** Whose data, e.g. "patient data". */
      content: string;
      /** How it was seen, e.g. "HL7 patient segment". */
      method: string;
      /** Whether a reader of the traffic could read it. */
      exposure: "clear" | "encrypted";
      /** Set where nothing says whose data it is. */
      unnamed?: true;
    }
  | {
      kind: "binding";
      /** How the address was bound: "ARP", "DHCP", "NDP". */
      method: string;
      /** 12 lower-case hex digits. */
      mac: string;
      /** IPv4 dotted or IPv6 text. */
      ip: string;
      /** The network address that the same message asks for, if it asks for one. */
      asks?: string;
      /** The network address of the one station that is told, if the message answers one. */
      to?: string;
    }
  | { kind: "neighbor"; method: string; port: string; remoteName: string }
  | { kind: "name"; method: string; name: string; ip: string };

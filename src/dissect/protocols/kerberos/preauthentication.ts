// Pre-authentication data: RFC 4120 section 5.2.7; its types PA-TGS-REQ (5.2.7.1) and PA-FX-FAST (RFC 6113 section 5.4).
import type { Element } from "../../ber.ts";
import { newElement } from "../../ber.ts";
import { type Parts, readPart } from "../../ber-parts.ts";
import { PREAUTHENTICATION } from "./names.ts";
import * as part from "./parts.ts";
import { type Shown, shownApplication, shownEncrypted } from "./shown.ts";

const MOST = 32;
const TGS_REQ = 1;
const FX_FAST = 136;
const AP_REQUEST_ARMOR = 1;

const list = newElement();
const item = newElement();
const datum = newElement();
const piece = newElement();
const shell = newElement();

/** Reads the types of an explicitly tagged SEQUENCE OF PA-DATA into `types`; answers them with what they hold. */
export function readPreauthentication(parts: Parts, holder: Element, types: number[], detailed: boolean): Shown[] {
  const shown: Shown[] = [];
  if (!readPart(parts, holder.content, holder.end, list)) return shown;
  for (let at = list.content; types.length < MOST && readPart(parts, at, list.end, item); at = item.next) {
    let type = Number.NaN;
    for (let next = item.content; readPart(parts, next, item.end, datum); next = datum.next) {
      if (datum.tag === 1) {
        type = part.taggedNumber(parts, datum);
        types.push(type);
        if (detailed) shown.push({ padata_type: type, padata_type_name: PREAUTHENTICATION[type] ?? "" });
      } else if (datum.tag === 2 && detailed && shown.length > 0) {
        // Read to be shown only: what is wrong in there is no fault of the message.
        const { broken } = parts;
        Object.assign(shown[shown.length - 1] as Shown, contents(parts, type));
        parts.broken = broken;
      }
    }
  }
  return shown;
}

/** What the PA-DATA at hand holds, as far as it is read. */
function contents(parts: Parts, type: number): Shown {
  if (type === TGS_REQ) {
    const application = part.applicationIn(parts, datum);
    return application === undefined ? {} : { ap_req: shownApplication(application) };
  }
  return type === FX_FAST ? armored(parts) : {};
}

/** KrbFastArmoredReq or KrbFastArmoredRep: `armored-data [0]`, which stands for itself where a server offers FAST. */
function armored(parts: Parts): Shown {
  const fast: Shown = {};
  if (!readPart(parts, datum.content, datum.end, shell)) return fast;
  if (shell.end === shell.content || !readPart(parts, shell.content, shell.end, shell)) return fast;
  if (shell.tagClass !== 2 || shell.tag !== 0 || !readPart(parts, shell.content, shell.end, shell)) return fast;
  const { content, end } = shell;
  for (let at = content; readPart(parts, at, end, piece); at = piece.next) {
    if (piece.tag === 2) fast["enc_fast_req"] = shownEncrypted(part.encryptedIn(parts, piece));
    else if (piece.tag === 0 && hasArmor(parts)) readArmor(parts, fast);
    else if (piece.tag === 0) fast["enc_fast_rep"] = shownEncrypted(part.encryptedIn(parts, piece));
  }
  return fast;
}

/** Whether the field [0] at hand is the armor of a request: its second part is octets, not a key's version or absent. */
function hasArmor(parts: Parts): boolean {
  if (!readPart(parts, piece.content, piece.end, shell)) return false;
  const { content, end } = shell;
  for (let at = content; readPart(parts, at, end, shell); at = shell.next) {
    if (shell.tag === 1) return parts.bytes[shell.content] === 0x04;
  }
  return false;
}

/** KrbFastArmor: a ticket, where its type is FX_FAST_ARMOR_AP_REQUEST. */
function readArmor(parts: Parts, fast: Shown): void {
  if (!readPart(parts, piece.content, piece.end, shell)) return;
  const { content, end } = shell;
  let type = Number.NaN;
  for (let at = content; readPart(parts, at, end, shell); at = shell.next) {
    if (shell.tag === 0) {
      type = part.taggedNumber(parts, shell);
      fast["armor_type"] = type;
    } else if (shell.tag === 1 && type === AP_REQUEST_ARMOR) {
      const application = part.applicationIn(parts, shell);
      if (application !== undefined) fast["armor"] = shownApplication(application);
    }
  }
}

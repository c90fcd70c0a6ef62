// SMB 1: MS-CIFS section 2.2, MS-SMB section 2.2; announcements of hosts in mailslots: MS-BRWS section 2.2.
// Not decoded: parameters of transactions beyond their names, contents of reads and writes but those of named pipes,
// which are handed on, obsolete commands beyond their header.
import { CERTAIN, DONE, dissector, NO, REFUSE } from "../../dissector.ts";
import { handPipe, newPipes } from "../../pipes.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { readAnnouncement } from "./browser.ts";
import * as commands from "./commands.ts";
import { readSetup } from "./session.ts";
import { refusalOf, statusName } from "./status.ts";
import type { Block, SmbMemory } from "./text.ts";
import { textHere } from "./text.ts";

const { COMMANDS } = commands;
const MOST_CHAINED = 8;
const MOST_PENDING = 32;
const MOST_DIALECTS = 32;
/** TRANS_TRANSACT_NMPIPE (MS-CIFS section 2.2.5.6). */
const TRANSACT_PIPE = 0x26;

/** What a pipe carries in the message now read, to be handed on behind it. */
const piped = { file: 0, start: 0, end: 0 };

/** File sharing of old Windows. */
export const smb = dissector<SmbMemory>({
  name: "smb",
  aliases: ["smb1", "cifs"],
  title: "SMB 1",
  standard: "MS-CIFS section 2.2",
  world: "it",
  carriage: [
    { over: "inside", carrier: "nbss" },
    { over: "inside", carrier: "nbdgm" },
  ],
  remember: () => ({
    marks: new Int32Array(MOST_PENDING),
    frames: new Float64Array(MOST_PENDING),
    files: new Int32Array(MOST_PENDING),
    next: 0,
    pipes: newPipes(),
    dialects: [],
  }),
  probe: (reader) => (reader.peek() === 0xff && reader.peek(1) === 0x53 && reader.peek16(2) === 0x4d42 ? CERTAIN : NO),
  read(reader, talk) {
    if (reader.peek() !== 0xff || reader.peek16(2) !== 0x4d42) return REFUSE;
    reader.fence(reader.left());
    const message = reader.position;
    reader.skip(4);
    const command = reader.u8();
    const status = reader.u32le();
    const flags = reader.u8();
    const flags2 = reader.u16le();
    const processHigh = reader.u16le();
    reader.skip(10);
    const treeId = reader.u16le();
    const processId = reader.u16le() + processHigh * 65_536;
    const userId = reader.u16le();
    const multiplexId = reader.u16le();
    const isResponse = (flags & 0x80) !== 0;
    const ntStatus = (flags2 & 0x4000) !== 0;
    if (reader.ok && !COMMANDS.has(command)) talk.fault("unknown command", 4);
    if (isResponse) {
      const refusal = ntStatus ? refusalOf(status) : (status & 0xff) !== 0 ? commands.dosError(status) : "";
      if (refusal !== "") talk.refused(refusal);
    }
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? {
          command,
          response: isResponse,
          status: isResponse ? status : 0,
          status_name: isResponse && ntStatus ? statusName(status) : "",
          flags,
          flags2,
          signed: (flags2 & 4) !== 0,
          unicode: (flags2 & 0x8000) !== 0,
          tree_id: treeId,
          process_id: processId,
          user_id: userId,
          multiplex_id: multiplexId,
        }
      : undefined;
    piped.file = pair(talk, isResponse, multiplexId | (command << 16));
    piped.start = 0;
    piped.end = 0;
    const announced = readBlocks(reader, talk, command, isResponse, message, (flags2 & 0x8000) !== 0, fields);
    const { memory } = talk;
    if (!isResponse) memory.files[(memory.next + MOST_PENDING - 1) % MOST_PENDING] = piped.file;
    if (reader.ok) reader.skipRest();
    talk.emit(COMMANDS.of(command), announced ? NOTICE : isResponse ? RESPONSE : REQUEST, fields);
    if (piped.file !== 0) handPipe(talk as Talk, memory.pipes, piped.file, reader.bytes, piped.start, piped.end);
    return DONE;
  },
});

/** Finds the request of an answer, or keeps the request; answers the file that the request was about, or 0. */
function pair(talk: Talk<SmbMemory>, isResponse: boolean, mark: number): number {
  const memory = talk.memory;
  if (!isResponse) {
    memory.marks[memory.next] = mark;
    memory.frames[memory.next] = talk.frame;
    memory.next = (memory.next + 1) % MOST_PENDING;
    return 0;
  }
  for (let index = 0; index < MOST_PENDING; index++) {
    if (memory.frames[index] === 0 || memory.marks[index] !== mark) continue;
    talk.answersFrame(memory.frames[index] as number);
    memory.frames[index] = 0;
    return memory.files[index] as number;
  }
  return 0;
}

/** Notes where the data of a block lie: `offset` counts from the message. A file's number is never 0 here. */
function dataAt(block: Block, offset: number, length: number): void {
  const start = block.message + offset;
  if (start < block.bytesAt || start >= block.end) return;
  piped.start = start;
  piped.end = Math.min(block.end, start + length);
}

/** Reads the block of the command and those chained to it (MS-CIFS 2.2.3.4); answers whether it is a mailslot message. */
function readBlocks(
  reader: Reader,
  talk: Talk<SmbMemory>,
  command: number,
  isResponse: boolean,
  message: number,
  unicode: boolean,
  fields: Record<string, unknown> | undefined,
): boolean {
  let current = command;
  let announced = false;
  const chained: object[] = [];
  for (let index = 0; index < MOST_CHAINED && reader.ok; index++) {
    const words = reader.u8();
    const wordsAt = reader.position;
    reader.skip(words * 2);
    const byteCount = reader.u16le();
    if (!reader.ok) break;
    const bytesAt = reader.position;
    // Large reads and writes tell more bytes than 16 bits hold; the capture may hold fewer.
    const end = Math.min(reader.end, bytesAt + byteCount);
    const block: Block = { words, wordsAt, bytesAt, end, message, unicode };
    const target = index === 0 ? fields : fields === undefined ? undefined : { command: current };
    if (readBlock(reader, talk, current, isResponse, block, target)) announced = true;
    if (index > 0 && target !== undefined) chained.push(target);
    const follows = commands.CHAINS.has(current) && words >= 2 ? (reader.bytes[wordsAt] as number) : 0xff;
    if (follows === 0xff) break;
    const offset = (reader.bytes[wordsAt + 2] as number) | ((reader.bytes[wordsAt + 3] as number) << 8);
    // Each block lies behind the one before, so that a chain ends.
    if (message + offset < bytesAt || message + offset >= reader.end) {
      talk.fault("bad AndX offset", wordsAt + 2 - message);
      break;
    }
    reader.position = message + offset;
    current = follows;
  }
  if (fields !== undefined && chained.length > 0) fields["chained"] = chained;
  return announced;
}

function readBlock(
  reader: Reader,
  talk: Talk<SmbMemory>,
  command: number,
  isResponse: boolean,
  block: Block,
  fields: Record<string, unknown> | undefined,
): boolean {
  const { bytesAt, end, words } = block;
  reader.position = bytesAt;
  const outer = reader.narrow(end - bytesAt);
  let announced = false;
  const word = (at: number): number => wordOf(reader.bytes, block, at);
  const put = (more: Record<string, unknown>): void => {
    if (fields !== undefined) Object.assign(fields, more);
  };
  switch (command) {
    case commands.NEGOTIATE:
      if (isResponse) readNegotiated(reader, talk, block, put);
      else readDialects(reader, talk, put);
      break;
    case commands.SESSION_SETUP:
      readSetup(reader, talk as Talk, isResponse, block, fields);
      break;
    case commands.TREE_CONNECT_ANDX:
      if (isResponse) {
        const service = textHere(reader, block, false);
        put({ service, native_file_system: textHere(reader, block, block.unicode) });
      } else if (words >= 4) {
        reader.skip(Math.min(reader.left(), word(6)));
        const path = textHere(reader, block, block.unicode);
        if (path !== "") talk.object(path);
        put({ tree_flags: word(4), path, service: textHere(reader, block, false) });
      }
      break;
    case commands.TREE_CONNECT:
      if (!isResponse) {
        reader.skip(Math.min(1, reader.left()));
        const path = textHere(reader, block, false);
        if (path !== "") talk.object(path);
        put({ path });
      }
      break;
    case commands.NT_CREATE:
      if (!isResponse && words >= 24) {
        const name = textHere(reader, block, block.unicode);
        if (name !== "") talk.object(name);
        put({
          name,
          create_flags: double(word, 7),
          desired_access: double(word, 15),
          create_disposition: double(word, 35),
          create_options: double(word, 39),
        });
      } else if (isResponse && words >= 34)
        put({ oplock_level: word(4) & 0xff, file_id: word(5), create_action: double(word, 7) });
      break;
    case commands.OPEN_ANDX:
      if (!isResponse) {
        const name = textHere(reader, block, block.unicode);
        if (name !== "") talk.object(name);
        put({ name });
      } else if (words >= 15) put({ file_id: word(4) });
      break;
    case commands.DELETE:
    case commands.RENAME:
    case commands.OPEN:
    case commands.CREATE:
    case commands.CREATE_DIRECTORY:
    case commands.DELETE_DIRECTORY:
    case commands.CHECK_DIRECTORY:
    case commands.QUERY_INFORMATION:
      if (!isResponse) {
        reader.skip(Math.min(1, reader.left()));
        const name = textHere(reader, block, block.unicode);
        if (name !== "") talk.object(name);
        put({ name });
      }
      break;
    case commands.READ_ANDX:
      if (!isResponse && words >= 10) {
        piped.file = word(4) + 1;
        put({ file_id: word(4), offset: double(word, 6), length: word(10) });
      } else if (isResponse && words >= 12) {
        dataAt(block, word(12), word(10) + word(14) * 65_536);
        put({ data_length: word(10) + word(14) * 65_536 });
      }
      break;
    case commands.WRITE_ANDX:
      if (!isResponse && words >= 12) {
        piped.file = word(4) + 1;
        dataAt(block, word(22), word(20) + word(18) * 65_536);
        put({ file_id: word(4), offset: double(word, 6), length: word(20) + word(18) * 65_536 });
      } else if (isResponse && words >= 6) put({ count: word(4) + word(8) * 65_536 });
      break;
    case commands.CLOSE:
      if (!isResponse && words >= 3) put({ file_id: word(0) });
      break;
    case commands.TRANSACTION:
      if (isResponse && words >= 10) dataAt(block, word(14), word(12));
      if (!isResponse && words >= 16 && word(28) === TRANSACT_PIPE) {
        piped.file = word(30) + 1;
        dataAt(block, word(24), word(22));
      }
      if (!isResponse && words >= 14) {
        const name = textHere(reader, block, block.unicode);
        put({ transaction_name: name, total_data_count: word(2), setup_count: word(26) & 0xff });
        if (name.toUpperCase() === "\\MAILSLOT\\BROWSE" || name.toUpperCase() === "\\MAILSLOT\\LANMAN") {
          announced = true;
          const from = block.message + word(24);
          const last = Math.min(end, from + word(22));
          if (from >= bytesAt && from < last) {
            const announcement = readAnnouncement(talk as Talk, reader.bytes, from, last);
            put({ browser: announcement });
          }
        } else if (name !== "") talk.object(name);
      }
      break;
    case commands.TRANSACTION2:
      if (!isResponse && words >= 15) {
        const subcommand = word(28);
        put({ subcommand, subcommand_name: commands.TRANSACTIONS2[subcommand] ?? "" });
      }
      break;
    case commands.NT_TRANSACT:
      if (!isResponse && words >= 19) put({ function: word(36) });
      break;
    default:
  }
  reader.ok = true;
  reader.widen(outer);
  return announced;
}

/** The little-endian word `at` bytes into the parameters; 0 beyond them. */
function wordOf(bytes: Uint8Array, block: Block, at: number): number {
  if (at + 2 > block.words * 2) return 0;
  return (bytes[block.wordsAt + at] as number) | ((bytes[block.wordsAt + at + 1] as number) << 8);
}

function double(word: (at: number) => number, at: number): number {
  return word(at) + word(at + 2) * 65_536;
}

function readDialects(reader: Reader, talk: Talk<SmbMemory>, put: (more: Record<string, unknown>) => void): void {
  const dialects: string[] = [];
  while (reader.left() > 1 && dialects.length < MOST_DIALECTS && reader.peek() === 2) {
    reader.skip(1);
    dialects.push(textOfDialect(reader));
  }
  talk.memory.dialects = dialects;
  put({ dialects });
}

function textOfDialect(reader: Reader): string {
  let text = "";
  while (reader.left() > 0) {
    const code = reader.u8();
    if (code === 0) break;
    if (text.length < 64) text += code < 32 || code > 126 ? " " : String.fromCharCode(code);
  }
  return text;
}

function readNegotiated(
  reader: Reader,
  talk: Talk<SmbMemory>,
  block: Block,
  put: (more: Record<string, unknown>) => void,
): void {
  const index = wordOf(reader.bytes, block, 0);
  if (block.words < 1 || index === 0xffff) return;
  // Without the request any dialect that this header answers is of version 1.
  const dialect = talk.memory.dialects[index] ?? "";
  talk.note("sender", { kind: "version", protocol: "SMB", version: "1", obsolete: true });
  put({ dialect_index: index, dialect });
  if (block.words < 17) return;
  const security = (reader.bytes[block.wordsAt + 2] as number) & 0xff;
  const capabilities = (wordOf(reader.bytes, block, 19) + wordOf(reader.bytes, block, 21) * 65_536) >>> 0;
  put({
    security_mode: security,
    user_level_security: (security & 1) !== 0,
    encrypted_passwords: (security & 2) !== 0,
    signing_enabled: (security & 4) !== 0,
    signing_required: (security & 8) !== 0,
    capabilities,
  });
  if ((capabilities & 0x80000000) !== 0) {
    if (reader.left() >= 16) put({ server_guid: reader.hex(16) });
    return;
  }
  const challenge = reader.bytes[block.wordsAt + 33] as number;
  reader.skip(Math.min(challenge, reader.left()));
  const at = reader.position;
  // These two are not aligned (MS-CIFS 2.2.4.52.2).
  const domain = textHere(reader, { ...block, message: reader.position }, block.unicode);
  const server = textHere(reader, { ...block, message: reader.position }, block.unicode);
  talk.claim("sender", "domainName", domain, 0.9, "SMB negotiation", at, reader.position);
  talk.claim("sender", "name", server, 0.9, "SMB negotiation", at, reader.position);
  put({ domain_name: domain, server_name: server });
}

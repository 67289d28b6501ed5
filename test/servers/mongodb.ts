import { BSON } from 'mongodb';
import { listenToMessages } from './listen.ts';

const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;

/**
 * Starts a small MongoDB for the length of a test: it greets, inserts, and finds all that was inserted.
 *
 * @see https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
 */
export function startMongodb(): Promise<number> {
  const documents: unknown[] = [];
  const run = (command: BSON.Document): BSON.Document => {
    if (command.insert) return { ok: 1, n: documents.push(...command.documents) };
    if (command.find) return { ok: 1, cursor: { id: BSON.Long.ZERO, ns: `${command.$db}.${command.find}`, firstBatch: documents } };
    return { ok: 1, helloOk: true, isWritablePrimary: true, maxWireVersion: 21, minWireVersion: 0, maxWriteBatchSize: 1000 };
  };
  return listenToMessages(
    (bytes) => bytes.readInt32LE(0),
    (message) => answer(message, run),
  );
}

/** The driver greets with OP_QUERY, which has a reply of its own, and sends everything else as OP_MSG. */
function answer(message: Buffer, run: (command: BSON.Document) => BSON.Document): Buffer {
  const body = message.subarray(HEADER);
  if (message.readInt32LE(12) === OP_MSG) return reply(message, OP_MSG, Buffer.alloc(5), run(commandOf(body)));
  if (message.readInt32LE(12) !== OP_QUERY) throw new Error(`expected OP_QUERY or OP_MSG, got ${message.readInt32LE(12)}`);
  const head = Buffer.alloc(20);
  head.writeInt32LE(1, 16);
  return reply(message, 1, head, run({}));
}

/** Puts the sections of an OP_MSG together: the command, and sequences of documents that belong to one of its fields. */
function commandOf(body: Buffer): BSON.Document {
  const command: BSON.Document = {};
  for (let at = 4; at < body.length; ) {
    const kind = body[at];
    const section = body.subarray(at + 1, at + 1 + body.readInt32LE(at + 1));
    if (kind === 0) Object.assign(command, BSON.deserialize(section));
    else command[section.toString('utf8', 4, section.indexOf(0, 4))] = sequence(section.subarray(section.indexOf(0, 4) + 1));
    at += 1 + section.length;
  }
  return command;
}

function sequence(bytes: Buffer): BSON.Document[] {
  const documents: BSON.Document[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at)) {
    documents.push(BSON.deserialize(bytes.subarray(at, at + bytes.readInt32LE(at))));
  }
  return documents;
}

function reply(request: Buffer, operation: number, head: Buffer, document: BSON.Document): Buffer {
  const header = Buffer.alloc(HEADER);
  const body = Buffer.concat([head, BSON.serialize(document)]);
  header.writeInt32LE(HEADER + body.length, 0);
  header.writeInt32LE(request.readInt32LE(4), 8);
  header.writeInt32LE(operation, 12);
  return Buffer.concat([header, body]);
}

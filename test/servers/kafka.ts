import { listenToMessages } from './listen.ts';

const PRODUCE = 0;
const METADATA = 3;
const API_VERSIONS = 18;

/** A small Kafka, and what was produced. */
export interface Kafka {
  readonly port: number;
  /** The batches of records, uncompressed, as text. */
  readonly produced: readonly string[];
}

/**
 * Starts a broker for the length of a test that has one partition of the topic `orders` and takes records for it; what asks it for more than
 * its versions, its metadata and that is not answered in a form that it understands.
 *
 * @see https://kafka.apache.org/protocol
 */
export async function startKafka(): Promise<Kafka> {
  const produced: string[] = [];
  const port = await listenToMessages(
    (bytes) => 4 + bytes.readInt32BE(0),
    (message) => {
      const key = message.readInt16BE(4);
      if (key === PRODUCE) produced.push(message.toString('latin1'));
      const answer = Buffer.concat([message.subarray(8, 12), ...(answers[key] ?? [])]);
      return Buffer.concat([int32(answer.length), answer]);
    },
  );
  const topic = string('orders');
  const answers: Readonly<Record<number, Buffer[]>> = {
    // No error; of each request its number, and the first and last version; not throttled.
    [API_VERSIONS]: [int16(0), int32(3), ...[PRODUCE, 3, 3, METADATA, 1, 1, API_VERSIONS, 0, 2].map(int16), int32(0)],
    // One broker, 0, without a rack, which is the controller, too; one topic without error with one partition, whose leader it is.
    [METADATA]: [
      ...[int32(1), int32(0), string('127.0.0.1'), int32(port), int16(-1), int32(0)],
      ...[int32(1), int16(0), topic, Buffer.alloc(1), int32(1), int16(0), int32(0), int32(0), int32(1), int32(0), int32(1), int32(0)],
    ],
    // One topic, one partition, without error; the offset 7, no time, not throttled.
    [PRODUCE]: [int32(1), topic, int32(1), int32(0), int16(0), int64(7n), int64(-1n), int32(0)],
  };
  return { port, produced };
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

function string(value: string): Buffer {
  return Buffer.concat([int16(value.length), Buffer.from(value)]);
}

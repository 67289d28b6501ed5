import { context, trace } from '@opentelemetry/api';
import { DatabaseClient, type DatabaseMessage } from './database-client.js';
import type { ChannelsOptions } from './options.js';
import { redisCommand, redisStatusOf, redisText } from './redis-command.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';

const SCOPE = '@telewright/channels/ioredis';

interface Command extends DatabaseMessage {
  readonly command: string;
  readonly args: readonly unknown[];
  readonly database: number;
}

interface Batch extends DatabaseMessage {
  readonly batchMode: string;
  readonly batchSize: number;
  readonly database: number;
}

/**
 * Makes a CLIENT span and a measurement of `db.client.operation.duration` for each command of ioredis, and one for a whole transaction.
 * The commands that set up a connection have none, unless they are a part of a trace.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/database/redis/
 */
export function listenToIoredis(options: ChannelsOptions = {}): Unsubscribe {
  const client = new DatabaseClient(SCOPE, 'redis', redisStatusOf, options);
  // A transaction sends its commands while it is started; these messages do not say that they belong to it.
  let isInTransaction = false;
  return subscribe(new FailureReport(SCOPE), {
    'tracing:ioredis:command:start': (message: Command) => {
      if (!isInTransaction) startCommand(client, message);
    },
    'tracing:ioredis:command:asyncStart': (message: Command) => client.end(message),
    'tracing:ioredis:batch:start': (message: Batch) => {
      isInTransaction = true;
      startBatch(client, message);
    },
    'tracing:ioredis:batch:end': (message: Batch) => {
      isInTransaction = false;
      if (message.error !== undefined) client.end(message);
    },
    'tracing:ioredis:batch:asyncStart': (message: Batch) => client.end(message),
  });
}

function startCommand(client: DatabaseClient, message: Command): void {
  if (!client.takes(message)) return;
  const command = redisCommand(message.command);
  if (command.isSetUp && trace.getSpanContext(context.active()) === undefined) return;
  const text = redisText(command, message.args.length);
  client.start(message, { namespace: String(message.database), operation: command.name, text });
}

function startBatch(client: DatabaseClient, message: Batch): void {
  if (!client.takes(message)) return;
  client.start(message, { namespace: String(message.database), operation: message.batchMode, batchSize: message.batchSize });
}

import { DatabaseClient, type DatabaseMessage } from './database-client.js';
import type { ChannelsOptions } from './options.js';
import { redisCommand, redisStatusOf, redisText } from './redis-command.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';

const SCOPE = '@telewright/channels/redis';

interface Command extends DatabaseMessage {
  readonly command: string;
  /** The command and its arguments. */
  readonly args: readonly unknown[];
  readonly database: number;
  /** Set when the command is a part of a batch. */
  readonly batchMode?: string;
}

interface Batch extends DatabaseMessage {
  readonly batchMode: string;
  readonly batchSize: number;
  readonly database: number;
}

/**
 * Makes a CLIENT span and a measurement of `db.client.operation.duration` for each command of node-redis (`redis`, `@redis/client`), and
 * one for a whole transaction or pipeline.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/database/redis/
 */
export function listenToRedis(options: ChannelsOptions = {}): Unsubscribe {
  const client = new DatabaseClient(SCOPE, 'redis', redisStatusOf, options);
  const end = (message: DatabaseMessage): void => client.end(message);
  return subscribe(new FailureReport(SCOPE), {
    'tracing:node-redis:command:start': (message: Command) => startCommand(client, message),
    'tracing:node-redis:command:asyncStart': end,
    'tracing:node-redis:batch:start': (message: Batch) => startBatch(client, message),
    'tracing:node-redis:batch:asyncStart': end,
  });
}

function startCommand(client: DatabaseClient, message: Command): void {
  if (message.batchMode !== undefined || !client.takes(message)) return;
  const command = redisCommand(message.command);
  const text = redisText(command, message.args.length - 1);
  client.start(message, { namespace: String(message.database), operation: command.name, text });
}

function startBatch(client: DatabaseClient, message: Batch): void {
  if (!client.takes(message)) return;
  client.start(message, { namespace: String(message.database), operation: message.batchMode, batchSize: message.batchSize });
}

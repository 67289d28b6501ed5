import { DatabaseClient, type DatabaseMessage } from './database-client.js';
import { describeSql } from './describe-sql.js';
import type { ChannelsOptions } from './options.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';

const SCOPE = '@telewright/channels/mysql2';

/** What mysql2 publishes of a query, or of a pool that looks for a connection. */
interface Message extends DatabaseMessage {
  readonly query?: string;
  readonly values?: unknown;
  readonly database?: string;
}

/**
 * Makes a CLIENT span and a measurement of `db.client.operation.duration` for each `query` and `execute` of mysql2, and for a pool that
 * gets no connection. Literals are replaced in `db.query.text`. Callbacks run in the context of their caller.
 *
 * The channel `mysql2:connect` is left alone: with a subscriber there, mysql2 listens to errors that would be uncaught otherwise.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/database/mysql/
 */
export function listenToMysql2(options: ChannelsOptions = {}): Unsubscribe {
  const client = new DatabaseClient(SCOPE, 'mysql', statusOf, options);
  const start = (message: Message): void => startQuery(client, message);
  const prepare = (message: Message): void => {
    if (client.takes(message)) client.prepare(message, { namespace: message.database || undefined });
  };
  const enter = (message: Message): void => client.enterCallback(message);
  const leave = (message: Message): void => client.leaveCallback(message);
  const endThrown = (message: Message): void => {
    if (message.error !== undefined) client.end(message);
  };
  return subscribe(new FailureReport(SCOPE), {
    'tracing:mysql2:query:start': start,
    'tracing:mysql2:query:end': endThrown,
    'tracing:mysql2:query:asyncStart': enter,
    'tracing:mysql2:query:asyncEnd': leave,
    'tracing:mysql2:execute:start': start,
    'tracing:mysql2:execute:end': endThrown,
    'tracing:mysql2:execute:asyncStart': enter,
    'tracing:mysql2:execute:asyncEnd': leave,
    'tracing:mysql2:pool:connect:start': prepare,
    'tracing:mysql2:pool:connect:end': endThrown,
    'tracing:mysql2:pool:connect:asyncStart': enter,
    'tracing:mysql2:pool:connect:asyncEnd': leave,
  });
}

function startQuery(client: DatabaseClient, message: Message): void {
  if (!client.takes(message)) return;
  const { query = '', values, database } = message;
  // A text into which mysql2 has put values is hardly ever the same again.
  const recurs = values === undefined || query.includes('?');
  const { text, summary, operation } = describeSql(query, recurs);
  client.start(message, { namespace: database || undefined, operation, summary, text });
}

/** The number of an error that the server sent; those of Node have none that is positive. */
function statusOf(error: unknown): string | undefined {
  const { errno, sqlState } = error as { readonly errno?: unknown; readonly sqlState?: unknown };
  return typeof errno === 'number' && errno > 0 && sqlState !== undefined ? String(errno) : undefined;
}

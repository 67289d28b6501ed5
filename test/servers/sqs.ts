import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { listen } from './listen.ts';

/** The body of a SendMessage request, as far as it is looked at. */
interface Message {
  readonly MessageBody: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

/** A small SQS, and what was sent to it. */
export interface Sqs {
  readonly port: number;
  readonly messages: readonly Message[];
}

/**
 * Starts a queue for the length of a test that takes messages.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export async function startSqs(): Promise<Sqs> {
  const messages: Message[] = [];
  const server = createServer(async (request, response) => {
    const message = (await json(request)) as Message;
    messages.push(message);
    const MD5OfMessageBody = createHash('md5').update(message.MessageBody).digest('hex');
    response.setHeader('content-type', 'application/x-amz-json-1.0').end(JSON.stringify({ MessageId: 'm1', MD5OfMessageBody }));
  });
  return { port: await listen(server), messages };
}

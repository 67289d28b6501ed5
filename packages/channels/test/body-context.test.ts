import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { SpanKind, trace } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { listenToHttpServer } from '../src/http-server.js';
import { serve } from './servers.js';
import { listening, startTelemetry } from './telemetry.js';

const activeSpan = (): string | undefined => trace.getActiveSpan()?.spanContext().spanId;

describe('the body of a request', () => {
  it.each(['data', 'readable'])('reaches %s and end in the context of its request, however late it comes', async (event) => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const seen: unknown[] = [];
    const port = await serve((request, response) => {
      request.on(event, () => seen.push(activeSpan(), (request.read() as Buffer | null)?.length));
      request.on('end', () => response.end(activeSpan()));
    });
    const socket = connect(port, '127.0.0.1');
    const answer = text(socket);
    socket.write('POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 2\r\n\r\na');
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    socket.write('b');
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    const spanId = span?.spanContext().spanId;
    expect((await answer).includes(spanId as string)).toBe(true);
    expect(new Set(seen.filter((item) => typeof item === 'string'))).toEqual(new Set([spanId]));
  });

  it('that is empty leaves the request as Node made it, and its end is in the context of the request all the same', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const own: string[] = [];
    const port = await serve((request, response) => {
      own.push(...Object.getOwnPropertyNames(request).filter((name) => name === 'push'));
      request.resume().on('end', () => response.end(activeSpan()));
    });
    const socket = connect(port, '127.0.0.1');
    const answer = text(socket);
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\nPOST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    const spans = await telemetry.ended(SpanKind.SERVER, 2);
    const answered = await answer;
    expect(spans.map((span) => answered.includes(span.spanContext().spanId))).toEqual([true, true]);
    expect(own).toEqual([]);
  });

  it('leaves no trace on what can be listed of the request', async () => {
    startTelemetry();
    const keys: string[][] = [];
    const port = await serve((request, response) => {
      keys.push(Object.keys(request));
      response.end();
    });
    const use = async (): Promise<void> => {
      const socket = connect(port, '127.0.0.1').resume();
      socket.write('POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 1\r\n\r\na');
      await once(socket, 'close');
    };
    await use();
    listening(listenToHttpServer());
    await use();
    expect(keys[1]).toEqual(keys[0]);
  });
});

import { describe, expect, it } from 'vitest';
import type { ExportEvent } from '../src/export-event.js';
import { createLogExporter, createMetricExporter, type Exporter, type ExportResultData, type ReadableLogRecordData } from '../src/index.js';
import { decode } from './decode.js';
import { startServer } from './http-server.js';

const resource = { attributes: { 'service.name': 'shop' } };
const instrumentationScope = { name: 'test' };

const record = (body: unknown, others: Partial<ReadableLogRecordData> = {}): ReadableLogRecordData => ({
  resource,
  instrumentationScope,
  hrTime: [1, 0],
  hrTimeObserved: [1, 0],
  attributes: {},
  droppedAttributesCount: 0,
  body,
  ...others,
});

const exportAll = <Batch>(exporter: Exporter<Batch>, batch: Batch): Promise<ExportResultData> =>
  new Promise((resolve) => exporter.export(batch, resolve));

interface DecodedRecord {
  body: { stringValue: string };
}

const bodiesOf = (request: { body: Buffer } | undefined): string[] =>
  decode('LogsData', request?.body ?? Buffer.alloc(0)).resourceLogs.flatMap((entry: { scopeLogs: { logRecords: DecodedRecord[] }[] }) =>
    entry.scopeLogs.flatMap(({ logRecords }) => logRecords.map(({ body }) => body.stringValue)),
  );

const listening = () => {
  const events: ExportEvent[] = [];
  return { events, onEvent: (event: ExportEvent) => void events.push(event) };
};

describe('an exporter', () => {
  it('groups items by resource and scope', async () => {
    const { url, received } = await startServer();
    const exporter = createLogExporter({ url });
    const other = { name: 'other' };
    await exportAll(exporter, [
      record('a'),
      record('b', { instrumentationScope: other }),
      record('c'),
      record('d', { resource: { attributes: {} } }),
    ]);
    const scopes = decode('LogsData', received[0]?.body ?? Buffer.alloc(0)).resourceLogs.map(
      (entry: { scopeLogs: { scope: unknown; logRecords: DecodedRecord[] }[] }) =>
        entry.scopeLogs.map(({ scope, logRecords }) => [scope, logRecords.map(({ body }) => body.stringValue).join('')]),
    );
    expect(scopes).toEqual([
      [
        [{ name: 'test' }, 'ac'],
        [{ name: 'other' }, 'b'],
      ],
      [[{ name: 'test' }, 'd']],
    ]);
    await exporter.shutdown();
  });

  it('does not remember a resource that is still being detected', async () => {
    const { url, received } = await startServer();
    const exporter = createLogExporter({ url });
    const pending = { attributes: {} as Record<string, unknown>, asyncAttributesPending: true };
    await exportAll(exporter, [record('a', { resource: pending })]);
    Object.assign(pending, { attributes: { 'host.id': 'h' }, asyncAttributesPending: false });
    await exportAll(exporter, [record('b', { resource: pending })]);
    const attributes = received.map(({ body }) => decode('LogsData', body).resourceLogs[0].resource.attributes);
    expect(attributes).toEqual([undefined, [{ key: 'host.id', value: { stringValue: 'h' } }]]);
    await exporter.shutdown();
  });

  it('splits a batch until the server takes it, and gives up single items that it does not take', async () => {
    const { url, received } = await startServer((response, index) => {
      const bodies = bodiesOf(received[index]);
      response.writeHead(bodies.length > 2 || bodies.includes('huge') ? 413 : 200).end();
    });
    const { events, onEvent } = listening();
    const exporter = createLogExporter({ url, onEvent });
    const result = await exportAll(
      exporter,
      ['a', 'b', 'c', 'huge', 'd'].map((body) => record(body)),
    );
    expect(received.map((request) => bodiesOf(request).join())).toEqual(['a,b,c,huge,d', 'a,b', 'c,huge,d', 'c', 'huge,d', 'huge', 'd']);
    expect(result).toEqual({ code: 1, error: new Error(`${url} answered 413`) });
    expect(events.map((event) => ('items' in event ? [event.type, event.items] : event))).toEqual([
      ['delivered', 2],
      ['delivered', 1],
      ['failed', 1],
      ['delivered', 1],
    ]);
    await exporter.shutdown();
  });

  it('splits a metric by its points', async () => {
    const pointsOf = (request: { body: Buffer } | undefined): string[] =>
      decode('MetricsData', request?.body ?? Buffer.alloc(0)).resourceMetrics[0].scopeMetrics[0].metrics[0].sum.dataPoints.map(
        (point: { asInt: string }) => point.asInt,
      );
    const { url, received } = await startServer((response, index) =>
      response.writeHead(pointsOf(received[index]).length > 1 ? 413 : 200).end(),
    );
    const { events, onEvent } = listening();
    const exporter = createMetricExporter({ url, onEvent });
    const point = (value: number) => ({ startTime: [1, 0] as const, endTime: [2, 0] as const, attributes: {}, value });
    const descriptor = { name: 'jobs', description: '', unit: '', valueType: 0 };
    const metric = {
      descriptor,
      aggregationTemporality: 1,
      dataPointType: 3,
      isMonotonic: true,
      dataPoints: [point(1), point(2), point(3)],
    } as const;
    expect(await exportAll(exporter, { resource, scopeMetrics: [{ scope: instrumentationScope, metrics: [metric] }] })).toEqual({
      code: 0,
    });
    expect(received.map((request) => pointsOf(request).join())).toEqual(['1,2,3', '1', '2,3', '2', '3']);
    expect(events).toMatchObject(Array(3).fill({ type: 'delivered', items: 1 }));
    await exporter.shutdown();
  });

  it('leaves out what can not be read, and says so', async () => {
    const { url, received } = await startServer();
    const { events, onEvent } = listening();
    const exporter = createLogExporter({ url, onEvent });
    const broken = Object.defineProperty(record('broken'), 'attributes', {
      get: () => {
        throw new Error('revoked');
      },
    });
    expect(await exportAll(exporter, [record('a'), broken, record('b')])).toEqual({ code: 0 });
    expect(bodiesOf(received[0])).toEqual(['a', 'b']);
    expect(events).toMatchObject([
      { type: 'dropped', signal: 'logs', items: 1, reason: 'encoding' },
      { type: 'delivered', items: 2 },
    ]);
    await exporter.shutdown();
  });

  it('survives an export that is caused by encoding another', async () => {
    const { url, received } = await startServer();
    const exporter = createLogExporter({ url });
    await exportAll(exporter, [record('before')]);
    const inner = Promise.withResolvers<ExportResultData>();
    const body = {
      get trap(): string {
        exporter.export([record('inner')], inner.resolve);
        return 'sprung';
      },
    };
    await Promise.all([exportAll(exporter, [record(body)]), inner.promise]);
    const records = received.slice(1).flatMap((request) => decode('LogsData', request.body).resourceLogs[0].scopeLogs[0].logRecords);
    const bodies = records.map((record: { body: unknown }) => record.body);
    expect(bodies).toHaveLength(2);
    expect(bodies).toContainEqual({ stringValue: 'inner' });
    expect(bodies).toContainEqual({ kvlistValue: { values: [{ key: 'trap', value: { stringValue: 'sprung' } }] } });
    await exporter.shutdown();
  });

  it('has at most thirty exports under way, and waits for them in a flush', async () => {
    const answers: (() => void)[] = [];
    const { url } = await startServer((response) => answers.push(() => response.end()));
    const { events, onEvent } = listening();
    const exporter = createLogExporter({ url, onEvent });
    const results = Array.from({ length: 31 }, (_, index) => exportAll(exporter, [record(String(index))]));
    expect(await results[30]).toEqual({ code: 1, error: new Error('more than 30 OTLP exports are under way') });
    expect(events).toEqual([{ type: 'dropped', signal: 'logs', items: 1, reason: 'concurrency' }]);
    await expect.poll(() => answers.length).toBe(30);
    const flushing = exporter.forceFlush().then(() => events.length);
    for (const answer of answers) answer();
    expect(await flushing).toBe(31);
    expect(await Promise.all(results.slice(0, 30))).toEqual(Array(30).fill({ code: 0 }));
    await exporter.shutdown();
  });

  it('fails after its shutdown, which can be repeated', async () => {
    const { url, received } = await startServer();
    const { events, onEvent } = listening();
    const exporter = createLogExporter({ url, onEvent });
    await Promise.all([exporter.shutdown(), exporter.shutdown()]);
    await exporter.forceFlush();
    expect(await exportAll(exporter, [record('a'), record('b')])).toEqual({ code: 1, error: new Error('the OTLP exporter is shut down') });
    expect(events).toEqual([{ type: 'dropped', signal: 'logs', items: 2, reason: 'shutdown' }]);
    expect(received).toEqual([]);
  });

  it('reports the code of an error, and survives a callback that throws', async () => {
    const exporter = createLogExporter({ url: 'http://127.0.0.1:1/v1/logs', retry: { maxRetries: 0 } });
    const error = { message: 'no connection to http://127.0.0.1:1/v1/logs: ECONNREFUSED', code: 'ECONNREFUSED' };
    expect(await exportAll(exporter, [record('a')])).toMatchObject({ code: 1, error });
    exporter.export([record('b')], () => {
      throw new Error('callback');
    });
    await exporter.forceFlush();
    await exporter.shutdown();
  });
});

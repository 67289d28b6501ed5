import { assembleRequest, encodeResource, encodeScope, encodeSpan, ProtoWriter, type SpanData } from '@telewright/otlp';
import { decodeTraces } from '@telewright/testing';
import type { Bench } from './bench.ts';
import { type Figures, summarize } from './figures.ts';

const usualRounds = 15;
const batches = 100;
const batchSize = 512;

/** Measures the encoding of spans with six attributes, in batches as they are sent. Throws where a decoder reads anything else from one. */
export async function measureEncoding({ progress, rounds = usualRounds }: Bench): Promise<Figures[]> {
  const writer = new ProtoWriter();
  const spans = Array.from({ length: batchSize }, (_, index): SpanData => {
    const context = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: (index + 2 ** 40).toString(16).padStart(16, '0'),
      traceFlags: 1,
    };
    const attributes = {
      'http.request.method': 'GET',
      'url.path': `/users/${index}`,
      'http.route': '/users/:id',
      'http.response.status_code': 200,
      'server.port': 8080,
      'network.protocol.version': '1.1',
    };
    const none = { links: [], events: [], droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 };
    const times = { startTime: [1_700_000_000, index], endTime: [1_700_000_001, index] } as const;
    return {
      name: 'GET /users/:id',
      kind: 1,
      spanContext: () => context,
      ...times,
      status: { code: 0 },
      attributes,
      ...none,
    };
  });
  prove(writer, spans);
  const micros: number[] = [];
  for (let round = -1; round < rounds; round++) {
    progress(`encoding: round ${Math.max(0, round) + 1} of ${rounds}`);
    const { user, system } = process.cpuUsage();
    for (let batch = 0; batch < batches; batch++) {
      for (const span of spans) encodeSpan(writer, span);
      writer.reset();
    }
    const used = process.cpuUsage({ user, system });
    if (round >= 0) micros.push((used.user + used.system) / (batches * batchSize));
  }
  return [{ name: 'a span with 6 attributes, encoded: CPU', unit: 'us', ...summarize(micros) }];
}

function prove(writer: ProtoWriter, spans: readonly SpanData[]): void {
  for (const span of spans) encodeSpan(writer, span);
  const scope = { scope: encodeScope({ name: 'bench' }), items: [writer.view().slice()] };
  writer.reset();
  const decoded = decodeTraces(assembleRequest([{ resource: encodeResource({ attributes: {} }), scopes: [scope] }]));
  const told = (name: string, id: string, attributes: object): string => JSON.stringify([name, id, attributes]);
  const got = decoded.map(({ name, spanId, attributes }) => told(name, spanId, attributes)).join();
  const expected = spans.map(({ name, spanContext, attributes }) => told(name, spanContext().spanId, attributes)).join();
  if (got !== expected) throw new Error(`expected the spans that were encoded, got ${got.slice(0, 500)}`);
}

import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { embed, generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { MockEmbeddingModelV4, MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import { describe, expect, it } from 'vitest';
import { listenToAi } from '../src/ai.js';
import { providerName } from '../src/ai-message.js';
import { VERSION } from '../src/version.js';
import { listening, startTelemetry } from './telemetry.js';

const usage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 20, text: 20, reasoning: 0 },
};
const answer = {
  content: [{ type: 'text' as const, text: 'secret' }],
  finishReason: { unified: 'stop' as const, raw: 'stop' },
  usage,
  warnings: [],
  response: { id: 'r', modelId: 'gpt-5-2026' },
};
type Generate = NonNullable<ConstructorParameters<typeof MockLanguageModelV4>[0]>['doGenerate'];
const modelThat = (doGenerate: Generate) =>
  new MockLanguageModelV4({ provider: 'openai.chat', modelId: 'gpt-5', doGenerate: doGenerate as never });
const work = () => trace.getTracer('app').startSpan('work').end();

function started() {
  const telemetry = startTelemetry();
  listening(listenToAi());
  return telemetry;
}

describe('a call of the AI SDK', () => {
  it('has a CLIENT span with the model and the tokens, without prompt and answer, which is active for what it sends', async () => {
    const telemetry = started();
    const model = modelThat(async () => {
      work();
      return answer;
    });
    const parent = trace.getTracer('app').startSpan('request');
    const { text } = await context.with(trace.setSpan(context.active(), parent), () => generateText({ model, prompt: 'secret' }));
    expect(text).toBe('secret');
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span).toMatchObject({ name: 'chat gpt-5', instrumentationScope: { name: '@telewright/channels/ai', version: VERSION } });
    const common = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5',
      'gen_ai.response.model': 'gpt-5-2026',
    };
    expect(span?.attributes).toEqual({
      ...common,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 20,
    });
    expect(span?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    expect(telemetry.spans().find(({ name }) => name === 'work')?.parentSpanContext?.spanId).toBe(span?.spanContext().spanId);
    expect(trace.getActiveSpan()).toBeUndefined();
    const duration = await telemetry.histogram('gen_ai.client.operation.duration');
    expect(duration?.dataPoints.map(({ attributes, value }) => [attributes, value.count])).toEqual([[common, 1]]);
    const tokens = await telemetry.histogram('gen_ai.client.token.usage');
    expect(tokens?.descriptor.unit).toBe('{token}');
    expect(tokens?.dataPoints.map(({ attributes, value }) => [attributes, value.sum])).toEqual([
      [{ ...common, 'gen_ai.token.type': 'input' }, 10],
      [{ ...common, 'gen_ai.token.type': 'output' }, 20],
    ]);
    expect(telemetry.problems).toEqual([]);
  });

  it('has a span for each tool that the model has called', async () => {
    const telemetry = started();
    let calls = 0;
    const call = { type: 'tool-call' as const, toolCallId: '1', toolName: 'weather', input: '{"city":"secret"}' };
    const model = modelThat(async () => {
      calls += 1;
      return calls === 1 ? { ...answer, content: [call], finishReason: { unified: 'tool-calls', raw: 'tool' } } : answer;
    });
    const inputSchema = jsonSchema({ type: 'object', properties: { city: { type: 'string' } } });
    const weather = tool({ inputSchema, execute: async () => work() ?? 'secret' });
    await generateText({ model, prompt: 'secret', tools: { weather }, stopWhen: stepCountIs(3) });
    await telemetry.ended(SpanKind.CLIENT, 2);
    const spans = telemetry.spans().map(({ name }) => name);
    expect(spans).toEqual(['chat gpt-5', 'work', 'execute_tool weather', 'chat gpt-5']);
    const [, inner, span] = telemetry.spans();
    expect(span?.attributes).toEqual({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'weather' });
    expect(inner?.parentSpanContext?.spanId).toBe(span?.spanContext().spanId);
  });

  it('that answers in pieces ends with the last of them', async () => {
    const telemetry = started();
    const chunks = [
      { type: 'stream-start' as const, warnings: [] },
      { type: 'text-start' as const, id: '1' },
      { type: 'text-delta' as const, id: '1', delta: 'secret' },
      { type: 'text-end' as const, id: '1' },
      { type: 'finish' as const, finishReason: answer.finishReason, usage },
    ];
    const doStream = async () => ({ stream: simulateReadableStream({ chunks }) });
    const { textStream } = streamText({
      model: new MockLanguageModelV4({ provider: 'openai.chat', modelId: 'gpt-5', doStream }),
      prompt: 'a',
    });
    for await (const _ of textStream) expect(telemetry.spans()).toHaveLength(0);
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect([span?.name, span?.status.code]).toEqual(['chat gpt-5', SpanStatusCode.UNSET]);
    expect((await telemetry.histogram('gen_ai.client.operation.duration'))?.dataPoints[0]?.value.count).toBe(1);
  });

  it('fails with the class of the error, without its message', async () => {
    const telemetry = started();
    const model = modelThat(async () => {
      throw Object.assign(new Error('secret'), { name: 'AI_APICallError' });
    });
    await expect(generateText({ model, prompt: 'a', maxRetries: 0 })).rejects.toThrow('secret');
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span?.attributes['error.type']).toBe('AI_APICallError');
  });

  it('can be an embedding', async () => {
    const telemetry = started();
    const doEmbed = async () => ({ embeddings: [[1, 2]], usage: { tokens: 5 }, warnings: [] });
    await embed({
      model: new MockEmbeddingModelV4({ provider: 'mistral.embedding', modelId: 'm', doEmbed: doEmbed as never }),
      value: 'secret',
    });
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.name).toBe('embeddings m');
    expect(span?.attributes).toMatchObject({ 'gen_ai.provider.name': 'mistral_ai', 'gen_ai.usage.input_tokens': 5 });
  });

  it('is not traced where tracing is suppressed, and not doubled when two listen', async () => {
    const telemetry = started();
    listening(listenToAi());
    const model = modelThat(async () => answer);
    await context.with(suppressTracing(context.active()), () => generateText({ model, prompt: 'a' }));
    await generateText({ model, prompt: 'a' });
    await telemetry.ended(SpanKind.CLIENT, 1);
    expect(telemetry.started()).toBe(1);
  });
});

describe('the name of a provider', () => {
  it.each([
    ['openai.responses', 'openai'],
    ['google.generative-ai', 'gcp.gemini'],
    ['amazon-bedrock', 'aws.bedrock'],
    ['constructor.chat', 'constructor'],
  ])('%s is %s', (provider, name) => {
    expect(providerName(provider)).toBe(name);
  });
});

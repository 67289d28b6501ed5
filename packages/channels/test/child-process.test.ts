import { execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { describe, expect, it } from 'vitest';
import { listenToChildProcess } from '../src/child-process.js';
import { listening, startTelemetry } from './telemetry.js';

// In a variable, or the check for unused dependencies takes it for a tool.
const missing = 'not-there';
const node = (script: string) => spawn(process.execPath, ['--eval', script], { env: { SECRET: 'secret' } });

describe('a child process', () => {
  it('has a CLIENT span until it has ended, a child of what is active, without arguments and environment', async () => {
    const telemetry = startTelemetry();
    listening(listenToChildProcess());
    const parent = trace.getTracer('app').startSpan('request');
    const child = context.with(trace.setSpan(context.active(), parent), () => node('"secret"'));
    await once(child, 'close');
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    expect([span?.name, span?.status.code]).toEqual(['node', SpanStatusCode.UNSET]);
    expect(span?.attributes).toEqual({ 'process.executable.name': 'node', 'process.pid': child.pid, 'process.exit.code': 0 });
    expect(telemetry.problems).toEqual([]);
  });

  it('fails with its code, its signal, or the error that kept it from starting', async () => {
    const telemetry = startTelemetry();
    listening(listenToChildProcess());
    await once(node('process.exit(3)'), 'close');
    await once(node('process.kill(process.pid, "SIGKILL")'), 'close');
    await new Promise((resolve) => spawn(missing, ['secret']).on('error', resolve));
    await new Promise((resolve) => execFile(process.execPath, ['--eval', 'process.exit(4)'], resolve));
    const spans = await telemetry.ended(SpanKind.CLIENT, 4);
    expect(spans.map(({ name, attributes }) => [name, attributes['process.exit.code'], attributes['error.type']])).toEqual([
      ['node', 3, '3'],
      ['node', undefined, 'SIGKILL'],
      ['not-there', undefined, 'ENOENT'],
      ['node', 4, '4'],
    ]);
    expect(spans.every(({ status }) => status.code === SpanStatusCode.ERROR)).toBe(true);
  });

  it('that can not be started is as uncaught as without us', async () => {
    startTelemetry();
    listening(listenToChildProcess());
    const child = spawn(missing);
    expect(child.listenerCount('error')).toBe(0);
    await once(child, 'error');
  });

  it('is not traced where tracing is suppressed, and not doubled when two listen', async () => {
    const telemetry = startTelemetry();
    listening(listenToChildProcess());
    listening(listenToChildProcess());
    await once(
      context.with(suppressTracing(context.active()), () => node('')),
      'close',
    );
    await once(fork('--version', { execArgv: [], stdio: 'ignore' }), 'exit');
    await telemetry.ended(SpanKind.CLIENT, 1);
    expect(telemetry.started()).toBe(1);
  });
});

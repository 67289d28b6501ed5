import { peers, serverSpanAlone } from '../peers.ts';
import { allSignals, bare, tracesAlone, type Variant } from '../variants.ts';

/** A service, what it is asked for, and who is measured in it. */
export interface Case {
  readonly name: string;
  /** What is said of it above its table. */
  readonly note?: string;
  readonly kind: 'http' | 'express' | 'fastify' | 'calling';
  readonly path: string;
  /** Whether a request writes a line. */
  readonly logs: boolean;
  /** How many spans each variant but bare has to make, no fewer and no more. */
  readonly exactSpans?: number;
  /** Spans that a request makes by the API besides. */
  readonly ownSpans?: number;
  /** How many functions of middleware a request goes through. */
  readonly middleware?: number;
  readonly rounds: { readonly ours: number; readonly peers: number };
  readonly variants: readonly Variant[];
}

const often = { ours: 8, peers: 2 };
const seldom = { ours: 2, peers: 1 };
const express = { kind: 'express', path: '/users/17', logs: true } as const;

/** All cases; bare is the first of each. */
export const cases: readonly Case[] = [
  {
    name: 'plain http',
    kind: 'http',
    path: '/',
    logs: false,
    rounds: often,
    variants: [bare, allSignals, tracesAlone, ...peers],
  },
  {
    name: 'express + pino',
    note: 'Each request writes one line.',
    ...express,
    rounds: often,
    variants: [bare, allSignals, tracesAlone, ...peers],
  },
  {
    name: 'express + pino, ten functions of middleware',
    note: 'The same service, with ten functions before the route that only call the next one.',
    ...express,
    middleware: 10,
    rounds: seldom,
    variants: [bare, allSignals, tracesAlone, ...peers.slice(0, 2)],
  },
  {
    name: 'express + pino, one span each',
    note: 'The same service; peers run without their instrumentation of express, so that everybody makes the SERVER span and nothing else.',
    ...express,
    exactSpans: 1,
    rounds: seldom,
    variants: [bare, allSignals, ...serverSpanAlone],
  },
  {
    name: 'express + pino, four spans each',
    note: 'As before, and the route makes three spans with two attributes by `@opentelemetry/api`, one in another.',
    ...express,
    exactSpans: 4,
    ownSpans: 3,
    rounds: seldom,
    variants: [bare, allSignals, ...serverSpanAlone.slice(0, 2)],
  },
  {
    name: 'fastify + pino',
    note: 'Each request writes one line.',
    kind: 'fastify',
    path: '/users/17',
    logs: true,
    rounds: seldom,
    variants: [bare, allSignals, ...peers],
  },
  {
    name: 'a service that calls another',
    note: 'The other service shares the core of the load and is often what the measured one waits for: the CPU per request says more than the ratio.',
    kind: 'calling',
    path: '/',
    logs: false,
    rounds: seldom,
    variants: [bare, allSignals, ...peers],
  },
];

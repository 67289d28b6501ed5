import * as standard from '@opentelemetry/semantic-conventions';
import { describe, expect, it } from 'vitest';
import * as db from '../src/db.js';
import * as endpoint from '../src/endpoint.js';
import * as error from '../src/error.js';
import * as http from '../src/http.js';
import * as network from '../src/network.js';
import * as rpc from '../src/rpc.js';
import * as url from '../src/url.js';

const ours: Record<string, unknown> = { ...db, ...endpoint, ...error, ...http, ...network, ...rpc, ...url };
const theirs: Record<string, unknown> = { ...standard };
const attributes = Object.keys(ours).filter((name) => /^ATTR_|_VALUE_/.test(name));

describe('the standard names', () => {
  it.each(attributes)('%s is what the conventions say', (name) => {
    expect(theirs).toHaveProperty(name);
    const read = (value: unknown) => (typeof value === 'function' ? value('x-key') : value);
    expect(read(ours[name])).toBe(read(theirs[name]));
  });

  it('covers every stable attribute of its namespaces', () => {
    const namespaces = /^ATTR_(HTTP|URL|NETWORK|RPC|SERVER|CLIENT|USER_AGENT|DB|ERROR|EXCEPTION)_/;
    const missing = Object.keys(theirs).filter((name) => namespaces.test(name) && !(name in ours));
    expect(missing).toEqual(['ATTR_EXCEPTION_ESCAPED']);
  });

  it('knows the methods that the conventions name', () => {
    const named = Object.entries(theirs).filter(([name]) => name.startsWith('HTTP_REQUEST_METHOD_VALUE_') && !name.endsWith('_OTHER'));
    // QUERY is a known method by the text of the conventions, while its constant is not stable yet.
    expect([...named.map(([, method]) => method), 'QUERY'].sort()).toEqual(http.KNOWN_HTTP_METHODS);
  });
});

describe('the metrics', () => {
  it.each([
    [http.HTTP_SERVER_REQUEST_DURATION, standard.METRIC_HTTP_SERVER_REQUEST_DURATION],
    [http.HTTP_CLIENT_REQUEST_DURATION, standard.METRIC_HTTP_CLIENT_REQUEST_DURATION],
    [db.DB_CLIENT_OPERATION_DURATION, standard.METRIC_DB_CLIENT_OPERATION_DURATION],
    [rpc.RPC_CLIENT_CALL_DURATION, standard.METRIC_RPC_CLIENT_CALL_DURATION],
    [rpc.RPC_SERVER_CALL_DURATION, standard.METRIC_RPC_SERVER_CALL_DURATION],
  ])('%o has its standard name and is in seconds', (definition, name) => {
    expect(definition).toMatchObject({ name, unit: 's', instrument: 'histogram' });
  });

  it('has the advised bucket boundaries', () => {
    const advised = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    expect(http.HTTP_SERVER_REQUEST_DURATION.boundaries).toEqual(advised);
    expect(http.HTTP_CLIENT_REQUEST_DURATION.boundaries).toEqual(advised);
    expect(rpc.RPC_CLIENT_CALL_DURATION.boundaries).toEqual(advised);
    expect(rpc.RPC_SERVER_CALL_DURATION.boundaries).toEqual(advised);
    expect(db.DB_CLIENT_OPERATION_DURATION.boundaries).toEqual([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]);
  });
});

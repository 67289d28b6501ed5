import { type Link, ROOT_CONTEXT, type Span, type SpanOptions, type Tracer } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { only, plain, recorders } from './recorders.js';

const linkTo = (digit: number, attributes?: Link['attributes']): Link => ({
  context: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: `000000000000000${digit}`, traceFlags: 1 },
  ...(attributes && { attributes }),
});

describe.each(recorders)('$name', ({ record }) => {
  const ended = (change: (span: Span) => unknown, options: SpanOptions = {}, spanLimits = {}) => {
    const { tracer, spans } = record({ spanLimits });
    const span = (tracer as Tracer).startSpan('one', options, ROOT_CONTEXT);
    change(span);
    span.end();
    return only(spans);
  };

  test('keeps events in their order, with attributes, and with the time that is given in either place', () => {
    const { events } = ended((span) =>
      span
        .addEvent('bare', [1, 2])
        .addEvent('attributes', { a: 1 }, [3, 4])
        .addEvent('time and time', [5, 6], [7, 8])
        .addEvent('empty', {}, new Date(9_000)),
    );
    expect(events).toEqual([
      { name: 'bare', time: [1, 2] },
      { name: 'attributes', time: [3, 4], attributes: { a: 1 }, droppedAttributesCount: 0 },
      { name: 'time and time', time: [7, 8] },
      { name: 'empty', time: [9, 0], attributes: {}, droppedAttributesCount: 0 },
    ]);
  });

  test('takes simple values only for attributes of events, and counts the others as dropped', () => {
    const given = { text: 'a', list: [1, null], mixed: [1, 'a'], map: { a: 1 }, bytes: Uint8Array.of(1), nothing: null, absent: undefined };
    const { events } = ended((span) => span.addEvent('one', given as never, [1, 2]));
    expect(events).toEqual([{ name: 'one', time: [1, 2], attributes: { text: 'a', list: [1, null] }, droppedAttributesCount: 4 }]);
  });

  test('limits attributes of an event in number and length', () => {
    const limits = { attributePerEventCountLimit: 2, attributeValueLengthLimit: 3 };
    const { events } = ended((span) => span.addEvent('one', { a: 'abcd', b: ['abcd', 'a'], c: 1 }, [1, 2]), {}, limits);
    expect(events).toEqual([{ name: 'one', time: [1, 2], attributes: { a: 'abc', b: ['abc', 'a'] }, droppedAttributesCount: 1 }]);
  });

  test('drops the oldest events beyond the limit', () => {
    const { events, droppedEventsCount } = ended(
      (span) => {
        for (const name of ['a', 'b', 'c', 'd']) span.addEvent(name);
      },
      {},
      { eventCountLimit: 2 },
    );
    expect(events.map(({ name }) => name)).toEqual(['c', 'd']);
    expect(droppedEventsCount).toBe(2);
  });

  test('keeps 128 events by default, and none if the limit is 0', () => {
    const many = (span: Span): void => {
      for (let index = 0; index < 130; index++) span.addEvent(`${index}`);
    };
    expect(ended(many)).toMatchObject({ events: { length: 128 }, droppedEventsCount: 2 });
    expect(ended(many, {}, { eventCountLimit: 0 })).toMatchObject({ events: [], droppedEventsCount: 130 });
  });

  test('keeps links from the start and later ones, with attributes of any kind', () => {
    const { links } = ended((span) => span.addLink(linkTo(2, { map: { a: [1] } })).addLinks([linkTo(3), linkTo(4)]), {
      links: [linkTo(1, { a: 'x', b: () => 1 })] as never,
    });
    expect(plain(links)).toEqual([
      { ...linkTo(1, { a: 'x' }), droppedAttributesCount: 1 },
      { ...linkTo(2, { map: { a: [1] } }), droppedAttributesCount: 0 },
      linkTo(3),
      linkTo(4),
    ]);
  });

  test('limits attributes of a link in number and length', () => {
    const limits = { attributePerLinkCountLimit: 1, attributeValueLengthLimit: 2 };
    const { links } = ended((span) => span.addLink(linkTo(2, { a: 'abc', b: 1 })), { links: [linkTo(1, { a: 'abc', b: 1 })] }, limits);
    expect(plain(links)).toEqual([
      { ...linkTo(1, { a: 'ab' }), droppedAttributesCount: 1 },
      { ...linkTo(2, { a: 'ab' }), droppedAttributesCount: 1 },
    ]);
  });

  test('keeps the last links beyond the limit, at the start and later', () => {
    const atStart = ended(() => undefined, { links: [linkTo(1), linkTo(2), linkTo(3)] }, { linkCountLimit: 2 });
    expect([plain(atStart.links), atStart.droppedLinksCount]).toEqual([[linkTo(2), linkTo(3)], 1]);
    const later = ended((span) => span.addLink(linkTo(4)), { links: [linkTo(1), linkTo(2)] }, { linkCountLimit: 2 });
    expect([plain(later.links), later.droppedLinksCount]).toEqual([[linkTo(2), linkTo(4)], 1]);
    const none = ended((span) => span.addLink(linkTo(2)), { links: [linkTo(1)] }, { linkCountLimit: 0 });
    expect([none.links, none.droppedLinksCount]).toEqual([[], 2]);
  });
});

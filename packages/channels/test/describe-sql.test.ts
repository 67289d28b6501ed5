import { describe, expect, it } from 'vitest';
import { describeSql } from '../src/describe-sql.js';

describe('the text of a statement', () => {
  it.each([
    ["SELECT * FROM users WHERE name = 'o\\'x' AND pin = 4711", 'SELECT * FROM users WHERE name = ? AND pin = ?'],
    [`SELECT "it's", 'say ""', 'a''b', ''`, 'SELECT ?, ?, ?, ?'],
    ['SELECT 1, -1.5e-3, .5, 0x1F, 1e+9, 5--1', 'SELECT ?, -?, ?, ?, ?, ?--?'],
    ["SELECT x'1F', N'secret', _utf8mb4'secret', DATE '2026-01-01'", 'SELECT x?, N?, _utf8mb4?, DATE ?'],
    ['SELECT `a 1` FROM `t``1` WHERE id=?', 'SELECT `a 1` FROM `t``1` WHERE id=?'],
    ['SELECT a1, b_2 FROM t3 -- secret\nWHERE x = 1 # secret\nAND /* secret */ y = 2', 'SELECT a1, b_2 FROM t3  WHERE x = ?  AND   y = ?'],
    ["/* traceparent='00-secret' */ SELECT 1", 'SELECT ?'],
    ['SELECT 1 --', 'SELECT ?'],
    ["SELECT 'never closed, secret", 'SELECT ?'],
    ['SELECT /* never closed, secret', 'SELECT'],
    ['SELECT `never closed', 'SELECT `never closed'],
    ["SELECT 'ends with \\", 'SELECT ?'],
    ["SELECT '\u00fc', \u00fcber, @user", 'SELECT ?, \u00fcber, @user'],
    ['', ''],
  ])('%s', (sql, text) => {
    expect(describeSql(sql, false).text).toBe(text);
  });

  it('is cut, and not read to its end', () => {
    const { text } = describeSql(`SELECT ${'a, '.repeat(5_000)}b FROM t`, true);
    expect(text).toBe(`SELECT ${'a, '.repeat(5_000)}`.slice(0, 4_096).trim());
    expect(describeSql(`INSERT INTO t VALUES ('${'x'.repeat(100_000)}')`, false).text).toBe('INSERT INTO t VALUES (?)');
  });
});

describe('the summary of a statement', () => {
  it.each([
    ['SELECT * FROM orders WHERE id = 1', 'SELECT orders', 'SELECT'],
    ['select a.b from shop.orders a, `shop`.`users` as b where a.x = b.y', 'SELECT shop.orders shop.users', 'SELECT'],
    ['SELECT * FROM a LEFT JOIN b ON b.id = a.id JOIN c USING (id)', 'SELECT a b c', 'SELECT'],
    ['INSERT INTO orders (a, b) VALUES (1, 2), (3, 4) ON DUPLICATE KEY UPDATE a = 1', 'INSERT orders', 'INSERT'],
    ['INSERT IGNORE INTO a SELECT * FROM b', 'INSERT a SELECT b', undefined],
    ['REPLACE INTO a VALUES (REPLACE(x, 1, 2))', 'REPLACE a', 'REPLACE'],
    ['UPDATE LOW_PRIORITY orders SET a = 1, b = 2 WHERE c = 3', 'UPDATE orders', 'UPDATE'],
    ['DELETE FROM orders WHERE a IN (SELECT id FROM old)', 'DELETE orders SELECT old', undefined],
    ['SELECT * FROM a WHERE x = 1 FOR UPDATE', 'SELECT a', 'SELECT'],
    ['SELECT EXTRACT(YEAR FROM created), COUNT(*) FROM a', 'SELECT a', 'SELECT'],
    ['WITH x AS (SELECT 1 FROM a) SELECT * FROM x', 'SELECT a SELECT x', undefined],
    ['SELECT * FROM (SELECT * FROM a) b', 'SELECT SELECT a', undefined],
    ['CREATE TABLE IF NOT EXISTS a (id INT REFERENCES b ON DELETE CASCADE ON UPDATE SET NULL)', 'CREATE a', 'CREATE'],
    ['SELECT 1; UPDATE a SET b = 1; DELETE FROM c', 'SELECT UPDATE a DELETE c', undefined],
    ['SELECT x INTO @y FROM a', 'SELECT a', 'SELECT'],
    ['CALL report(1, 2)', 'CALL report', 'CALL'],
    ['START TRANSACTION', 'START', 'START'],
    ['EXPLAIN SELECT * FROM a', 'EXPLAIN SELECT a', undefined],
    ['TRUNCATE TABLE a', 'TRUNCATE a', 'TRUNCATE'],
    ['nonsense', undefined, undefined],
    ['', undefined, undefined],
  ])('%s', (sql, summary, operation) => {
    const found = describeSql(sql, false);
    expect([found.summary, found.operation]).toEqual([summary, operation]);
  });

  it('has 255 characters at the most', () => {
    const tables = Array.from({ length: 100 }, (_, i) => `table_${i}`);
    const { summary } = describeSql(`SELECT * FROM ${tables.join(', ')}`, false);
    expect(summary).toMatch(/^SELECT table_0 table_1 .* table_\d+$/);
    expect(summary?.length).toBeLessThanOrEqual(255);
  });
});

describe('what is remembered', () => {
  it('is bounded and right', () => {
    for (let i = 0; i < 1_000; i += 1) expect(describeSql(`SELECT * FROM t${i} WHERE a = 1`, true).summary).toBe(`SELECT t${i}`);
    expect(describeSql('SELECT * FROM t0 WHERE a = 1', true)).toBe(describeSql('SELECT * FROM t0 WHERE a = 1', true));
    expect(describeSql('SELECT * FROM x', false)).not.toBe(describeSql('SELECT * FROM x', false));
  });
});

import { describe, expect, it } from 'vitest';
import { Redaction } from '../src/redaction.js';

describe('redaction', () => {
  it('covers every parameter that the conventions name, and matches by case', () => {
    const query = 'X-Amz-Signature=s&X-Amz-Credential=s&X-Amz-Security-Token=s&AWSAccessKeyId=s&Signature=s&sig=s&X-Goog-Signature=s';
    expect(new Redaction().query(query)).toBe(query.replaceAll('=s', '=REDACTED'));
    expect(new Redaction().query('SIG=s&design=s&sig&sigh=s')).toBe('SIG=s&design=s&sig&sigh=s');
  });

  it('covers further names that say that the value is a credential', () => {
    const query = 'access_token=s&refresh_token=s&id_token=s&token=s&client_secret=s&password=s&api_key=s&apikey=s';
    expect(new Redaction().query(query)).toBe(query.replaceAll('=s', '=REDACTED'));
    expect(new Redaction().query('page_token=s&tokens=s')).toBe('page_token=s&tokens=s');
  });

  it('takes the names of the user as text, not as patterns', () => {
    expect(new Redaction(['a.b', '(']).query('a.b=s&axb=s&(=s')).toBe('a.b=REDACTED&axb=s&(=REDACTED');
  });

  it('covers each of several values', () => {
    expect(new Redaction().url('https://h/p?sig=1&sig=2#sig=3')).toBe('https://h/p?sig=REDACTED&sig=REDACTED#sig=3');
  });

  it('replaces user and password, and leaves an @ elsewhere alone', () => {
    expect(new Redaction().url('https://user:p@ss@host/a@b?c=@')).toBe('https://REDACTED:REDACTED@host/a@b?c=@');
    expect(new Redaction().url('https://host/a@b?c=@')).toBe('https://host/a@b?c=@');
  });
});

/** What a cloud tells about the machine that the process runs on, by attribute. */
export type CloudAttributes = Readonly<Record<string, string | undefined>>;

/** Asks a metadata service for a document; undefined if it has none. */
export type Ask = (
  url: string,
  options?: { readonly method?: string; readonly headers?: Record<string, string> },
) => Promise<string | undefined>;

const maxCharacters = 65_536;

/** Makes the function that asks, for as long as the signal lets it. Nothing of it keeps the process alive. */
export function askUntil(signal: AbortSignal): Ask {
  return (url, { method = 'GET', headers = {} } = {}) =>
    new Promise((resolve, reject) => {
      // Loaded here, as a service that asks for no cloud should not pay for it.
      const { request } = process.getBuiltinModule('node:http');
      const outgoing = request(url, { method, headers, signal, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          if (text.length > maxCharacters) response.destroy(new Error(`an answer of more than ${maxCharacters} characters`));
        });
        response.on('end', () => resolve(response.statusCode === 200 ? text : undefined)).on('error', reject);
      });
      outgoing.on('socket', (socket) => socket.unref()).on('error', reject);
      outgoing.end();
    });
}

/** Reads text fields of a JSON object. */
export function textFields(json: string | undefined): Readonly<Record<string, string | undefined>> {
  const value = parse(json ?? '{}');
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, typeof field === 'string' ? field : undefined]));
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Error('an answer that is no JSON'); // the parser's own message quotes it
  }
}

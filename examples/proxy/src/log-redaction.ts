const secretHeaders = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-hub-signature-256'];
const headerParents = ['headers', 'req.headers', 'res.headers', 'request.headers', 'response.headers'];

/** The places in a log record where the value of a secret header is replaced by "[Redacted]". */
export const redactedPaths: readonly string[] = headerParents.flatMap((parent) => secretHeaders.map((name) => `${parent}["${name}"]`));

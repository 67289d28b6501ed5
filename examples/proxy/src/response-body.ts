/** Reads a body to its end without keeping it, so that the connection can be used again; never rejects and is not waited for. */
export function discardBody(response: Response): void {
  response.body?.pipeTo(new WritableStream()).then(undefined, () => {
    // The status line was all that was asked for.
  });
}

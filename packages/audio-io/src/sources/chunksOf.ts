/** The chunks of a web stream, which is not async iterable in every browser; cancelled when the loop over them is left. */
export async function* chunksOf(stream: ReadableStream): AsyncGenerator<unknown> {
  const reader = stream.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!isDone) await reader.cancel();
    reader.releaseLock();
  }
}

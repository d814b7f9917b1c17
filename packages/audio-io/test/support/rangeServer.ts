import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RangeServer {
  readonly url: string;
  /** Of bodies sent since the last reset. */
  sent: number;
  requests: string[];
  close(): void;
}

/** Serves one file, by ranges where it is asked to; `answer` may take over. */
export async function serveFile(
  path: string,
  answer?: (request: IncomingMessage, response: ServerResponse) => boolean,
): Promise<RangeServer> {
  const { size } = statSync(path);
  const http = createServer((request, response) => {
    server.requests.push(request.headers.range ?? 'whole');
    if (answer?.(request, response)) return;
    const match = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const start = match ? Number(match[1]) : 0;
    const end = match ? Math.min(Number(match[2]), size - 1) : size - 1;
    const range = match ? { 'Content-Range': `bytes ${start}-${end}/${size}` } : {};
    response.writeHead(match ? 206 : 200, { ...range, 'Content-Length': end - start + 1, ETag: '"1"' });
    const stream = createReadStream(path, { start, end });
    stream.on('data', (chunk) => {
      server.sent += chunk.length;
    });
    stream.pipe(response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const server: RangeServer = {
    url: `http://127.0.0.1:${port}/clip`,
    sent: 0,
    requests: [],
    close: () => {
      http.closeAllConnections();
      http.close();
    },
  };
  return server;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { npm, run } from './npm';
import { repositoryRoot } from './stagePackages';

export interface LocalRegistry {
  /** Environment under which npm talks to this registry, with a cache of its own. */
  readonly env: NodeJS.ProcessEnv;
  stop(): void;
}

/** Starts verdaccio in `folder`: our packages come from its storage, everything else from the registry npm uses now. */
export async function startRegistry(folder: string): Promise<LocalRegistry> {
  const upstream = run([...npm(), 'config', 'get', 'registry'], { cwd: repositoryRoot }).trim();
  const port = await freePort();
  const registry = `http://127.0.0.1:${port}/`;
  const open = { access: '$all', publish: '$all' };
  mkdirSync(folder, { recursive: true });
  // JSON is YAML.
  const config = {
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd') } },
    uplinks: { upstream: { url: upstream, maxage: '30m', timeout: '60s' } },
    packages: { '@ser/*': open, 'ser-augment-*': open, '**': { ...open, proxy: 'upstream' } },
    web: { enable: false },
    log: { type: 'stdout', level: 'warn' },
  };
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config));
  // A registry that accepts everyone still wants to see a token.
  writeFileSync(join(folder, 'npmrc'), `registry=${registry}\n//127.0.0.1:${port}/:_authToken=local\n`);

  const server = spawn(
    process.execPath,
    [
      join(repositoryRoot, 'node_modules/verdaccio/bin/verdaccio'),
      '--config',
      join(folder, 'config.yaml'),
      '--listen',
      `127.0.0.1:${port}`,
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // The server must not outlive an interrupted run.
  process.once('exit', () => server.kill());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const log: string[] = [];
  server.stdout.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  server.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  await answers(registry, server, log);

  const env: NodeJS.ProcessEnv = {
    ...withoutNpmSettings(process.env),
    npm_config_userconfig: join(folder, 'npmrc'),
    npm_config_registry: registry,
    // Another run's tarball of the same version must not be taken from the user's cache.
    npm_config_cache: join(folder, 'cache'),
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  };
  return { env, stop: () => void server.kill() };
}

/** npm hands its own settings down to scripts; a stranger's shell has none of them. */
function withoutNpmSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([key]) => !/^npm_(config|package|lifecycle)_/i.test(key)));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}

async function answers(registry: string, server: ChildProcess, log: readonly string[]): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`verdaccio ended with status ${server.exitCode}\n${log.join('')}`);
    const up = await fetch(`${registry}-/ping`).then(
      ({ ok }) => ok,
      () => false, // Not listening yet: refused connections are the expected answer while it starts.
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  server.kill();
  throw new Error(`verdaccio did not answer within 60 s\n${log.join('')}`);
}

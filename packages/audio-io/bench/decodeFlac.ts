/**
 * npm run bench --workspace @ser/audio-io [-- --clips N]: milliseconds a RAVDESS clip that `decode` takes for FLAC, beside
 * @wasm-audio-decoders/flac (libFLAC in WebAssembly), which is installed for the run; one clip by each in turn, checked first.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { installPeer } from '../../../benchmarks/training/installPeer';
import { decode } from '../src';

const PEER = '@wasm-audio-decoders/flac';
const PEER_VERSION = '0.2.11';
const WARM_UP = 20;

interface Peer {
  readonly ready: Promise<void>;
  decodeFile(bytes: Uint8Array): Promise<{ channelData: Float32Array[]; samplesDecoded: number }>;
}

/** The peer loses the last frame of some files unless zeros follow. */
function padded(bytes: Uint8Array): Uint8Array {
  const output = new Uint8Array(bytes.length + 64);
  output.set(bytes);
  return output;
}

/** Processor time of this process so far, in ms: other programs do not add to it. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function quartiles(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const [low, median, high] = [0.25, 0.5, 0.75].map((place) => sorted[Math.floor(place * sorted.length)]!.toFixed(2));
  return `${median} (${low} to ${high})`;
}

const { values } = parseArgs({ options: { clips: { type: 'string', default: '200' } } });
const corpus = process.env.SER_RAVDESS ?? fileURLToPath(new URL('../../../../shared/ravdess', import.meta.url));
if (!existsSync(join(corpus, 'Actor_01'))) throw new Error(`no RAVDESS at ${corpus}; set SER_RAVDESS to its folder`);
const files = readdirSync(corpus)
  .filter((name) => name.startsWith('Actor_'))
  .flatMap((actor) => readdirSync(join(corpus, actor)).map((name) => join(corpus, actor, name)))
  .filter((name) => name.endsWith('.flac'));
const step = Math.max(1, Math.floor(files.length / Number(values.clips)));
const clips = files.filter((_, index) => index % step === 0).map((file) => new Uint8Array(readFileSync(file)));

const folder = installPeer(PEER, PEER_VERSION);
const entry = createRequire(join(folder, 'package.json')).resolve(PEER);
const { FLACDecoder } = (await import(pathToFileURL(entry).href)) as { FLACDecoder: new () => Peer };
const peer = new FLACDecoder();
await peer.ready;

const ours: number[] = [];
const theirs: number[] = [];
let [seconds, ourCpu, theirCpu] = [0, 0, 0];
for (const [index, bytes] of [...clips.slice(0, WARM_UP), ...clips].entries()) {
  const input = padded(bytes);
  const [started, startedCpu] = [performance.now(), cpu()];
  const decoded = await decode(bytes);
  const [between, betweenCpu] = [performance.now(), cpu()];
  const other = await peer.decodeFile(input);
  const [ended, endedCpu] = [performance.now(), cpu()];
  // Ours is verified by the file's MD5; the peer divides by 32767.
  const last = decoded.channels[0]!.length - 1;
  const difference = Math.abs(other.channelData[0]![last]! * (32767 / 32768) - decoded.channels[0]![last]!);
  if (other.samplesDecoded !== last + 1 || difference > 1e-6) throw new Error(`clip ${index}: the two disagree`);
  if (decoded.warnings.length > 0) throw new Error(`clip ${index}: ${decoded.warnings[0]}`);
  if (index < WARM_UP) continue;
  ours.push(between - started);
  theirs.push(ended - between);
  ourCpu += betweenCpu - startedCpu;
  theirCpu += endedCpu - betweenCpu;
  seconds += (last + 1) / decoded.sampleRate;
}

const ratio = theirs.map((time, i) => time / ours[i]!).sort((a, b) => a - b)[Math.floor(ours.length / 2)]!;
const mean = (seconds / clips.length).toFixed(1);
const each = (total: number) => (total / clips.length).toFixed(2);
console.log(`${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`);
console.log(
  `${clips.length} RAVDESS clips of ${mean} s on average; ms a clip: median (quartiles), and processor time\n`,
);
console.log('| | `decode`, MD5 verified | libFLAC in WebAssembly, not verified | ratio |\n|---|---|---|---|');
console.log(`| elapsed | ${quartiles(ours)} | ${quartiles(theirs)} | ${ratio.toFixed(1)} (median) |`);
console.log(`| processor | ${each(ourCpu)} | ${each(theirCpu)} | ${(theirCpu / ourCpu).toFixed(1)} |`);
process.exit(0);

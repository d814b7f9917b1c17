import { type AudioClip, areFinite, type Resampler, resample } from '@ser/dsp';
import type { Stretch } from './audioFormat';
import { AudioError, namingSource } from './errors';
import { detectFormat } from './formats';
import { formatCount, MAX_SAMPLE_RATE, MAX_SAMPLES, MIN_SAMPLE_RATE } from './limits';
import { type ByteSource, openSource, type SourceOptions } from './sources/openSource';

export interface LoadOptions extends SourceOptions {
  /** Rate of the clip returned, in Hz, 1,000 to 1,536,000 (default 22,050); null keeps the file's own. */
  readonly sampleRate?: number | null;
  /** Start, in seconds from the beginning (default 0). */
  readonly offset?: number;
  /** Length, in seconds (default: to the end). A file that ends earlier gives a shorter clip, without padding. */
  readonly duration?: number;
  /** Filter of the resampler (default 'kaiser_best', resampy 0.2.2's). */
  readonly resampler?: Resampler;
}

/** Audio that is decoded already: every channel at one rate. */
export interface Channels {
  readonly channels: readonly Float32Array[];
  readonly sampleRate: number;
}

export type LoadSource = ByteSource | AudioClip | Channels;

/**
 * Loads a file as a mono clip, with the semantics of librosa 0.8.1's `load`: takes `int(duration * rate)` samples from
 * `int(offset * rate)` at the file's rate, averages the channels, then resamples (to `ceil(n * ratio)` samples).
 *
 * An `AudioClip` or what `decode` returned is a source too: decode once, load twice.
 *
 * With `offset` or `duration`, only the part asked for is read of a WAV or FLAC file above 1 MiB that is a path, a Blob or a
 * URL whose server answers ranges; the samples are the same, but damage elsewhere in the file is not seen then.
 *
 * @param source path (in Node), URL (http, data, blob, file in Node), bytes, Blob, Node or web stream, clip or decoded audio
 * @returns samples in [-1, 1] (resampling and lossy files may overshoot a little) and their rate
 * @throws {AudioError} as `decode`; `UNREADABLE`; `EMPTY` when no sample lies in the stretch asked for;
 * `INVALID_ARGUMENT`; `TOO_LARGE`; `ABORTED`
 * @see librosa 0.8.1 `load` on libsndfile, within 1e-6; librosa 0.11's own default is `soxr_hq`, ours stays kaiser_best
 * @example
 * const clip = await load('speech.wav', { offset: 0.5, duration: 2.6 }); // clip.sampleRate === 22050
 */
export async function load(source: LoadSource, options: LoadOptions = {}): Promise<AudioClip> {
  const { sampleRate = 22050, offset = 0, duration, resampler = 'kaiser_best' } = options;
  checkOptions(sampleRate, offset, duration);
  const stretch: Stretch = (rate, length) => stretchOf(offset, duration, rate, length);
  const isPartial = offset > 0 || duration !== undefined;
  const finish = (channels: readonly Float32Array[], rate: number): AudioClip =>
    finishClip(toMono(channels), rate, sampleRate ?? rate, resampler);
  if (!isAudio(source)) return loadBytes(source, { ...options, isPartial }, stretch, finish);
  const { channels, sampleRate: rate } = cut(checked(source), stretch);
  return finish(channels, rate);
}

/** Always in memory of its own: neither is the source aliased nor are samples kept that were not asked for. */
function finishClip(mono: Float32Array, rate: number, target: number, resampler: Resampler): AudioClip {
  if (target === rate) return { samples: mono.slice(), sampleRate: target };
  const length = Math.ceil((mono.length * target) / rate);
  // resampy refuses input too short for one output sample; so does dsp, in its own words.
  if (Math.floor((mono.length * target) / rate) < 1) {
    const message = `load: ${mono.length} samples at ${rate} Hz are less than one at ${target} Hz`;
    throw new AudioError('EMPTY', `${message}: take a longer duration`);
  }
  if (length > MAX_SAMPLES) {
    const message = `load: resampling ${rate} Hz to ${target} Hz makes ${formatCount(length)} samples`;
    throw new AudioError('TOO_LARGE', `${message}; ${formatCount(MAX_SAMPLES)} are allowed: take a shorter duration`);
  }
  return { samples: resample(mono, rate, target, { resampler }), sampleRate: target };
}

function isAudio(source: LoadSource): source is AudioClip | Channels {
  return typeof source === 'object' && source !== null && ('channels' in source || 'samples' in source);
}

function checked(source: AudioClip | Channels): Channels {
  const { sampleRate } = source;
  const channels = 'channels' in source ? source.channels : [source.samples];
  checkChannels(channels, sampleRate);
  return { channels, sampleRate };
}

function cut({ channels, sampleRate }: Channels, stretch: Stretch): Channels {
  const { start, end } = stretch(sampleRate, channels[0]!.length);
  return { channels: channels.map((samples) => samples.subarray(start, end)), sampleRate };
}

/** Smaller files are read and verified whole, which takes no longer than to search in them. */
const WHOLE_FILE_BYTES = 2 ** 20;

async function loadBytes(
  source: ByteSource,
  options: SourceOptions & { isPartial: boolean },
  stretch: Stretch,
  finish: (channels: readonly Float32Array[], sampleRate: number) => AudioClip,
): Promise<AudioClip> {
  const reader = await openSource(source, options);
  try {
    return await namingSource(reader.name, async () => {
      const { format, start } = await detectFormat(reader);
      if (options.isPartial && reader.size > WHOLE_FILE_BYTES) {
        const part = await format.decodeStretch?.(reader, start, stretch);
        if (part !== undefined) return finish(part.channels, part.sampleRate);
      }
      const bytes = await reader.read(0, reader.size);
      if (format.decodePart) return format.decodePart(bytes, start, stretch, finish);
      const { channels, sampleRate } = cut(await format.decode(bytes, start), stretch);
      return finish(channels, sampleRate);
    });
  } finally {
    await reader.close();
  }
}

/** `int(seconds * rate)`, as Python truncates it, both for the start and for the length. */
function stretchOf(offset: number, duration: number | undefined, sampleRate: number, length: number) {
  const start = Math.trunc(offset * sampleRate);
  const count = duration === undefined ? Number.POSITIVE_INFINITY : Math.trunc(duration * sampleRate);
  const end = Math.min(length, start + count);
  if (end <= start) {
    const wanted = `offset ${offset} s${duration === undefined ? '' : ` and duration ${duration} s`}`;
    throw new AudioError(
      'EMPTY',
      `load: no sample at ${wanted}; the audio has ${formatCount(length)} samples at ${sampleRate} Hz`,
    );
  }
  return { start, end };
}

/** numpy's mean over the channels in float32; of one channel itself. */
function toMono(channels: readonly Float32Array[]): Float32Array {
  const [first] = channels as [Float32Array];
  if (channels.length === 1) return first;
  const mono = first.slice();
  for (const samples of channels.slice(1)) for (let i = 0; i < mono.length; i++) mono[i] = mono[i]! + samples[i]!;
  for (let i = 0; i < mono.length; i++) mono[i] = mono[i]! / channels.length;
  return mono;
}

function checkOptions(sampleRate: number | null, offset: number, duration: number | undefined): void {
  if (sampleRate !== null && !isRate(sampleRate)) {
    fail(`sampleRate is ${sampleRate}; null or ${MIN_SAMPLE_RATE} to ${MAX_SAMPLE_RATE} Hz was expected`);
  }
  if (!(Number.isFinite(offset) && offset >= 0)) fail(`offset is ${offset}; seconds of 0 or more were expected`);
  if (duration !== undefined && !(Number.isFinite(duration) && duration > 0)) {
    fail(`duration is ${duration}; seconds above 0 were expected`);
  }
}

function checkChannels(channels: readonly Float32Array[], sampleRate: number): void {
  if (!isRate(sampleRate))
    fail(`source.sampleRate is ${sampleRate}; ${MIN_SAMPLE_RATE} to ${MAX_SAMPLE_RATE} Hz were expected`);
  if (channels.length === 0) fail('source has no channel');
  channels.forEach((samples, channel) => {
    const tag = Object.prototype.toString.call(samples);
    if (tag !== '[object Float32Array]') fail(`channel ${channel} of source is ${tag}; a Float32Array was expected`);
    if (samples.length !== channels[0]!.length) {
      fail(`channel ${channel} of source has ${samples.length} samples, channel 0 has ${channels[0]!.length}`);
    }
    if (areFinite(samples)) return;
    for (let at = 0; at < samples.length; at++) {
      const sample = samples[at]!;
      // x - x is 0 but for NaN and infinities.
      if (sample - sample !== 0) {
        throw new AudioError('NON_FINITE', `load: sample ${at} of channel ${channel} of source is ${sample}`);
      }
    }
  });
}

function isRate(rate: number): boolean {
  return Number.isFinite(rate) && rate >= MIN_SAMPLE_RATE && rate <= MAX_SAMPLE_RATE;
}

function fail(message: string): never {
  throw new AudioError('INVALID_ARGUMENT', `load: ${message}`);
}

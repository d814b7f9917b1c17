import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumOrNone } from '../../../tools/ci/chromiumPath';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import type * as AudioIo from '../src';
import { encodeWav } from '../src';
import { type AudioPage, openAudioPage } from './support/audioPage';

declare const audioIo: typeof AudioIo;
/** Streams that the page got, newest last. */
declare const streams: MediaStream[];

const executablePath = chromiumOrNone();
const inChromium = executablePath === undefined ? describe.skip : describe;
const goldens: {
  name: string;
  format: string;
  sampleRate: number;
  samples: number;
  index: number[];
  values: number[][];
  file: string;
}[] = JSON.parse(readFileSync(join(__dirname, 'golden', 'lossy.json'), 'utf8'));

const TONE = 440;
/** A tone whose end fits its start, as Chromium plays the file again and again. */
function toneFile(folder: string): string {
  const samples = Float32Array.from({ length: 48_000 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * TONE * i) / 48_000));
  const path = join(folder, 'tone.wav');
  writeFileSync(path, encodeWav({ samples, sampleRate: 48_000 }));
  return path;
}

inChromium('in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ser-audio-io-'));
  let opened: AudioPage;
  const { evaluate } = {
    evaluate: (<A, R>(run: (argument: A) => R | Promise<R>, argument: A) =>
      opened.page.evaluate(run as never, argument)) as <A, R>(
      run: (argument: A) => R | Promise<R>,
      argument: A,
    ) => Promise<R>,
  };

  beforeAll(async () => {
    opened = await openAudioPage(executablePath!, [`--use-file-for-fake-audio-capture=${toneFile(folder)}`]);
    await opened.page.evaluate(() => {
      const devices = navigator.mediaDevices;
      const getUserMedia = devices.getUserMedia.bind(devices);
      (globalThis as { streams?: MediaStream[] }).streams = [];
      devices.getUserMedia = async (constraints) => {
        const stream = await getUserMedia(constraints);
        streams.push(stream);
        return stream;
      };
    });
  }, 120_000);
  afterAll(async () => {
    await opened.close();
    rmSync(folder, { recursive: true });
  });

  it.each(goldens)('decodes $name', async (golden) => {
    const decoded = await evaluate(
      async ({ file, index }) => {
        const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
        const { channels, sampleRate, format } = await audioIo.decode(bytes);
        const values = channels.map((samples) => index.map((at) => samples[at]!));
        return { format, sampleRate, length: channels[0]!.length, values };
      },
      { file: golden.file, index: golden.index },
    );
    const isAac = golden.format === 'aac';
    expect([decoded.format, decoded.sampleRate]).toEqual([golden.format, golden.sampleRate]);
    // The browser keeps what the encoder put behind the audio, and of ADTS also what it put before it.
    if (isAac) console.log(`${golden.name}: ${decoded.length} samples of ${golden.samples}`);
    else expect(decoded.length).toBe(golden.samples);
    const atol = isAac ? 1e-4 : golden.format === 'opus' ? 5e-5 : 1e-6;
    decoded.values.forEach((values, channel) => {
      expectAllClose(values, golden.values[channel]!, { atol, why: 'two decoders' });
    });
  });

  it('reads a part of a file of the user, and of one on a server', async () => {
    const samples = Float32Array.from({ length: 800_000 }, (_, i) => ((i * 37) % 2000) / 2000 - 0.5);
    writeFileSync(join(opened.folder, 'long.wav'), encodeWav({ samples, sampleRate: 16_000 }));
    const parts = await evaluate(async (url) => {
      const options = { sampleRate: null, offset: 40, duration: 0.001 } as const;
      const file = new File([await (await fetch(url)).blob()], 'long.wav');
      const sources = [file, url, file.stream(), 'long.wav'];
      return Promise.all(sources.map(async (source) => [...(await audioIo.load(source, options)).samples]));
    }, `${opened.url}long.wav`);
    const expected = [...samples.subarray(640_000, 640_016)].map((value) => Math.round(value * 32768) / 32768);
    expect(parts).toEqual(new Array(4).fill(expected));
  });

  /** Records some seconds and says whether all that was recorded is stopped. */
  const record = (options: AudioIo.MicrophoneOptions, seconds: number) =>
    evaluate(
      async ({ options, seconds }) => {
        const sizes = new Set<number>();
        const samples: number[] = [];
        for await (const block of audioIo.microphone(options)) {
          sizes.add(block.length);
          samples.push(...block);
          if (samples.length >= seconds * (options.sampleRate ?? 22_050)) break;
        }
        const states = streams
          .at(-1)!
          .getTracks()
          .map((track) => track.readyState);
        return { sizes: [...sizes], samples, states };
      },
      { options, seconds },
    );

  /**
   * Frequency and peak of the tone where it is longest without a break: of a tone, x[i+1] + x[i-1] is 2 cos(w) x[i]. On a busy
   * machine Chromium's microphone stutters; a seam at each piece or block would leave no stretch as long as is asked for.
   */
  function analyse(samples: readonly number[], sampleRate: number) {
    const factor = 2 * Math.cos((2 * Math.PI * TONE) / sampleRate);
    let [from, longest, start] = [0, 0, 0];
    for (let i = 1; i < samples.length - 1; i++) {
      const isBreak = Math.abs(samples[i - 1]! + samples[i + 1]! - factor * samples[i]!) > 0.01;
      if (isBreak || Math.abs(samples[i]!) + Math.abs(samples[i - 1]!) < 1e-3) start = i;
      if (i - start > longest) [from, longest] = [start, i - start];
    }
    const tone = samples.slice(from + 2, from + longest);
    const rising = [...tone.keys()].filter((i) => i > 0 && tone[i - 1]! < 0 && tone[i]! >= 0);
    const crossing = (i: number) => i - tone[i]! / (tone[i]! - tone[i - 1]!);
    const cycles = rising.length - 1;
    const frequency = (cycles * sampleRate) / (crossing(rising.at(-1)!) - crossing(rising[0]!));
    return { seconds: longest / sampleRate, frequency, peak: Math.max(...tone) };
  }

  function expectTone(samples: readonly number[], sampleRate: number): void {
    const { seconds, frequency, peak } = analyse(samples, sampleRate);
    expect(seconds).toBeGreaterThan(0.2);
    expect(Math.abs(frequency - TONE)).toBeLessThan(1);
    expect(Math.abs(peak - 0.5)).toBeLessThan(0.05);
  }

  it.each([16_000, 22_050, 48_000])(
    'records the microphone at %d Hz, and stops it when the loop is left',
    async (sampleRate) => {
      const { sizes, samples, states } = await record({ sampleRate }, 1.5);
      expect([sizes, states]).toEqual([[1_024], ['ended']]);
      expectTone(samples, sampleRate);
    },
  );

  it('resamples without a seam where the browser takes only its own rate', async () => {
    await opened.page.evaluate(() => {
      const native = globalThis.AudioContext;
      Object.assign(globalThis, {
        native,
        AudioContext: class extends native {
          constructor(options?: AudioContextOptions) {
            if (options?.sampleRate) throw new DOMException('only my own', 'NotSupportedError');
            super();
          }
        },
      });
    });
    const { sizes, samples } = await record({ sampleRate: 22_050, blockSize: 500 }, 1.5);
    await opened.page.evaluate(() =>
      Object.assign(globalThis, { AudioContext: (globalThis as never as { native: unknown }).native }),
    );
    expect(sizes).toEqual([500]);
    expectTone(samples, 22_050);
  });

  it('ends with ABORTED, and stops the microphone', async () => {
    const result = await evaluate(async () => {
      const controller = new AbortController();
      let blocks = 0;
      try {
        for await (const block of audioIo.microphone({ signal: controller.signal })) {
          if (block.length > 0 && ++blocks === 3) controller.abort('enough');
        }
      } catch (error) {
        const { code, cause } = error as AudioIo.AudioError;
        return { code, cause, blocks, state: streams.at(-1)!.getTracks()[0]!.readyState };
      }
      return undefined;
    }, null);
    expect(result).toEqual({ code: 'ABORTED', cause: 'enough', blocks: 3, state: 'ended' });
  });

  it('gives what it kept and ends with OVERRUN when blocks are not taken', async () => {
    const result = await evaluate(async () => {
      const blocks = audioIo.microphone({ sampleRate: 16_000, bufferSeconds: 0.5 });
      await blocks.next();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      let kept = 0;
      try {
        for await (const block of blocks) kept += block.length;
      } catch (error) {
        return { code: (error as AudioIo.AudioError).code, kept, state: streams.at(-1)!.getTracks()[0]!.readyState };
      }
      return undefined;
    }, null);
    expect(result).toMatchObject({ code: 'OVERRUN', state: 'ended' });
    expect(result!.kept).toBeGreaterThan(8_000);
    expect(result!.kept).toBeLessThanOrEqual(8_000 + 1_024);
  });

  it('goes on with a gap when onOverrun says that it may, and tells its length', async () => {
    const result = await evaluate(async () => {
      let lost = 0;
      const onOverrun = (count: number) => {
        lost += count;
      };
      const blocks = audioIo.microphone({ sampleRate: 16_000, bufferSeconds: 0.5, onOverrun });
      await blocks.next();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const taken: boolean[] = [];
      for (let i = 0; i < 12; i++) taken.push(!(await blocks.next()).done);
      await blocks.return!();
      return { lost, taken, state: streams.at(-1)!.getTracks()[0]!.readyState };
    }, null);
    expect(result).toMatchObject({ taken: new Array(12).fill(true), state: 'ended' });
    expect(result.lost).toBeGreaterThan(0);
    expect(result.lost % 1_024).toBe(0);
  });

  it('ends with DISCONNECTED when the microphone goes away', async () => {
    const code = await evaluate(async () => {
      const blocks = audioIo.microphone();
      await blocks.next();
      streams.at(-1)!.getTracks()[0]!.dispatchEvent(new Event('ended'));
      try {
        for await (const _ of blocks);
      } catch (error) {
        return (error as AudioIo.AudioError).code;
      }
      return undefined;
    }, null);
    expect(code).toBe('DISCONNECTED');
  });

  it.each([
    ['NotAllowedError', 'PERMISSION_DENIED', /the user, or the page's permissions policy, refused it/],
    ['NotFoundError', 'NO_MICROPHONE', /there is none/],
    ['NotReadableError', 'NO_MICROPHONE', /another program uses it/],
  ])('says what %s means', async (name, code, message) => {
    const result = await evaluate(async (name) => {
      const devices = navigator.mediaDevices;
      const { getUserMedia } = devices;
      devices.getUserMedia = () => Promise.reject(new DOMException('no', name));
      try {
        await audioIo.microphone().next();
      } catch (error) {
        const { code, message } = error as AudioIo.AudioError;
        return { code, message };
      } finally {
        devices.getUserMedia = getUserMedia;
      }
      return undefined;
    }, name);
    expect(result).toEqual({ code, message: expect.stringMatching(message) });
  });
});

inChromium("with Chromium's own beeps", () => {
  it('hears them', async () => {
    const { page, close } = await openAudioPage(executablePath!, []);
    try {
      const loud = await page.evaluate(async () => {
        let loud = 0;
        let count = 0;
        for await (const block of audioIo.microphone({ sampleRate: 16_000 })) {
          if (block.some((sample) => Math.abs(sample) > 0.05)) loud++;
          if (++count === 40) break;
        }
        return loud;
      });
      expect(loud).toBeGreaterThan(1);
      expect(loud).toBeLessThan(39);
    } finally {
      await close();
    }
  }, 120_000);
});

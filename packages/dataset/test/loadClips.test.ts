import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio-io';
import { loadClips } from '../src/index';
import { temporaryFolder } from './fixtures/manifest';
import { tone } from './fixtures/parts';

describe('loadClips', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(path: string, frequency: number): void {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), encodeWav(tone({ frequency }), { bitDepth: 16 }));
  }

  it('loads a folder and those in it, sorted by path, and passes over what is no audio', async () => {
    const frequencies = { 'b.wav': 200, 'a/z.WAV': 300, 'B.wav': 100, 'a.wav': 400, '.hidden.wav': 500 };
    for (const [path, frequency] of Object.entries(frequencies)) write(path, frequency);
    writeFileSync(join(folder, 'LICENCE.txt'), 'CC0');
    const { clips, paths, failed } = await loadClips(folder, { sampleRate: null });
    expect(paths).toEqual(['B.wav', 'a.wav', 'a/z.WAV', 'b.wav']);
    expect(failed).toEqual([]);
    expect(clips.map(({ samples, sampleRate }) => [samples.length, sampleRate])).toEqual(paths.map(() => [800, 8000]));
    [100, 400, 300, 200].forEach((frequency, index) => {
      expect(clips[index]!.samples[1]).toBeCloseTo(Math.sin((2 * Math.PI * frequency) / 8000), 4);
    });
  });

  it('crops and resamples as load does, to 22,050 Hz where nothing is said', async () => {
    write('a.wav', 100);
    const { clips } = await loadClips(folder);
    expect([clips[0]!.sampleRate, clips[0]!.samples.length]).toEqual([22050, 2205]);
    const cut = await loadClips(folder, { sampleRate: 4000, offset: 0.02, duration: 0.05 });
    expect(cut.clips[0]!.samples).toHaveLength(200);
  });

  it('lists the files that give no clip, with what was thrown', async () => {
    write('good.wav', 100);
    writeFileSync(join(folder, 'bad.wav'), 'no audio');
    writeFileSync(join(folder, 'empty.flac'), '');
    const { paths, failed } = await loadClips(folder);
    expect(paths).toEqual(['good.wav']);
    expect(failed.map(({ path, code }) => [path, code])).toEqual([
      ['bad.wav', 'UNKNOWN_FORMAT'],
      ['empty.flac', 'EMPTY'],
    ]);
  });

  it('says that there is no clip, no folder, or a bad option', async () => {
    await expect(loadClips(folder)).rejects.toMatchObject({ code: 'NO_CLIPS' });
    writeFileSync(join(folder, 'bad.wav'), 'no audio');
    await expect(loadClips(folder)).rejects.toMatchObject({
      code: 'NO_CLIPS',
      message: expect.stringContaining('all 1 fail; the first, bad.wav: '),
    });
    await expect(loadClips(join(folder, 'none'))).rejects.toMatchObject({ code: 'UNREADABLE_FOLDER' });
    await expect(loadClips(join(folder, 'bad.wav'))).rejects.toMatchObject({ code: 'UNREADABLE_FOLDER' });
    write('good.wav', 100);
    await expect(loadClips(folder, { sampleRate: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const signal = AbortSignal.abort();
    await expect(loadClips(folder, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

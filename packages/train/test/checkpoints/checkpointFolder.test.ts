import '@tensorflow/tfjs-backend-cpu';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { encodeCheckpoint, encodeWeights } from '../../src';
import { checkpointFolder } from '../../src/node';
import { sampleCheckpoint, weightsFrom } from '../support/sampleCheckpoint';
import { canMountTinyDisk, mountTinyDisk } from '../support/tinyDisk';

let parent: string;
let folder: string;
let warnings: string[];
const open = (options = {}) => checkpointFolder(folder, { warn: (sentence) => warnings.push(sentence), ...options });
const listed = () => readdirSync(folder).sort();

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'ser-checkpoints-'));
  folder = join(parent, 'made', 'when needed');
  warnings = [];
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(parent, { recursive: true });
});

/** Three checkpoints, the newest of which is then damaged. */
async function savedThenDamaged(damage: (path: string) => void): Promise<void> {
  const store = open();
  for (const epoch of [1, 2, 3]) await store.save(sampleCheckpoint(epoch));
  damage(join(folder, '000003-epoch-0003.safetensors'));
}

describe('checkpointFolder', () => {
  it('has nothing where there is no folder yet, and makes none to look', async () => {
    expect(await open().load()).toBeUndefined();
    expect(readdirSync(parent)).toEqual([]);
  });

  it('gives back the newest, and keeps the two newest', async () => {
    const store = open();
    for (const epoch of [1, 2, 3]) await store.save(sampleCheckpoint(epoch));
    expect(listed()).toEqual(['000002-epoch-0002.safetensors', '000003-epoch-0003.safetensors']);
    expect(await store.load()).toEqual(sampleCheckpoint(3));
    expect(await open().load()).toEqual(sampleCheckpoint(3));
    expect(warnings).toEqual([]);
  });

  it.each([1, 3])('keeps %d on request', async (keep) => {
    const store = open({ keep });
    for (const epoch of [1, 2, 3, 4]) await store.save(sampleCheckpoint(epoch));
    expect(listed()).toHaveLength(keep);
    expect(await store.load()).toEqual(sampleCheckpoint(4));
  });

  it('goes on from the training that wrote last, not from the one that came furthest', async () => {
    await open().save(sampleCheckpoint(50));
    await open().save(sampleCheckpoint(1));
    expect(await open().load()).toEqual(sampleCheckpoint(1));
    await open().save(sampleCheckpoint(2));
    expect(listed()).toEqual(['000002-epoch-0001.safetensors', '000003-epoch-0002.safetensors']);
  });

  it('counts past the digits that it pads to', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '999999-epoch-0001.safetensors'), encodeCheckpoint(sampleCheckpoint(1)));
    await open().save(sampleCheckpoint(12_345));
    expect(listed()).toContain('1000000-epoch-12345.safetensors');
    expect(await open().load()).toEqual(sampleCheckpoint(12_345));
  });

  it('writes two at once one after the other', async () => {
    const store = open();
    await Promise.all([store.save(sampleCheckpoint(1)), store.save(sampleCheckpoint(2))]);
    expect(listed()).toEqual(['000001-epoch-0001.safetensors', '000002-epoch-0002.safetensors']);
  });

  it('flushes the file, renames it, flushes the folder, and only then deletes', async () => {
    const store = open({ keep: 1 });
    await store.save(sampleCheckpoint(1));
    const steps: string[] = [];
    const real = { ...files };
    jest.spyOn(files, 'open').mockImplementation(async (path, ...rest) => {
      const handle = await real.open(path, ...rest);
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        steps.push(`flush ${basename(String(path))}`);
        await sync();
      };
      return handle;
    });
    jest.spyOn(files, 'rename').mockImplementation(async (from, to) => {
      steps.push(`rename to ${basename(String(to))}`);
      await real.rename(from, to);
    });
    jest.spyOn(files, 'rm').mockImplementation(async (path, options) => {
      steps.push(`delete ${basename(String(path))}`);
      await real.rm(path, options);
    });
    await store.save(sampleCheckpoint(2));
    expect(steps).toEqual([
      'flush 000002-epoch-0002.safetensors.tmp',
      'rename to 000002-epoch-0002.safetensors',
      'flush when needed',
      'delete 000001-epoch-0001.safetensors',
    ]);
  });

  it('takes away what killed writers left, and nothing else', async () => {
    mkdirSync(folder, { recursive: true });
    const others = ['notes.tmp', 'my.safetensors.tmp', '000002-epoch-0002.csv.tmp'];
    const left = '000002-epoch-0002.safetensors.tmp';
    for (const name of [...others, left]) writeFileSync(join(folder, name), 'half');
    expect(await open().load()).toBeUndefined();
    expect(listed()).toEqual([...others].sort());
    writeFileSync(join(folder, left), 'half');
    await open().save(sampleCheckpoint(1));
    expect(listed()).toEqual([...others, '000001-epoch-0001.safetensors'].sort());
    expect(warnings).toEqual([]);
  });

  it.each([
    [{ keep: 0 }, /keep=0; expected a whole number of at least 1/],
    [{ keep: 1.5 }, /keep=1.5/],
  ])('refuses %o', (options, sentence) => {
    expect(() => open(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => open(options)).toThrow(sentence);
  });

  it('refuses a path that is none', () => {
    expect(() => checkpointFolder('')).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe('a damaged newest checkpoint', () => {
  const cases: [string, (path: string) => void, RegExp][] = [
    ['truncated', (path) => truncateSync(path, statSync(path).size - 9), /truncated: it has \d+ bytes/],
    ['with one bit flipped', (path) => flipBit(path), /does not match its checksum/],
    ['empty', (path) => truncateSync(path, 0), /the file is empty/],
    ['of zeros', (path) => writeFileSync(path, Buffer.alloc(statSync(path).size)), /cannot be read/],
    ['of another program', (path) => writeFileSync(path, 'not a checkpoint at all'), /claims \d+ bytes/],
    ['of weights', (path) => writeFileSync(path, encodeWeights(weightsFrom({ a: [1] }))), /tensor/],
    [
      'that is a folder',
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
      /it is not a file/,
    ],
  ];

  it.each(cases)('%s: the one before is used, and one sentence says so', async (_what, damage, reason) => {
    await savedThenDamaged(damage);
    expect(await open().load()).toEqual(sampleCheckpoint(2));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(reason);
    expect(warnings[0]).toContain(`${join(folder, '000003-epoch-0003.safetensors')} is passed over (`);
    expect(warnings[0]).toContain('; 000002-epoch-0002.safetensors is used instead');
  });

  it('is an error when no other is whole, with a sentence for each', async () => {
    await savedThenDamaged(flipBit);
    truncateSync(join(folder, '000002-epoch-0002.safetensors'), 20);
    const load = open().load();
    await expect(load).rejects.toMatchObject({ code: 'BAD_CHECKPOINT' });
    await expect(load).rejects.toThrow(/none of the 2 checkpoints.*000003.*checksum.*000002.*delete them/s);
  });

  it('does not count as one to keep, and goes once a newer one is written', async () => {
    await savedThenDamaged(flipBit);
    const store = open();
    await store.load();
    await store.save(sampleCheckpoint(3));
    expect(listed()).toEqual(['000002-epoch-0002.safetensors', '000004-epoch-0003.safetensors']);
    expect(await store.load()).toEqual(sampleCheckpoint(3));
    expect(warnings).toHaveLength(1);
  });

  it('does not count either for a store that only writes', async () => {
    await savedThenDamaged(flipBit);
    await open().save(sampleCheckpoint(4));
    expect(listed()).toEqual(['000002-epoch-0002.safetensors', '000004-epoch-0004.safetensors']);
  });

  it('differs from a file of a foreign name, which is named, passed over and left alone', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'best.safetensors'), encodeWeights(weightsFrom({ a: [1] })));
    writeFileSync(join(folder, 'history.csv'), '');
    expect(await open().load()).toBeUndefined();
    expect(warnings).toEqual([
      `checkpointFolder: ${join(folder, 'best.safetensors')} is passed over: its name is not that of a checkpoint`,
    ]);
    for (const epoch of [1, 2, 3]) await open().save(sampleCheckpoint(epoch));
    expect(listed()).toHaveLength(4);
  });

  it('is said to the console where nobody listens', async () => {
    await savedThenDamaged(flipBit);
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    await checkpointFolder(folder).load();
    expect(warn).toHaveBeenCalledTimes(1);
  });
});

describe('a checkpoint that cannot be written', () => {
  const large = { ...sampleCheckpoint(3), weights: weightsFrom({ a: Array(100_000).fill(1) }) };

  async function refusedButNothingLost(save: () => Promise<void>, reason: RegExp): Promise<void> {
    const before = listed().map((name) => [name, readFileSync(join(folder, name)).toString('base64')]);
    const error = await save().then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error).toMatchObject({ name: 'TrainError', code: 'CHECKPOINT_NOT_WRITTEN' });
    expect(error!.message).toMatch(reason);
    expect(error!.message).toContain(join(folder, '000003-epoch-0003.safetensors'));
    expect(error!.message).toContain('the 2 older checkpoints are untouched');
    expect((error!.cause as NodeJS.ErrnoException).code).toMatch(/^E/);
    expect(listed().map((name) => [name, readFileSync(join(folder, name)).toString('base64')])).toEqual(before);
    expect(await open().load()).toEqual(sampleCheckpoint(2));
    expect(warnings).toEqual([]);
  }

  const full = canMountTinyDisk();
  if (!full) console.warn('skipped: a disk that is really full (mounting a file system is not permitted)');
  (full ? it : it.skip)(
    'because the disk is full leaves the older ones whole, and goes on after room is made',
    async () => {
      const small = mountTinyDisk()!;
      try {
        folder = join(small.path, 'checkpoints');
        const store = open();
        for (const epoch of [1, 2]) await store.save(sampleCheckpoint(epoch));
        await refusedButNothingLost(() => store.save(large), /ENOSPC: no space left on device/);
        await store.save(sampleCheckpoint(3));
        expect(await store.load()).toEqual(sampleCheckpoint(3));
      } finally {
        small.unmount();
      }
    },
  );

  it.each(['open', 'write', 'flush', 'rename', 'flush folder'])(
    'because %s fails leaves the older ones whole',
    async (step) => {
      const store = open();
      for (const epoch of [1, 2]) await store.save(sampleCheckpoint(epoch));
      const fail = async () => {
        throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
      };
      const real = { ...files };
      jest.spyOn(files, 'open').mockImplementation(async (path, ...rest) => {
        if (step === 'open') return fail();
        const handle = await real.open(path, ...rest);
        const isFolder = (await handle.stat()).isDirectory();
        if (step === 'write') handle.writeFile = fail;
        if (step === (isFolder ? 'flush folder' : 'flush')) handle.sync = fail;
        return handle;
      });
      if (step === 'rename') jest.spyOn(files, 'rename').mockImplementation(fail);
      const saved = store.save(sampleCheckpoint(3));
      await expect(saved).rejects.toMatchObject({ code: 'CHECKPOINT_NOT_WRITTEN', cause: { code: 'EIO' } });
      jest.restoreAllMocks();
      const whole = ['000001-epoch-0001.safetensors', '000002-epoch-0002.safetensors'];
      expect(listed().slice(0, 2)).toEqual(whole);
      expect(listed().filter((name) => name.endsWith('.tmp'))).toEqual([]);
      await store.save(sampleCheckpoint(3));
      expect(await open().load()).toEqual(sampleCheckpoint(3));
    },
  );

  it('for lack of permission leaves the older ones whole', async () => {
    const store = open();
    for (const epoch of [1, 2]) await store.save(sampleCheckpoint(epoch));
    for (const path of [parent, join(parent, 'made')]) chmodSync(path, 0o755);
    chmodSync(folder, 0o555);
    const root = process.getuid?.() === 0;
    // Root may write everywhere: be nobody for a while.
    if (root) process.seteuid?.(65_534);
    try {
      await refusedButNothingLost(() => store.save(sampleCheckpoint(3)), /EACCES: permission denied/);
    } finally {
      if (root) process.seteuid?.(0);
      chmodSync(folder, 0o755);
    }
  });

  it('because the folder is a file says so, and so does reading', async () => {
    writeFileSync(join(parent, 'made'), '');
    await expect(open().save(sampleCheckpoint(1))).rejects.toMatchObject({
      code: 'CHECKPOINT_NOT_WRITTEN',
      message: expect.stringMatching(/there is no older checkpoint/),
    });
    await expect(open().load()).rejects.toMatchObject({ code: 'BAD_CHECKPOINT' });
  });

  it('because its numbers are not finite says what they are', async () => {
    const store = open();
    await store.save(sampleCheckpoint(1));
    const diverged = { ...sampleCheckpoint(2), weights: weightsFrom({ a: [Number.NaN] }) };
    await expect(store.save(diverged)).rejects.toMatchObject({ code: 'BAD_CHECKPOINT' });
    expect(listed()).toEqual(['000001-epoch-0001.safetensors']);
    await store.save(sampleCheckpoint(2));
    expect(await store.load()).toEqual(sampleCheckpoint(2));
  });

  it('is not the same as an older one that cannot be deleted: that is only said', async () => {
    const store = open({ keep: 1 });
    await store.save(sampleCheckpoint(1));
    jest.spyOn(files, 'rm').mockRejectedValue(new Error('EBUSY: resource busy'));
    await store.save(sampleCheckpoint(2));
    expect(warnings).toEqual([
      `checkpointFolder: ${join(folder, '000001-epoch-0001.safetensors')} is no longer needed but cannot be deleted (EBUSY: resource busy)`,
    ]);
    expect(await store.load()).toEqual(sampleCheckpoint(2));
  });
});

function flipBit(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 40]! ^= 4;
  writeFileSync(path, bytes);
}

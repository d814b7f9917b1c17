import { parseOptions } from '../src/options';

function refused(argv: string[]): { message: string; code: number | undefined } {
  let message = '';
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    message += text;
    return true;
  });
  const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
    throw Object.assign(new Error('exit'), { exitCode: code });
  });
  try {
    parseOptions(argv);
    return { message, code: undefined };
  } catch (error) {
    return { message, code: (error as { exitCode?: number }).exitCode };
  } finally {
    write.mockRestore();
    exit.mockRestore();
  }
}

describe('parseOptions', () => {
  it('runs the smoke profile on the synthetic corpus when nothing is said', () => {
    const options = parseOptions([]);
    expect(options).toMatchObject({ data: undefined, profile: 'smoke', seed: 0, out: 'out' });
    expect([options.cache, options.folds, options.seeds]).toEqual([undefined, undefined, undefined]);
    expect(options.only).toHaveLength(10);
  });

  it('runs the quick profile on real data unless told otherwise', () => {
    expect(parseOptions(['--data', 'x']).profile).toBe('quick');
    expect(parseOptions(['--data', 'x', '--profile', 'full']).profile).toBe('full');
    expect(parseOptions(['--download', '--accept-licence'])).toMatchObject({ download: true, profile: 'quick' });
  });

  it('keeps the order of the report, whatever the order in --only', () => {
    expect(parseOptions(['--only', 'lstm,cnn4']).only).toEqual(['cnn4', 'lstm']);
  });

  it('reads folds of the honest twin, and then runs its profile', () => {
    expect(parseOptions(['--data', 'x', '--fold', '3,text:2,speaker:1:noise'])).toMatchObject({
      profile: 'honest',
      folds: ['speaker:3', 'text:2', 'speaker:1:noise'],
    });
  });

  it('reads what makes another version of each clip', () => {
    expect(parseOptions(['--augment', 'ser-augment-hum#hum', '--augment-options', '{"snrDb": 10}'])).toMatchObject({
      augment: 'ser-augment-hum#hum',
      augmentOptions: { snrDb: 10 },
    });
  });

  it('keeps only the networks of a program that runs alone', () => {
    expect(parseOptions([], ['lstm']).only).toEqual(['lstm']);
  });

  it.each([
    [['--only', 'cnn9'], /Unknown network cnn9; choose from cnn1, cnn2/],
    [['--profile', 'fast'], /Allowed choices are smoke, quick, full/],
    [['--seed', '-1'], /whole number from 0 up/],
    [['--dta', 'x'], /Did you mean --data/],
    [['--fold', '0'], /Unknown fold 0; expected 3 \(of the speaker protocol\)/],
    [['--fold', 'speaker:1:echo'], /augmentations none, noise, stretch\+pitch, both, custom/],
    [['--seeds', '0'], /whole number from 1 up/],
    [['--augment', 'x', '--augment-options', '{snrDb: 10}'], /No JSON/],
    [['--augment', 'x', '--augment-options', '[10]'], /Expected an object, such as/],
    [['--augment-options', '{}'], /those of --augment, which is not given/],
    [['extra'], /too many arguments/],
    [['--download'], /licensed CC BY-NC-SA 4\.0 .*nothing commercial.* add --accept-licence to --download/],
    [['--download', '--accept-licence', '--data', 'x'], /'--download' cannot be used with option '--data <path>'/],
  ])('refuses %j and says what is accepted', (argv, expected) => {
    const { message, code } = refused(argv);
    expect(code).toBe(1);
    expect(message).toMatch(expected);
    expect(message).toMatch(/--help lists every option/);
  });
});

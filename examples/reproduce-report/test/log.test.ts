import { createLog, duration } from '../src/log';

function pipe() {
  let text = '';
  const stream = { isTTY: false, write: (part: string) => (text += part) } as unknown as NodeJS.WriteStream;
  return { stream, read: () => text };
}

describe('createLog', () => {
  it('writes plain lines into a pipe, no cursor movement', () => {
    const { stream, read } = pipe();
    const report = createLog(stream).clips('features');
    for (let done = 1; done <= 100; done++) report({ done, total: 100, rate: 10, remainingSeconds: (100 - done) / 10 });
    const lines = read().trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe('features: 20 of 100 clips, 10 a second, 8 s left');
    expect(lines.at(-1)).toBe('features: 100 clips');
    expect(read()).not.toContain('\x1b[K');
  });

  it('says durations as a person does', () => {
    expect([0.4, 59, 60, 185].map(duration)).toEqual(['0 s', '59 s', '1 min 0 s', '3 min 5 s']);
  });
});

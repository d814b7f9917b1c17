/** The code of what a function throws; fails when it throws nothing. */
export function thrownCode(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  throw new Error('thrownCode: nothing was thrown');
}

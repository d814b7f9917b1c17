/** Ends the program with one sentence for an error that has a code; any other is a fault, whose stack is needed. */
export function plainErrors(): void {
  process.on('uncaughtException', (error) => {
    console.error('code' in error ? error.message : error);
    process.exit(1);
  });
}

import type { Callback } from '../callback';

/**
 * One plain line an epoch: figures, seconds and the time left at this pace (mean of the epochs that this run has seen;
 * what callbacks take is not in it).
 *
 * @param options.write - takes each line; default `console.log`
 */
export function progress({ write = console.log }: { readonly write?: (line: string) => void } = {}): Callback {
  let seen = 0;
  let seconds = 0;
  return {
    name: 'progress',
    onTrainBegin() {
      seen = 0;
      seconds = 0;
    },
    onEpochEnd(epoch, log, { epochs }) {
      seen++;
      seconds += log.seconds;
      const figures = [`loss ${log.loss.toFixed(4)}`, `accuracy ${log.accuracy.toFixed(4)}`];
      if (log.valLoss !== undefined) figures.push(`val loss ${log.valLoss.toFixed(4)}`);
      if (log.valAccuracy !== undefined) figures.push(`val accuracy ${log.valAccuracy.toFixed(4)}`);
      if (log.valUar !== undefined) figures.push(`val UAR ${log.valUar.toFixed(4)}`);
      const left = inWords((seconds / seen) * (epochs - epoch - 1));
      write(`epoch ${epoch + 1}/${epochs}: ${figures.join(', ')}, ${log.seconds.toFixed(1)} s, ${left} left`);
    },
  };
}

function inWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

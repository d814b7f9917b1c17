import type { Callback } from '../callback';

/**
 * One plain line an epoch: figures, seconds and the time left at this pace.
 *
 * @param options.write - takes each line; default `console.log`
 */
export function progress({ write = console.log }: { readonly write?: (line: string) => void } = {}): Callback {
  let started = 0;
  return {
    onTrainBegin() {
      started = performance.now();
    },
    onEpochEnd(epoch, log, { initialEpoch, epochs }) {
      const perEpoch = (performance.now() - started) / 1000 / (epoch - initialEpoch + 1);
      const figures = [`loss ${log.loss.toFixed(4)}`, `accuracy ${log.accuracy.toFixed(4)}`];
      if (log.valLoss !== undefined) figures.push(`val loss ${log.valLoss.toFixed(4)}`);
      if (log.valAccuracy !== undefined) figures.push(`val accuracy ${log.valAccuracy.toFixed(4)}`);
      const left = Math.round(perEpoch * (epochs - epoch - 1));
      write(`epoch ${epoch + 1}/${epochs}: ${figures.join(', ')}, ${log.seconds.toFixed(1)} s, ${left} s left`);
    },
  };
}

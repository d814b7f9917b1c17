import type { Progress } from '@ser/dataset';
import type { Callback } from '@ser/train';
import pc from 'picocolors';

/** What the user sees while the pipeline runs: one moving line on a terminal, plain lines in a pipe. */
export interface Log {
  line(text: string): void;
  warn(text: string): void;
  clips(title: string): (progress: Progress) => void;
  epochs(network: string): Callback;
}

export function createLog(stream: NodeJS.WriteStream = process.stderr): Log {
  const moving = stream.isTTY === true;
  let open = false;
  const close = () => {
    if (open) stream.write('\r\x1b[K');
    open = false;
  };
  const line = (text: string) => {
    close();
    stream.write(`${text}\n`);
  };
  const move = (text: string) => {
    stream.write(`\r\x1b[K${text.slice(0, (stream.columns ?? 80) - 1)}`);
    open = true;
  };
  return {
    line,
    warn: (text) => line(pc.yellow(`warning: ${text}`)),
    clips(title) {
      let reported = 0;
      return ({ done, total, rate, remainingSeconds }) => {
        const text = `${title}: ${done} of ${total} clips, ${rate.toFixed(0)} a second, ${duration(remainingSeconds)} left`;
        if (done === total) {
          if (reported <= total) line(`${title}: ${total} clips`);
          reported = total + 1;
        } else if (moving) move(text);
        else if (done >= reported + total / 5) {
          reported = done;
          line(text);
        }
      };
    },
    epochs(network) {
      const started = performance.now();
      let trained = 0;
      return {
        onBatchEnd: (batch, { batches, loss }) => {
          if (moving) move(`${network}: batch ${batch + 1} of ${batches}, loss ${loss.toFixed(3)}`);
        },
        onEpochEnd: (epoch, { loss, accuracy, valLoss, valAccuracy, seconds }, { epochs }) => {
          trained++;
          const perEpoch = (performance.now() - started) / 1000 / trained;
          const left = perEpoch * (epochs - epoch - 1);
          const tested =
            valLoss === undefined ? '' : `test loss ${valLoss.toFixed(3)}, test accuracy ${valAccuracy?.toFixed(3)}, `;
          line(
            `${network}: epoch ${epoch + 1} of ${epochs}, loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}, ` +
              `${tested}${seconds.toFixed(1)} s${left > 1 ? `, ${duration(left)} left` : ''}`,
          );
        },
      };
    },
  };
}

/** Seconds as a person says them: `45 s`, `3 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

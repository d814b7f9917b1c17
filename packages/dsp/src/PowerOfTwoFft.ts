/// <reference path="./fftjs.d.ts" />
import FFT from 'fft.js';
import { cos, sin } from './trigonometry';

/** fft.js with twiddles of the same bits on every engine. */
export class PowerOfTwoFft extends FFT {
  constructor(size: number) {
    super(size);
    const { table } = this;
    for (let i = 0; i < table.length; i += 2) {
      const angle = (Math.PI * i) / size;
      table[i] = cos(angle);
      table[i + 1] = -sin(angle);
    }
  }
}
